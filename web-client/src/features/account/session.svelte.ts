/** Who uses this browser: asked once at the start, set by log-in and log-out, kept fresh by the person's own stream. */
import type { BoothMembership, Me, Role } from '@protocol';
import { connection } from '../../connection/connection.svelte.ts';
import { language } from '../../text/language.svelte.ts';

class Session {
  /** undefined: not known yet; null: nobody is logged in. */
  me = $state.raw<Me | null>();

  async load(): Promise<void> {
    const { me } = await connection.call('account.get_me', {});
    this.me = me ?? null;
  }

  /** After any answer that logs in: the cookie is new, so the connection starts anew. */
  begin(me: Me): void {
    this.me = me;
    language.choose(me.locale);
    connection.restart();
  }

  async end(): Promise<void> {
    await connection.call('account.log_out', {});
    this.me = null;
    connection.restart();
  }

  rolesChanged(roles: Role[], booths: BoothMembership[]): void {
    if (this.me) this.me = { ...this.me, roles, booths };
  }

  has(role: Role): boolean {
    return this.me?.roles.includes(role) ?? false;
  }
}

export const session = new Session();
