// JSON Schemas of the fields, shared by the OpenAPI and AsyncAPI documents.

import { maximumInteger, maximumTimestamp } from './model.mjs';

export const ref = (name) => ({ $ref: `#/components/schemas/${name}` });
const about = (text) => (text ? { description: text } : {});

function valueSchema(field) {
  switch (field.type) {
    case 'text':
      return { type: 'string', ...(field.min_length ? { minLength: field.min_length } : {}), maxLength: field.max_length, ...(field.secret ? { format: 'password' } : {}) };
    case 'integer':
      return { type: 'integer', minimum: field.minimum ?? -maximumInteger, maximum: field.maximum ?? maximumInteger };
    case 'boolean':
      return { type: 'boolean' };
    case 'timestamp':
      return ref('Timestamp');
    case 'raw':
      return {};
    default:
      return ref(field.type);
  }
}

function fieldSchema(field) {
  const value = valueSchema(field);
  if (!field.list) return { ...value, ...about(field.about) };
  return { type: 'array', items: value, ...(field.min_items ? { minItems: field.min_items } : {}), maxItems: field.max_items, ...about(field.about) };
}

// Unknown fields are ignored, so additionalProperties stays open.
export function objectSchema(fields, description) {
  const required = fields.filter((field) => !field.optional).map((field) => field.name);
  return {
    type: 'object',
    ...about(description),
    properties: Object.fromEntries(fields.map((field) => [field.name, fieldSchema(field)])),
    ...(required.length > 0 ? { required } : {}),
  };
}

export function errorSchema(model) {
  return {
    type: 'object',
    description: 'Why a command was not done, or perhaps not done (class unknown).',
    properties: {
      code: { type: 'string', enum: model.errors.map((error) => error.fullName) },
      class: { type: 'string', enum: ['bad', 'denied', 'conflict', 'busy', 'unknown'] },
      message: { type: 'string', description: 'English, for people who write programs.' },
      field: { type: 'string', description: 'Path of the field that is meant, such as `streams[2].stream`.' },
      retry_after_ms: { type: 'integer', minimum: 0 },
    },
    required: ['code', 'class', 'message'],
  };
}

export function sharedSchemas(model) {
  const schemas = { Timestamp: { type: 'integer', minimum: 0, maximum: maximumTimestamp, description: 'Milliseconds since 1970, UTC.' } };
  for (const id of model.ids.values()) {
    schemas[id.name] = { type: 'string', pattern: '^[0-7][0-9a-hjkmnp-tv-z]{25}$', description: id.about };
  }
  for (const entry of model.enums.values()) {
    const values = entry.values.filter((value) => value.about).map((value) => `\`${value.name}\`: ${value.about}`);
    schemas[entry.name] = { type: 'string', enum: entry.values.map((value) => value.name), description: [entry.about, ...values].join(' ') };
  }
  for (const type of model.types.values()) schemas[type.name] = objectSchema(type.fields, type.about);
  return schemas;
}

export const jsonFile = (document) => `${JSON.stringify(document, null, 2)}\n`;
export const notice = 'Generated from protocol/messages/ by protocol/generate.mjs; do not edit.';
export const version = '1';
