// protocol/generated/cpp: vocabulary, streams, one header and source per feature, and the lists of everything.

import { cppName } from './names.mjs';
import { comment, declarations, readFunction, structBody, writeFunction } from './cpp-fields.mjs';
import { usedFeatures } from './references.mjs';

const banner = (source) => `// Generated from ${source} by protocol/generate.mjs; do not edit.\n`;
const open = (name) => `namespace ${name} {\n\n`;
const close = (name) => `}  // namespace ${name}\n`;
const include = (path) => (path.startsWith('<') ? `#include ${path}\n` : `#include "${path}"\n`);
const root = 'stollen::protocol';
const quote = (text) => JSON.stringify(text);

const roleSet = (roles) => (roles[0] === 'anyone' ? 'RoleSet::anyone()' : `RoleSet{${roles.map((role) => `Role::${cppName(role)}`).join(', ')}}`);

function vocabulary(model) {
  const ids = [...model.ids.values()].map((id) => `${comment(id.about)}using ${id.name} = Id<struct ${id.name}Tag>;\n`);
  const enums = [...model.enums.values()].map((entry) => {
    const values = entry.values.map((value) => `${comment(value.about, '  ')}  ${cppName(value.name)},\n`).join('');
    const texts = entry.values.map((value) => quote(value.name)).join(', ');
    return (
      `${comment(entry.about)}enum class ${entry.name} {\n${values}};\n\ntemplate <>\nstruct EnumTexts<${entry.name}> {\n` +
      `  static constexpr std::array<std::string_view, ${entry.values.length}> kTexts{${texts}};\n};\n\n`
    );
  });
  return (
    `${banner('protocol/messages/')}#pragma once\n\n${include('<array>')}${include('<string_view>')}\n` +
    `${include('protocol/cpp/enum_text.hpp')}${include('protocol/cpp/id.hpp')}\n${open(root)}${ids.join('')}\n${enums.join('')}${close(root)}`
  );
}

function streamStruct(stream) {
  const key = stream.keys[0];
  const parts = `${quote(stream.before)}, `;
  const functions = key
    ? `  static std::string name(Key key) { return stream_name(${parts}key, ${quote(stream.after)}); }\n` +
      `  static std::optional<Key> parse(std::string_view name) { return parse_stream_name<Key>(name, ${parts}${quote(stream.after)}); }\n`
    : `  static std::string name(Key /*key*/ = {}) { return std::string(kPattern); }\n` +
      `  static std::optional<Key> parse(std::string_view name) { return name == kPattern ? std::optional<Key>{Key{}} : std::nullopt; }\n`;
  return (
    `${comment(stream.about)}struct ${stream.typeName} {\n  using Key = ${key ?? 'std::monostate'};\n  using Snapshot = ${stream.snapshot};\n` +
    `  static constexpr std::string_view kPattern = ${quote(stream.pattern)};\n  static constexpr RoleSet kRoles = ${roleSet(stream.roles)};\n` +
    `${functions}};\n`
  );
}

function streams(model) {
  const snapshots = [...new Set(model.streams.map((stream) => stream.snapshot))].sort();
  const standard = ['<optional>', '<string>', '<string_view>', '<tuple>', '<variant>'];
  return (
    `${banner('protocol/messages/')}#pragma once\n\n${standard.map(include).join('')}\n` +
    `${include('protocol/cpp/command_traits.hpp')}${include('protocol/cpp/stream_name.hpp')}${include('protocol/generated/cpp/vocabulary.hpp')}\n` +
    `${open(root)}${snapshots.map((name) => `struct ${name};\n`).join('')}\n${model.streams.map(streamStruct).join('\n')}\n` +
    `using AllStreams = std::tuple<${model.streams.map((stream) => stream.typeName).join(', ')}>;\n\n${close(root)}`
  );
}

function commandStruct(command, shadowed) {
  const traits =
    `{.kind = CommandKind::${command.kind}, .roles = ${roleSet(command.roles)}, .is_prepared = ${command.isPrepared}, ` +
    `.is_http_only = ${command.isHttpOnly}, .is_socket_only = ${command.isSocketOnly}, ` +
    `.has_large_body = ${command.hasLargeBody}}`;
  const errors = command.errors.map(quote).join(', ');
  const before =
    `  static constexpr std::string_view kName = ${quote(command.fullName)};\n  static constexpr CommandTraits kTraits${traits};\n` +
    `  // Besides those of the feature session.\n` +
    `  static constexpr std::array<std::string_view, ${command.errors.length}> kErrors{${errors}};\n\n` +
    `${structBody('Reply', command.reply, shadowed, '  ')}${command.fields.length > 0 ? '\n' : ''}`;
  return comment(command.about) + structBody(command.typeName, command.fields, shadowed, '', before);
}

function eventStruct(event, model, shadowed) {
  const stream = model.streams.find((entry) => entry.pattern === event.stream)?.typeName ?? 'void';
  const before =
    `  static constexpr std::string_view kName = ${quote(event.fullName)};\n  static constexpr bool kIsHint = ${event.isHint};\n` +
    `  using Stream = ${stream};\n${event.fields.length > 0 ? '\n' : ''}`;
  return comment(event.about) + structBody(event.typeName, event.fields, shadowed, '', before);
}

