import type { CommandName } from '@protocol';
import type { Sample } from './samples.ts';
import type { VirtualUser } from './virtual-user.ts';
import type { World } from './world.ts';

type BookingCommand = Extract<CommandName, `slot.${string}` | `appointment.${string}`>;

const calendars = (world: World) => [`calendar:${world.zinnwerk}`, `calendar:${world.zinnwerk}:staff`];
const day = (user: VirtualUser) => `day:${user.id}`;

/** A visitor of its own who holds a seat. */
export async function held(world: World) {
  const user = await world.newVisitor();
  const slot_id = await world.newSlot();
  const { hold } = await user.call('slot.hold', { slot_id });
  return { user, slot_id, generation: hold.generation };
}

/** The token behind the link of this purpose in the newest mail to the visitor. */
export async function linkOf(world: World, { me }: VirtualUser, purpose: 'move' | 'cancel'): Promise<string> {
  const { mails } = await world.organiser.call('mail.list_outgoing', {
    limit: 50,
  });
  const text = mails.find(({ to }) => to === me?.email)?.text ?? '';
  const label = purpose === 'move' ? 'Verlegen' : 'Absagen';
  return new RegExp(`${label}: \\S+/appointment#(\\S+)`, 'u').exec(text)?.[1] ?? '';
}

