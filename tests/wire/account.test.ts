import { afterAll, beforeAll, expect } from 'vitest';
import { failure, success } from './support/cases.ts';
import { demoPassword } from './support/fair-server.ts';
import { invited, registered, resetToken } from './support/samples.ts';
import { VirtualUser } from './support/virtual-user.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

const password = 'Dreizehn Bergleute singen';
const somebody = () => world.newStranger();
const mailsTo = async (email: string) =>
  (await world.organiser.call('mail.list_outgoing', { limit: 200 })).mails.filter(
    (mail) => mail.to === email,
  );

success('account.register', 'mails a link by which the account comes to be', async () => {
  const email = world.newEmail();
  await world.stranger.call('account.register', {
    email,
    name: 'Rosa Richter',
    password,
    locale: 'de',
  });
  await somebody().expectHttpError('account.wrong_credentials', 'account.log_in', { email, password });
  const user = somebody();
  await user.http('account.confirm', {
    token: await world.mailedToken(email),
  });
  expect((await user.call('account.get_me', {})).me).toMatchObject({
    email,
    name: 'Rosa Richter',
    roles: ['visitor'],
  });
});

success('account.register', 'answers the same for a known address, and mails its owner instead', async () => {
  const email = 'vera@probe.example';
  const answer = await world.stranger.call('account.register', {
    email,
    name: 'Vera Vogel',
    password,
    locale: 'de',
  });
  expect(answer).toEqual({});
  const mails = await mailsTo(email);
  expect(mails).toHaveLength(1);
  expect(mails[0]?.text).not.toContain('/confirm#');
});

failure('account.register', 'account.invalid_email', 'no mail can go there', async () => {
  for (const email of ['a@b', 'a b@probe.example', 'probe.example', '@probe.example']) {
    const fields = { email, name: 'Rosa', password, locale: 'de' };
    await world.stranger.expectError('account.invalid_email', 'account.register', fields, 'email');
  }
});

failure('account.register', 'account.weak_password', 'a common one, or the address itself', async () => {
  for (const weak of ['1234567890', 'passwort123', 'Rosamunde.1']) {
    const fields = {
      email: 'rosamunde.1@probe.example',
      name: 'Rosa',
      password: weak,
      locale: 'de',
    };
    await world.stranger.expectError('account.weak_password', 'account.register', fields, 'password');
  }
});

failure(
  'account.register',
  'account.name_reserved',
  'names that imitate exhibitors or the team',
  async () => {
    for (const name of ['Zinnwerk Probe GmbH', 'Z1nnwerk  Probe GmbH', 'Support', 'Moderation']) {
      const fields = { email: world.newEmail(), name, password, locale: 'de' };
      await world.stranger.expectError('account.name_reserved', 'account.register', fields, 'name');
    }
  },
);

success('account.confirm', 'logs in with a cookie that a socket takes', async () => {
  const user = somebody();
  await user.http('account.confirm', { token: await registered(world) });
  expect(user.cookie).not.toBe('');
  await user.connect();
  const hello = await user.nextEvent('session.hello');
  expect(hello.data).toMatchObject({
    person_id: user.id,
    roles: ['visitor'],
  });
});

failure('account.confirm', 'account.invalid_token', 'unknown, or used before', async () => {
  const token = await registered(world);
  await somebody().http('account.confirm', { token });
  await somebody().expectHttpError('account.invalid_token', 'account.confirm', { token }, 'token');
  await somebody().expectHttpError(
    'account.invalid_token',
    'account.confirm',
    { token: 'x'.repeat(43) },
    'token',
  );
});

success('account.log_in', 'tells who it is and what they may', async () => {
  const user = await VirtualUser.logIn(world.server, 'LEA@zinnwerk.example');
  expect(user.me).toMatchObject({
    email: 'lea@zinnwerk.example',
    name: 'Lea Lötzsch',
    booths: [{ booth_slug: 'zinnwerk', role: 'lead' }],
  });
  expect(user.me?.roles.toSorted()).toEqual(['exhibitor', 'visitor']);
});

failure(
  'account.log_in',
  'account.wrong_credentials',
  'the same for a wrong password and an unknown address',
  async () => {
    const wrong = { email: 'viktor@probe.example', password: 'falsch' };
    const one = await somebody().expectHttpError('account.wrong_credentials', 'account.log_in', wrong);
    const unknown = { email: 'niemand@probe.example', password: 'falsch' };
    const two = await somebody().expectHttpError('account.wrong_credentials', 'account.log_in', unknown);
    expect(two.toWire()).toEqual(one.toWire());
  },
);

