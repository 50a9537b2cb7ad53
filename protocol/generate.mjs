#!/usr/bin/env node
// Makes protocol/generated/ from protocol/messages/.
//   node protocol/generate.mjs           writes the files that differ and removes those that nothing makes any more
//   node protocol/generate.mjs --check   writes nothing; exits 1 with the list of files that differ

import { existsSync, mkdirSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { generateAsyncapi } from './generator/asyncapi.mjs';
import { generateCpp } from './generator/cpp.mjs';
import { DefinitionError, loadModel } from './generator/model.mjs';
import { generateOpenapi } from './generator/openapi.mjs';
import { generateReference } from './generator/reference.mjs';
import { generateTs } from './generator/ts.mjs';

const root = dirname(fileURLToPath(import.meta.url));
const target = join(root, 'generated');

function existingFiles(folder, prefix = '') {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() ? existingFiles(join(folder, entry.name), `${prefix}${entry.name}/`) : [`${prefix}${entry.name}`]);
}

function run(isCheck) {
  const model = loadModel(root);
  const files = {
    ...generateCpp(model),
    ...generateTs(model),
    ...generateReference(model),
    ...generateOpenapi(model),
    ...generateAsyncapi(model),
  };
  const read = (name) => (existsSync(join(target, name)) ? readFileSync(join(target, name), 'utf8') : null);
  const changed = Object.keys(files).filter((name) => read(name) !== files[name]);
  const left = existingFiles(target).filter((name) => !Object.hasOwn(files, name));
  if (isCheck) {
    for (const name of changed) console.error(`differs: protocol/generated/${name}`);
    for (const name of left) console.error(`not made from any definition: protocol/generated/${name}`);
    if (changed.length + left.length > 0) console.error('Run: node protocol/generate.mjs');
    return changed.length + left.length > 0 ? 1 : 0;
  }
  for (const name of changed) {
    mkdirSync(dirname(join(target, name)), { recursive: true });
    writeFileSync(join(target, name), files[name]);
    console.log(`wrote protocol/generated/${name}`);
  }
  for (const name of left) {
    rmSync(join(target, name));
    console.log(`removed protocol/generated/${name}`);
  }
  return 0;
}

try {
  const unknown = process.argv.slice(2).filter((argument) => argument !== '--check');
  if (unknown.length > 0) throw new DefinitionError([`unknown argument ${unknown[0]}; only --check is known`]);
  process.exitCode = run(process.argv.includes('--check'));
} catch (error) {
  if (!(error instanceof DefinitionError)) throw error;
  console.error(error.message);
  process.exitCode = 2;
}
