// protocol/generated/reference.md: one page with every message.

const cell = (text) => (text ?? '').replaceAll('|', '\\|').replaceAll('\n', ' ');
const anchor = (name) => name.toLowerCase().replaceAll(/[^a-z0-9_ -]/gu, '').replaceAll(' ', '-');
const code = (text) => `\`${text}\``;

const range = (least, most, unit) => {
  if (least === undefined && most === undefined) return '';
  if (least === undefined) return `at most ${most}${unit}`;
  return most === undefined ? `at least ${least}${unit}` : `${least} to ${most}${unit}`;
};

function limits(field) {
  return [
    range(field.min_items, field.max_items, ' items'),
    range(field.min_length, field.max_length, field.list ? ' characters each' : ' characters'),
    range(field.minimum, field.maximum, ''),
    field.optional ? 'optional' : '',
    field.secret ? 'secret' : '',
  ].filter(Boolean).join(', ');
}

const typeText = (field) => {
  const name = /^[A-Z]/u.test(field.type) ? `[${field.type}](#${anchor(field.type)})` : field.type;
  return field.list ? `list of ${name}` : name;
};

function fieldTable(fields) {
  if (fields.length === 0) return 'No fields.\n';
  const rows = fields.map((field) => `| ${code(field.name)} | ${typeText(field)} | ${limits(field)} | ${cell(field.about)} |\n`);
  return `| Field | Type | Limits | |\n|---|---|---|---|\n${rows.join('')}`;
}

function commandText(command) {
  const traits = [
    command.kind,
    command.isPrepared ? 'prepared before the transaction' : '',
    command.isHttpOnly ? 'only over HTTP' : '',
    command.hasLargeBody ? 'as large as 1,280 KiB' : '',
    command.isSocketOnly ? 'only over the socket' : '',
  ].filter(Boolean).join(', ');
  const errors = command.errors.length > 0 ? command.errors.map(code).join(', ') : 'none of its own';
  return (
    `#### ${command.fullName}\n\n${command.about}\n\nKind: ${traits}. For: ${command.roles.join(', ')}. Errors: ${errors}.\n\n` +
    `${fieldTable(command.fields)}\nAnswer:\n\n${fieldTable(command.reply)}\n`
  );
}

function eventText(event) {
  const place = event.stream === null ? 'About the connection itself' : `Stream ${code(event.stream)}`;
  return `#### ${event.fullName} (event)\n\n${event.about}\n\n${place}${event.isHint ? '; a hint, without number' : ''}.\n\n${fieldTable(event.fields)}\n`;
}

function featureText(feature) {
  const parts = [`## ${feature.name}\n\n${feature.about}\n\n`];
  if (feature.streams.length > 0) {
    parts.push('### Streams\n\n| Name | For | Snapshot | |\n|---|---|---|---|\n');
    for (const stream of feature.streams) {
      parts.push(`| ${code(stream.pattern)} | ${stream.roles.join(', ')} | [${stream.snapshot}](#${anchor(stream.snapshot)}) | ${cell(stream.about)} |\n`);
    }
    parts.push('\n');
  }
  if (feature.commands.length > 0) parts.push('### Commands\n\n', ...feature.commands.map(commandText));
  if (feature.events.length > 0) parts.push('### Events\n\n', ...feature.events.map(eventText));
  if (feature.errors.length > 0) {
    parts.push('### Errors\n\n| Code | Class | |\n|---|---|---|\n');
    for (const error of feature.errors) parts.push(`| ${code(error.fullName)} | ${error.class} | ${cell(error.about)} |\n`);
    parts.push('\n');
  }
  if (feature.types.length + feature.enums.length + feature.ids.length > 0) parts.push('### Types\n\n');
  for (const id of feature.ids) parts.push(`#### ${id.name}\n\nId. ${id.about}\n\n`);
  for (const entry of feature.enums) {
    parts.push(`#### ${entry.name}\n\n${entry.about}\n\n${entry.values.map((value) => `- ${code(value.name)}${value.about ? `: ${value.about}` : ''}\n`).join('')}\n`);
  }
  for (const type of feature.types) parts.push(`#### ${type.name}\n\n${type.about}\n\n${fieldTable(type.fields)}\n`);
  return parts.join('');
}

export function generateReference(model) {
  const index = model.features.map((feature) => `- [${feature.name}](#${feature.name}): ${feature.about}\n`).join('');
  const text =
    '<!-- Generated from protocol/messages/ by protocol/generate.mjs; do not edit. -->\n\n# Messages\n\n' +
    'Every command, event, stream, error and type. How they travel is told in [docs/protocol.md](../../docs/protocol.md). ' +
    'Every command may also answer the errors of the feature [session](#session). Lengths count code points.\n\n' +
    `${index}\n${model.features.map(featureText).join('')}`;
  return { 'reference.md': `${text.trimEnd()}\n` };
}
