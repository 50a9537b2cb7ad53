import type { CDPSession, Page, WebSocketRoute } from '@playwright/test';
import { expect, test } from '@playwright/test';
import type { Slot } from '../../protocol/generated/ts/index.ts';
import { BoothCalendar, goToTimes, timeOn } from './support/calendar.ts';
import { names, people, useFair } from './support/fair.ts';
import { slot as texts } from './support/texts.ts';

const fair = useFair();
// A trace takes a picture of the page at each step: that would be measured.
test.use({ trace: 'off' });
const kSlots = 2_500;
const kPeople = 12;
const kDayMs = 86_400_000;

/** A picture of the calendar with as many times as a whole fair has, made of those that are there. */
function grown(slots: readonly Slot[]): Slot[] {
  const more = [...slots];
  for (let copy = 1; more.length < kSlots; copy += 1) {
    for (const [index, one] of slots.entries()) {
      const mark = String(copy * slots.length + index).padStart(6, '0');
      const person = String(copy % kPeople).padStart(2, '0');
      more.push({
        ...one,
        slot_id: (one.slot_id.slice(0, -6) + mark) as Slot['slot_id'],
        person_id: (one.person_id.slice(0, -2) + person) as Slot['person_id'],
        name: `Person ${person}`,
        starts_at: one.starts_at + Math.floor(copy / kPeople) * kDayMs,
      });
    }
  }
  return more.slice(0, kSlots).sort((a, b) => a.starts_at - b.starts_at || (a.slot_id < b.slot_id ? -1 : 1));
}

/** A server that sends such a picture: a booth may have 600 times, so a real one never does. */
async function growPictures(page: Page): Promise<() => number> {
  let sent = 0;
  await page.routeWebSocket(/\/socket$/u, (client: WebSocketRoute) => {
    const server = client.connectToServer();
    server.onMessage((message) => {
      const text = message.toString();
      if (!text.includes('"snapshot"') || !text.includes('"calendar:')) return client.send(message);
      const answer = JSON.parse(text) as {
        ok: { streams: { stream: string; snapshot?: { slots?: Slot[] } }[] };
      };
      for (const { stream, snapshot } of answer.ok.streams) {
        if (!stream.startsWith('calendar:') || !snapshot?.slots) continue;
        snapshot.slots = grown(snapshot.slots);
        sent = snapshot.slots.length;
      }
      client.send(JSON.stringify(answer));
    });
  });
  return () => sent;
}

/** Processor time of the page's own thread: the same on a machine that is busy with other things. */
async function costOf(session: CDPSession, act: () => Promise<void>): Promise<number> {
  const taken = async (): Promise<number> => {
    const { metrics } = await session.send('Performance.getMetrics');
    return metrics.find(({ name }) => name === 'TaskDuration')!.value * 1000;
  };
  const before = await taken();
  await act();
  return (await taken()) - before;
}

test('with 2,500 times the picker stays smooth: list, week, and a time that goes while one looks', async ({
  browser,
}) => {
  const calendar = await BoothCalendar.of(fair);
  const other = await fair.guest(people.otherVisitor);
  await calendar.clear([other]);
  const [first, second] = await calendar.open(names.lead, 60, 16);
  const page = await fair.person(browser, people.visitor, {
    viewport: { width: 1280, height: 900 },
  });
  const sent = await growPictures(page);
  const session = await page.context().newCDPSession(page);
  await session.send('Performance.enable', { timeDomain: 'threadTicks' });

  const shown = await costOf(session, async () => {
    await goToTimes(page, first!);
    await expect(timeOn(page, second!).first()).toBeVisible();
  });
  // Of one person, so that no colleague's time stands in for the one that goes.
  await page.getByLabel(texts.who).selectOption({ label: names.lead });
  expect(sent()).toBe(kSlots);
  const changed = await costOf(session, async () => {
    await other.call('slot.hold', { slot_id: first!.slot_id });
    await expect(timeOn(page, first!)).toContainText(texts.state.taken);
  });
  await page.getByLabel(texts.who).selectOption({ label: texts.anybody });
  const week = await costOf(session, async () => {
    await page.getByText(texts.viewWeek, { exact: true }).click();
    await expect(page.getByRole('list').first()).toBeVisible();
  });
  const steps = 30;
  const scrolled = await costOf(session, async () => {
    for (let step = 0; step < steps; step += 1) {
      await page.mouse.wheel(0, 120);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)));
    }
  });
  const cost = `shown ${shown.toFixed(0)} ms, one change ${changed.toFixed(0)} ms, week ${week.toFixed(0)} ms, scrolled ${(scrolled / steps).toFixed(1)} ms a step`;
  console.log(`2,500 times, thread time: ${cost}`);
  expect(changed).toBeLessThan(100);
  expect(scrolled / steps).toBeLessThan(8);
  expect(week).toBeLessThan(1_000);
  expect(shown).toBeLessThan(2_000);
});
