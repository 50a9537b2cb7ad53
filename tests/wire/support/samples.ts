import type { CommandName } from '@protocol';
import { bookingSamples } from './booking-samples.ts';
import { demoPassword } from './fair-server.ts';
import type { Fields, VirtualUser } from './virtual-user.ts';
import { waitlistSamples } from './waiting.ts';
import type { World } from './world.ts';

/** A command that will succeed, once. */
export interface Sample {
  user: VirtualUser;
  fields: Fields;
  /** Streams that must get an event by it. */
  affects?: string[];
}

const password = 'Dreizehn Bergleute singen';

/** One way to succeed with every command; what must be there first is made anew each time. */
export const samples: Record<CommandName, (world: World) => Promise<Sample> | Sample> = {
  'account.register': ({ visitor, newEmail }) => ({
    user: visitor,
    fields: { email: newEmail(), name: 'Neue Person', password, locale: 'de' },
  }),
  'account.confirm': async (world) => ({
    user: world.newStranger(),
    fields: { token: await registered(world) },
  }),
  'account.log_in': (world) => ({
    user: world.newStranger(),
    fields: { email: 'gast-2000@demo.example', password: demoPassword },
  }),
  'account.log_out': async (world) => ({
    user: await world.newVisitor(),
    fields: {},
  }),
  'account.get_me': ({ visitor }) => ({ user: visitor, fields: {} }),
  'account.update_profile': async (world) => ({
    user: await world.newVisitor(),
    fields: { name: 'Anders Benannt', locale: 'en' },
  }),
  'account.list_sessions': ({ visitor }) => ({ user: visitor, fields: {} }),
  'account.end_session': async (world) => {
    const user = await world.newVisitor();
    const other = world.newStranger();
    await other.http('account.log_in', {
      email: user.me?.email,
      password: demoPassword,
    });
    return { user, fields: { session_id: other.me?.session_id } };
  },
  'account.request_password_reset': ({ visitor }) => ({
    user: visitor,
    fields: { email: 'gast-2001@demo.example' },
  }),
  'account.reset_password': async (world) => ({
    user: world.newStranger(),
    fields: { token: await resetToken(world), password },
  }),
  'account.invite_staff': ({ lead, zinnwerk, newEmail }) => ({
    user: lead,
    fields: { booth_id: zinnwerk, email: newEmail(), role: 'talk' },
  }),
  'account.get_invitation': async (world) => ({
    user: world.stranger,
    fields: { token: (await invited(world)).token },
  }),
  'account.accept_invitation': async (world) => ({
    user: world.newStranger(),
    fields: {
      token: (await invited(world)).token,
      name: 'Ina Illig',
      password,
    },
    affects: [`booth:${world.zinnwerk}:staff`],
  }),
  'booth.get': ({ stranger }) => ({
    user: stranger,
    fields: { slug: 'zinnwerk' },
  }),
  'booth.list': ({ stranger }) => ({ user: stranger, fields: {} }),
  'booth.list_jobs': async ({ stranger }) => {
    const { jobs } = await stranger.call('booth.list_jobs', {});
    return {
      user: stranger,
      fields: {
        words: 'Zinn',
        field: 'Metall',
        kind: 'full_time',
        town: 'Aue',
        after: jobs[0]?.job_id,
        limit: 10,
      },
    };
  },
  'booth.set_duty': async ({ neighbour, booth, stranger }) => {
    const { booth_id } = booth('aeschen');
    const { booth: page } = await stranger.call('booth.get', {
      slug: 'aeschen',
    });
    const duty = page.card.state === 'free' ? 'pause' : 'free';
    return {
      user: neighbour,
      fields: { booth_id, duty },
      affects: ['hall', `booth:${booth_id}:staff`],
    };
  },
  'cafe.sit': async (world) => {
    const user = await world.newVisitor();
    // Tables hold eight: somebody makes room for the next test.
    const table = world.table('kaffee');
    await world.seated?.call('cafe.stand_up', {}).catch(() => undefined);
    world.seated = user;
    return { user, fields: { table_id: table.table_id }, affects: ['cafe'] };
  },
  'cafe.stand_up': async (world) => {
    const user = await world.newVisitor();
    await user.call('cafe.sit', { table_id: world.table('kaffee').table_id });
    return { user, fields: {}, affects: ['cafe'] };
  },
  'cafe.list': ({ visitor }) => ({ user: visitor, fields: {} }),
  'conversation.open': async (world) => {
    const user = await world.newVisitor();
    const { jobs } = await user.call('booth.list_jobs', { field: 'Metall' });
    return {
      user,
      fields: {
        booth_id: world.zinnwerk,
        text: 'Guten Tag',
        job_id: jobs[0]?.job_id,
      },
      affects: [`booth:${world.zinnwerk}:staff`, `user:${user.id}`],
    };
  },
  'conversation.take': async (world) => {
    const { id, visitor } = await world.waitingTalk();
    return {
      user: world.lead,
      fields: { conversation_id: id },
      affects: [`conversation:${id}`, `user:${visitor.id}`, `booth:${world.zinnwerk}:staff`],
    };
  },
  'conversation.close': async (world) => {
    const { id, visitor } = await world.takenTalk();
    return {
      user: visitor,
      fields: { conversation_id: id },
      affects: [`conversation:${id}`, `user:${visitor.id}`, `booth:${world.zinnwerk}:staff`],
    };
  },
  'conversation.send_message': async (world) => {
    const { user, message_id, conversation_id } = await said(world);
    return {
      user,
      fields: { conversation_id, text: 'Noch etwas', reply_to: message_id },
      affects: [`conversation:${conversation_id}`, `user:${user.id}`, `booth:${world.zinnwerk}:staff`],
    };
  },
  'conversation.edit_message': async (world) => {
    const { user, message_id, conversation_id } = await said(world);
    return {
      user,
      fields: { message_id, text: 'Besser gesagt' },
      affects: [`conversation:${conversation_id}`],
    };
  },
  'conversation.delete_message': async (world) => {
    const { user, message_id, conversation_id } = await said(world);
    return {
      user,
      fields: { message_id },
      affects: [`conversation:${conversation_id}`],
    };
  },
  'conversation.react': async (world) => {
    const { user, message_id, conversation_id } = await said(world);
    return {
      user,
      fields: { message_id, emoji: '👍', on: true },
      affects: [`conversation:${conversation_id}`],
    };
  },
  'conversation.mark_read': async (world) => {
    const { id, visitor } = await world.takenTalk();
    const { n } = await world.lead.call('conversation.send_message', {
      conversation_id: id,
      text: 'Lesen Sie das.',
    });
    return {
      user: visitor,
      fields: { conversation_id: id, n },
      affects: [`conversation:${id}`, `user:${visitor.id}`],
    };
  },
  'conversation.type': async (world) => {
    const { id, visitor } = await world.takenTalk();
    await visitor.join(`conversation:${id}`);
    return { user: visitor, fields: { conversation_id: id } };
  },
  'conversation.list_messages': async (world) => {
    const { user, conversation_id } = await said(world);
    return { user, fields: { conversation_id, before_n: 1000, limit: 10 } };
  },
  'conversation.list_rooms': ({ stranger }) => ({ user: stranger, fields: {} }),
  'fair.get': ({ stranger }) => ({ user: stranger, fields: {} }),
  'fair.list_topics': ({ stranger }) => ({ user: stranger, fields: {} }),
  'mail.list_outgoing': ({ organiser }) => ({
    user: organiser,
    fields: { limit: 5 },
  }),
  ...bookingSamples,
  ...waitlistSamples,
  'session.join': ({ stranger }) => ({
    user: stranger,
    fields: { streams: [{ stream: 'hall', epoch: 'none', last: 0 }] },
  }),
  'session.leave': ({ stranger }) => ({
    user: stranger,
    fields: { streams: ['hall'] },
  }),
};

export async function registered(world: World, email = world.newEmail()): Promise<string> {
  await world.visitor.call('account.register', {
    email,
    name: 'Rosa Richter',
    password,
    locale: 'de',
  });
  return world.mailedToken(email);
}

export async function resetToken(world: World): Promise<string> {
  const email = (await world.newVisitor()).me?.email ?? '';
  await world.stranger.call('account.request_password_reset', { email });
  return world.mailedToken(email);
}

export async function invited(
  world: World,
  email = world.newEmail(),
): Promise<{ email: string; token: string }> {
  await world.organiser.call('account.invite_staff', {
    booth_id: world.zinnwerk,
    email,
    role: 'talk',
  });
  return { email, token: await world.mailedToken(email) };
}

/** A visitor's message in a taken talk. */
export async function said(world: World) {
  const { id: conversation_id, visitor: user } = await world.takenTalk();
  const { message_id, n } = await user.call('conversation.send_message', {
    conversation_id,
    text: 'Hallo',
  });
  return { user, conversation_id, message_id, n };
}
