import type { Locator, Page } from '@playwright/test';
import { expect } from '@playwright/test';
import type { AppointmentId, BoothId, Slot, TeamMember } from '../../../protocol/generated/ts/index.ts';
import { changeRows } from '../../wire/support/store.ts';
import { people, stand, type Fair } from './fair.ts';
import type { Guest } from './guest.ts';
import { appointment, slot } from './texts.ts';

const kMinuteMs = 60_000;
const kStepMs = 5 * kMinuteMs;

const kSoon = 30;
const kJourneyMs = 6 * 3_600_000;

/** In the evening the times of a journey would lie on two days: then all of them are tomorrow's. */
function untilTomorrowIfLate(): number {
  const now = Math.ceil(Date.now() / kStepMs) * kStepMs;
  if (dateOf(now) === dateOf(now + kJourneyMs)) return 0;
  let midnight = now;
  while (dateOf(midnight) === dateOf(now)) midnight += kStepMs;
  return midnight - Date.now();
}

/** The calendar of the stand, filled and looked at without a browser. */
export class BoothCalendar {
  readonly lead: Guest;
  readonly boothId: BoothId;
  readonly team: TeamMember[];

  private constructor(lead: Guest, boothId: BoothId, team: TeamMember[]) {
    this.lead = lead;
    this.boothId = boothId;
    this.team = team;
  }

  static async of(fair: Fair): Promise<BoothCalendar> {
    const lead = await fair.guest(people.lead);
    const { booth } = await lead.call('booth.get', { slug: stand.slug });
    return new BoothCalendar(lead, booth.card.booth_id, booth.team);
  }

  member(name: string): TeamMember {
    return this.team.find((one) => one.name === name)!;
  }

  /** As many times of a quarter of an hour, one after the other, from so many minutes from now on. */
  async open(name: string, inMinutes: number, count: number, round?: { seats: number; title: string }): Promise<Slot[]> {
    const later = inMinutes < kSoon ? 0 : untilTomorrowIfLate();
    const from = Math.ceil((Date.now() + later + inMinutes * kMinuteMs) / kStepMs) * kStepMs;
    const { opened } = await this.lead.call('slot.open', {
      booth_id: this.boothId,
      person_id: this.member(name).person_id,
      windows: [{ from, to: from + count * 15 * kMinuteMs }],
      minutes: 15,
      ...round,
    });
    expect(opened).toBe(count);
    const slots = await this.slots();
    return slots.filter((one) => one.name === name && one.starts_at >= from).slice(0, count);
  }

  async slots(): Promise<Slot[]> {
    return (await this.lead.call('slot.list', { booth_id: this.boothId })).slots;
  }

  async slot(id: string): Promise<Slot | undefined> {
    return (await this.slots()).find(({ slot_id }) => slot_id === id);
  }

  /** Takes everything away, so that the next test begins with an empty calendar. */
  async clear(guests: readonly Guest[]): Promise<void> {
    for (const guest of guests) {
      const { appointments } = await guest.call('appointment.list', {});
      for (const { appointment_id, state } of appointments) {
        if (state === 'in_progress') await this.lead.call('appointment.finish', { appointment_id });
        if (state === 'booked' || state === 'checked_in') await guest.call('appointment.cancel', { appointment_id });
      }
    }
    const slots = await this.slots();
    for (const { slot_id, free_seats, seats } of slots) {
      if (free_seats === seats) continue;
      // Still held: whoever holds it gets the same hold again, and gives it up.
      for (const guest of guests) {
        const held = await guest.call('slot.hold', { slot_id }).catch(() => undefined);
        if (held) await guest.call('slot.release', { slot_id, generation: held.hold.generation });
      }
    }
    // Where people met, the time stays theirs.
    const untouched = (await this.slots()).filter(({ free_seats, seats }) => free_seats === seats);
    const slot_ids = untouched.map(({ slot_id }) => slot_id);
    if (slot_ids.length > 0) await this.lead.call('slot.withdraw', { slot_ids });
  }
}

