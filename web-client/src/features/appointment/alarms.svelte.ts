/** Appointments whose visitor has told the team that nobody is there; said above every page of the team. */
import type { AppointmentId } from '@protocol';
import { SvelteSet } from 'svelte/reactivity';

export const alarms = new SvelteSet<AppointmentId>();
