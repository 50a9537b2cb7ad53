/** The logged-in person's own day: appointments on both sides. The shell follows it for all views. */
import type { Appointment, AppointmentId, DaySnapshot } from '@protocol';
import { SvelteSet } from 'svelte/reactivity';

class OwnDay {
  value = $state.raw<DaySnapshot>();
  /** What this page's reader has checked in to: of a booth's team anybody counts, but only they asked for the talk. */
  readonly checkedIn = new SvelteSet<AppointmentId>();

  get appointments(): Appointment[] {
    return this.value?.appointments ?? [];
  }
}

export const ownDay = new OwnDay();
