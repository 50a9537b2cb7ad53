// The generator refuses wrong definitions with the file and the place. Run with `node --test`.

import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';

const protocol = fileURLToPath(new URL('../../protocol/', import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'stollen-generator-'));
after(() => rmSync(folder, { recursive: true }));
cpSync(protocol, folder, { recursive: true });

const generate = (...args) => spawnSync(process.execPath, [join(folder, 'generate.mjs'), ...args], { encoding: 'utf8' });

// Runs the check with a changed definition of the café, and puts the definition back.
function withCafe(change) {
  const path = join(folder, 'messages/cafe.json');
  const original = readFileSync(path, 'utf8');
  const changed = change(JSON.parse(original), original);
  writeFileSync(path, typeof changed === 'string' ? changed : JSON.stringify(changed));
  const result = generate('--check');
  writeFileSync(path, original);
  return result;
}

test('what is checked in is what the definitions make', () => {
  assert.equal(generate('--check').status, 0);
});

test('a file that differs, is missing or is left over is listed', () => {
  const path = join(folder, 'generated/ts/types.ts');
  const stale = join(folder, 'generated/cpp/gone.hpp');
  writeFileSync(path, `${readFileSync(path, 'utf8')}// by hand\n`);
  writeFileSync(stale, '');
  rmSync(join(folder, 'generated/reference.md'));
  const check = generate('--check');
  assert.equal(check.status, 1);
  assert.match(check.stderr, /differs: protocol\/generated\/ts\/types\.ts/);
  assert.match(check.stderr, /differs: protocol\/generated\/reference\.md/);
  assert.match(check.stderr, /not made from any definition: protocol\/generated\/cpp\/gone\.hpp/);
  assert.equal(generate().status, 0);
  assert.equal(generate('--check').status, 0);
});

const changed = (edit) => (definition) => {
  edit(definition);
  return definition;
};

const refusals = [
  ['broken JSON', () => '{', /messages\/cafe\.json: no JSON/],
  ['a key that comes twice', (_, text) => text.replace('"ids"', '"about": "x", "ids"'), /the key "about" comes twice/],
  ['an unknown key', changed((cafe) => (cafe.colour = 1)), /messages\/cafe\.json: \/: "colour" is not known here/],
  ['a missing key', changed((cafe) => delete cafe.commands.sit.kind), /\/commands\/sit: "kind" is missing/],
  ['a wrong kind', changed((cafe) => (cafe.commands.sit.kind = 'do')), /\/commands\/sit\/kind: expected one of read, write, live/],
  ['a name in capitals', changed((cafe) => (cafe.commands.Sit = cafe.commands.sit)), /\/commands\/Sit: "Sit" does not match/],
  ['another feature word', changed((cafe) => (cafe.feature = 'bar')), /\/feature: must be the file's name/],
  ['an unknown type', changed((cafe) => (cafe.types.Seat.fields.person.type = 'Ghost')), /\/types\/Seat\/fields\/person: the type "Ghost" is not defined/],
  ['an unknown stream', changed((cafe) => (cafe.events.changed.stream = 'cellar')), /\/events\/changed\/stream: the stream "cellar" is not defined/],
  ['an unknown error', changed((cafe) => cafe.commands.sit.errors.push('spilled')), /\/commands\/sit\/errors: the error "cafe\.spilled" is not defined/],
  ['an unknown role', changed((cafe) => (cafe.commands.sit.roles = ['waiter'])), /the role "waiter" is not defined/],
  ['anyone beside a role', changed((cafe) => (cafe.commands.sit.roles = ['anyone', 'visitor'])), /"anyone" stands alone/],
  ['an unknown snapshot', changed((cafe) => (cafe.streams.cafe.snapshot = 'Ghost')), /\/streams\/cafe\/snapshot: the type "Ghost" is not defined/],
  ['a taken name', changed((cafe) => (cafe.types.Person = cafe.types.Seat)), /the name Person is taken by messages\/account\.json/],
  ['a text without limit', changed((cafe) => delete cafe.types.CafeTable.fields.town.max_length), /CafeTable\/fields\/town: a text needs "max_length"/],
  ['a list without limit', changed((cafe) => delete cafe.types.CafeTable.fields.seats.max_items), /CafeTable\/fields\/seats: a list needs "max_items"/],
  ['limits the wrong way round', changed((cafe) => (cafe.types.CafeTable.fields.seat_count.minimum = 9)), /"minimum" is above "maximum"/],
  ['a limit of another type', changed((cafe) => (cafe.types.CafeTable.fields.slug.minimum = 1)), /"minimum" is only for integer/],
  ['types in a circle', changed((cafe) => (cafe.types.Seat.fields.table = { type: 'CafeTable' })), /types contain each other: Seat -> CafeTable -> Seat/],
  ['an event without stream that is no hint', changed((cafe) => (cafe.events.changed.stream = null)), /only a hint can be without a stream/],
];

for (const [what, change, message] of refusals) {
  test(`${what} is refused`, () => {
    const result = withCafe(change);
    assert.equal(result.status, 2, result.stderr);
    assert.match(result.stderr, message);
  });
}
