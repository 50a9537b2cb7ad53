import { randomUUID } from 'node:crypto';
import type { CommandMap, CommandName, Me } from '../../../protocol/generated/ts/index.ts';
import { WebSocket } from 'ws';
import type { Server } from './server.ts';

export const demoPassword = 'glueckauf-demo';

/** A refused command. */
export class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** Somebody at the fair without a browser: commands over HTTP, and a socket that says "I am here". */
export class Guest {
  me!: Me;
  cookie = '';
  readonly #server: Server;
  #socket: WebSocket | undefined;

  constructor(server: Server) {
    this.#server = server;
  }

  static async logIn(server: Server, email: string): Promise<Guest> {
    const guest = new Guest(server);
    guest.me = (await guest.call('account.log_in', { email, password: demoPassword })).me;
    return guest;
  }

  async call<K extends CommandName>(name: K, fields: CommandMap[K]['with']): Promise<CommandMap[K]['ok']> {
    const response = await fetch(`${this.#server.origin}/api/v1/${name}`, {
      method: 'POST',
      headers: {
        'Content-Type': 'application/json',
        'Idempotency-Key': randomUUID(),
        Origin: this.#server.origin,
        Cookie: this.cookie,
      },
      body: JSON.stringify(fields),
    });
    for (const line of response.headers.getSetCookie()) this.cookie = line.split(';')[0] ?? '';
    const answer = (await response.json()) as { ok?: unknown; error?: { code: string; message: string } };
    if (answer.error) throw new Refusal(answer.error.code, answer.error.message);
    return answer.ok as CommandMap[K]['ok'];
  }

  /** Opens the socket; resolves after the greeting. */
  arrive(): Promise<void> {
    const socket = new WebSocket(`${this.#server.origin.replace('http', 'ws')}/socket`, 'jobfair.1', {
      headers: { Origin: this.#server.origin, Cookie: this.cookie },
    });
    this.#socket = socket;
    return new Promise((resolve, reject) => {
      socket.once('error', reject);
      socket.once('close', (code) => reject(new Error(`closed with ${code} before the greeting`)));
      socket.on('message', (data) => {
        if ((JSON.parse(String(data)) as { on?: string }).on === 'session.hello') resolve();
      });
    });
  }

  leave(): void {
    this.#socket?.terminate();
    this.#socket = undefined;
  }
}