failure(
  'account.log_in',
  'account.too_many_attempts',
  'after some failures, with the time to wait',
  async () => {
    const fields = { email: 'gast-1000@demo.example', password: 'falsch' };
    const codes: string[] = [];
    for (let i = 0; i < 8; i += 1) {
      const error = await somebody()
        .http('account.log_in', fields)
        .then(
          () => undefined,
          (reason: { code: string; retryAfterMs?: number }) => reason,
        );
      codes.push(error?.code ?? 'none');
      if (error?.code === 'account.too_many_attempts') expect(error.retryAfterMs).toBeGreaterThan(0);
    }
    expect(codes[0]).toBe('account.wrong_credentials');
    expect(codes).toContain('account.too_many_attempts');
  },
);

success('account.log_out', 'ends the session and its sockets', async () => {
  const user = await world.newVisitor();
  const socket = world.another(user);
  const closed = socket.connect().then(() => socket.closed());
  await socket.connect();
  await user.http('account.log_out', {});
  expect((await closed).code).toBe(4501);
  expect(user.cookie).toBe('');
  const stale = world.another(socket);
  expect((await stale.http('account.get_me', {})) as object).toEqual({});
});

success('account.get_me', 'knows the caller, and says so when nobody is logged in', async () => {
  expect((await world.visitor.call('account.get_me', {})).me).toEqual(world.visitor.me);
  expect(await world.stranger.call('account.get_me', {})).toEqual({});
});

success('account.update_profile', 'changes name and language', async () => {
  const user = await world.newVisitor();
  const { me } = await user.call('account.update_profile', {
    name: '  Frieda   Fritzsche ',
    locale: 'en',
  });
  expect(me).toMatchObject({ name: 'Frieda Fritzsche', locale: 'en' });
  expect((await user.call('account.get_me', {})).me).toEqual(me);
});

failure('account.update_profile', 'account.name_reserved', 'a name of an exhibitor', async () => {
  const fields = { name: 'Äschen Holz KG', locale: 'de' };
  await world.visitor.expectError('account.name_reserved', 'account.update_profile', fields, 'name');
});

success('account.list_sessions', 'shows the own log-ins, newest first', async () => {
  const user = await world.newVisitor();
  const second = await VirtualUser.logIn(world.server, user.me?.email ?? '');
  const { sessions } = await second.call('account.list_sessions', {});
  await second.cut();
  expect(sessions.map(({ session_id }) => session_id)).toEqual([second.me?.session_id, user.me?.session_id]);
  expect(sessions.map(({ is_current }) => is_current)).toEqual([true, false]);
  expect(sessions[0]?.expires_at).toBeGreaterThan(Date.now());
});

success('account.end_session', 'logs another device out', async () => {
  const user = await world.newVisitor();
  const lost = await VirtualUser.logIn(world.server, user.me?.email ?? '');
  await lost.connect();
  const closed = lost.closed();
  await user.call('account.end_session', {
    session_id: lost.me?.session_id as never,
  });
  expect((await closed).code).toBe(4501);
  expect((await user.call('account.list_sessions', {})).sessions).toHaveLength(1);
});

success('account.end_session', 'does not reach the sessions of others', async () => {
  const fields = { session_id: world.otherVisitor.me?.session_id };
  await world.visitor.expectError('session.not_found', 'account.end_session', fields, 'session_id');
});

success(
  'account.request_password_reset',
  'mails a link to known addresses only, and answers all alike',
  async () => {
    const known = await world.stranger.call('account.request_password_reset', {
      email: 'gast-1500@demo.example',
    });
    const unknown = await world.stranger.call('account.request_password_reset', {
      email: 'niemand@probe.example',
    });
    expect(unknown).toEqual(known);
    expect(await mailsTo('gast-1500@demo.example')).toHaveLength(1);
    expect(await mailsTo('niemand@probe.example')).toHaveLength(0);
  },
);

success('account.reset_password', 'sets it, ends all sessions and logs in anew', async () => {
  const user = await world.newVisitor();
  const email = user.me?.email ?? '';
  await user.connect();
  const closed = user.closed();
  await world.stranger.call('account.request_password_reset', { email });
  const anew = somebody();
  await anew.http('account.reset_password', {
    token: await world.mailedToken(email),
    password,
  });
  expect((await closed).code).toBe(4501);
  expect((await anew.call('account.list_sessions', {})).sessions).toHaveLength(1);
  await somebody().expectHttpError('account.wrong_credentials', 'account.log_in', {
    email,
    password: demoPassword,
  });
  await VirtualUser.logIn(world.server, email, password);
});

failure('account.reset_password', 'account.invalid_token', 'unknown, or used before', async () => {
  const token = await resetToken(world);
  await somebody().http('account.reset_password', { token, password });
  for (const wrong of [token, 'x'.repeat(43)]) {
    await somebody().expectHttpError(
      'account.invalid_token',
      'account.reset_password',
      { token: wrong, password },
      'token',
    );
  }
});

