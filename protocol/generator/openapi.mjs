// protocol/generated/openapi.json: the commands as POST /api/v1/<name>, and the streams as GET /api/v1/events.

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

// What is not a command, and so stands in no definition: the streams as Server-Sent Events.
function eventStream(model) {
  const error = (codes) => ({
    description: codes.map((code) => `\`${code}\`: ${model.errors.find(({ fullName }) => fullName === code).about}`).join(' '),
    ...body(wrapped('error', ref('Error'))),
  });
  return {
    get: {
      operationId: 'session.events',
      tags: ['session'],
      summary: 'Follows streams by Server-Sent Events: greeting, answer of the join, events, heartbeats, as over the socket.',
      parameters: [
        {
          name: 'streams',
          in: 'query',
          description: 'Names, separated by commas, each with its position if it has one: `hall@k7:12,cafe`. Without it, the greeting and heartbeats alone.',
          schema: { type: 'string' },
        },
        { name: 'Last-Event-ID', in: 'header', description: 'Newer positions, in the same form; browsers send it by themselves.', schema: { type: 'string' } },
      ],
      security: [{}, { session: [] }],
      responses: {
        200: { description: 'Lasts until one of both ends it; the event `close` says why, with the close code.', content: { 'text/event-stream': { schema: { type: 'string' } } } },
        400: error(['session.invalid_field']),
        403: error(['session.forbidden']),
        503: error(['session.busy', 'session.draining']),
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
    info: { title: 'Stollen', version, description: 'The commands and streams of the fair over HTTP; the same handlers as over the socket.' },
    servers: [{ url: '/' }],
    tags: model.features.filter((feature) => used.has(feature.name) || feature.name === 'session').map((feature) => ({ name: feature.name, description: feature.about })),
    paths: {
      ...Object.fromEntries(commands.map((command) => [`/api/v1/${command.fullName}`, operation(model, command)])),
      '/api/v1/events': eventStream(model),
    },
    components: {
      securitySchemes: { session: { type: 'apiKey', in: 'cookie', name: '__Host-stollen', description: 'Set by `account.log_in` and its like. Over plain HTTP, for development, it is called `stollen`.' } },
      schemas: { ...sharedSchemas(model), Error: errorSchema(model) },
    },
  };
  return { 'openapi.json': jsonFile(document) };
}
