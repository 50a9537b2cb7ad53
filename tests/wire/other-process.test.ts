// `stollen import` and `stollen user` are processes of their own; the server that runs must notice.
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fairFolder } from './support/fair-server.ts';
import type { VirtualUser } from './support/virtual-user.ts';
import { World } from './support/world.ts';

/** What is promised from the end of the other process on. */
const noticedWithinMs = 2_000;

describe('a server on whose store another process works', () => {
  let world: World;
  beforeAll(async () => {
    world = await World.open();
  });
  afterAll(() => world.close());

  it('shows a changed fair on open pages, with its pictures', async () => {
    const user = world.newStranger();
    await user.join('hall', 'fair');
    const folder = await mkdtemp(join(tmpdir(), 'stollen-fair-'));
    try {
      await cp(fairFolder, folder, { recursive: true });
      await change(join(folder, 'exhibitors.csv'), 'Zinnwerk', 'Neuzinnwerk');
      await change(join(folder, 'fair.toml'), 'Probemesse', 'Hauptmesse');
      await change(join(folder, 'media/logo.svg'), '<svg', '<!-- neu --><svg');
      const before = (await user.call('fair.get', {})).fair.theme.logo_url;
      await world.server.import(folder);
      const since = Date.now();
      const { data } = await user.nextEvent('fair.changed', 'fair');
      expect(data.fair.title.de).toBe('Hauptmesse');
      const changed = await user.nextEvent('booth.changed', 'hall');
      expect(changed.data.booth.name).toContain('Neuzinnwerk');
      expect(Date.now() - since).toBeLessThan(noticedWithinMs);
      const logo = data.fair.theme.logo_url ?? '';
      expect(logo).not.toBe(before);
      const picture = await fetch(`${world.server.origin}${logo}`);
      expect(picture.status).toBe(200);
      expect(await picture.text()).toContain('neu');
    } finally {
      await rm(folder, { recursive: true, force: true });
    }
  });

  it('gives and takes roles of open sessions', async () => {
    const { visitor } = world;
    await visitor.expectError('session.forbidden', 'mail.list_outgoing', { limit: 1 });
    expect(await rolesAfter(visitor, 'organiser')).toContain('organiser');
    await visitor.call('mail.list_outgoing', { limit: 1 });
    expect(await rolesAfter(visitor, 'visitor')).toEqual(['visitor']);
    await visitor.expectError('session.forbidden', 'mail.list_outgoing', { limit: 1 });
  });

  it('ends the sessions of whoever was given a new password, and nobody else’s', async () => {
    const { otherVisitor, colleague } = world;
    await colleague.connect();
    const closed = otherVisitor.closed();
    await world.server.run('user', 'reset-password', otherVisitor.me?.email ?? '');
    const since = Date.now();
    expect((await closed).code).toBe(4501);
    expect(Date.now() - since).toBeLessThan(noticedWithinMs);
    await colleague.call('account.get_me', {});
  });

  async function rolesAfter(user: VirtualUser, role: string): Promise<readonly string[]> {
    await world.server.run('user', 'role', user.me?.email ?? '', role);
    const since = Date.now();
    const { data } = await user.nextEvent('session.rights_changed');
    expect(Date.now() - since).toBeLessThan(noticedWithinMs);
    return data.roles;
  }
});

async function change(file: string, from: string, to: string): Promise<void> {
  const text = await readFile(file, 'utf8');
  expect(text).toContain(from);
  await writeFile(file, text.replace(from, to));
}
