// What a schema of one file cannot say: names that must exist, names that clash, limits that make no sense.

import { builtinTypes } from './model.mjs';
import { cppName } from './names.mjs';

const numberKeys = ['minimum', 'maximum'];
const lengthKeys = ['min_length', 'max_length'];
const itemKeys = ['min_items', 'max_items'];

function checkField(model, field, fail) {
  const { type } = field;
  const isKnown = builtinTypes.includes(type) || model.ids.has(type) || model.enums.has(type) || model.types.has(type);
  if (!isKnown) fail(`the type "${type}" is not defined`);
  const misplaced = (keys, rule) => {
    for (const key of keys) if (field[key] !== undefined) fail(`"${key}" is only for ${rule}`);
  };
  if (type !== 'integer') misplaced(numberKeys, 'integer');
  if (type !== 'text') misplaced([...lengthKeys, 'secret'], 'text');
  if (!field.list) misplaced(itemKeys, 'a list');
  if (type === 'text' && field.max_length === undefined) fail('a text needs "max_length"');
  if (field.list && field.max_items === undefined) fail('a list needs "max_items"');
  if (field.list && type === 'raw') fail('a list of raw values is not known');
  for (const [least, most] of [numberKeys, lengthKeys, itemKeys]) {
    if (field[least] !== undefined && field[most] !== undefined && field[least] > field[most]) fail(`"${least}" is above "${most}"`);
  }
}

function checkFields(model, fields, place, errors) {
  for (const field of fields) checkField(model, field, (message) => errors.push(`${place}/${field.name}: ${message}`));
}

function checkRoles(model, roles, place, errors) {
  const known = model.enums.get('Role')?.values.map((value) => value.name) ?? [];
  for (const role of roles) {
    if (role === 'anyone' ? roles.length > 1 : !known.includes(role)) {
      errors.push(`${place}/roles: ${role === 'anyone' ? '"anyone" stands alone' : `the role "${role}" is not defined`}`);
    }
  }
}

function checkUnique(entries, errors) {
  const seen = new Map();
  for (const { name, place } of entries) {
    if (seen.has(name)) errors.push(`${place}: the name ${name} is taken by ${seen.get(name)}`);
    else seen.set(name, place);
  }
}

function checkFeature(model, feature, errors) {
  const { file } = feature;
  for (const type of feature.types) checkFields(model, type.fields, `${file}: /types/${type.name}/fields`, errors);
  for (const stream of feature.streams) {
    const place = `${file}: /streams/${stream.pattern}`;
    checkRoles(model, stream.roles, place, errors);
    if (!model.types.has(stream.snapshot)) errors.push(`${place}/snapshot: the type "${stream.snapshot}" is not defined`);
    if (stream.keys.length > 1) errors.push(`${place}: more than one key is not known to the generator`);
    for (const key of stream.keys) if (!model.ids.has(key)) errors.push(`${place}: the id "${key}" is not defined`);
  }
  const errorNames = new Set(model.errors.map((error) => error.fullName));
  for (const command of feature.commands) {
    const place = `${file}: /commands/${command.name}`;
    checkRoles(model, command.roles, place, errors);
    checkFields(model, command.fields, `${place}/fields`, errors);
    checkFields(model, command.reply, `${place}/reply`, errors);
    if (command.hasLargeBody && !command.isHttpOnly) errors.push(`${place}: "large_body" needs "http_only"`);
    if (command.isHttpOnly && command.isSocketOnly) errors.push(`${place}: "http_only" and "socket_only" exclude each other`);
    for (const error of command.errors) if (!errorNames.has(error)) errors.push(`${place}/errors: the error "${error}" is not defined`);
  }
  const patterns = new Set(model.streams.map((stream) => stream.pattern));
  for (const event of feature.events) {
    const place = `${file}: /events/${event.name}`;
    checkFields(model, event.fields, `${place}/fields`, errors);
    if (event.stream === null ? !event.isHint : !patterns.has(event.stream)) {
      errors.push(`${place}/stream: ${event.stream === null ? 'only a hint can be without a stream' : `the stream "${event.stream}" is not defined`}`);
    }
  }
}

function checkNames(model, errors) {
  const shared = (kind) => model.features.flatMap((feature) => feature[kind].map(({ name }) => ({ name, place: `${feature.file}: /${kind}/${name}` })));
  const streams = model.features.flatMap((feature) =>
    feature.streams.map((stream) => ({ name: stream.typeName, place: `${feature.file}: /streams/${stream.pattern}` })));
  checkUnique([...shared('ids'), ...shared('enums'), ...shared('types'), ...streams], errors);
  for (const feature of model.features) {
    const messages = (kind) => feature[kind].map(({ typeName, name }) => ({ name: typeName, place: `${feature.file}: /${kind}/${name}` }));
    checkUnique([...messages('commands'), ...messages('events')], errors);
    for (const command of feature.commands) {
      if (command.typeName === 'Reply') errors.push(`${feature.file}: /commands/${command.name}: "Reply" names the reply in C++`);
    }
    if (cppName(feature.name) !== feature.name) errors.push(`${feature.file}: /feature: the word is reserved in C++`);
  }
}

// Values contain each other by value, and a feature's header includes those whose types it uses: neither may go in circles.
function checkCycles(nodes, next, describe, errors) {
  const state = new Map();
  const visit = (node, trail) => {
    if (state.get(node) === 'done') return;
    if (state.get(node) === 'open') {
      errors.push(describe([...trail.slice(trail.indexOf(node)), node].join(' -> ')));
      return;
    }
    state.set(node, 'open');
    for (const other of next(node)) visit(other, [...trail, node]);
    state.set(node, 'done');
  };
  for (const node of nodes) visit(node, []);
}

export function usedFeatures(model, feature) {
  const fields = [...feature.types, ...feature.commands, ...feature.events].flatMap((entry) => [...entry.fields, ...(entry.reply ?? [])]);
  const used = fields.map((field) => model.types.get(field.type)?.feature).filter((name) => name !== undefined && name !== feature.name);
  return [...new Set(used)].sort();
}

export function checkReferences(model) {
  const errors = [];
  for (const feature of model.features) checkFeature(model, feature, errors);
  checkNames(model, errors);
  if (errors.length > 0) return errors;
  const typesWithin = (name) => model.types.get(name).fields.map((field) => field.type).filter((type) => model.types.has(type));
  checkCycles([...model.types.keys()], typesWithin, (trail) => `types contain each other: ${trail}`, errors);
  const featureByName = new Map(model.features.map((feature) => [feature.name, feature]));
  checkCycles([...featureByName.keys()], (name) => usedFeatures(model, featureByName.get(name)),
    (trail) => `features use each other's types: ${trail}; move a type`, errors);
  return errors;
}
