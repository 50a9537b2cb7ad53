import { definition, type CommandName, type FieldDefinitions } from '@protocol';
import { afterAll, beforeAll, it } from 'vitest';
import { samples } from './support/samples.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

/** Well-formed, and nobody's. */
const nobody = '01arz3ndektsv4rrffq69g5fav';
const ids: readonly string[] = definition.ids;

/** A mark to continue behind is no object that must exist; typing asks whether the stream was joined. */
const elsewhere = new Set(['booth.list_jobs after', 'conversation.type conversation_id']);

const fields = Object.entries(definition.commands).flatMap(([name, command]) =>
  Object.entries(command.fields as FieldDefinitions)
    .filter(([field, { type }]) => ids.includes(type) && !elsewhere.has(`${name} ${field}`))
    .map(([field, { list }]) => ({ name: name as CommandName, field, value: list ? [nobody] : nobody })),
);

it.each(fields)('$name does not find an unknown $field', async ({ name, field, value }) => {
  const { user, fields } = await samples[name](world);
  const wish = { ...fields, [field]: value };
  if (definition.commands[name].is_http_only) await user.expectHttpError('session.not_found', name, wish);
  else await user.expectError('session.not_found', name, wish);
});
