import { expect, test } from '@playwright/test';
import { demoPassword } from './support/guest.ts';
import { fillLogIn, goodPassword, names, people, stand, useFair } from './support/fair.ts';
import { account, app, booth, mail, talk } from './support/texts.ts';

const fair = useFair();

test('somebody logs in where they were, and out again', async ({ browser }) => {
  const page = await fair.stranger(browser);
  await page.goto('/cafe');
  await expect(page.getByRole('heading', { name: app.needLogIn })).toBeVisible();
  await page.getByRole('main').getByRole('link', { name: app.logIn }).click();
  await fillLogIn(page, people.visitor, demoPassword);
  await expect(page).toHaveURL(/\/cafe$/u);

  await page.getByRole('link', { name: new RegExp(names.visitor, 'u') }).click();
  await expect(page.getByText(account.signedInAs(people.visitor))).toBeVisible();
  await page.getByRole('button', { name: account.logOut }).click();
  await expect(page).toHaveURL(/\/$/u);
  await page.goto('/me');
  await expect(page.getByRole('heading', { name: app.needLogIn })).toBeVisible();
});

test('a wrong password and an unknown address are answered alike, and empty fields at the field', async ({ browser }) => {
  const page = await fair.stranger(browser);
  await page.goto('/log-in');
  await page.getByRole('button', { name: account.logInSend, exact: true }).click();
  await expect(page.getByText(account.emailMissing)).toBeVisible();
  await expect(page.getByLabel(account.email, { exact: true })).toBeFocused();
  for (const email of [people.visitor, 'niemand@demo.example']) {
    await fillLogIn(page, email, 'ganz-sicher-falsch');
    await expect(page.getByRole('alert').filter({ hasText: account.wrong })).toBeVisible();
    await expect(page).toHaveURL(/\/log-in$/u);
    await page.reload();
  }
});

test('a registration says at the field what is missing, and that a password is too easy', async ({ browser }) => {
  const page = await fair.stranger(browser);
  await page.goto('/register');
  await page.getByRole('button', { name: account.registerSend }).click();
  for (const text of [account.nameShort, account.emailMissing, account.passwordShort]) {
    await expect(page.getByText(text)).toBeVisible();
  }
  await page.getByLabel(account.name, { exact: true }).fill('Neu Hier');
  await page.getByLabel(account.email, { exact: true }).fill('neu@hier.example');
  await page.getByLabel(account.password, { exact: true }).fill('passwort123');
  await page.getByRole('button', { name: account.registerSend }).click();
  await expect(page.getByText(account.errors['account.weak_password']!)).toBeVisible();
  await expect(page.getByLabel(account.password, { exact: true })).toBeFocused();
});

