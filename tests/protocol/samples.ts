// Smallest valid values, made from the metadata.

import { definition, type FieldDefinition, type FieldDefinitions } from '../../protocol/generated/ts/index.ts';

export const sampleId = '01k3zzzzzzzzzzzzzzzzzzzzzz';

export interface Shape {
  kind: 'command' | 'reply' | 'event' | 'type';
  name: string;
  fields: FieldDefinitions;
}

export const shapes: Shape[] = [
  ...Object.entries(definition.commands).flatMap(([name, command]): Shape[] => [
    { kind: 'command', name, fields: command.fields },
    { kind: 'reply', name, fields: command.reply },
  ]),
  ...Object.entries(definition.events).map(([name, event]): Shape => ({ kind: 'event', name, fields: event.fields })),
  ...Object.entries(definition.types).map(([name, fields]): Shape => ({ kind: 'type', name, fields })),
];

export const enumValues = (type: string): readonly string[] | undefined =>
  (definition.enums as Record<string, readonly string[]>)[type];

export const typeFields = (type: string): FieldDefinitions | undefined =>
  (definition.types as Record<string, FieldDefinitions>)[type];

export const isId = (type: string): boolean => (definition.ids as readonly string[]).includes(type);

export function leastItem(field: FieldDefinition): unknown {
  switch (field.type) {
    case 'text':
      return 'x'.repeat(field.min_length ?? 0);
    case 'integer':
      return field.minimum ?? 0;
    case 'boolean':
      return false;
    case 'timestamp':
      return 0;
    case 'raw':
      return {};
    default: {
      if (isId(field.type)) return sampleId;
      const fields = typeFields(field.type);
      return fields ? leastObject(fields) : enumValues(field.type)?.[0];
    }
  }
}

export function leastValue(field: FieldDefinition): unknown {
  return field.list ? Array.from({ length: field.min_items ?? 0 }, () => leastItem(field)) : leastItem(field);
}

export function leastObject(fields: FieldDefinitions): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, leastValue(field)]));
}

/** The item alone, or as the first item of a list with as many as the field needs. */
export function inField(field: FieldDefinition, item: unknown): unknown {
  if (!field.list) return item;
  return [item, ...(leastValue(field) as unknown[]).slice(1)];
}