export const bookingSamples: Record<BookingCommand, (world: World) => Promise<Sample> | Sample> = {
  'slot.list': ({ stranger, zinnwerk }) => ({ user: stranger, fields: { booth_id: zinnwerk } }),
  'slot.find': ({ stranger, zinnwerk }) => ({
    user: stranger,
    fields: {
      booth_id: zinnwerk,
      field: 'Metall',
      from: Date.now(),
      near: Date.now() + 86_400_000,
      limit: 5,
    },
  }),
  'slot.hold': async (world) => {
    const user = await world.newVisitor();
    const fields = { slot_id: await world.newSlot(), any_member: true };
    return { user, fields, affects: [...calendars(world), day(user)] };
  },
  'slot.extend': async (world) => {
    const { user, ...fields } = await held(world);
    return { user, fields, affects: [day(user)] };
  },
  'slot.release': async (world) => {
    const { user, ...fields } = await held(world);
    return { user, fields, affects: [...calendars(world), day(user)] };
  },
  'slot.open': (world) => {
    const from = world.nextTime(240);
    return {
      user: world.lead,
      fields: {
        booth_id: world.zinnwerk,
        person_id: world.lead.id,
        windows: [{ from, to: from + 40 * 60_000 }],
        breaks: [{ from: from + 20 * 60_000, to: from + 25 * 60_000 }],
        minutes: 10,
        buffer_minutes: 0,
        seats: 2,
        title: 'Erste Fragen',
        walk_in_percent: 10,
        portions: [{ percent: 10, opens_at: from - 60_000 }],
      },
      affects: calendars(world),
    };
  },
  'slot.import_busy': async (world) => {
    const slot_id = await world.newSlot();
    return {
      user: world.lead,
      fields: {
        booth_id: world.zinnwerk,
        person_id: world.lead.id,
        calendar: await world.calendarOver(slot_id),
      },
      affects: calendars(world),
    };
  },
  'slot.block': async (world) => ({
    user: world.lead,
    fields: { slot_ids: await world.newSlots(2) },
    affects: calendars(world),
  }),
  'slot.unblock': async (world) => {
    const fields = { slot_ids: await world.newSlots(2) };
    await world.lead.call('slot.block', fields);
    return { user: world.lead, fields, affects: calendars(world) };
  },
  'slot.withdraw': async (world) => ({
    user: world.lead,
    fields: { slot_ids: await world.newSlots(2) },
    affects: calendars(world),
  }),
  'slot.move': async (world) => ({
    user: world.lead,
    fields: { slot_id: await world.newSlot(), starts_at: world.nextTime(10), person_id: world.colleague.id },
    affects: calendars(world),
  }),
  'appointment.book': async (world) => {
    const { user, slot_id, generation } = await held(world);
    const { jobs } = await user.call('booth.list_jobs', { field: 'Metall' });
    return {
      user,
      fields: {
        slot_id,
        generation,
        reason: 'Ein paar Fragen',
        job_id: jobs[0]?.job_id,
        zone: 'Europe/Vienna',
      },
      affects: [...calendars(world), day(user), day(world.lead)],
    };
  },
  'appointment.book_for': async (world) => {
    const visitor = await world.newVisitor();
    return {
      user: world.colleague,
      fields: { slot_id: await world.newSlot(), email: visitor.me?.email, reason: 'Rief eben an' },
      affects: [...calendars(world), day(visitor), day(world.lead)],
    };
  },
  'appointment.move': async (world) => {
    const { visitor, appointment } = await world.newAppointment();
    return {
      user: visitor,
      fields: {
        appointment_id: appointment.appointment_id,
        slot_id: await world.newSlot({ member: world.colleague }),
      },
      affects: [...calendars(world), day(visitor), day(world.lead), day(world.colleague)],
    };
  },
  'appointment.cancel': async (world) => {
    const { visitor, appointment } = await world.newAppointment();
    return {
      user: visitor,
      fields: { appointment_id: appointment.appointment_id, reason: 'Leider krank' },
      affects: [...calendars(world), day(visitor), day(world.lead)],
    };
  },
  'appointment.reassign': async (world) => {
    const { visitor, appointment } = await world.newAppointment();
    return {
      user: world.lead,
      fields: {
        appointment_id: appointment.appointment_id,
        person_id: world.colleague.id,
        note: 'Kennt die Maschine besser',
      },
      affects: [...calendars(world), day(visitor), day(world.lead), day(world.colleague)],
    };
  },
  'appointment.check_in': async (world) => {
    const { visitor, fields } = await world.appointmentAt(10);
    return { user: visitor, fields, affects: [calendars(world)[1]!, day(visitor), day(world.lead)] };
  },
  'appointment.begin': async (world) => {
    const { visitor, fields } = await world.appointmentAt(5);
    await visitor.call('appointment.check_in', fields);
    return {
      user: world.colleague,
      fields,
      affects: [calendars(world)[1]!, day(visitor), day(world.lead), day(world.colleague)],
    };
  },
  'appointment.finish': async (world) => {
    const { visitor, fields } = await world.runningAppointment();
    return { user: world.lead, fields, affects: [calendars(world)[1]!, day(visitor), day(world.lead)] };
  },
  'appointment.extend': async (world) => {
    const { visitor, fields } = await world.runningAppointment();
    world.nextTime(10); // that nobody has: for this talk to go on in
    return { user: world.lead, fields, affects: [calendars(world)[1]!, day(visitor), day(world.lead)] };
  },
  'appointment.report_no_show': async (world) => {
    const { visitor, fields } = await world.appointmentAt(-4);
    return { user: world.lead, fields, affects: [...calendars(world), day(visitor), day(world.lead)] };
  },
  'appointment.propose': async (world) => {
    const { visitor, appointment } = await world.newAppointment();
    return {
      user: world.lead,
      fields: {
        appointment_id: appointment.appointment_id,
        slot_id: await world.newSlot(),
        note: 'Da habe ich mehr Zeit',
      },
      affects: [...calendars(world), day(visitor), day(world.lead)],
    };
  },
  'appointment.accept': async (world) => {
    const { visitor, fields } = await world.proposedMove(world.colleague);
    return {
      user: visitor,
      fields,
      affects: [...calendars(world), day(visitor), day(world.lead), day(world.colleague)],
    };
  },
  'appointment.decline': async (world) => {
    const { visitor, fields } = await world.proposedMove();
    return { user: visitor, fields, affects: [...calendars(world), day(visitor), day(world.lead)] };
  },
  'appointment.list_conflicts': (world) => ({ user: world.lead, fields: { booth_id: world.zinnwerk } }),
  'appointment.list': async (world) => ({ user: (await world.newAppointment()).visitor, fields: {} }),
  'appointment.get_history': async (world) => {
    const { visitor, appointment } = await world.newAppointment();
    return { user: visitor, fields: { appointment_id: appointment.appointment_id } };
  },
  'appointment.get_by_link': async (world) => {
    const { visitor } = await world.newAppointment();
    return {
      user: world.stranger,
      fields: { token: await linkOf(world, visitor, 'move') },
    };
  },
  'appointment.cancel_by_link': async (world) => {
    const { visitor } = await world.newAppointment();
    return {
      user: world.visitor,
      fields: { token: await linkOf(world, visitor, 'cancel') },
      affects: [...calendars(world), day(visitor), day(world.lead)],
    };
  },
  'appointment.move_by_link': async (world) => {
    const { visitor } = await world.newAppointment();
    return {
      user: world.visitor,
      fields: {
        token: await linkOf(world, visitor, 'move'),
        slot_id: await world.newSlot({ member: world.colleague }),
      },
      affects: [...calendars(world), day(visitor), day(world.lead), day(world.colleague)],
    };
  },
  'appointment.get_entry': async (world) => {
    const { visitor, appointment } = await world.newAppointment();
    return {
      user: visitor,
      fields: { appointment_id: appointment.appointment_id },
    };
  },
  'appointment.create_feed': async (world) => ({
    user: await world.newVisitor(),
    fields: {},
  }),
  'appointment.revoke_feed': async (world) => ({
    user: await world.newVisitor(),
    fields: {},
  }),
};
