// A server that ends while people are connected: each of them hears why, over sockets and over HTTP.
import { createRequire } from 'node:module';
import { blocksOf } from './page-reader.mjs';

const WebSocket = createRequire(new URL('../../web-client/package.json', import.meta.url))('ws');
const kRestarting = 4001;

/** Resolves, once it follows the fair, with a promise of the code with which the server ends it. */
function listenBySocket(url) {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/socket`, ['jobfair.1'], { origin: url });
  const closed = new Promise((resolve) => socket.on('close', resolve));
  return new Promise((resolve, reject) => {
    socket.on('error', reject);
    socket.on('open', () =>
      socket.send('{"id":"1","do":"session.join","with":{"streams":[{"stream":"fair"}]}}'),
    );
    socket.on('message', (bytes) => {
      if (String(bytes).startsWith('{"re":')) resolve({ closed });
    });
  });
}

async function listenByEvents(url) {
  const response = await fetch(`${url}/api/v1/events?streams=fair`);
  const blocks = blocksOf(response.body);
  const code = async () => {
    for await (const { event, data } of blocks) if (event === 'close') return JSON.parse(data).code;
    return undefined;
  };
  for (;;) {
    const { done, value } = await blocks.next();
    if (done) throw new Error('the events ended before the join was answered');
    if (value.data?.startsWith('{"re":')) return { closed: code() };
  }
}

/** Tells the process to end once `count` people follow the fair in each way. */
export async function endWithListeners(url, pid, count) {
  const listeners = await Promise.all(
    Array.from({ length: count }, () => [listenBySocket(url), listenByEvents(url)]).flat(),
  );
  process.kill(pid, 'SIGTERM');
  const codes = await Promise.all(listeners.map(({ closed }) => closed));
  const others = codes.filter((code) => code !== kRestarting);
  return {
    figures: { listeners: codes.length },
    broken:
      others.length === 0 ? [] : [`${others.length} were not told that the server ends, but ${others[0]}`],
  };
}
