import type { UserSnapshot } from '@protocol';
import { afterAll, beforeAll, expect } from 'vitest';
import { failure, success } from './support/cases.ts';
import { said } from './support/samples.ts';
import { World } from './support/world.ts';

let world: World;
beforeAll(async () => {
  world = await World.open();
});
afterAll(() => world.close());

success('conversation.edit_message', 'changes the text for everybody', async () => {
  const { user, conversation_id, message_id } = await said(world);
  await world.lead.join(`conversation:${conversation_id}`);
  await user.call('conversation.edit_message', {
    message_id,
    text: 'Hallo zusammen',
  });
  const { data } = await world.lead.nextEvent(
    'conversation.message_edited',
    `conversation:${conversation_id}`,
  );
  expect(data).toMatchObject({ message_id, text: 'Hallo zusammen' });
});

failure('conversation.edit_message', 'conversation.not_author', 'it is somebody else’s', async () => {
  const { message_id } = await said(world);
  await world.lead.expectError('conversation.not_author', 'conversation.edit_message', {
    message_id,
    text: 'Anders',
  });
});

failure(
  'conversation.edit_message',
  'conversation.message_deleted',
  'there is nothing to change',
  async () => {
    const { user, message_id } = await said(world);
    await user.call('conversation.delete_message', { message_id });
    await user.expectError('conversation.message_deleted', 'conversation.edit_message', {
      message_id,
      text: 'Anders',
    });
  },
);

failure('conversation.edit_message', 'conversation.closed', 'the talk has ended', async () => {
  const { user, message_id, conversation_id } = await said(world);
  await user.call('conversation.close', { conversation_id });
  await user.expectError('conversation.closed', 'conversation.edit_message', {
    message_id,
    text: 'Anders',
  });
});

success(
  'conversation.delete_message',
  'removes the text for everybody, also from the past that is replayed',
  async () => {
    const { user, conversation_id, message_id } = await said(world);
    const stream = `conversation:${conversation_id}`;
    const start = await world.lead.joinOne(stream);
    const { message_id: secret } = await user.call('conversation.send_message', {
      conversation_id,
      text: 'Geheimnis',
    });
    await user.call('conversation.edit_message', {
      message_id: secret,
      text: 'Geheimnis zwei',
    });
    await user.call('conversation.delete_message', { message_id: secret });
    const { data } = await world.lead.nextEvent('conversation.message_deleted', stream);
    expect(data).toEqual({ message_id: secret });
    const { epoch, head } = start;
    const replay = await world.another(world.lead).joinOne({ stream, epoch: epoch ?? '', last: head ?? 0 });
    expect(replay.outcome).toBe('replayed');
    expect(JSON.stringify(replay)).not.toContain('Geheimnis');
    expect(JSON.stringify(await world.conversation(user, conversation_id))).not.toContain('Geheimnis');
    const page = await user.call('conversation.list_messages', {
      conversation_id,
      before_n: 1000,
    });
    expect(JSON.stringify(page)).not.toContain('Geheimnis');
    const list = (await world.another(user).joinOne(`user:${user.id}`)).snapshot as UserSnapshot;
    expect(JSON.stringify(list)).not.toContain('Geheimnis');
    expect(message_id).not.toBe(secret);
  },
);

success('conversation.delete_message', 'by moderators reaches rooms, and not talks', async () => {
  const { conversation_id } = world.room('flur');
  const { message_id } = await world.visitor.call('conversation.send_message', {
    conversation_id,
    text: 'Unfug',
  });
  await world.moderator.call('conversation.delete_message', { message_id });
  expect((await world.conversation(world.visitor, conversation_id)).messages.at(-1)).toMatchObject({
    message_id,
    text: '',
    is_deleted: true,
  });
  const talk = await said(world);
  await world.moderator.expectError('session.not_found', 'conversation.delete_message', {
    message_id: talk.message_id,
  });
});

failure('conversation.delete_message', 'conversation.not_author', 'it is somebody else’s', async () => {
  const { message_id } = await said(world);
  await world.lead.expectError('conversation.not_author', 'conversation.delete_message', { message_id });
});
