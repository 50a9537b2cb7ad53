import type {
  Appointment,
  BoothCard,
  BoothId,
  CafeTable,
  ConversationId,
  ConversationSnapshot,
  RoomInfo,
  SlotId,
} from '@protocol';
import { expect } from 'vitest';
import { FairServer, type ServerOptions } from './fair-server.ts';
import { changeRows } from './store.ts';
import { VirtualUser } from './virtual-user.ts';

/** The people of tests/fair/, logged in, and where things are. */
export class World {
  readonly server: FairServer;
  readonly stranger: VirtualUser;
  readonly visitor!: VirtualUser;
  readonly otherVisitor!: VirtualUser;
  /** Lead, member and hand-over member of the team of `zinnwerk`. */
  readonly lead!: VirtualUser;
  readonly colleague!: VirtualUser;
  readonly handover!: VirtualUser;
  /** Lead of `aeschen`. */
  readonly neighbour!: VirtualUser;
  readonly moderator!: VirtualUser;
  readonly organiser!: VirtualUser;
  booths: BoothCard[] = [];
  tables: CafeTable[] = [];
  rooms: RoomInfo[] = [];
  /** Who sat down last for a sample. */
  seated: VirtualUser | undefined;
  #guests = 0;
  #slotsFrom: number | undefined;
  #others: VirtualUser[] = [];

  private constructor(server: FairServer) {
    this.server = server;
    this.stranger = new VirtualUser(server);
  }

  static async open(options: ServerOptions = {}): Promise<World> {
    const world = new World(await FairServer.start(options));
    await world.enter();
    return world;
  }

  async enter(): Promise<void> {
    const people = {
      visitor: 'vera@probe.example',
      otherVisitor: 'viktor@probe.example',
      lead: 'lea@zinnwerk.example',
      colleague: 'tom@zinnwerk.example',
      handover: 'hanna@zinnwerk.example',
      neighbour: 'otto@aeschen.example',
      moderator: 'mara@probe.example',
      organiser: 'olga@probe.example',
    };
    for (const [name, email] of Object.entries(people)) {
      Object.assign(this, {
        [name]: await VirtualUser.logIn(this.server, email),
      });
    }
    this.booths = (await this.visitor.call('booth.list', {})).booths;
    this.tables = (await this.visitor.call('cafe.list', {})).tables;
    this.rooms = (await this.visitor.call('conversation.list_rooms', {})).rooms;
  }

