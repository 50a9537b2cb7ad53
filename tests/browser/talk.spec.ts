import type { Browser, Locator, Page } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { ConversationId, MessageId } from '../../protocol/generated/ts/index.ts';
import { Conversation } from './support/conversation.ts';
import { choose, goodPassword, names, people, stand, useFair } from './support/fair.ts';
import { account, app, booth, talk } from './support/texts.ts';

// Some conversations are longer than anybody types.
const fair = useFair({ 'commands-burst': 200 });
const boothPath = `/booth/${stand.slug}`;
const deskPath = `/desk/${stand.slug}`;

/** A new visitor, from the registration to the hall. */
async function register(page: Page, name: string, email: string): Promise<void> {
  await page.goto('/register');
  await page.getByLabel(account.name, { exact: true }).fill(name);
  await page.getByLabel(account.email, { exact: true }).fill(email);
  await page.getByLabel(account.password, { exact: true }).fill(goodPassword);
  await page.getByRole('button', { name: account.registerSend }).click();
  await expect(page.getByRole('heading', { level: 1, name: account.checkMail })).toBeVisible();
  await page.goto(await fair.mailedLink(email));
  await page.getByRole('button', { name: account.confirmSend }).click();
  await expect(page.getByRole('heading', { level: 1, name: booth.hallTitle })).toBeVisible();
}

/** A member of the team at the desk, free. */
async function staffAtDesk(browser: Browser, email: string): Promise<Page> {
  const page = await fair.person(browser, email);
  await page.goto(deskPath);
  await choose(page, booth.dutyLegend, booth.duty.free);
  await expect(page.getByRole('radio', { name: booth.duty.free, exact: true })).toBeChecked();
  return page;
}

/** A talk of a demo visitor that a member of the team has taken, both looking at it. */
async function takenTalk(browser: Browser, first: string): Promise<{ visitor: Page; staff: Page; id: ConversationId }> {
  const guest = await fair.guest(people.visitor);
  const { booths } = await guest.call('booth.list', {});
  const boothId = booths.find(({ slug }) => slug === stand.slug)!.booth_id;
  const { conversation_id: id } = await guest.call('conversation.open', { booth_id: boothId, text: first });
  const lead = await fair.guest(people.lead);
  // Open from an earlier test or new: in both cases it is the lead's in the end.
  await lead.call('conversation.take', { conversation_id: id }).catch(() => undefined);
  const visitor = await fair.person(browser, people.visitor);
  await visitor.goto(`/talks/${id}`);
  const staff = await fair.person(browser, people.lead);
  await staff.goto(`${deskPath}?talk=${id}`);
  await expect(new Conversation(visitor).message(first)).toBeVisible();
  await expect(new Conversation(staff).message(first)).toBeVisible();
  return { visitor, staff, id };
}

