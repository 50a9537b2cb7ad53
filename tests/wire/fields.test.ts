import { definition, type CommandName, type FieldDefinition, type FieldDefinitions } from '@protocol';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { samples, type Sample } from './support/samples.ts';
import { expectRefusal, type Fields } from './support/virtual-user.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

interface Breach {
  field: string;
  title: string;
  change: (fields: Fields) => Fields;
}

const types: Record<string, FieldDefinitions> = definition.types;
const enums: Record<string, readonly string[]> = definition.enums;
const ids: readonly string[] = definition.ids;

function breaches(fields: FieldDefinitions): Breach[] {
  return Object.entries(fields).flatMap(([name, field]) => {
    const set = (value: unknown) => (all: Fields) => ({
      ...all,
      [name]: value,
    });
    const found: Breach[] = wrongValues(field).map(([title, value]) => ({
      field: name,
      title,
      change: set(value),
    }));
    if (!field.optional) {
      const without = (all: Fields) =>
        Object.fromEntries(Object.entries(all).filter(([key]) => key !== name));
      found.push({ field: name, title: 'missing', change: without });
    }
    return found.concat(nested(name, field));
  });
}

/** Breaches inside the items of a list of texts or of a type. */
function nested(name: string, field: FieldDefinition): Breach[] {
  if (!field.list) return [];
  const item = types[field.type];
  if (!item) {
    return wrongItems(field).map(([title, value]) => ({
      field: `${name}[0]`,
      title,
      change: (all) => ({ ...all, [name]: [value] }),
    }));
  }
  return breaches(item).map((inner) => ({
    field: `${name}[0].${inner.field}`,
    title: inner.title,
    change: (all) => ({
      ...all,
      [name]: [inner.change((all[name] as Fields[])[0] ?? {})],
    }),
  }));
}

function wrongValues(field: FieldDefinition): [string, unknown][] {
  if (!field.list) return wrongItems(field);
  const wrong: [string, unknown][] = [
    ['a text', 'x'],
    ['an object', {}],
    ['null', null],
  ];
  if (field.min_items) wrong.push(['too few items', Array.from({ length: field.min_items - 1 }, () => 'x')]);
  if (field.max_items) wrong.push(['too many items', Array.from({ length: field.max_items + 1 }, () => 'x')]);
  return wrong;
}

function wrongItems(field: FieldDefinition): [string, unknown][] {
  const always: [string, unknown][] = [
    ['an object', {}],
    ['a list', []],
    ['null', null],
  ];
  if (field.type === 'text') return [...always, ['a number', 1], ...wrongTexts(field)];
  if (field.type === 'integer')
    return [...always, ['a text', '1'], ['a fraction', 1.5], ...wrongIntegers(field)];
  if (field.type === 'boolean') return [...always, ['a text', 'true'], ['a number', 1]];
  if (enums[field.type]) return [...always, ['a number', 0], ['an unknown word', 'unheard_of']];
  if (ids.includes(field.type)) return [...always, ['a number', 1], ['a text that is no id', 'not-an-id']];
  return always;
}

function wrongTexts(field: FieldDefinition): [string, unknown][] {
  const wrong: [string, unknown][] = [['a NUL', 'ab\0cdefghijklmnop']];
  if (field.min_length) wrong.push(['one character too short', 'x'.repeat(field.min_length - 1)]);
  if (field.max_length !== undefined) {
    wrong.push(['one character too long', 'x'.repeat(field.max_length + 1)]);
    // Lengths count code points, not units of some encoding.
    wrong.push(['one wide character too long', '𝄞'.repeat(field.max_length + 1)]);
  }
  return wrong;
}

function wrongIntegers(field: FieldDefinition): [string, unknown][] {
  const wrong: [string, unknown][] = [['too large for any', 2 ** 60]];
  if (field.minimum !== undefined) wrong.push(['one below the least', field.minimum - 1]);
  if (field.maximum !== undefined) wrong.push(['one above the most', field.maximum + 1]);
  return wrong;
}

for (const [name, command] of Object.entries(definition.commands) as [
  CommandName,
  { fields: FieldDefinitions },
][]) {
  const found = breaches(command.fields);
  if (found.length === 0) continue;
  describe(name, () => {
    const { is_http_only, is_socket_only } = definition.commands[name];
    let sample: Sample;
    beforeAll(async () => {
      sample = await samples[name](world);
    });

    it.each(found)('refuses $field: $title', async ({ field, change }) => {
      const { user } = sample;
      const fields = change(sample.fields);
      if (!is_http_only) await expectRefusal(user.send(name, fields), 'session.invalid_field', field);
      if (!is_socket_only) await user.expectHttpError('session.invalid_field', name, fields, field);
    });
  });
}