failure('account.reset_password', 'account.weak_password', 'and the link stays good', async () => {
  const token = await resetToken(world);
  const weak = { token, password: '1234567890' };
  await somebody().expectHttpError('account.weak_password', 'account.reset_password', weak, 'password');
  await somebody().http('account.reset_password', { token, password });
});

success('account.invite_staff', 'is for the booth’s leads and for organisers', async () => {
  const fields = {
    booth_id: world.zinnwerk,
    email: world.newEmail(),
    role: 'talk' as const,
  };
  await world.lead.call('account.invite_staff', fields);
  await world.organiser.call('account.invite_staff', fields);
  expect(await mailsTo(fields.email)).toHaveLength(2);
  for (const other of [world.colleague, world.neighbour]) {
    await other.expectError('session.not_found', 'account.invite_staff', fields, 'booth_id');
  }
});

failure('account.invite_staff', 'account.invalid_email', 'no mail can go there', async () => {
  const fields = {
    booth_id: world.zinnwerk,
    email: 'nirgends',
    role: 'talk',
  };
  await world.lead.expectError('account.invalid_email', 'account.invite_staff', fields, 'email');
});

failure('account.invite_staff', 'account.already_member', 'a colleague', async () => {
  const fields = {
    booth_id: world.zinnwerk,
    email: 'tom@zinnwerk.example',
    role: 'lead',
  };
  await world.lead.expectError('account.already_member', 'account.invite_staff', fields, 'email');
});

success('account.get_invitation', 'tells where it leads', async () => {
  const fresh = await invited(world);
  expect(await world.stranger.call('account.get_invitation', { token: fresh.token })).toEqual({
    booth_name: 'Zinnwerk Probe GmbH',
    role: 'talk',
    email: fresh.email,
    has_account: false,
  });
  const known = await invited(world, 'gast-1600@demo.example');
  expect(await world.stranger.call('account.get_invitation', { token: known.token })).toMatchObject({
    has_account: true,
  });
});

failure('account.get_invitation', 'account.invalid_token', 'unknown', async () => {
  const fields = { token: 'x'.repeat(43) };
  await world.stranger.expectError('account.invalid_token', 'account.get_invitation', fields, 'token');
});

success('account.accept_invitation', 'makes somebody new a member of the team', async () => {
  const { token } = await invited(world);
  const user = somebody();
  await user.http('account.accept_invitation', {
    token,
    name: 'Ina Illig',
    password,
  });
  expect(user.me?.booths).toMatchObject([{ booth_slug: 'zinnwerk', role: 'talk' }]);
  const { booth } = await user.call('booth.get', { slug: 'zinnwerk' });
  expect(booth.team.map(({ name }) => name)).toContain('Ina Illig');
});

success(
  'account.accept_invitation',
  'gives somebody known the new right, also where they are logged in',
  async () => {
    const visitor = await world.newVisitor();
    await visitor.connect();
    const { token } = await invited(world, visitor.me?.email);
    await somebody().http('account.accept_invitation', { token });
    const { data } = await visitor.nextEvent('session.rights_changed');
    expect(data.roles.toSorted()).toEqual(['exhibitor', 'visitor']);
    await visitor.call('booth.set_duty', {
      booth_id: world.zinnwerk,
      duty: 'off',
    });
  },
);

failure('account.accept_invitation', 'account.invalid_token', 'unknown, or used before', async () => {
  const { token } = await invited(world);
  const fields = { token, name: 'Ida Irmscher', password };
  await somebody().http('account.accept_invitation', fields);
  await somebody().expectHttpError('account.invalid_token', 'account.accept_invitation', fields, 'token');
  const unknown = { ...fields, token: 'x'.repeat(43) };
  await somebody().expectHttpError('account.invalid_token', 'account.accept_invitation', unknown, 'token');
});

failure('account.accept_invitation', 'account.weak_password', 'and the link stays good', async () => {
  const { token } = await invited(world);
  const weak = { token, name: 'Ida Irmscher', password: '1234567890' };
  await somebody().expectHttpError('account.weak_password', 'account.accept_invitation', weak, 'password');
  await somebody().http('account.accept_invitation', { ...weak, password });
});

failure('account.accept_invitation', 'account.name_reserved', 'a name of the team', async () => {
  const { token } = await invited(world);
  const fields = { token, name: 'Moderation', password };
  await somebody().expectHttpError('account.name_reserved', 'account.accept_invitation', fields, 'name');
});

failure(
  'account.accept_invitation',
  'session.invalid_field',
  'somebody new without name or password',
  async () => {
    const { token } = await invited(world);
    const call = (fields: object, field: string) =>
      somebody().expectHttpError(
        'session.invalid_field',
        'account.accept_invitation',
        { token, ...fields },
        field,
      );
    await call({ name: 'Ida Irmscher' }, 'password');
    await call({ password }, 'name');
  },
);
