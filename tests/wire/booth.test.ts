import { afterAll, beforeAll, expect } from 'vitest';
import { success } from './support/cases.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

success('booth.get', 'shows a booth with its team and its jobs', async () => {
  const { booth } = await world.stranger.call('booth.get', {
    slug: 'zinnwerk',
  });
  expect(booth.card).toMatchObject({
    slug: 'zinnwerk',
    name: 'Zinnwerk Probe GmbH',
    job_count: 3,
    state: 'unstaffed',
  });
  expect(booth.links).toEqual([{ label: 'Ausbildung', url: 'https://zinnwerk.example/ausbildung' }]);
  expect(booth.team.map(({ name }) => name).toSorted()).toEqual([
    'Hanna Hofmann',
    'Lea Lötzsch',
    'Tom Tauscher',
  ]);
  expect(booth.jobs.map(({ slug }) => slug).toSorted()).toEqual(['azubi-zinn', 'buchhaltung', 'giesser']);
  await world.stranger.expectError('session.not_found', 'booth.get', { slug: 'nirgends' }, 'slug');
});

success('booth.list', 'shows all booths, hall by hall', async () => {
  const { booths } = await world.stranger.call('booth.list', {});
  expect(booths.map(({ slug }) => slug).toSorted()).toEqual(['aeschen', 'amt', 'zinnwerk']);
  expect(booths.at(-1)).toMatchObject({
    slug: 'amt',
    kind: 'institution',
    topics: ['Wohnen', 'Kita'],
  });
});

success('booth.list_jobs', 'finds by words, field, kind and town, and pages', async () => {
  const list = async (fields: object) =>
    (await world.stranger.call('booth.list_jobs', fields)).jobs.map(({ slug }) => slug);
  expect((await list({})).toSorted()).toEqual([
    'azubi-zinn',
    'buchhaltung',
    'giesser',
    'saegewerk',
    'tischler',
  ]);
  expect(await list({ words: 'giesser' })).toContain('giesser');
  expect(await list({ words: 'Gießer' })).toContain('giesser');
  expect(await list({ words: 'saeger' })).toEqual(['saegewerk']);
  expect(await list({ words: 'gibt es nicht' })).toEqual([]);
  expect((await list({ field: 'Holz' })).toSorted()).toEqual(['saegewerk', 'tischler']);
  expect(await list({ kind: 'apprenticeship' })).toEqual(['azubi-zinn']);
  expect((await list({ town: 'Zöblitz' })).toSorted()).toEqual(['saegewerk', 'tischler']);

  const all = await world.stranger.call('booth.list_jobs', {});
  expect(all.total).toBe(5);
  expect(all.fields.toSorted()).toEqual(['Büro', 'Holz', 'Metall']);
  const first = await world.stranger.call('booth.list_jobs', { limit: 2 });
  const rest = await world.stranger.call('booth.list_jobs', {
    after: first.jobs[1]?.job_id as never,
  });
  expect([...first.jobs, ...rest.jobs]).toEqual(all.jobs);
  expect(first.total).toBe(5);
});

success('booth.set_duty', 'changes the booth’s state for everybody', async () => {
  const watcher = world.another(world.stranger);
  await watcher.join('hall');
  const expectState = async (state: string) => {
    const { data } = await watcher.nextEvent('booth.state_changed');
    expect(data).toEqual({ booth_id: world.zinnwerk, state });
  };
  const set = (user: World['lead'], duty: 'free' | 'pause' | 'talking' | 'off') =>
    user.call('booth.set_duty', { booth_id: world.zinnwerk, duty });
  await set(world.lead, 'talking');
  await expectState('talking');
  await set(world.colleague, 'free');
  await expectState('free');
  await set(world.colleague, 'pause');
  await expectState('talking');
  await set(world.lead, 'off');
  await expectState('pause');
  await set(world.colleague, 'off');
  await expectState('unstaffed');
});

success('booth.set_duty', 'is for the own booth only', async () => {
  const fields = { booth_id: world.zinnwerk, duty: 'free' };
  await world.neighbour.expectError('session.not_found', 'booth.set_duty', fields, 'booth_id');
});
