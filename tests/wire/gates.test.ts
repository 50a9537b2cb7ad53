import { definition, type CommandName, type Role } from '@protocol';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { samples } from './support/samples.ts';
import { expectRefusal, VirtualUser } from './support/virtual-user.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

const names = Object.keys(definition.commands) as CommandName[];
const rolesOf = (name: CommandName) => definition.commands[name].roles as readonly (Role | 'anyone')[];

/** Everybody with an account is a visitor; these hold one more role, or none. */
const holders: [Role, () => VirtualUser][] = [
  ['visitor', () => world.visitor],
  ['exhibitor', () => world.lead],
  ['moderator', () => world.moderator],
  ['organiser', () => world.organiser],
];

function attempt(user: VirtualUser, name: CommandName, fields: unknown): Promise<unknown> {
  return definition.commands[name].is_http_only ? user.http(name, fields) : user.send(name, fields);
}

describe.each(names)('%s', (name) => {
  const roles = rolesOf(name);
  const isOpen = roles.includes('anyone');

  // Of a command for anyone there is nothing to refuse.
  if (!isOpen)
    it('needs a log-in, over the socket and over HTTP', async () => {
      const { fields } = await samples[name](world);
      await expectRefusal(attempt(world.stranger, name, fields), 'session.log_in_required');
      if (!definition.commands[name].is_socket_only) {
        await world.stranger.expectHttpError('session.log_in_required', name, fields);
      }
    });

  const forbidden = holders.filter(
    ([role]) => !isOpen && !roles.includes('visitor') && !roles.includes(role),
  );
  it.each(forbidden)('is refused to a %s', async (_, user) => {
    const { fields } = await samples[name](world);
    await expectRefusal(attempt(user(), name, fields), 'session.forbidden');
  });

  it('refuses by the role before it looks at the fields', async () => {
    const [, user] = forbidden[0] ?? [];
    if (user) await expectRefusal(attempt(user(), name, { wrong: true }), 'session.forbidden');
    else if (!isOpen)
      await expectRefusal(attempt(world.stranger, name, { wrong: true }), 'session.log_in_required');
    else expect(roles).toContain('anyone');
  });

  it('is answered over the ways that its definition names, and no other', async () => {
    const { is_http_only, is_socket_only } = definition.commands[name];
    if (is_http_only) await world.visitor.expectError('session.http_only', name, {});
    if (is_socket_only) await world.visitor.expectHttpError('session.unknown_command', name, {});
    if (!is_http_only && !is_socket_only) {
      const { user, fields } = await samples[name](world);
      expect(await user.http(name, fields)).toBeTypeOf('object');
    }
  });

  it('ignores fields that it does not know', async () => {
    const { user, fields } = await samples[name](world);
    expect(
      await attempt(user, name, {
        ...fields,
        from_a_later_version: { a: [1] },
      }),
    ).toBeTypeOf('object');
  });

  it('answers with what its definition says', async () => {
    const { decodeReply } = await import('@protocol');
    const { user, fields } = await samples[name](world);
    const ok = await attempt(user, name, fields);
    expect(decodeReply(name, ok)).toMatchObject({ ok: true, value: ok });
  });
});
