import type {
  Appointment,
  AppointmentId,
  DaySnapshot,
  EventMap,
  Hold,
  StaffCalendarSnapshot,
} from '@protocol';
import type { StreamEvent } from '../../connection/frame.ts';
import { slotOrder, withEntry } from '../slot/state.ts';
import { reduceWaiting } from '../waitlist/state.ts';

/** State of a stream `day:<person>`: appointments in the order of their times, then of their ids, the hold, and where the person waits. */
export function reduceDay(state: DaySnapshot, event: StreamEvent): DaySnapshot {
  switch (event.name) {
    case 'appointment.changed': {
      const { appointment } = event.data as EventMap['appointment.changed'];
      return { ...state, appointments: withEntry(state.appointments, appointment, appointmentOrder) };
    }
    case 'appointment.gone': {
      const { appointment_id } = event.data as EventMap['appointment.gone'];
      return { ...state, appointments: without(state.appointments, appointment_id) };
    }
    case 'slot.held':
      return { ...state, hold: (event.data as EventMap['slot.held']).hold };
    case 'slot.hold_ended': {
      const { slot_id, generation } = event.data as EventMap['slot.hold_ended'];
      return isHold(state.hold, slot_id, generation) ? withoutHold(state) : state;
    }
    default: {
      const waiting = reduceWaiting(state.waiting, event);
      return waiting === state.waiting ? state : { ...state, waiting };
    }
  }
}

/** State of a stream `calendar:<booth>:staff`: slots and appointments that are not called off, each in that order, and how many people wait. */
export function reduceStaffCalendar(state: StaffCalendarSnapshot, event: StreamEvent): StaffCalendarSnapshot {
  switch (event.name) {
    case 'slot.staff_changed': {
      const { slot } = event.data as EventMap['slot.staff_changed'];
      return { ...state, slots: withEntry(state.slots, slot, (entry) => slotOrder(entry.slot)) };
    }
    case 'slot.staff_removed': {
      const { slot_id } = event.data as EventMap['slot.staff_removed'];
      return { ...state, slots: state.slots.filter(({ slot }) => slot.slot_id !== slot_id) };
    }
    case 'appointment.staff_changed': {
      const { appointment: entry } = event.data as EventMap['appointment.staff_changed'];
      const { appointment_id, state: stage } = entry.appointment;
      if (stage !== 'cancelled') {
        const appointments = withEntry(state.appointments, entry, (other) =>
          appointmentOrder(other.appointment),
        );
        return { ...state, appointments };
      }
      const others = state.appointments.filter(
        (other) => other.appointment.appointment_id !== appointment_id,
      );
      return { ...state, appointments: others };
    }
    case 'waitlist.counted':
      return { ...state, waiting: (event.data as EventMap['waitlist.counted']).waiting };
    default:
      return state;
  }
}

const appointmentOrder = (appointment: Appointment) => ({
  at: appointment.starts_at,
  id: appointment.appointment_id,
});

function without(appointments: Appointment[], id: AppointmentId): Appointment[] {
  return appointments.filter(({ appointment_id }) => appointment_id !== id);
}

function isHold(hold: Hold | undefined, slot: string, generation: number): boolean {
  return hold?.slot.slot_id === slot && hold.generation === generation;
}

function withoutHold({ hold: _, ...state }: DaySnapshot): DaySnapshot {
  return state;
}
