// Reads protocol/messages/, checks it, and gives the other parts of the generator one model of all features.

import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { schemaErrors } from './json-schema.mjs';
import { checkReferences } from './references.mjs';
import { pascal, splitPattern } from './names.mjs';

export const builtinTypes = ['text', 'integer', 'boolean', 'timestamp', 'raw'];
export const maximumInteger = Number.MAX_SAFE_INTEGER;
export const maximumTimestamp = 8_640_000_000_000_000;

export class DefinitionError extends Error {
  constructor(errors) {
    super(errors.join('\n'));
    this.name = 'DefinitionError';
  }
}

// JSON.parse keeps the last of two equal keys without a word; a definition that loses a field that way must not pass.
function duplicateKeys(text) {
  const duplicates = [];
  const open = [];
  for (const [token] of text.matchAll(/"(?:[^"\\]|\\.)*"(?:\s*:)?|[{}[\]]/gu)) {
    if (token === '{' || token === '[') open.push(new Set());
    else if (token === '}' || token === ']') open.pop();
    else if (token.endsWith(':')) {
      const key = token.slice(0, token.lastIndexOf('"') + 1);
      if (open.at(-1)?.has(key)) duplicates.push(key);
      open.at(-1)?.add(key);
    }
  }
  return duplicates;
}

function readDefinition(folder, file, schema, errors) {
  const text = readFileSync(join(folder, file), 'utf8');
  let definition;
  try {
    definition = JSON.parse(text);
  } catch (error) {
    errors.push(`messages/${file}: no JSON: ${error.message}`);
    return null;
  }
  for (const key of duplicateKeys(text)) errors.push(`messages/${file}: the key ${key} comes twice in one object`);
  const found = schemaErrors(schema, definition);
  errors.push(...found.map(({ path, message }) => `messages/${file}: ${path}: ${message}`));
  if (definition.feature !== file.replace(/\.json$/u, '')) errors.push(`messages/${file}: /feature: must be the file's name`);
  return found.length > 0 ? null : definition;
}

const listFields = (fields) => Object.entries(fields).map(([name, field]) => ({ name, ...field }));
const listEntries = (entries, convert) => Object.entries(entries ?? {}).map(([name, entry]) => convert(name, entry));

function toFeature(definition, file) {
  const name = definition.feature;
  return {
    name,
    file: `messages/${file}`,
    about: definition.about,
    ids: listEntries(definition.ids, (id, about) => ({ name: id, about })),
    enums: listEntries(definition.enums, (id, entry) => ({
      name: id,
      about: entry.about,
      values: Object.entries(entry.values).map(([value, about]) => ({ name: value, about })),
    })),
    types: listEntries(definition.types, (id, entry) => ({ name: id, about: entry.about, feature: name, fields: listFields(entry.fields) })),
    errors: listEntries(definition.errors, (id, entry) => ({ name: id, fullName: `${name}.${id}`, class: entry.class, about: entry.about })),
    streams: listEntries(definition.streams, (pattern, entry) => ({
      pattern,
      ...splitPattern(pattern),
      typeName: `${pascal(splitPattern(pattern).words.join('_'))}Stream`,
      about: entry.about,
      roles: entry.roles,
      snapshot: entry.snapshot,
    })),
    commands: listEntries(definition.commands, (id, entry) => ({
      name: id,
      fullName: `${name}.${id}`,
      typeName: pascal(id),
      about: entry.about,
      kind: entry.kind,
      roles: entry.roles,
      isPrepared: entry.prepared === true,
      isHttpOnly: entry.http_only === true,
      hasLargeBody: entry.large_body === true,
      isSocketOnly: entry.socket_only === true,
      fields: listFields(entry.fields),
      reply: listFields(entry.reply),
      errors: entry.errors.map((error) => (error.includes('.') ? error : `${name}.${error}`)),
    })),
    events: listEntries(definition.events, (id, entry) => ({
      name: id,
      fullName: `${name}.${id}`,
      typeName: `${pascal(id)}Event`,
      about: entry.about,
      stream: entry.stream,
      isHint: entry.hint === true,
      fields: listFields(entry.fields),
    })),
  };
}

// Types before those that contain them; otherwise in the order of the definition.
function sortTypes(types, typeByName) {
  const sorted = [];
  const visit = (type) => {
    if (sorted.includes(type)) return;
    for (const field of type.fields) {
      const used = typeByName.get(field.type);
      if (used && used.feature === type.feature) visit(used);
    }
    sorted.push(type);
  };
  types.forEach(visit);
  return sorted;
}

export function loadModel(root) {
  const folder = join(root, 'messages');
  const schema = JSON.parse(readFileSync(join(root, 'definition.schema.json'), 'utf8'));
  const errors = [];
  const files = readdirSync(folder).filter((file) => file.endsWith('.json')).sort();
  const definitions = files.map((file) => ({ file, definition: readDefinition(folder, file, schema, errors) }));
  if (errors.length > 0) throw new DefinitionError(errors);

  const features = definitions.map(({ file, definition }) => toFeature(definition, file));
  const all = (kind) => features.flatMap((feature) => feature[kind]);
  const byName = (entries) => new Map(entries.map((entry) => [entry.name, entry]));
  const model = {
    features,
    ids: byName(all('ids')),
    enums: byName(all('enums')),
    types: byName(all('types')),
    streams: all('streams'),
    errors: all('errors'),
    commands: all('commands'),
    events: all('events'),
  };
  errors.push(...checkReferences(model));
  if (errors.length > 0) throw new DefinitionError(errors);
  for (const feature of features) feature.types = sortTypes(feature.types, model.types);
  return model;
}