test('a new visitor and a member of the team talk, and nothing is lost when the server is killed', async ({ browser }) => {
  test.setTimeout(240_000);
  const staff = await staffAtDesk(browser, people.lead);
  const visitor = await fair.stranger(browser);
  await register(visitor, 'Rosa Rückkehr', 'rosa@neu.example');

  // Hall → booth → talk.
  await visitor.getByRole('link', { name: stand.name }).click();
  await expect(visitor.getByRole('heading', { level: 1, name: stand.name })).toBeVisible();
  await visitor.getByRole('button', { name: booth.speakNow }).click();
  await visitor.getByLabel(talk.openLabel).fill('Glück auf! Suchen Sie noch Zerspaner?');
  await visitor.getByRole('button', { name: talk.openSend }).click();
  await staff.getByRole('button', { name: `${talk.take}: Rosa Rückkehr` }).click();

  const left = new Conversation(visitor);
  const right = new Conversation(staff);
  await expect(left.log).toContainText(talk.system['taken']!.replace('{name}', names.lead));
  await right.expectTexts(['Glück auf! Suchen Sie noch Zerspaner?']);

  // Both write; each sees that the other writes, and that the own words were read.
  await right.composer().pressSequentially('Ja, zwei Stellen.');
  await expect(visitor.getByText(talk.typingOne(names.lead))).toBeVisible();
  await right.composer().press('Enter');
  await expect(left.message('Ja, zwei Stellen.')).toBeVisible();
  await expect(right.message('Ja, zwei Stellen.')).toContainText(talk.seen);
  await left.write('Auch in Teilzeit?');
  await expect(right.message('Auch in Teilzeit?')).toBeVisible();
  await expect(left.message('Auch in Teilzeit?')).toContainText(talk.seen);

  // Edit, react, delete.
  const edit = await left.act('Auch in Teilzeit?');
  await edit.getByRole('button', { name: talk.edit }).click();
  await left.composer().fill('Geht das auch in Teilzeit?');
  await visitor.getByRole('button', { name: talk.save }).click();
  await expect(right.message('Geht das auch in Teilzeit?')).toContainText(talk.edited);
  const react = await right.act('Geht das auch in Teilzeit?');
  await react.getByRole('button', { name: talk.emojiNames['👍']! }).click();
  const thumb = talk.reactionOf(talk.emojiNames['👍']!, 1);
  await expect(left.log.getByRole('button', { name: thumb })).toBeVisible();
  await left.write('Das war zu viel.');
  await expect(right.message('Das war zu viel.')).toBeVisible();
  const remove = await left.act('Das war zu viel.');
  await remove.getByRole('button', { name: talk.remove }).click();
  await remove.getByRole('button', { name: talk.remove }).click();
  await expect(right.log).toContainText(talk.deleted);

  // Both reload.
  const said = ['Glück auf! Suchen Sie noch Zerspaner?', 'Ja, zwei Stellen.', 'Geht das auch in Teilzeit?', talk.deleted];
  await visitor.goto('/talks');
  await visitor.getByRole('link', { name: stand.name }).click();
  await visitor.reload();
  await staff.reload();
  await left.expectTexts(said);
  await right.expectTexts(said);
  await expect(left.log.getByRole('button', { name: thumb })).toBeVisible();

  // The power fails, both notice, one writes meanwhile.
  await fair.server.kill();
  for (const page of [visitor, staff]) await expect(page.getByText(app.offline)).toBeVisible();
  await left.write('Sind Sie noch da?');
  await expect(left.pending()).toContainText('Sind Sie noch da?');
  // What is wrong stands below the head and above the talk, also for whoever is writing. Looked at again where the bar
  // was just telling of another attempt.
  const top = async (one: Locator): Promise<number> => {
    const box = await one.boundingBox();
    expect(box, 'the element is shown').not.toBeNull();
    return box!.y;
  };
  await expect(async () => {
    const head = await visitor.getByRole('banner').boundingBox();
    const offline = await top(visitor.getByText(app.offline));
    expect(offline).toBeGreaterThan(head!.y + head!.height);
    expect(await top(visitor.getByRole('log'))).toBeGreaterThan(offline);
  }).toPass({ timeout: 15_000 });
  await fair.server.start();
  await right.expectTexts([...said, 'Sind Sie noch da?']);
  await right.write('Aber ja.');
  const all = [...said, 'Sind Sie noch da?', 'Aber ja.'];
  await left.expectTexts(all);
  await right.expectTexts(all);

  // What the pages folded is what the server has.
  await visitor.reload();
  await staff.reload();
  await left.expectTexts(all);
  await right.expectTexts(all);
});

