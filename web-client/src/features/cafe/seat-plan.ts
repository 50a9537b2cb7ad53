/** Where the seats of a table lie and who sits on which. Pure: people keep their chair while they sit. */
import type { CafeTable, PersonId, Seat } from '@protocol';

export interface Chair {
  x: number;
  y: number;
  seat: Seat | undefined;
}

/** `radius` around 0/0, first chair on top, clockwise. */
export function chairs(table: Pick<CafeTable, 'seat_count' | 'seats'>, radius: number): Chair[] {
  return Array.from({ length: table.seat_count }, (_, index) => {
    const angle = (2 * Math.PI * index) / table.seat_count - Math.PI / 2;
    return {
      x: Math.round(Math.cos(angle) * radius * 100) / 100,
      y: Math.round(Math.sin(angle) * radius * 100) / 100,
      seat: table.seats[index],
    };
  });
}

export const freeSeats = (table: Pick<CafeTable, 'seat_count' | 'seats'>): number =>
  Math.max(0, table.seat_count - table.seats.length);

export const tableOf = (tables: readonly CafeTable[], person: PersonId | undefined): CafeTable | undefined =>
  person && tables.find((table) => table.seats.some((seat) => seat.person.person_id === person));
