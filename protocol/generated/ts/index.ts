// Generated from protocol/messages/ by protocol/generate.mjs; do not edit.

export * from './types.ts';
export * from './errors.ts';
export * from './commands.ts';
export * from './events.ts';
export * from './streams.ts';
export * from './definition.ts';
export * from './decode.ts';
