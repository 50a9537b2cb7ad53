// C++ for the fields of a type, command, reply or event.

import { cppName } from './names.mjs';

const builtins = { text: 'std::string', integer: 'std::int64_t', boolean: 'bool', timestamp: 'Timestamp', raw: 'RawJson' };

// `shadowed`: names of messages in the surrounding namespace that hide shared types of the same name.
export function cppType(field, shadowed) {
  let type = field.secret ? 'Secret' : (builtins[field.type] ?? field.type);
  if (shadowed.has(type)) type = `protocol::${type}`;
  if (field.list) type = `std::vector<${type}>`;
  return field.optional ? `std::optional<${type}>` : type;
}

function initialiser(field) {
  if (!field.optional && !field.list && field.type === 'integer') return ' = 0';
  if (!field.optional && !field.list && field.type === 'boolean') return ' = false';
  return '{}';
}

const wrap = (text, indent, width = 110) => {
  const lines = [''];
  for (const word of text.split(/\s+/u)) {
    if (lines.at(-1) !== '' && `${indent}// ${lines.at(-1)} ${word}`.length > width) lines.push('');
    lines[lines.length - 1] += (lines.at(-1) === '' ? '' : ' ') + word;
  }
  return lines.map((line) => `${indent}// ${line}\n`).join('');
};

export const comment = (about, indent = '') => (about ? wrap(about, indent) : '');

export function memberLines(fields, shadowed, indent) {
  return fields
    .map((field) => `${comment(field.about, indent)}${indent}${cppType(field, shadowed)} ${cppName(field.name)}${initialiser(field)};\n`)
    .join('');
}

export function structBody(name, fields, shadowed, indent, before = '') {
  return (
    `${indent}struct ${name} {\n${before}${memberLines(fields, shadowed, `${indent}  `)}` +
    `${fields.length > 0 || before ? '\n' : ''}${indent}  bool operator==(const ${name}&) const = default;\n${indent}};\n`
  );
}

function limits(field) {
  const keys = ['min_length', 'max_length', 'minimum', 'maximum', 'min_items', 'max_items'];
  return `{${keys.filter((key) => field[key] !== undefined).map((key) => `.${key} = ${field[key]}`).join(', ')}}`;
}

export const declarations = (type) =>
  `void write(JsonWriter& writer, const ${type}& value);\ntemplate <>\nbool read_fields(const Json& json, ${type}& out, FieldError& error);\n`;

export function readFunction(type, fields) {
  const reads = fields.map((field) => {
    const read = field.optional ? 'read_optional' : 'read_required';
    return ` &&\n         ${read}(json, "${field.name}", ${limits(field)}, out.${cppName(field.name)}, error)`;
  });
  const out = fields.length > 0 ? 'out' : '/*out*/';
  return (
    `template <>\nbool read_fields(const Json& json, ${type}& ${out}, FieldError& error) {\n` +
    `  return check_object(json, error)${reads.join('')};\n}\n`
  );
}

function writeLines(field) {
  const member = `value.${cppName(field.name)}`;
  const value = field.optional ? `*${member}` : member;
  const body = field.list
    ? ['writer.begin_array();', `for (const auto& item : ${value}) write(writer, item);`, 'writer.end_array();']
    : [`write(writer, ${value});`];
  const lines = [`writer.key("${field.name}");`, ...body];
  if (!field.optional) return lines.map((line) => `  ${line}\n`).join('');
  return `  if (${member}) {\n${lines.map((line) => `    ${line}\n`).join('')}  }\n`;
}

export function writeFunction(type, fields) {
  const value = fields.length > 0 ? 'value' : '/*value*/';
  return (
    `void write(JsonWriter& writer, const ${type}& ${value}) {\n  writer.begin_object();\n` +
    `${fields.map(writeLines).join('')}  writer.end_object();\n}\n`
  );
}