/** As if so much time had passed that the appointment begins in so many minutes; below zero it has begun. */
export async function beginsIn(fair: Fair, appointmentId: AppointmentId, minutes: number): Promise<void> {
  const starts_at = String(Date.now() + minutes * kMinuteMs);
  const sql = 'UPDATE appointment SET starts_at = ? WHERE id = ?';
  expect(await changeRows(fair.server, sql, starts_at, appointmentId)).toBe(1);
}

/** As if it had begun so many minutes ago, with its talk open and nobody in it. Gives the talk's id. */
export async function begunSince(fair: Fair, visitor: Guest, id: AppointmentId, minutes: number): Promise<string> {
  await beginsIn(fair, id, -minutes);
  const sql = "UPDATE timer SET due_at = 1 WHERE kind = 'appointment.open' AND subject = ?";
  expect(await changeRows(fair.server, sql, id)).toBe(1);
  // Timers are looked at anew after a start.
  await fair.server.kill();
  await fair.server.start();
  let talkId: string | undefined;
  await expect(async () => {
    const { appointments } = await visitor.call('appointment.list', {});
    talkId = appointments.find((one) => one.appointment_id === id)?.conversation_id;
    expect(talkId).toBeTruthy();
  }).toPass({ timeout: 15_000 });
  // The fair has just found it; here it was there all the time.
  const watched = 'UPDATE appointment SET opened_at = starts_at WHERE id = ?';
  expect(await changeRows(fair.server, watched, id)).toBe(1);
  return talkId!;
}

/** "10:20 Uhr", as the pages write it in Berlin. */
export function clock(at: number): string {
  return `${new Date(at).toLocaleTimeString('de-DE', { hour: '2-digit', minute: '2-digit', timeZone: 'Europe/Berlin' })} Uhr`;
}

/** The time on the list of the chosen day. */
export function timeOn(page: Page, { starts_at }: Pick<Slot, 'starts_at'>): Locator {
  return page.getByRole('tabpanel').getByRole('button', { name: new RegExp(clock(starts_at), 'u') });
}

/** "2026-12-29" in Berlin. */
export function dateOf(at: number): string {
  return new Date(at).toLocaleDateString('sv-SE', { timeZone: 'Europe/Berlin' });
}

export async function goToCalendar(page: Page, { starts_at }: Pick<Slot, 'starts_at'>): Promise<void> {
  await page.goto(`/desk/${stand.slug}/calendar?day=${dateOf(starts_at)}`);
  await expect(page.getByRole('tabpanel')).toBeVisible();
}

/** What stands in a member's column at that time. */
export function cell(page: Page, name: string, { starts_at }: Pick<Slot, 'starts_at'>): Locator {
  const time = clock(starts_at).slice(0, 5);
  return page.getByRole('list', { name, exact: true }).getByRole('button', { name: new RegExp(`^${time}`, 'u') });
}

export async function goToTimes(page: Page, { starts_at }: Pick<Slot, 'starts_at'>): Promise<void> {
  await page.goto(`/booth/${stand.slug}/book?day=${dateOf(starts_at)}`);
  await expect(page.getByRole('tabpanel')).toBeVisible();
}

/** By the two fields in which a time is chosen instead of another; the day has one only where there are several. */
export async function chooseTime(scope: Page | Locator, one: Pick<Slot, 'slot_id' | 'starts_at'>): Promise<void> {
  const time = scope.getByLabel(slot.newTime);
  await time.waitFor();
  const day = scope.getByLabel(slot.newDay, { exact: true });
  if ((await day.count()) > 0) await day.selectOption(dateOf(one.starts_at));
  await time.selectOption(one.slot_id);
}

export const sheetOf = (page: Page): Locator =>
  page.getByRole('dialog', { name: new RegExp(`${appointment.sheet}|${appointment.sheetMove}`, 'u') });

/** The free times that a refusal offers instead. */
export const nearestIn = (page: Page): Locator =>
  sheetOf(page).getByRole('alert').getByRole('button', { name: new RegExp(appointment.withPerson(''), 'u') });