test('a message written without a network is delivered once after the return', async ({ browser }) => {
  const { visitor, staff } = await takenTalk(browser, 'Ich fahre gerade durch einen Tunnel.');
  const left = new Conversation(visitor);
  const right = new Conversation(staff);
  const before = await right.texts();
  await visitor.context().setOffline(true);
  await left.write('Hört mich jemand?');
  await left.write('Wohl nicht.');
  await expect(left.pending()).toHaveCount(2);
  expect(await right.texts()).toEqual(before);
  await visitor.context().setOffline(false);
  await right.expectTexts([...before, 'Hört mich jemand?', 'Wohl nicht.']);
  await left.expectTexts([...before, 'Hört mich jemand?', 'Wohl nicht.']);
});

test('a message written without a network survives a reload of the page', async ({ browser }) => {
  const { visitor, staff, id } = await takenTalk(browser, 'Mein Akku ist fast leer.');
  const right = new Conversation(staff);
  const before = await right.texts();
  await fair.server.kill();
  await new Conversation(visitor).write('Diese Zeile wartet.');
  await expect(new Conversation(visitor).pending()).toHaveCount(1);
  await visitor.close();
  await fair.server.start();
  const again = await staff.context().browser()!.contexts().find((one) => one === visitor.context())!.newPage();
  await again.goto(`/talks/${id}`);
  await right.expectTexts([...before, 'Diese Zeile wartet.']);
  await new Conversation(again).expectTexts([...before, 'Diese Zeile wartet.']);
});

test('what somebody has begun to write survives a reload and leaves with the message', async ({ browser }) => {
  const { visitor } = await takenTalk(browser, 'Ich schreibe langsam.');
  const left = new Conversation(visitor);
  await left.composer().fill('Noch nicht ganz fert');
  await visitor.reload();
  await expect(left.composer()).toHaveValue('Noch nicht ganz fert');
  await left.write('Jetzt fertig.');
  await expect(left.message('Jetzt fertig.')).toBeVisible();
  await visitor.reload();
  await expect(left.message('Jetzt fertig.')).toBeVisible();
  await expect(left.composer()).toHaveValue('');
});

test('what somebody began in one talk stays out of the next one', async ({ browser }) => {
  const { staff } = await takenTalk(browser, 'Ich war zuerst da.');
  const right = new Conversation(staff);
  for (const text of ['Willkommen!', 'Womit fangen wir an?']) {
    await right.write(text);
    await expect(right.message(text)).toBeVisible();
  }
  const email = 'franzi@demo.example';
  const franzi = await fair.guest(email);
  const lead = await fair.guest(people.lead);
  const { booths } = await franzi.call('booth.list', {});
  const boothId = booths.find(({ slug }) => slug === stand.slug)!.booth_id;
  const { conversation_id: id } = await franzi.call('conversation.open', { booth_id: boothId, text: 'Und ich danach.' });
  await lead.call('conversation.take', { conversation_id: id });
  const visitor = await fair.person(browser, email);
  await visitor.goto(`/talks/${id}`);
  await expect(new Conversation(visitor).message('Und ich danach.')).toContainText(talk.sent);

  const edit = await right.act('Willkommen!');
  await edit.getByRole('button', { name: talk.edit }).click();
  await expect(right.composer()).toHaveValue('Willkommen!');
  await staff.getByRole('link', { name: /Franziska Hübner/u }).click();
  await right.expectTexts(['Und ich danach.']);
  await expect(right.composer()).toHaveValue('');
  await expect(staff.getByText(talk.editing)).toHaveCount(0);
  // Read, although its numbers are lower than those that were read in the first talk.
  await expect(new Conversation(visitor).message('Und ich danach.')).toContainText(talk.seen);
});

