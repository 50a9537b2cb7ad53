// Checks a value against the part of JSON Schema (draft 2020-12) that definition.schema.json uses. An unknown keyword is an error
// of its own, so that a rule added to the schema is never silently skipped.

const annotations = new Set(['$schema', '$id', '$defs', 'title', 'description']);

const typeChecks = {
  object: (value) => value !== null && typeof value === 'object' && !Array.isArray(value),
  array: Array.isArray,
  string: (value) => typeof value === 'string',
  integer: Number.isSafeInteger,
  boolean: (value) => typeof value === 'boolean',
  null: (value) => value === null,
};

const isObject = typeChecks.object;
const join = (path, key) => `${path}/${String(key).replaceAll('~', '~0').replaceAll('/', '~1')}`;

const keywords = {
  $ref: (reference, value, check) => check(reference, value, true),
  type: (types, value, check) => {
    const allowed = [types].flat();
    if (!allowed.some((type) => typeChecks[type](value))) check.fail(`expected ${allowed.join(' or ')}`);
  },
  enum: (values, value, check) => {
    if (!values.includes(value)) check.fail(`expected one of ${values.join(', ')}`);
  },
  pattern: (pattern, value, check) => {
    if (typeof value === 'string' && !new RegExp(pattern, 'u').test(value)) check.fail(`"${value}" does not match ${pattern}`);
  },
  minLength: (least, value, check) => {
    if (typeof value === 'string' && [...value].length < least) check.fail(`expected at least ${least} characters`);
  },
  minimum: (least, value, check) => {
    if (typeof value === 'number' && value < least) check.fail(`expected at least ${least}`);
  },
  minItems: (least, value, check) => {
    if (Array.isArray(value) && value.length < least) check.fail(`expected at least ${least} items`);
  },
  uniqueItems: (isUnique, value, check) => {
    if (isUnique && Array.isArray(value) && new Set(value).size !== value.length) check.fail('an item comes twice');
  },
  minProperties: (least, value, check) => {
    if (isObject(value) && Object.keys(value).length < least) check.fail(`expected at least ${least} entries`);
  },
  maxProperties: (most, value, check) => {
    if (isObject(value) && Object.keys(value).length > most) check.fail(`expected at most ${most} entries`);
  },
  required: (names, value, check) => {
    if (!isObject(value)) return;
    for (const name of names) if (!Object.hasOwn(value, name)) check.fail(`"${name}" is missing`);
  },
  propertyNames: (schema, value, check) => {
    if (isObject(value)) for (const name of Object.keys(value)) check.child(schema, name, name);
  },
  properties: (schemas, value, check) => {
    if (!isObject(value)) return;
    for (const [name, schema] of Object.entries(schemas)) if (Object.hasOwn(value, name)) check.child(schema, value[name], name);
  },
  additionalProperties: (schema, value, check, whole) => {
    if (!isObject(value)) return;
    for (const name of Object.keys(value)) {
      if (Object.hasOwn(whole.properties ?? {}, name)) continue;
      if (schema === false) check.fail(`"${name}" is not known here`);
      else check.child(schema, value[name], name);
    }
  },
  items: (schema, value, check) => {
    if (Array.isArray(value)) value.forEach((item, i) => check.child(schema, item, i));
  },
  anyOf: (schemas, value, check) => {
    const results = schemas.map((schema) => check.errorsOf(schema, value));
    if (results.every((errors) => errors.length > 0)) check.fail(`fits no choice: ${results.map((errors) => errors[0].message).join('; or ')}`);
  },
};

function resolve(root, reference) {
  if (!reference.startsWith('#/')) throw new Error(`only references within the schema are known: ${reference}`);
  return reference.slice(2).split('/').reduce((node, key) => node[key], root);
}

// All errors, as {path, message}; path is a JSON pointer into the value.
export function schemaErrors(root, value) {
  const errorsOf = (schema, node, path) => {
    const errors = [];
    const check = (reference, target) => errors.push(...errorsOf(resolve(root, reference), target, path));
    check.fail = (message) => errors.push({ path: path || '/', message });
    check.child = (childSchema, child, key) => errors.push(...errorsOf(childSchema, child, join(path, key)));
    check.errorsOf = (otherSchema, other) => errorsOf(otherSchema, other, path);
    for (const [keyword, argument] of Object.entries(schema)) {
      if (annotations.has(keyword)) continue;
      if (!keywords[keyword]) throw new Error(`definition.schema.json: the keyword "${keyword}" is not known to the generator`);
      keywords[keyword](argument, node, check, schema);
    }
    return errors;
  };
  return errorsOf(root, value, '');
}
