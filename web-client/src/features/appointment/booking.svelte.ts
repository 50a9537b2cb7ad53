/**
 * The way from a time in the list to an appointment: chosen, held for a while, booked. What the visitor typed lives
 * elsewhere and survives every step, so that a hold may end at any moment without harm.
 */
import type {
  Appointment,
  BoothId,
  CommandMap,
  CommandName,
  DaySnapshot,
  FoundSlot,
  Hold,
  JobId,
  Slot,
  SlotOffer,
  Timestamp,
} from '@protocol';
import { errorCode } from '../account/error-text.ts';

export interface Choice {
  readonly slot: Slot;
  /** A slot of a colleague at the same time will do. */
  readonly isAnyMember: boolean;
}

/**
 * `offered`: kept for the visitor by the waiting list. `lapsed`: the hold has ended, all else is as it was. `passed`:
 * the offer has. `refused`: the server said why not.
 */
export type Stage = 'none' | 'chosen' | 'held' | 'offered' | 'lapsed' | 'passed' | 'refused' | 'booked';

export interface Refused {
  /** Empty when the server could not be reached. */
  readonly code: string;
  readonly error: unknown;
  /** The nearest free times, where another time helps. */
  readonly nearest: readonly FoundSlot[];
}

export interface Details {
  readonly reason: string;
  readonly jobId: JobId | undefined;
  readonly zone: string;
}

type Call = <K extends CommandName>(name: K, fields: CommandMap[K]['with']) => Promise<CommandMap[K]['ok']>;

/** Where another time of the same booth helps. */
const kOtherTimeHelps = ['slot.taken', 'slot.overlap', 'slot.not_open'];

const nameOf = (hold: Hold): string => `${hold.slot.slot_id}/${hold.generation}`;

export class Booking {
  stage = $state<Stage>('none');
  choice = $state.raw<Choice>();
  hold = $state.raw<Hold>();
  offer = $state.raw<SlotOffer>();
  refused = $state.raw<Refused>();
  appointment = $state.raw<Appointment>();
  isBusy = $state(false);

  readonly #call: Call;
  readonly #boothId: BoothId;
  /** Answers to what was asked before another choice say nothing any more. */
  #asked = 0;
  #givenUp = '';
  #seen = '';

  constructor(boothId: BoothId, call: Call) {
    this.#boothId = boothId;
    this.#call = call;
  }

  /** Opens the sheet without taking anything: for somebody who is not logged in, or who moves an appointment. */
  look(choice: Choice): void {
    this.#begin(choice, 'chosen');
  }

