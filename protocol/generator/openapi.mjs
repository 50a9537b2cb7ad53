// protocol/generated/openapi.json: the commands as POST /api/v1/<name>.

import { errorSchema, jsonFile, notice, objectSchema, ref, sharedSchemas, version } from './schemas.mjs';

// The same rule as http_status() in protocol/cpp/error_code.hpp; the tests compare the two.
export function httpStatus(error) {
  const special = {
    'session.too_large': 413,
    'session.unknown_command': 404,
    'session.log_in_required': 401,
    'session.not_found': 404,
    'session.rate_limited': 429,
    'account.too_many_attempts': 429,
  };
  return special[error.fullName] ?? { bad: 400, denied: 403, conflict: 409, busy: 503, unknown: 500 }[error.class];
}

const body = (schema) => ({ content: { 'application/json': { schema } } });
const wrapped = (name, schema) => ({ type: 'object', properties: { [name]: schema }, required: [name] });

// Errors of the connection that HTTP cannot answer.
const socketErrors = new Set(['session.http_only', 'session.not_joined']);

function errorResponses(model, command) {
  const possible = model.errors.filter((error) => {
    if (socketErrors.has(error.fullName)) return false;
    if (error.fullName === 'session.cid_reused') return command.kind === 'write';
    return error.fullName.startsWith('session.') || command.errors.includes(error.fullName);
  });
  const byStatus = new Map();
  for (const error of possible) byStatus.set(httpStatus(error), [...(byStatus.get(httpStatus(error)) ?? []), error]);
  const entries = [...byStatus].sort(([a], [b]) => a - b).map(([status, errors]) => {
    const list = errors.map((error) => `\`${error.fullName}\`: ${error.about}`).join(' ');
    return [String(status), { description: list, ...body(wrapped('error', ref('Error'))) }];
  });
  return Object.fromEntries(entries);
}

const idempotencyKey = {
  name: 'Idempotency-Key',
  in: 'header',
  required: false,
  description: 'Command id. The same key with the same body is done once and answered twice. Without it the server makes one.',
  schema: { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' },
};

function operation(model, command) {
  const feature = command.fullName.split('.')[0];
  return {
    post: {
      operationId: command.fullName,
      tags: [feature],
      summary: command.about,
      description: `Kind: ${command.kind}. For: ${command.roles.join(', ')}.`,
      ...(command.kind === 'write' ? { parameters: [idempotencyKey] } : {}),
      security: command.roles.includes('anyone') ? [{}, { session: [] }] : [{ session: [] }],
      requestBody: { required: true, ...body(objectSchema(command.fields)) },
      responses: {
        200: { description: 'Done.', ...body(wrapped('ok', objectSchema(command.reply))) },
        ...errorResponses(model, command),
      },
    },
  };
}

export function generateOpenapi(model) {
  const commands = model.commands.filter((command) => !command.isSocketOnly);
  const used = new Set(commands.map((command) => command.fullName.split('.')[0]));
  const document = {
    'x-generated': notice,
    openapi: '3.1.0',
    info: { title: 'Stollen', version, description: 'The commands of the fair over HTTP; the same handlers as over the socket.' },
    servers: [{ url: '/' }],
    tags: model.features.filter((feature) => used.has(feature.name)).map((feature) => ({ name: feature.name, description: feature.about })),
    paths: Object.fromEntries(commands.map((command) => [`/api/v1/${command.fullName}`, operation(model, command)])),
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-stollen', description: 'Set by `account.log_in` and its like. Over plain HTTP, for development, it is called `stollen`.' } },
      schemas: { ...sharedSchemas(model), Error: errorSchema(model) },
    },
  };
  return { 'openapi.json': jsonFile(document) };
}