// Every struct that is read and written, with the name that it has inside stollen::protocol.
function codecs(feature) {
  return [
    ...feature.types.map((type) => ({ type: type.name, fields: type.fields })),
    ...feature.commands.flatMap((command) => [
      { type: `${feature.name}::${command.typeName}`, fields: command.fields },
      { type: `${feature.name}::${command.typeName}::Reply`, fields: command.reply },
    ]),
    ...feature.events.map((event) => ({ type: `${feature.name}::${event.typeName}`, fields: event.fields })),
  ];
}

function featureHeader(feature, model) {
  const shadowed = new Set([...feature.commands, ...feature.events].map((entry) => entry.typeName));
  const none = new Set();
  const standard = ['<array>', '<cstdint>', '<optional>', '<string>', '<string_view>', '<vector>'];
  const own = [
    ...['command_traits', 'error_code', 'json_reader', 'json_writer', 'raw_json', 'secret', 'timestamp'].map((name) => `protocol/cpp/${name}.hpp`),
    ...[...usedFeatures(model, feature), 'streams', 'vocabulary'].sort().map((name) => `protocol/generated/cpp/${name}.hpp`),
  ];
  const errors = feature.errors.map(
    (error) => `inline constexpr ErrorCode ${cppName(error.name)}{${quote(error.fullName)}, ErrorClass::${error.class},\n    ${quote(error.about)}};\n`,
  );
  return (
    `${banner(`protocol/${feature.file}`)}#pragma once\n\n${standard.map(include).join('')}\n${own.map(include).join('')}\n${open(root)}` +
    feature.types.map((type) => `${comment(type.about)}${structBody(type.name, type.fields, none, '')}\n`).join('') +
    `${comment(feature.about)}${open(feature.name)}` +
    feature.commands.map((command) => `${commandStruct(command, shadowed)}\n`).join('') +
    feature.events.map((event) => `${eventStruct(event, model, shadowed)}\n`).join('') +
    (errors.length > 0 ? `${open('errors')}${errors.join('')}\n${close('errors')}\n` : '') +
    `${close(feature.name)}\n${codecs(feature).map(({ type }) => declarations(type)).join('')}\n${close(root)}`
  );
}

function featureSource(feature) {
  const functions = codecs(feature).map(({ type, fields }) => `${writeFunction(type, fields)}\n${readFunction(type, fields)}\n`);
  return (
    `${banner(`protocol/${feature.file}`)}${include(`protocol/generated/cpp/${feature.name}.hpp`)}\n${include('protocol/cpp/field_reader.hpp')}` +
    `${include('protocol/cpp/json_writer.hpp')}\n${open(root)}${functions.join('')}${close(root)}`
  );
}

function lists(model) {
  const names = (kind, join) => model.features.flatMap((feature) => feature[kind].map((entry) => `${feature.name}::${join(entry)}`));
  const commands = names('commands', (command) => command.typeName);
  const events = names('events', (event) => event.typeName);
  const errors = names('errors', (error) => `errors::${cppName(error.name)}`);
  const types = model.features.flatMap((feature) => feature.types.map((type) => type.name));
  const tuple = (name, entries) => `using ${name} = std::tuple<\n    ${entries.join(',\n    ')}>;\n`;
  const info = commands.map((command) => `    CommandInfo{${command}::kName, ${command}::kTraits, ${command}::kErrors},\n`).join('');
  const headers = model.features.map((feature) => include(`protocol/generated/cpp/${feature.name}.hpp`)).join('');
  return (
    `${banner('protocol/messages/')}#pragma once\n\n${['<array>', '<span>', '<string_view>', '<tuple>'].map(include).join('')}\n` +
    `${include('protocol/cpp/command_traits.hpp')}${include('protocol/cpp/error_code.hpp')}${headers}\n${open(root)}` +
    `struct CommandInfo {\n  std::string_view name;\n  CommandTraits traits;\n  std::span<const std::string_view> errors;\n};\n\n` +
    `${tuple('AllCommands', commands)}\n${tuple('AllEvents', events)}\n${tuple('AllTypes', types)}\n` +
    `// In the order of AllTypes.\ninline constexpr std::array<std::string_view, ${types.length}> kAllTypeNames{\n${types.map((type) => `    ${quote(type)},\n`).join('')}};\n\n` +
    `inline constexpr std::array<CommandInfo, ${commands.length}> kAllCommands{\n${info}};\n\n` +
    `inline constexpr std::array<ErrorCode, ${errors.length}> kAllErrors{\n${errors.map((error) => `    ${error},\n`).join('')}};\n\n${close(root)}`
  );
}

// File name -> text.
export function generateCpp(model) {
  const files = {
    'cpp/vocabulary.hpp': vocabulary(model),
    'cpp/streams.hpp': streams(model),
    'cpp/all_commands.hpp': lists(model),
  };
  for (const feature of model.features) {
    files[`cpp/${feature.name}.hpp`] = featureHeader(feature, model);
    files[`cpp/${feature.name}.cpp`] = featureSource(feature);
  }
  return files;
}