  /** Chooses a time and holds it; the same once more after a hold that ended. */
  async take(choice: Choice): Promise<void> {
    const mine = this.#begin(choice, 'chosen');
    await this.#try(mine, async () => {
      const { hold } = await this.#call('slot.hold', {
        slot_id: choice.slot.slot_id,
        ...(choice.isAnyMember && { any_member: true }),
      });
      if (mine === this.#asked) this.#keep(hold);
    });
  }

  /** Opens the sheet with a time that the waiting list keeps; it is the visitor's until the offer ends, sheet or not. */
  takeOffer(offer: SlotOffer): void {
    this.close();
    this.#begin({ slot: offer.slot, isAnyMember: false }, 'offered');
    this.offer = offer;
  }

  async extend(): Promise<void> {
    const { hold } = this;
    if (!hold || this.isBusy) return;
    const mine = ++this.#asked;
    await this.#try(mine, async () => {
      const longer = await this.#call('slot.extend', {
        slot_id: hold.slot.slot_id,
        generation: hold.generation,
      });
      if (mine === this.#asked) this.#keep(longer.hold);
    });
  }

  async book(details: Details): Promise<void> {
    const { hold } = this;
    const slot = hold?.slot ?? this.offer?.slot;
    if (!slot || this.isBusy) return;
    const mine = ++this.#asked;
    const reason = details.reason.trim();
    await this.#try(mine, async () => {
      const { appointment } = await this.#call('appointment.book', {
        slot_id: slot.slot_id,
        ...(hold && { generation: hold.generation }),
        ...(reason && { reason }),
        ...(details.jobId && { job_id: details.jobId }),
        zone: details.zone,
      });
      if (mine === this.#asked) this.#finish(appointment);
    });
  }

  async move(appointment: Appointment): Promise<void> {
    const { choice } = this;
    if (!choice || this.isBusy) return;
    const mine = ++this.#asked;
    await this.#try(mine, async () => {
      const moved = await this.#call('appointment.move', {
        appointment_id: appointment.appointment_id,
        slot_id: choice.slot.slot_id,
      });
      if (mine === this.#asked) this.#finish(moved.appointment);
    });
  }

  /** Closes the sheet; what is held is given up for others. */
  close(): void {
    const { hold } = this;
    this.#begin(undefined, 'none');
    if (!hold) return;
    this.#givenUp = nameOf(hold);
    // Unheard, it ends by itself.
    this.#call('slot.release', { slot_id: hold.slot.slot_id, generation: hold.generation }).catch(
      () => undefined,
    );
  }

  /** What the person's own stream says: a hold that another page or an earlier visit began, or that has ended. */
  follow(day: DaySnapshot): void {
    const { hold } = day;
    if (this.stage === 'offered') return this.#followOffer(day);
    if (hold) {
      const isNews = nameOf(hold) !== this.#seen || hold.until !== this.hold?.until;
      this.#seen = nameOf(hold);
      if (hold.slot.booth_id !== this.#boothId || this.#seen === this.#givenUp) return;
      const isOlder = this.hold?.slot.slot_id === hold.slot.slot_id && hold.generation < this.hold.generation;
      // While a choice is on its way its own answer decides.
      if (isNews && !isOlder && !this.isBusy && this.stage !== 'booked') {
        this.choice = { slot: hold.slot, isAnyMember: this.choice?.isAnyMember ?? false };
        this.#keep(hold);
      }
    } else if (this.stage === 'held' && this.hold && this.#seen === nameOf(this.hold) && !this.isBusy) {
      this.#end(day);
    }
  }

  /** To be called as time passes. */
  tick(now: Timestamp): void {
    if (this.stage === 'held' && this.hold && now >= this.hold.until && !this.isBusy) this.#lapse();
  }

  #begin(choice: Choice | undefined, stage: Stage): number {
    this.choice = choice;
    this.stage = stage;
    this.hold = undefined;
    this.offer = undefined;
    this.refused = undefined;
    this.appointment = undefined;
    this.isBusy = false;
    this.#givenUp = '';
    return ++this.#asked;
  }

  async #try(mine: number, work: () => Promise<void>): Promise<void> {
    this.isBusy = true;
    this.refused = undefined;
    try {
      await work();
    } catch (error) {
      if (mine === this.#asked) await this.#refuse(mine, error);
    } finally {
      if (mine === this.#asked) this.isBusy = false;
    }
  }

  async #refuse(mine: number, error: unknown): Promise<void> {
    const code = errorCode(error);
    if (code === 'slot.hold_lost') return this.#lapse();
    const near = this.choice?.slot.starts_at;
    let nearest: readonly FoundSlot[] = [];
    if (kOtherTimeHelps.includes(code) && near !== undefined) {
      // Without an answer the list itself has to do.
      nearest = await this.#call('slot.find', { booth_id: this.#boothId, near, limit: 2 }).then(
        ({ slots }) => slots,
        () => [],
      );
      if (mine !== this.#asked) return;
    }
    this.refused = { code, error, nearest };
    // What is kept is kept still, whatever else was wrong.
    const isKept = this.stage === 'held' || this.stage === 'offered';
    if (!isKept || kOtherTimeHelps.includes(code)) this.stage = 'refused';
  }

  /** The offer holds longer after an outage; it is gone when it was answered on another page, or ran out. */
  #followOffer(day: DaySnapshot): void {
    const slotId = this.offer?.slot.slot_id;
    const current = day.waiting.find(({ offer }) => offer?.slot.slot_id === slotId)?.offer;
    if (current) this.offer = current;
    // While a booking is on its way its own answer decides.
    else if (!this.isBusy) {
      const booked = day.appointments.find((one) => one.slot_id === slotId && one.state === 'booked');
      if (booked) this.#finish(booked);
      else this.stage = 'passed';
    }
  }

  #keep(hold: Hold): void {
    this.hold = hold;
    this.offer = undefined;
    if (this.choice) this.choice = { ...this.choice, slot: hold.slot };
    this.stage = 'held';
  }

  #finish(appointment: Appointment): void {
    this.appointment = appointment;
    this.hold = undefined;
    this.offer = undefined;
    this.stage = 'booked';
  }

  /** The hold is gone from the stream: booked on another page, or over. */
  #end(day: DaySnapshot): void {
    const slotId = this.hold?.slot.slot_id;
    const booked = day.appointments.find((one) => one.slot_id === slotId && one.state === 'booked');
    if (booked) this.#finish(booked);
    else this.#lapse();
  }

  #lapse(): void {
    this.hold = undefined;
    this.stage = 'lapsed';
  }
}
