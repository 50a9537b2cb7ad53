import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { withPatience } from './virtual-user.ts';

export interface SentMail {
  to: string;
  subject: string;
  text: string;
}

/** A real mail server on the loopback address, and what it was given. */
export class MailSink {
  readonly mails: SentMail[] = [];
  readonly port: number;
  readonly #process: ChildProcessWithoutNullStreams;
  /** Each says whether it has what it waits for. */
  #waiting: (() => boolean)[] = [];

  private constructor(process: ChildProcessWithoutNullStreams, port: number) {
    this.#process = process;
    this.port = port;
  }

  static async open(): Promise<MailSink> {
    const program = fileURLToPath(new URL('../../feature/smtp_sink.py', import.meta.url));
    const child = spawn('/usr/bin/python3', [program]);
    const lines = createInterface({ input: child.stdout });
    const port = await withPatience<string>('the mail server', (resolve, reject) => {
      lines.once('line', resolve);
      child.once('exit', (code) => reject(new Error(`the mail server ended with ${code}`)));
    });
    const sink = new MailSink(child, Number(port));
    lines.on('line', (line) => sink.#take(JSON.parse(line) as SentMail));
    return sink;
  }

  get flags(): Record<string, string | number> {
    return {
      'smtp-url': `smtp://127.0.0.1:${this.port}`,
      'smtp-requires-tls': 0,
      'mail-from': 'messe@probe.example',
    };
  }

  matching(to: string, subject: RegExp): SentMail[] {
    return this.mails.filter((mail) => mail.to === to && subject.test(mail.subject));
  }

  /** One that came or comes. */
  async mail(to: string, subject: RegExp): Promise<SentMail> {
    return this.nth(to, subject, 1);
  }

  /** The mail that makes it so many of this kind. */
  async nth(to: string, subject: RegExp, count: number): Promise<SentMail> {
    const find = () => this.matching(to, subject)[count - 1];
    const here = find();
    if (here) return here;
    return withPatience(`${count} mails to ${to} about ${subject.source}`, (resolve) => {
      this.#waiting.push(() => {
        const come = find();
        if (come) resolve(come);
        return come !== undefined;
      });
    });
  }

  close(): void {
    this.#process.stdin.end();
  }

  #take(mail: SentMail): void {
    this.mails.push(mail);
    this.#waiting = this.#waiting.filter((isServed) => !isServed());
  }
}
