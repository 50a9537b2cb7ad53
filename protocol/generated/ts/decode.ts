// Generated from protocol/generator/decode.ts by protocol/generate.mjs; do not edit.

// Checks values against the definition and makes JSON texts of them. Unknown fields are dropped; a wrong type or a broken limit gives the
// path of the field and a sentence that says what is expected, the same as the server's.

import type { CommandMap, CommandName } from './commands.ts';
import { definition, type FieldDefinition, type FieldDefinitions } from './definition.ts';
import type { EventMap, EventName } from './events.ts';
import type { StreamPattern, StreamSnapshotMap } from './streams.ts';
import type { TypeMap, TypeName } from './types.ts';

export interface FieldError {
  /** Path, such as `streams[2].stream`; empty when the whole is no object. */
  field: string;
  message: string;
}

export type Decoded<T> = { ok: true; value: T } | { ok: false; error: FieldError };

const maximumTimestamp = 8_640_000_000_000_000;
const idPattern = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;
const loneSurrogate = /[\uD800-\uDFFF]/u;

class Refusal extends Error {
  field: string;

  constructor(field: string, message: string) {
    super(message);
    this.field = field;
  }
}

const isObject = (value: unknown): value is Record<string, unknown> =>
  value !== null && typeof value === 'object' && !Array.isArray(value);

const range = (least: number, most: number): string => (least === 0 ? `at most ${most}` : `${least} to ${most}`);

function codePoints(text: string): number {
  let count = 0;
  for (const _ of text) count += 1;
  return count;
}

function checkText(value: unknown, field: FieldDefinition, path: string): string {
  const least = field.min_length ?? 0;
  const most = field.max_length ?? Number.MAX_SAFE_INTEGER;
  const refusal = (): Refusal => new Refusal(path, `Expected a text of ${range(least, most)} characters without NUL.`);
  if (typeof value !== 'string' || value.length > 2 * most || value.includes('\0') || loneSurrogate.test(value)) throw refusal();
  const length = codePoints(value);
  if (length < least || length > most) throw refusal();
  return value;
}

function checkInteger(value: unknown, field: FieldDefinition, path: string): number {
  const least = field.minimum ?? Number.MIN_SAFE_INTEGER;
  const most = field.maximum ?? Number.MAX_SAFE_INTEGER;
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= least && value <= most) return value;
  throw new Refusal(path, `Expected an integer from ${least} to ${most}.`);
}

function checkTimestamp(value: unknown, path: string): number {
  if (typeof value === 'number' && Number.isSafeInteger(value) && value >= 0 && value <= maximumTimestamp) return value;
  throw new Refusal(path, 'Expected a time: an integer of milliseconds since 1970, UTC.');
}

function checkNamed(value: unknown, type: string, path: string): unknown {
  const values: readonly string[] | undefined = (definition.enums as Record<string, readonly string[]>)[type];
  if (values) {
    if (typeof value === 'string' && values.includes(value)) return value;
    throw new Refusal(path, `Expected one of: ${values.join(', ')}.`);
  }
  const fields: FieldDefinitions | undefined = (definition.types as Record<string, FieldDefinitions>)[type];
  if (fields) return checkFields(value, fields, path);
  if (typeof value === 'string' && idPattern.test(value)) return value;
  throw new Refusal(path, 'Expected an id: 26 characters of 0-9 and a-z without i, l, o and u.');
}

function checkValue(value: unknown, field: FieldDefinition, path: string): unknown {
  switch (field.type) {
    case 'text':
      return checkText(value, field, path);
    case 'integer':
      return checkInteger(value, field, path);
    case 'timestamp':
      return checkTimestamp(value, path);
    case 'raw':
      return value;
    case 'boolean':
      if (typeof value === 'boolean') return value;
      throw new Refusal(path, 'Expected true or false.');
    default:
      return checkNamed(value, field.type, path);
  }
}

function checkField(value: unknown, field: FieldDefinition, path: string): unknown {
  if (!field.list) return checkValue(value, field, path);
  const least = field.min_items ?? 0;
  const most = field.max_items ?? Number.MAX_SAFE_INTEGER;
  if (!Array.isArray(value) || value.length < least || value.length > most) {
    throw new Refusal(path, `Expected a list of ${range(least, most)} items.`);
  }
  return value.map((item, i) => checkValue(item, field, `${path}[${i}]`));
}

function checkFields(value: unknown, fields: FieldDefinitions, path: string): Record<string, unknown> {
  if (!isObject(value)) throw new Refusal(path, 'Expected an object.');
  const out: Record<string, unknown> = {};
  for (const [name, field] of Object.entries(fields)) {
    const fieldPath = path === '' ? name : `${path}.${name}`;
    const isPresent = Object.hasOwn(value, name) && value[name] !== undefined;
    if (isPresent) out[name] = checkField(value[name], field, fieldPath);
    else if (!field.optional) throw new Refusal(fieldPath, 'This field is missing.');
  }
  return out;
}

/** Checks `value` against any set of fields of the definition. */
export function decodeFields(value: unknown, fields: FieldDefinitions): Decoded<Record<string, unknown>> {
  try {
    return { ok: true, value: checkFields(value, fields, '') };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, error: { field: error.field, message: error.message } };
    throw error;
  }
}

/** The JSON text of `value`, or what is wrong with it. */
export function encodeFields(value: unknown, fields: FieldDefinitions): Decoded<string> {
  const decoded = decodeFields(value, fields);
  return decoded.ok ? { ok: true, value: JSON.stringify(decoded.value) } : decoded;
}

export const decodeCommand = <K extends CommandName>(name: K, value: unknown): Decoded<CommandMap[K]['with']> =>
  decodeFields(value, definition.commands[name].fields) as Decoded<CommandMap[K]['with']>;

export const encodeCommand = <K extends CommandName>(name: K, value: CommandMap[K]['with']): Decoded<string> =>
  encodeFields(value, definition.commands[name].fields);

export const decodeReply = <K extends CommandName>(name: K, value: unknown): Decoded<CommandMap[K]['ok']> =>
  decodeFields(value, definition.commands[name].reply) as Decoded<CommandMap[K]['ok']>;

export const decodeEvent = <K extends EventName>(name: K, value: unknown): Decoded<EventMap[K]> =>
  decodeFields(value, definition.events[name].fields) as Decoded<EventMap[K]>;

export const decodeType = <K extends TypeName>(name: K, value: unknown): Decoded<TypeMap[K]> =>
  decodeFields(value, definition.types[name]) as Decoded<TypeMap[K]>;

export const decodeSnapshot = <K extends StreamPattern>(pattern: K, value: unknown): Decoded<StreamSnapshotMap[K]> =>
  decodeFields(value, definition.types[definition.streams[pattern].snapshot]) as unknown as Decoded<StreamSnapshotMap[K]>;
