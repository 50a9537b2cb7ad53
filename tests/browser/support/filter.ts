import { connect, createServer, type AddressInfo, type Server as TcpServer, type Socket } from 'node:net';
import type { Server } from './server.ts';

/** A network in front of the server that cuts every connection which wants to become a WebSocket. */
export class Filter {
  /** What it has cut so far. */
  cut = 0;
  readonly #server: TcpServer;
  readonly #open = new Set<Socket>();

  private constructor(port: number) {
    this.#server = createServer((inside) => {
      const outside = connect(port, '127.0.0.1');
      for (const socket of [inside, outside]) {
        this.#open.add(socket);
        socket.on('error', () => undefined);
        socket.on('close', () => this.#open.delete(socket));
      }
      inside.on('data', (data) => {
        if (!/\r\nUpgrade: websocket\r\n/i.test(data.toString('latin1'))) return;
        this.cut += 1;
        inside.destroy();
        outside.destroy();
      });
      inside.pipe(outside);
      outside.pipe(inside);
      outside.on('close', () => inside.destroy());
      inside.on('close', () => outside.destroy());
    });
  }

  static async open(server: Server): Promise<Filter> {
    const filter = new Filter(server.port);
    await new Promise<void>((listening) => filter.#server.listen(0, '127.0.0.1', listening));
    return filter;
  }

  get origin(): string {
    return `http://localhost:${(this.#server.address() as AddressInfo).port}`;
  }

  close(): void {
    this.#server.close();
    for (const socket of this.#open) socket.destroy();
  }
}