  async close(): Promise<void> {
    const all = [this.stranger, this.visitor, this.otherVisitor, this.lead, this.colleague, this.handover];
    for (const user of [...all, this.neighbour, this.moderator, this.organiser, ...this.#others])
      await user?.cut();
    await this.server.remove();
  }

  /** A visitor whom no test has met. */
  async newVisitor(): Promise<VirtualUser> {
    this.#guests += 1;
    const user = await VirtualUser.logIn(
      this.server,
      `gast-${String(this.#guests).padStart(4, '0')}@demo.example`,
    );
    this.#others.push(user);
    return user;
  }

  /** Nobody yet: for commands that log in. `stranger` stays nobody. */
  newStranger(): VirtualUser {
    return this.another(new VirtualUser(this.server));
  }

  /** Whose stream this is, of those whom this world has met. */
  ownerOf(stream: string): VirtualUser | undefined {
    const id = /^(?:user|day):(.+)$/.exec(stream)?.[1];
    const named = [this.visitor, this.otherVisitor, this.lead, this.colleague, this.handover, this.neighbour];
    return [...named, ...this.#others].find((user) => user.me?.person_id === id);
  }

  /** The same person with a socket of its own, closed with the world. */
  another(user: VirtualUser): VirtualUser {
    const other = user.again();
    this.#others.push(other);
    return other;
  }

  readonly booth = (slug: string): BoothCard => found(this.booths, slug);

  table(slug: string): CafeTable {
    return found(this.tables, slug);
  }
  room(slug: string): RoomInfo {
    return found(this.rooms, slug);
  }
  get zinnwerk(): BoothId {
    return this.booth('zinnwerk').booth_id;
  }

  /** Slots of a member of `zinnwerk`, one behind the other, at times that no other slot of this world has. */
  async newSlots(
    count: number,
    {
      member = this.lead,
      seats = 1,
      minutes = 10,
    }: { member?: VirtualUser; seats?: number; minutes?: number } = {},
  ): Promise<SlotId[]> {
    const from = this.nextTime(count * minutes);
    const to = from + count * minutes * 60_000;
    const booth_id = this.zinnwerk;
    await this.lead.call('slot.open', {
      booth_id,
      person_id: member.id,
      windows: [{ from, to }],
      minutes,
      seats,
    });
    const { slots } = await this.stranger.call('slot.find', { booth_id, from, limit: count });
    return slots.map(({ slot }) => slot.slot_id);
  }
  /** Begin of a stretch of time that no slot of this world touches, tomorrow or later. */
  nextTime(minutes: number): number {
    const from = (this.#slotsFrom ??= Math.ceil(Date.now() / 3_600_000 + 24) * 3_600_000);
    this.#slotsFrom += minutes * 60_000;
    return from;
  }
  async newSlot(options: Parameters<World['newSlots']>[1] = {}): Promise<SlotId> {
    return (await this.newSlots(1, options))[0]!;
  }
  /** A calendar file that says: busy for all of this slot. */
  async calendarOver(slot_id: SlotId): Promise<string> {
    const { slots } = await this.stranger.call('slot.list', { booth_id: this.zinnwerk });
    const { starts_at, minutes } = slots.find((slot) => slot.slot_id === slot_id)!;
    const at = new Date(starts_at).toISOString().replace(/[-:]|\.\d+/g, '');
    return ['BEGIN:VCALENDAR', 'BEGIN:VEVENT', 'UID:1', `DTSTART:${at}`, `DURATION:PT${minutes}M`, 'SUMMARY:Zahnarzt']
      .concat('END:VEVENT', 'END:VCALENDAR', '')
      .join('\r\n');
  }
  /** A visitor of its own with an appointment at `zinnwerk`. */
  async newAppointment(): Promise<{ visitor: VirtualUser; appointment: Appointment }> {
    const visitor = await this.newVisitor();
    const { appointment } = await visitor.call('appointment.book', { slot_id: await this.newSlot() });
    return { visitor, appointment };
  }

  /** One that begins in so many minutes, or has begun so long ago: only its own times are not tomorrow's. */
  async appointmentAt(minutes: number) {
    const { visitor, appointment } = await this.newAppointment();
    const starts_at = Date.now() + minutes * 60_000;
    await changeRows(
      this.server,
      'UPDATE appointment SET starts_at = ? WHERE id = ?',
      String(starts_at),
      appointment.appointment_id,
    );
    if (minutes <= 0) {
      await changeRows(
        this.server,
        'UPDATE appointment SET opened_at = starts_at, seen_at = ? WHERE id = ?',
        String(Date.now()),
        appointment.appointment_id,
      );
    }
    return { visitor, appointment, fields: { appointment_id: appointment.appointment_id } };
  }
  async runningAppointment() {
    const running = await this.appointmentAt(5);
    await running.visitor.call('appointment.check_in', running.fields);
    await this.lead.call('appointment.begin', running.fields);
    return running;
  }
  /** A round that begins in five minutes, with two of its three seats booked: the team began with the one who is there. */
  async runningRound() {
    const slot_id = await this.newSlot({ seats: 3 });
    const [here, absent] = [await this.newVisitor(), await this.newVisitor()];
    const { appointment } = await here.call('appointment.book', { slot_id });
    const { appointment: absents } = await absent.call('appointment.book', { slot_id });
    await changeRows(
      this.server,
      'UPDATE appointment SET starts_at = ? WHERE slot_id = ?',
      String(Date.now() + 5 * 60_000),
      slot_id,
    );
    const fields = { appointment_id: appointment.appointment_id };
    await here.call('appointment.check_in', fields);
    const begun = await this.lead.call('appointment.begin', fields);
    const id = begun.appointment.conversation_id!;
    return { here, absent, slot_id, id, fields, absentFields: { appointment_id: absents.appointment_id } };
  }
  /** An appointment for which the team proposes another slot. */
  async proposedMove(member = this.lead) {
    const { visitor, appointment } = await this.newAppointment();
    const fields = { appointment_id: appointment.appointment_id };
    const slot_id = await this.newSlot({ member });
    await this.lead.call('appointment.propose', { ...fields, slot_id });
    return { visitor, appointment, fields, slot_id };
  }

  /** A talk that waits at `zinnwerk`, of a visitor of its own. */
  async waitingTalk(): Promise<{ id: ConversationId; visitor: VirtualUser }> {
    const visitor = await this.newVisitor();
    const { conversation_id: id } = await visitor.call('conversation.open', {
      booth_id: this.zinnwerk,
      text: 'Glück auf!',
    });
    return { id, visitor };
  }

  async takenTalk(): Promise<{ id: ConversationId; visitor: VirtualUser }> {
    const talk = await this.waitingTalk();
    await this.lead.call('conversation.take', { conversation_id: talk.id });
    return talk;
  }

  async closedTalk(): Promise<{ id: ConversationId; visitor: VirtualUser }> {
    const talk = await this.takenTalk();
    await this.lead.call('conversation.close', { conversation_id: talk.id });
    return talk;
  }

  /** From now on people only read. */
  async endWriting(): Promise<void> {
    await this.server.importWith((toml) =>
      toml
        .replace('write_until = "+41d"', 'write_until = "+0:00"')
        .replace('after = "+5h"', 'after = "-0:30"'),
    );
    await expect
      .poll(async () => (await this.visitor.call('fair.get', {})).fair.phase, { timeout: 10_000 })
      .toBe('read_only');
  }

  /** A conversation as this person sees it who comes to it now. */
  async conversation(user: VirtualUser, id: string): Promise<ConversationSnapshot> {
    return (await this.another(user).joinOne(`conversation:${id}`)).snapshot as ConversationSnapshot;
  }

  /** The token in the newest mail to this address. */
  async mailedToken(email: string): Promise<string> {
    const { mails } = await this.organiser.call('mail.list_outgoing', {
      limit: 50,
    });
    const token = /#([A-Za-z0-9_-]{16,128})/.exec(mails.find((mail) => mail.to === email)?.text ?? '')?.[1];
    if (!token) throw new Error(`no link was mailed to ${email}`);
    return token;
  }

  /** Arrow functions may be taken out of their world by destructuring. */
  readonly newEmail = (): string => {
    this.#guests += 1;
    return `neu-${this.#guests}@probe.example`;
  };
}

function found<T extends { slug: string }>(all: T[], slug: string): T {
  const one = all.find((candidate) => candidate.slug === slug);
  if (!one) throw new Error(`nothing is called ${slug}`);
  return one;
}
