import type { CafeSnapshot, CafeTable, EventMap, TableId } from '@protocol';
import type { StreamEvent } from '../../connection/frame.ts';

/** State of the stream `cafe`: tables in the order of their slugs, seats in the order in which they were taken. */
export function reduceCafe(state: CafeSnapshot, event: StreamEvent): CafeSnapshot {
  switch (event.name) {
    case 'cafe.seat_taken': {
      const { table_id, seat } = event.data as EventMap['cafe.seat_taken'];
      return withTable(state, table_id, (table) => ({ ...table, seats: [...table.seats, seat] }));
    }
    case 'cafe.seat_left': {
      const { table_id, person_id } = event.data as EventMap['cafe.seat_left'];
      return withTable(state, table_id, (table) => ({
        ...table,
        seats: table.seats.filter((seat) => seat.person.person_id !== person_id),
      }));
    }
    case 'cafe.changed': {
      const { table } = event.data as EventMap['cafe.changed'];
      const others = state.tables.filter(({ table_id }) => table_id !== table.table_id);
      const at = others.findIndex(({ slug }) => slug > table.slug);
      return { ...state, tables: others.toSpliced(at < 0 ? others.length : at, 0, table) };
    }
    case 'cafe.removed': {
      const { table_id } = event.data as EventMap['cafe.removed'];
      return { ...state, tables: state.tables.filter((table) => table.table_id !== table_id) };
    }
    default:
      return state;
  }
}

function withTable(state: CafeSnapshot, id: TableId, change: (table: CafeTable) => CafeTable): CafeSnapshot {
  return { ...state, tables: state.tables.map((table) => (table.table_id === id ? change(table) : table)) };
}
