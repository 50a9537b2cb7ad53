import { describe, expect, it } from 'vitest';
import { decodeFields, definition, encodeFields } from '../../protocol/generated/ts/index.ts';
import { shapes } from './samples.ts';

interface ExampleFile {
  feature: string;
  commands: Record<string, { with: unknown; reply: unknown }[]>;
  events: Record<string, unknown[]>;
  types: Record<string, unknown[]>;
}

interface Example {
  key: string;
  value: unknown;
}

type Glob = (pattern: string, options: object) => Record<string, ExampleFile>;

const files = (import.meta as unknown as { glob: Glob }).glob('../../protocol/examples/*.json', {
  eager: true,
  import: 'default',
});

const examples: Example[] = Object.values(files).flatMap((file) => [
  ...Object.entries(file.commands).flatMap(([name, list]) =>
    list.flatMap((example): Example[] => [
      { key: `command ${file.feature}.${name}`, value: example.with },
      { key: `reply ${file.feature}.${name}`, value: example.reply },
    ]),
  ),
  ...Object.entries(file.events).flatMap(([name, list]) =>
    list.map((value): Example => ({ key: `event ${file.feature}.${name}`, value })),
  ),
  ...Object.entries(file.types).flatMap(([name, list]) => list.map((value): Example => ({ key: `type ${name}`, value }))),
]);

const shapeByKey = new Map(shapes.map((shape) => [`${shape.kind} ${shape.name}`, shape]));

describe('examples', () => {
  it.each(examples)('$key is read and written as it was', ({ key, value }) => {
    const shape = shapeByKey.get(key);
    if (!shape) throw new Error(`${key} is not defined`);
    expect(decodeFields(value, shape.fields)).toEqual({ ok: true, value });
    const encoded = encodeFields(value, shape.fields);
    expect(encoded.ok && JSON.parse(encoded.value)).toEqual(value);
  });

  it('exist for every command, event and snapshot', () => {
    const snapshots: string[] = Object.values(definition.streams).map((stream) => stream.snapshot);
    const needed = shapes.filter((shape) => shape.kind !== 'type' || snapshots.includes(shape.name));
    const given = new Set(examples.map((example) => example.key));
    expect(needed.map((shape) => `${shape.kind} ${shape.name}`).filter((key) => !given.has(key))).toEqual([]);
  });
});