test('what happens to a message of long ago is seen by whoever has paged back to it', async ({ browser }) => {
  const { visitor, id } = await takenTalk(browser, 'Es gibt viel zu erzählen.');
  const lead = await fair.guest(people.lead);
  const messages: MessageId[] = [];
  for (let line = 1; line <= 60; line += 1) {
    const fields = { conversation_id: id, text: `Absatz ${line}.` };
    messages.push((await lead.call('conversation.send_message', fields)).message_id);
  }
  await visitor.reload();
  const left = new Conversation(visitor);
  await expect(left.message('Absatz 60.')).toBeVisible();
  await expect(left.message('Absatz 1.')).toHaveCount(0);
  await left.log.focus();
  await visitor.keyboard.press('Home');
  await expect(left.message('Absatz 1.')).toHaveCount(1);

  const [first, second] = messages as [MessageId, MessageId];
  await lead.call('conversation.edit_message', { message_id: first, text: 'Absatz 1, neu gefasst.' });
  await expect(left.message('Absatz 1, neu gefasst.')).toContainText(talk.edited);
  await lead.call('conversation.delete_message', { message_id: second });
  await expect(left.message('Absatz 2.')).toHaveCount(0);
  const react = await left.act('Absatz 3.');
  await react.getByRole('button', { name: talk.emojiNames['👍']! }).click();
  const thumb = talk.reactionOf(talk.emojiNames['👍']!, 1);
  await expect(left.message('Absatz 3.').getByRole('button', { name: thumb })).toBeVisible();
});

test('the first message to a booth survives the way through the log-in', async ({ browser }) => {
  const page = await fair.stranger(browser);
  await page.goto(boothPath);
  await page.getByRole('button', { name: new RegExp(`${booth.speakNow}|${booth.leaveMessage}`, 'u') }).click();
  await page.getByLabel(talk.openLabel).fill('Ich habe noch kein Konto.');
  await page.getByRole('dialog').getByRole('link', { name: app.logIn }).click();
  await page.getByLabel(account.email, { exact: true }).fill(people.otherVisitor);
  await page.getByLabel(account.password, { exact: true }).fill('glueckauf-demo');
  await page.getByRole('button', { name: account.logInSend, exact: true }).click();
  await expect(page.getByRole('heading', { level: 1, name: stand.name })).toBeVisible();
  await page.getByRole('button', { name: new RegExp(`${booth.speakNow}|${booth.leaveMessage}`, 'u') }).click();
  await expect(page.getByLabel(talk.openLabel)).toHaveValue('Ich habe noch kein Konto.');
});

test('when two of the team reach for one visitor, exactly one wins and the other is told', async ({ browser }) => {
  const one = await staffAtDesk(browser, people.lead);
  const other = await staffAtDesk(browser, people.colleague);
  for (const number of [1, 2, 3]) {
    const name = `Gast ${String(number).padStart(4, '0')}`;
    const [guest] = await fair.crowd(number, 1);
    const { booths } = await guest!.call('booth.list', {});
    await guest!.call('conversation.open', {
      booth_id: booths.find(({ slug }) => slug === stand.slug)!.booth_id,
      text: `Wer hat Zeit für Nummer ${number}?`,
    });
    // Both press at the same moment, without waiting for each other's page.
    const moment = Date.now() + 1_000;
    await Promise.all(
      [one, other].map(async (page) => {
        const button = page.getByRole('button', { name: `${talk.take}: ${name}` });
        await button.evaluate(
          (element, at) =>
            new Promise<void>((done) => {
              setTimeout(() => done((element as HTMLElement).click()), at - Date.now());
            }),
          moment,
        );
      }),
    );
    const winners = async (): Promise<number> =>
      [one, other].filter((page) => new URL(page.url()).searchParams.has('talk')).length;
    await expect.poll(winners).toBe(1);
    const loser = new URL(one.url()).searchParams.has('talk') ? other : one;
    const winner = loser === one ? other : one;
    await expect(loser.getByRole('button', { name: `${talk.take}: ${name}` })).toHaveCount(0);
    await expect(loser.getByText(talk.takenByOtherUnknown).first()).toBeVisible();
    await expect(new Conversation(winner).log.getByText(/übernommen/u)).toHaveCount(1);
    expect(await winners()).toBe(1);
    for (const page of [one, other]) await page.goto(deskPath);
  }
});
