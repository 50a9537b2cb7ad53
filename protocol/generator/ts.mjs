// protocol/generated/ts: types, maps of commands, events and streams, errors, and the definition as data.

import { readFileSync } from 'node:fs';
import { camel, pascal } from './names.mjs';

const banner = (source) => `// Generated from ${source} by protocol/generate.mjs; do not edit.\n\n`;
const fromMessages = banner('protocol/messages/');
const quote = (text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const doc = (about, indent = '') => (about ? `${indent}/** ${about.replaceAll('*/', '* /')} */\n` : '');
const union = (texts) => (texts.length > 0 ? texts.map(quote).join(' | ') : 'never');

const builtins = { text: 'string', integer: 'number', boolean: 'boolean', timestamp: 'Timestamp', raw: 'unknown' };

const tsType = (field) => `${builtins[field.type] ?? field.type}${field.list ? '[]' : ''}`;

function interfaceText(name, about, fields) {
  if (fields.length === 0) return `${doc(about)}export type ${name} = Record<string, never>;\n`;
  const members = fields.map((field) => `${doc(field.about, '  ')}  ${field.name}${field.optional ? '?' : ''}: ${tsType(field)};\n`);
  return `${doc(about)}export interface ${name} {\n${members.join('')}}\n`;
}

// Messages of all features share one namespace here: where two would have the same name, both get the feature's word before it.
function messageNames(model) {
  const short = [
    ...model.commands.flatMap((command) => [command.typeName, `${command.typeName}Reply`]),
    ...model.events.map((event) => event.typeName),
    ...model.types.keys(), ...model.enums.keys(), ...model.ids.keys(),
  ];
  const isTaken = (name) => short.filter((other) => other === name).length > 1;
  return (entry) => {
    const clashes = isTaken(entry.typeName) || (entry.reply && isTaken(`${entry.typeName}Reply`));
    return clashes ? pascal(entry.fullName.split('.')[0]) + entry.typeName : entry.typeName;
  };
}

// `import type` of the shared names that the fields use.
function importTypes(fieldLists, extra = []) {
  const used = fieldLists.flat().map((field) => (field.type === 'timestamp' ? 'Timestamp' : field.type)).filter((type) => /^[A-Z]/u.test(type));
  const names = [...new Set([...used, ...extra])].sort();
  return names.length > 0 ? `import type {\n${names.map((name) => `  ${name},\n`).join('')}} from './types.ts';\n\n` : '';
}

function types(model) {
  const ids = [...model.ids.values()].map(
    (id) => `${doc(id.about)}export type ${id.name} = string & { readonly __id: ${quote(id.name)} };\n`,
  );
  const enums = [...model.enums.values()].map((entry) => {
    const values = entry.values.filter((value) => value.about).map((value) => `\`${value.name}\`: ${value.about}`);
    return `${doc([entry.about, ...values].join(' '))}export type ${entry.name} = ${union(entry.values.map((value) => value.name))};\n`;
  });
  const interfaces = [...model.types.values()].map((type) => interfaceText(type.name, type.about, type.fields));
  const map = [...model.types.keys()].map((name) => `  ${name}: ${name};\n`).join('');
  return (
    `${fromMessages}/** Milliseconds since 1970, UTC. */\nexport type Timestamp = number;\n\n${ids.join('\n')}\n${enums.join('\n')}\n` +
    `${interfaces.join('\n')}\n/** All types by name. */\nexport interface TypeMap {\n${map}}\n\nexport type TypeName = keyof TypeMap;\n`
  );
}

const nameSet = (name, entries) => `export const ${name}: ReadonlySet<string> = new Set([\n${entries.map((entry) => `  ${quote(entry.fullName)},\n`).join('')}]);\n`;

function commands(model, nameOf) {
  const interfaces = model.commands.map(
    (command) => `${interfaceText(nameOf(command), command.about, command.fields)}\n${interfaceText(`${nameOf(command)}Reply`, '', command.reply)}`,
  );
  const map = model.commands.map((command) => {
    const name = nameOf(command);
    const errors = ['SessionError', ...command.errors.map(quote)].join(' | ');
    return `${doc(command.about, '  ')}  ${quote(command.fullName)}: { with: ${name}; ok: ${name}Reply; error: ${errors} };\n`;
  });
  return (
    `${fromMessages}import type { SessionError } from './errors.ts';\n` +
    importTypes(model.commands.flatMap((command) => [command.fields, command.reply])) +
    `${interfaces.join('\n')}\n/** Commands that change the log-in cookie, which only an HTTP answer can carry, or answer a secret that no log may keep. */\n` +
    `${nameSet('httpOnlyCommands', model.commands.filter((command) => command.isHttpOnly))}\n` +
    `/** Commands that mean the connection itself. */\n${nameSet('socketOnlyCommands', model.commands.filter((command) => command.isSocketOnly))}\n` +
    `/** What a command takes, what it answers, and the errors it may answer. */\nexport interface CommandMap {\n${map.join('')}}\n\n` +
    `export type CommandName = keyof CommandMap;\n`
  );
}

function events(model, nameOf) {
  const interfaces = model.events.map((event) => interfaceText(nameOf(event), event.about, event.fields));
  const line = (event, value) => `${doc(event.about, '  ')}  ${quote(event.fullName)}: ${value};\n`;
  const map = model.events.map((event) => line(event, nameOf(event))).join('');
  const streams = model.events.map((event) => `  ${quote(event.fullName)}: ${event.stream === null ? 'null' : quote(event.stream)};\n`).join('');
  return (
    `${fromMessages}${importTypes(model.events.map((event) => event.fields))}${interfaces.join('\n')}\n` +
    `/** \`data\` of every event. */\nexport interface EventMap {\n${map}}\n\nexport type EventName = keyof EventMap;\n\n` +
    `/** Pattern of the stream that carries the event; null: it concerns the connection itself. */\nexport interface EventStreamMap {\n${streams}}\n\n` +
    `/** The events of one stream. */\nexport type EventsOf<Pattern> = { [K in EventName]: EventStreamMap[K] extends Pattern ? K : never }[EventName];\n`
  );
}

function streams(model) {
  const maker = (stream) => {
    const key = stream.keys[0];
    const body = key ? `(id: ${key}): string => \`${stream.before}\${id}${stream.after}\`` : `(): string => ${quote(stream.pattern)}`;
    return `${doc(stream.about, '  ')}  ${camel(stream.words.join('_'))}: ${body},\n`;
  };
  const parsed = model.streams.map((stream) => `  | { pattern: ${quote(stream.pattern)}; key: ${stream.keys[0] ?? 'null'} }\n`).join('');
  const matches = model.streams.map((stream) => {
    if (stream.keys.length === 0) return `  if (name === ${quote(stream.pattern)}) return { pattern: ${quote(stream.pattern)}, key: null };\n`;
    const local = camel(stream.words.join('_'));
    return (
      `  const ${local} = keyOf(name, ${quote(stream.before)}, ${quote(stream.after)});\n` +
      `  if (${local} !== null) return { pattern: ${quote(stream.pattern)}, key: ${local} as ${stream.keys[0]} };\n`
    );
  });
  const keys = model.streams.flatMap((stream) => stream.keys);
  return (
    `${fromMessages}${importTypes([], [...keys, ...model.streams.map((stream) => stream.snapshot)])}` +
    `/** Names of streams. */\nexport const streams = {\n${model.streams.map(maker).join('')}};\n\n` +
    `export interface StreamSnapshotMap {\n${model.streams.map((stream) => `  ${quote(stream.pattern)}: ${stream.snapshot};\n`).join('')}}\n\n` +
    `export type StreamPattern = keyof StreamSnapshotMap;\n\nexport type ParsedStream =\n${parsed.slice(0, -1)};\n\n` +
    `const idPattern = /^[0-7][0-9a-hjkmnp-tv-z]{25}$/;\n\n/** Whether a text has the form of an id. */\n` +
    `export const isIdText = (text: string): boolean => idPattern.test(text);\n\n` +
    `function keyOf(name: string, before: string, after: string): string | null {\n  if (!name.startsWith(before) || !name.endsWith(after)) return null;\n` +
    `  const key = name.slice(before.length, name.length - after.length);\n  return isIdText(key) ? key : null;\n}\n\n` +
    `/** The pattern and key of a stream's name, or null when there is no such stream. */\n` +
    `export function parseStream(name: string): ParsedStream | null {\n${matches.join('')}  return null;\n}\n`
  );
}

function errors(model) {
  const of = (feature) => feature.errors.map((error) => error.fullName);
  const unions = model.features.map((feature) => `export type ${pascal(feature.name)}Error = ${union(of(feature))};\n`);
  const classes = model.errors.map((error) => `${doc(error.about, '  ')}  ${quote(error.fullName)}: ${quote(error.class)},\n`);
  return (
    `${fromMessages}/**\n * What the client should do. \`bad\`: never retry. \`denied\`: not allowed or not there. \`conflict\`: the state of things forbids it.\n` +
    ` * \`busy\`: certainly not done, retry later. \`unknown\`: perhaps done, send the same command id again.\n */\n` +
    `export type ErrorClass = 'bad' | 'denied' | 'conflict' | 'busy' | 'unknown';\n\n${unions.join('\n')}\n` +
    `export type ErrorCode = ${model.features.map((feature) => `${pascal(feature.name)}Error`).join(' | ')};\n\n` +
    `/** The class of every error. */\nexport const errorClasses = {\n${classes.join('')}} as const satisfies Record<ErrorCode, ErrorClass>;\n`
  );
}

const fieldKeys = ['type', 'list', 'optional', 'secret', 'min_length', 'max_length', 'minimum', 'maximum', 'min_items', 'max_items'];

function literal(value) {
  if (typeof value === 'string') return quote(value);
  if (Array.isArray(value)) return `[${value.map(literal).join(', ')}]`;
  if (value === null || typeof value !== 'object') return String(value);
  const entries = Object.entries(value).map(([key, entry]) => `${/^[A-Za-z_]\w*$/u.test(key) ? key : quote(key)}: ${literal(entry)}`);
  return entries.length > 0 ? `{ ${entries.join(', ')} }` : '{}';
}

const fieldLiteral = (field) => Object.fromEntries(fieldKeys.filter((key) => field[key] !== undefined && field[key] !== false).map((key) => [key, field[key]]));
const fieldsLiteral = (fields) => Object.fromEntries(fields.map((field) => [field.name, fieldLiteral(field)]));

function definition(model) {
  const section = (name, entries) => `  ${name}: {\n${entries.map(([key, value]) => `    ${/^\w+$/u.test(key) ? key : quote(key)}: ${literal(value)},\n`).join('')}  },\n`;
  const body = [
    `  ids: ${literal([...model.ids.keys()])},\n`,
    section('enums', [...model.enums.values()].map((entry) => [entry.name, entry.values.map((value) => value.name)])),
    section('types', [...model.types.values()].map((type) => [type.name, fieldsLiteral(type.fields)])),
    section('commands', model.commands.map((command) => [command.fullName, {
      kind: command.kind, roles: command.roles, is_prepared: command.isPrepared, is_http_only: command.isHttpOnly, is_socket_only: command.isSocketOnly,
      fields: fieldsLiteral(command.fields), reply: fieldsLiteral(command.reply), errors: command.errors,
    }])),
    section('events', model.events.map((event) => [event.fullName, { stream: event.stream, is_hint: event.isHint, fields: fieldsLiteral(event.fields) }])),
    section('streams', model.streams.map((stream) => [stream.pattern, { roles: stream.roles, snapshot: stream.snapshot }])),
    section('errors', model.errors.map((error) => [error.fullName, error.class])),
  ];
  return (
    `${fromMessages}/** Limits of a field; lengths count code points, in a list those of each item. */\nexport interface FieldDefinition {\n` +
    `  readonly type: string;\n  readonly list?: true;\n  readonly optional?: true;\n  readonly secret?: true;\n` +
    `${['min_length', 'max_length', 'minimum', 'maximum', 'min_items', 'max_items'].map((key) => `  readonly ${key}?: number;\n`).join('')}}\n\n` +
    `export type FieldDefinitions = Readonly<Record<string, FieldDefinition>>;\n\n` +
    `/** The whole protocol as data, for forms and tests. */\nexport const definition = {\n${body.join('')}} as const;\n`
  );
}

const decode = () => banner('protocol/generator/decode.ts') + readFileSync(new URL('./decode.ts', import.meta.url), 'utf8');
const parts = ['types', 'errors', 'commands', 'events', 'streams', 'definition', 'decode'];

// File name -> text.
export function generateTs(model) {
  const nameOf = messageNames(model);
  return {
    'ts/types.ts': types(model),
    'ts/commands.ts': commands(model, nameOf),
    'ts/events.ts': events(model, nameOf),
    'ts/streams.ts': streams(model),
    'ts/errors.ts': errors(model),
    'ts/definition.ts': definition(model),
    'ts/decode.ts': decode(),
    'ts/index.ts': fromMessages + parts.map((part) => `export * from './${part}.ts';\n`).join(''),
  };
}
