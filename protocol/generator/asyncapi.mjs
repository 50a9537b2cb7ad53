// protocol/generated/asyncapi.json: the socket, with one operation per command and per event.

import { errorSchema, jsonFile, notice, objectSchema, ref, sharedSchemas, version } from './schemas.mjs';

const message = (name) => ({ $ref: `#/components/messages/${name}` });
const onSocket = (name) => ({ $ref: `#/channels/socket/messages/${name}` });
const cid = { type: 'string', pattern: '^[A-Za-z0-9_-]{1,64}$' };

function commandMessage(command) {
  return {
    name: command.fullName,
    summary: command.about,
    description: `Kind: ${command.kind}. For: ${command.roles.join(', ')}. Errors: ${command.errors.join(', ') || 'none of its own'}.`,
    payload: {
      type: 'object',
      properties: { id: cid, do: { const: command.fullName }, with: objectSchema(command.fields) },
      required: command.fields.some((field) => !field.optional) ? ['id', 'do', 'with'] : ['id', 'do'],
    },
  };
}

function replyMessage(command) {
  return {
    name: `${command.fullName}.reply`,
    payload: { type: 'object', properties: { re: cid, ok: objectSchema(command.reply) }, required: ['re', 'ok'] },
  };
}

function streamPattern(pattern) {
  return `^${pattern.replaceAll(/\{[^}]*\}/gu, '[0-7][0-9a-hjkmnp-tv-z]{25}')}$`;
}

function eventMessage(event) {
  return {
    name: event.fullName,
    summary: event.about,
    payload: {
      type: 'object',
      properties: {
        on: { const: event.fullName },
        ...(event.stream === null ? {} : { in: { type: 'string', pattern: streamPattern(event.stream), description: event.stream } }),
        ...(event.isHint ? {} : { n: { type: 'integer', minimum: 1, description: 'Gap-free number in the stream.' } }),
        at: ref('Timestamp'),
        data: objectSchema(event.fields),
      },
      required: ['on', ...(event.stream === null ? [] : ['in']), ...(event.isHint ? [] : ['n']), 'at', 'data'],
    },
  };
}

const errorMessage = {
  name: 'error',
  summary: 'The answer to a command that was not done. `re` is null when the command had no readable id.',
  payload: { type: 'object', properties: { re: { oneOf: [cid, { type: 'null' }] }, error: ref('Error') }, required: ['re', 'error'] },
};

export function generateAsyncapi(model) {
  const commands = model.commands.filter((command) => !command.isHttpOnly);
  const messages = { error: errorMessage };
  const operations = {};
  for (const command of commands) {
    messages[command.fullName] = commandMessage(command);
    messages[`${command.fullName}.reply`] = replyMessage(command);
    operations[command.fullName] = {
      action: 'receive',
      channel: { $ref: '#/channels/socket' },
      messages: [onSocket(command.fullName)],
      reply: { channel: { $ref: '#/channels/socket' }, messages: [onSocket(`${command.fullName}.reply`), onSocket('error')] },
    };
  }
  for (const event of model.events) {
    messages[event.fullName] = eventMessage(event);
    operations[`event.${event.fullName}`] = { action: 'send', channel: { $ref: '#/channels/socket' }, messages: [onSocket(event.fullName)] };
  }
  const document = {
    'x-generated': notice,
    asyncapi: '3.0.0',
    info: {
      title: 'Stollen',
      version,
      description: 'The socket of the fair, seen from the server: it receives commands and sends answers and events. WebSocket subprotocol `jobfair.1`, one JSON object per text frame.',
    },
    defaultContentType: 'application/json',
    channels: {
      socket: {
        address: '/socket',
        bindings: { ws: { method: 'GET', headers: { type: 'object', properties: { 'Sec-WebSocket-Protocol': { const: 'jobfair.1' } } } } },
        messages: Object.fromEntries(Object.keys(messages).map((name) => [name, message(name)])),
      },
    },
    operations,
    components: { messages, schemas: { ...sharedSchemas(model), Error: errorSchema(model) } },
  };
  return { 'asyncapi.json': jsonFile(document) };
}
