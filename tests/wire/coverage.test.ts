import { readdirSync, readFileSync } from 'node:fs';
import { definition } from '@protocol';
import { describe, expect, it } from 'vitest';

/** What the tests in this folder say that they cover, read from their text. */
const folder = new URL('.', import.meta.url);
const texts = readdirSync(folder)
  .filter((file) => file.endsWith('.test.ts') && file !== 'coverage.test.ts')
  .map((file) => readFileSync(new URL(file, folder), 'utf8'))
  .join('\n');
const covered = new Set([
  ...[...texts.matchAll(/\bsuccess\(\s*'([\w.]+)'/g)].map(([, command]) => `${command} ok`),
  ...[...texts.matchAll(/\bfailure\(\s*'([\w.]+)',\s*'([\w.]+)'/g)].map(
    ([, command, code]) => `${command} ${code}`,
  ),
]);

describe.each(Object.entries(definition.commands))('%s', (name, { errors }) => {
  it('has a test of its success', () => {
    expect(covered).toContain(`${name} ok`);
  });
  it.each([...errors])('has a test of %s', (code) => {
    expect(covered).toContain(`${name} ${code}`);
  });
});

describe('errors that every command may answer', () => {
  const own = Object.keys(definition.errors).filter((code) => code.startsWith('session.'));
  it.each(own)('%s has a test', (code) => {
    expect(texts).toContain(`'${code}'`);
  });
});
