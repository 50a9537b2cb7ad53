import { once } from 'node:events';
import { createServer, Socket, type AddressInfo, type Server } from 'node:net';

/** As the client of the proxied server sees it: `up` goes to the server, `down` comes from it. */
export type Direction = 'up' | 'down';

interface Pair {
  client: Socket;
  server: Socket;
  /** Octets of it were swallowed: nobody may go on with what is left. */
  isTorn: boolean;
}

/**
 * Stands between somebody and the server they use, on a port of its own, and is the network that fails: cuts, silence in
 * one direction or both, slowness, refusal, a connection that ends between a question and its answer. It counts what it
 * broke: a test that broke nothing has shown nothing.
 */
export class TcpProxy {
  readonly counted = { connections: 0, cut: 0, swallowed: 0, delayed: 0, refused: 0, lostAnswers: 0 };
  readonly #listener: Server;
  readonly #target: number;
  readonly #pairs = new Set<Pair>();
  readonly #swallows = new Set<Direction>();
  #delayMs = 0;
  #isPaused = false;
  #refuses = false;
  #question: { text: Buffer; left: number } | undefined;

  private constructor(target: number) {
    this.#target = target;
    this.#listener = createServer((client) => this.#serve(client));
  }

  /** In front of a port of the loopback address. */
  static async open(target: number): Promise<TcpProxy> {
    const proxy = new TcpProxy(target);
    proxy.#listener.listen(0, '127.0.0.1');
    await once(proxy.#listener, 'listening');
    return proxy;
  }

  get port(): number {
    return (this.#listener.address() as AddressInfo).port;
  }

  /** All connections end now, without a word. */
  cut(): void {
    for (const pair of this.#pairs) {
      this.counted.cut += 1;
      end(pair);
    }
  }

  /** Nothing passes, and nothing is lost: what was sent arrives after `heal`. */
  pause(): void {
    this.#isPaused = true;
    for (const { client, server } of this.#pairs) for (const socket of [client, server]) socket.pause();
  }

  /** What goes in this direction vanishes; the sender is not told. */
  swallow(...directions: Direction[]): void {
    for (const direction of directions) this.#swallows.add(direction);
  }

  /** Everything arrives so much later, in each direction. */
  delay(milliseconds: number): void {
    this.#delayMs = milliseconds;
  }

  /** Who is there is thrown out, and nobody is let in. */
  refuse(): void {
    this.#refuses = true;
    this.cut();
  }

  /** The next `times` that this is sent up, it arrives, and the connection ends before the answer. */
  loseAnswerTo(text: string, times = 1): void {
    this.#question = { text: Buffer.from(text), left: times };
  }

  /** As if nothing had been. Connections from which octets are missing end. */
  heal(): void {
    this.#isPaused = false;
    this.#refuses = false;
    this.#delayMs = 0;
    this.#swallows.clear();
    this.#question = undefined;
    for (const pair of this.#pairs) {
      if (pair.isTorn) end(pair);
      else for (const socket of [pair.client, pair.server]) socket.resume();
    }
  }

  async close(): Promise<void> {
    this.cut();
    this.#listener.close();
    await once(this.#listener, 'close');
  }

  #serve(client: Socket): void {
    if (this.#refuses) {
      this.counted.refused += 1;
      client.resetAndDestroy();
      return;
    }
    this.counted.connections += 1;
    const server = new Socket();
    const pair: Pair = { client, server, isTorn: false };
    this.#pairs.add(pair);
    for (const socket of [client, server]) {
      socket.setNoDelay(true);
      socket.on('error', () => end(pair));
      socket.on('close', () => (end(pair), this.#pairs.delete(pair)));
      if (this.#isPaused) socket.pause();
    }
    client.on('data', (octets) => this.#pass(pair, 'up', octets));
    server.on('data', (octets) => this.#pass(pair, 'down', octets));
    server.connect(this.#target, '127.0.0.1');
  }

  #pass(pair: Pair, direction: Direction, octets: Buffer): void {
    if (this.#swallows.has(direction)) {
      this.counted.swallowed += octets.length;
      pair.isTorn = true;
      return;
    }
    const to = direction === 'up' ? pair.server : pair.client;
    if (direction === 'up' && this.#isQuestion(octets)) return this.#loseAnswer(pair, octets);
    if (this.#delayMs === 0) {
      to.write(octets);
      return;
    }
    this.counted.delayed += 1;
    setTimeout(() => to.destroyed || to.write(octets), this.#delayMs);
  }

  #isQuestion(octets: Buffer): boolean {
    return this.#question !== undefined && this.#question.left > 0 && octets.includes(this.#question.text);
  }

  /** The question is sent, and the server's answer is what ends the connection: so it has been there. */
  #loseAnswer(pair: Pair, octets: Buffer): void {
    this.#question!.left -= 1;
    pair.server.removeAllListeners('data');
    pair.server.once('data', () => {
      this.counted.lostAnswers += 1;
      end(pair);
    });
    pair.server.write(octets);
  }
}

function end({ client, server }: Pair): void {
  client.destroy();
  server.destroy();
}
