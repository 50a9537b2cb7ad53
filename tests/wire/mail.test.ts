import { afterAll, beforeAll, expect } from 'vitest';
import { success } from './support/cases.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

success('mail.list_outgoing', 'shows organisers the mails with their links, newest first', async () => {
  const emails = [world.newEmail(), world.newEmail()];
  for (const email of emails) {
    const fields = {
      email,
      name: 'Rosa Richter',
      password: 'Dreizehn Bergleute singen',
      locale: 'de' as const,
    };
    await world.stranger.call('account.register', fields);
  }
  const { mails } = await world.organiser.call('mail.list_outgoing', {});
  expect(mails.slice(0, 2).map(({ to }) => to)).toEqual(emails.toReversed());
  expect(mails[0]).toMatchObject({ state: 'shown' });
  expect(mails[0]?.text).toMatch(/http:\/\/[^\s/]+\/confirm#[\w-]{43}\s/);
  expect((await world.organiser.call('mail.list_outgoing', { limit: 1 })).mails).toEqual(mails.slice(0, 1));
});
