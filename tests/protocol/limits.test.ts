import { describe, expect, it } from 'vitest';
import { decodeFields, type FieldDefinition } from '../../protocol/generated/ts/index.ts';
import { enumValues, inField, isId, leastItem, leastObject, sampleId, shapes, typeFields } from './samples.ts';

const fields = shapes.flatMap((shape) =>
  Object.entries(shape.fields).map(([name, field]) => ({ place: `${shape.kind} ${shape.name} ${name}`, shape, name, field })),
);
type Place = (typeof fields)[number];

const decode = ({ shape, name }: Place, value: unknown) =>
  decodeFields({ ...leastObject(shape.fields), [name]: value }, shape.fields);

function takes(place: Place, item: unknown): void {
  expect(decode(place, inField(place.field, item))).toMatchObject({ ok: true });
}

function refuses(place: Place, item: unknown): void {
  const path = place.name + (place.field.list ? '[0]' : '');
  expect(decode(place, inField(place.field, item))).toMatchObject({ ok: false, error: { field: path } });
}

const ofType = (fits: (field: FieldDefinition) => boolean): Place[] => fields.filter(({ field }) => fits(field));

describe('limits', () => {
  it.each(ofType((field) => field.type === 'text'))('$place is bounded in code points', (place) => {
    const least = place.field.min_length ?? 0;
    const most = place.field.max_length ?? 0;
    for (const letter of ['a', 'ü', '漢', '🙂']) {
      takes(place, letter.repeat(least));
      takes(place, letter.repeat(most));
      refuses(place, letter.repeat(most + 1));
      if (least > 0) refuses(place, letter.repeat(least - 1));
    }
    const filler = 'x'.repeat(Math.max(0, least - 1));
    for (const wrong of ['\0', '\ud83d', '\ude42']) refuses(place, filler + wrong);
  });

  it.each(ofType((field) => field.type === 'integer'))('$place is bounded', (place) => {
    const least = place.field.minimum ?? Number.MIN_SAFE_INTEGER;
    const most = place.field.maximum ?? Number.MAX_SAFE_INTEGER;
    takes(place, least);
    takes(place, most);
    for (const wrong of [least - 1, most + 1, 0.5, Number.NaN, Infinity, 2 ** 63]) refuses(place, wrong);
  });

  it.each(ofType((field) => field.list === true))('$place is bounded as a list', (place) => {
    const least = place.field.min_items ?? 0;
    const most = place.field.max_items ?? 0;
    const list = (length: number) => Array.from({ length }, () => leastItem(place.field));
    expect(decode(place, list(least)).ok).toBe(true);
    expect(decode(place, list(most)).ok).toBe(true);
    expect(decode(place, list(most + 1))).toMatchObject({ ok: false, error: { field: place.name } });
    if (least > 0) expect(decode(place, list(least - 1))).toMatchObject({ ok: false, error: { field: place.name } });
  });

  it.each(ofType((field) => isId(field.type)))('$place takes ids only', (place) => {
    takes(place, sampleId);
    for (const wrong of ['', sampleId.slice(1), `${sampleId}0`, `8${sampleId.slice(1)}`, sampleId.toUpperCase()]) refuses(place, wrong);
  });

  it.each(ofType((field) => enumValues(field.type) !== undefined))('$place takes its values only', (place) => {
    for (const value of enumValues(place.field.type) ?? []) takes(place, value);
    refuses(place, 'no_such_value');
  });

  it.each(ofType((field) => field.type !== 'raw'))('$place refuses other types', (place) => {
    const { type } = place.field;
    const wanted =
      type === 'integer' || type === 'timestamp' ? 'number' : type === 'boolean' ? 'boolean' : typeFields(type) ? 'object' : 'string';
    for (const value of [null, true, 1, 'text', [], {}]) {
      const kind = value === null ? 'null' : Array.isArray(value) ? 'array' : typeof value;
      if (kind !== wanted) refuses(place, value);
      if (place.field.list && kind !== 'array') {
        expect(decode(place, value)).toMatchObject({ ok: false, error: { field: place.name } });
      }
    }
  });

  it.each(fields)('$place may be missing only when optional', (place) => {
    const whole = leastObject(place.shape.fields);
    delete whole[place.name];
    const result = decodeFields(whole, place.shape.fields);
    if (place.field.optional) expect(result.ok).toBe(true);
    else expect(result).toEqual({ ok: false, error: { field: place.name, message: 'This field is missing.' } });
  });

  it.each(shapes)('$kind $name drops unknown fields and takes objects only', ({ fields: known }) => {
    const whole = leastObject(known);
    expect(decodeFields({ ...whole, no_such_field: 1 }, known)).toEqual({ ok: true, value: whole });
    for (const value of [null, 1, 'text', []]) {
      expect(decodeFields(value, known)).toEqual({ ok: false, error: { field: '', message: 'Expected an object.' } });
    }
  });

  it('name the whole path', () => {
    const join = shapes.find((shape) => shape.kind === 'command' && shape.name === 'session.join');
    if (!join) throw new Error('session.join is not defined');
    const value = { streams: [{ stream: 'hall' }, { stream: 7 }] };
    expect(decodeFields(value, join.fields)).toEqual({
      ok: false,
      error: { field: 'streams[1].stream', message: 'Expected a text of 1 to 80 characters without NUL.' },
    });
  });
});
