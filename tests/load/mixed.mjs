// Runs the load tool's scenarios side by side, and readers over HTTP beside them: each with people and rooms of its own,
// all on one server. What each kind guarantees is judged; speed is told and not judged, since they take it from each
// other. With the server's process id it is told to end when all is over, with people connected. Ends with
// `N passed, N failed`.
//   node tests/load/mixed.mjs URL STAFF.CSV [SECONDS [PID]]    (60), of a fair with the demo's guests and eight open rooms
import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { endWithListeners } from './farewell.mjs';
import { PageReader } from './page-reader.mjs';

const [url, staff, given = '60', pid] = process.argv.slice(2);
const seconds = Number(given);
if (!url || !staff || !(seconds > 0)) {
  console.error('usage: node tests/load/mixed.mjs URL STAFF.CSV [SECONDS [PID]]');
  process.exit(2);
}
const loadtest = fileURLToPath(new URL('../../build/release/stollen-loadtest', import.meta.url));
const kPassword = 'glueckauf-demo';
/** In each way, when the server ends. */
const kListeners = 20;

// Short ones begin anew until the time is over. `people` and `room`: the first of those that are theirs alone.
const scenarios = [
  { name: 'chat_flood', people: 1, room: 1, args: ['--users', 40, '--rate', 20, '--seconds', seconds] },
  { name: 'cut_and_resume', people: 101, room: 2, args: ['--users', 30, '--rate', 20, '--seconds', seconds] },
  { name: 'seed_day', people: 201, room: 4, args: ['--users', 40, '--staff', staff, '--seconds', seconds] },
  {
    name: 'booking_rush',
    people: 301,
    isRepeated: true,
    args: ['--users', 60, '--slots', 10, '--rushes', 3],
  },
  {
    name: 'reconnect_storm',
    people: 401,
    room: 5,
    isRepeated: true,
    args: ['--users', 100, '--rooms', 2, '--seconds', 6],
  },
  {
    name: 'flooder',
    people: 501,
    room: 7,
    isRepeated: true,
    args: ['--users', 15, '--rate', 5, '--seconds', 4],
  },
  // Enough that what the kernel keeps for those who do not read is full.
  { name: 'slow_readers', people: 601, room: 8, isRepeated: true, args: ['--rate', 40, '--seconds', 20] },
];
/** Told of each kind, summed up over its rounds. */
const kTold = [
  'sent',
  'delivered',
  'granted',
  'conflicts',
  'talks',
  'reconnects',
  'replays',
  'resets',
  'cuts',
  'flood_commands',
  'flood_closed_4029',
  'closed_4008',
  'lost',
  'doubled',
  'out_of_order',
  'different',
  'busy_answers',
];
/** In the room that chat_flood fills; the third is cut off at the first `id` behind an event, so by each heartbeat. */
const readers = [
  { person: 701, perResponse: 200 },
  { person: 702, perResponse: 50 },
  { person: 703, perResponse: 1 },
];

const end = performance.now() + seconds * 1000;

function runOnce({ name, people, room = 1, args }) {
  const child = spawn(
    loadtest,
    [
      'run',
      name,
      '--url',
      url,
      '--accounts-from',
      people,
      '--rooms-from',
      room,
      '--beside-others',
      '--any-speed',
      '--json',
      ...args,
    ].map(String),
    { stdio: ['ignore', 'pipe', 'pipe'] },
  );
  let out = '';
  let errors = '';
  child.stdout.on('data', (bytes) => (out += bytes));
  child.stderr.on('data', (bytes) => (errors += bytes));
  return new Promise((resolve) => {
    child.on('close', (status) => {
      if (status === 0 || status === 1) resolve(JSON.parse(out.trim().split('\n').pop()));
      else resolve({ ok: false, broken: [`could not begin: ${errors}${out}`], slow: [] });
    });
  });
}

async function runScenario(scenario) {
  const rounds = [];
  do {
    rounds.push(await runOnce(scenario));
  } while (scenario.isRepeated && performance.now() < end && rounds.at(-1).ok);
  const figures = {};
  for (const name of kTold) {
    const values = rounds.flatMap((round) => round[name] ?? []);
    if (values.length > 0) figures[name] = values.reduce((sum, value) => sum + value, 0);
  }
  const unique = (lists) => [...new Set(lists.flat())];
  return {
    name: scenario.name,
    rounds: rounds.length,
    figures,
    broken: unique(rounds.map(({ broken }) => broken)),
    slow: unique(rounds.map(({ slow }) => slow)),
  };
}

async function readPages() {
  const all = await Promise.all(
    readers.map(async ({ person, perResponse }) => {
      const reader = new PageReader(url);
      try {
        await reader.logIn(`gast-${String(person).padStart(4, '0')}@demo.example`, kPassword, 1);
        await reader.follow(seconds, perResponse);
      } catch (error) {
        reader.broken.push(String(error));
      }
      return reader;
    }),
  );
  const figures = {};
  for (const name of ['events', 'returns', 'resets', 'requests', 'asked_again'])
    figures[name] = all.reduce((sum, reader) => sum + reader[name], 0);
  return {
    name: 'pages and events over HTTP',
    rounds: 1,
    figures,
    broken: all.flatMap(({ broken }) => broken),
    slow: [],
  };
}

async function theEnd() {
  const { figures, broken } = await endWithListeners(url, Number(pid), kListeners).catch((error) => ({
    figures: {},
    broken: [String(error)],
  }));
  return { name: 'the end, with people connected', rounds: 1, figures, broken, slow: [] };
}

function tell({ name, rounds, figures, broken, slow }) {
  const told = Object.entries(figures)
    .map(([figure, value]) => `${figure} ${value}`)
    .join(', ');
  console.log(
    `${broken.length === 0 ? 'ok   ' : 'FAIL '} ${name}${rounds > 1 ? ` × ${rounds}` : ''}: ${told}`,
  );
  for (const sentence of broken.slice(0, 10)) console.log(`      not so: ${sentence}`);
  for (const sentence of slow) console.log(`      not judged: ${sentence}`);
}

const results = await Promise.all([...scenarios.map(runScenario), readPages()]);
if (pid) results.push(await theEnd());
results.forEach(tell);
const failed = results.filter(({ broken }) => broken.length > 0).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;