test('a forgotten password is replaced by a mailed link, once', async ({ browser }) => {
  const email = 'sabine@demo.example';
  const page = await fair.stranger(browser);
  await page.goto('/log-in');
  await page.getByRole('link', { name: account.forgot }).click();
  await page.getByLabel(account.email, { exact: true }).fill(email);
  await page.getByRole('button', { name: account.resetSend }).click();
  await expect(page.getByText(account.resetSent(email))).toBeVisible();
  const link = await fair.mailedLink(email);
  await page.goto(link);
  await expect(page).not.toHaveURL(/#/u); // The token does not stay in the address.
  await page.getByLabel(account.newPassword, { exact: true }).fill(goodPassword);
  await page.getByRole('button', { name: account.setSend }).click();
  await expect(page.getByRole('heading', { level: 1, name: booth.hallTitle })).toBeVisible();

  const again = await fair.stranger(browser);
  await again.goto(link);
  await again.getByLabel(account.newPassword, { exact: true }).fill('Noch-ein-Versuch-99');
  await again.getByRole('button', { name: account.setSend }).click();
  await expect(again.getByRole('alert').filter({ hasText: account.tokenInvalid })).toBeVisible();
  await again.goto('/log-in');
  await fillLogIn(again, email, demoPassword);
  await expect(again.getByRole('alert').filter({ hasText: account.wrong })).toBeVisible();
  await again.reload();
  await fillLogIn(again, email, goodPassword);
  await expect(again).toHaveURL(/\/hall$/u);
});

test('a session that is ended elsewhere is over at once in its browser', async ({ browser }) => {
  const email = 'mehmet@demo.example';
  const lost = await fair.stranger(browser, { userAgent: 'Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0' });
  await lost.goto('/log-in');
  await fillLogIn(lost, email, demoPassword);
  await expect(lost).toHaveURL(/\/hall$/u);
  await lost.goto('/talks');
  await expect(lost.getByRole('heading', { name: talk.talksTitle, level: 1 })).toBeVisible();

  const page = await fair.stranger(browser);
  await page.goto('/log-in');
  await fillLogIn(page, email, demoPassword);
  await expect(page).toHaveURL(/\/hall$/u);
  await page.goto('/me');
  const sessions = page.getByRole('region', { name: account.sessions });
  await expect(sessions.getByRole('listitem').filter({ hasText: account.thisDevice })).toHaveCount(1);
  const other = sessions.getByRole('listitem').filter({ hasText: /Android/u });
  await other.getByRole('button').click();
  await expect(other).toHaveCount(0);
  await expect(page.getByText(account.sessionEnded)).toHaveCount(1);

  // Its browser notices without being touched, and shows nothing of the person any more after a reload.
  await expect(lost.getByRole('heading', { name: app.needLogIn }).or(lost.getByText(app.refused))).toBeVisible();
  await lost.reload();
  await expect(lost.getByRole('heading', { name: app.needLogIn })).toBeVisible();
  await page.reload();
  await expect(sessions).toBeVisible();
});

test('a lead invites a colleague, who joins the team by the mailed link', async ({ browser }) => {
  const email = 'neue.kollegin@silbertal-getriebe.example';
  const lead = await fair.person(browser, people.lead);
  await lead.goto(`/desk/${stand.slug}`);
  const colleagues = lead.getByRole('region', { name: talk.colleagues });
  await colleagues.getByText(talk.invite).click();
  await colleagues.getByLabel(account.email, { exact: true }).fill(email);
  await colleagues.getByRole('button', { name: account.inviteSend }).click();
  await expect(colleagues.getByText(account.inviteSent(email))).toBeVisible();

  const page = await fair.stranger(browser);
  await page.goto(await fair.mailedLink(email));
  await expect(page.getByText(account.invitationText(stand.name, account.boothRole.talk))).toBeVisible();
  await page.getByLabel(account.name, { exact: true }).fill('Nele Neubert');
  await page.getByLabel(account.password, { exact: true }).fill(goodPassword);
  await page.getByRole('button', { name: account.invitationSend }).click();
  await expect(page).toHaveURL(new RegExp(`/desk/${stand.slug}$`, 'u'));
  await expect(page.getByRole('heading', { level: 1, name: new RegExp(talk.deskTitle, 'u') })).toBeVisible();
  await expect(colleagues).toContainText('Nele Neubert');
});

test('name, language and colours are kept', async ({ browser }) => {
  const page = await fair.person(browser, 'franzi@demo.example');
  await page.goto('/me');
  await page.getByLabel(account.name, { exact: true }).fill('Franzi H.');
  await page.getByRole('group', { name: account.language }).getByText(account.english, { exact: true }).click();
  await page.getByRole('group', { name: account.theme }).getByText(account.themeDark, { exact: true }).click();
  await page.getByRole('button', { name: account.save, exact: true }).click();
  await expect(page.locator('html')).toHaveAttribute('lang', 'en');
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await page.reload();
  await expect(page.getByRole('heading', { level: 1, name: 'My profile' })).toBeVisible();
  await expect(page.locator('html')).toHaveAttribute('data-theme', 'dark');
  await expect(page.getByRole('link', { name: /Franzi H\./u })).toBeVisible();
});

test('the organiser reads outgoing mails, others do not', async ({ browser }) => {
  const page = await fair.person(browser, people.organiser);
  await page.goto('/mails');
  await expect(page.getByRole('heading', { level: 1, name: mail.title })).toBeVisible();
  await expect(page.getByRole('listitem').getByRole('heading').first()).toBeVisible();
  const visitor = await fair.person(browser, people.visitor);
  await visitor.goto('/mails');
  await expect(visitor.getByRole('heading', { level: 1, name: app.forbidden })).toBeVisible();
});
