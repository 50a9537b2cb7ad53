import { parseStream, type StreamPattern, type StreamSnapshotMap } from '@protocol';
import { reduceDay, reduceStaffCalendar } from '../features/appointment/state.ts';
import { reduceHall } from '../features/booth/state.ts';
import { reduceCafe } from '../features/cafe/state.ts';
import { reduceBoothStaff, reduceUser } from '../features/conversation/lists-state.ts';
import { reduceWithOlder } from '../features/conversation/older-messages.ts';
import { reduceFair } from '../features/fair/state.ts';
import { reduceCalendar } from '../features/slot/state.ts';
import type { StreamEvent } from './frame.ts';

type Reducers = {
  [P in StreamPattern]: (state: StreamSnapshotMap[P], event: StreamEvent) => StreamSnapshotMap[P];
};

/** The state function of every stream. */
const reducers: Reducers = {
  fair: reduceFair,
  hall: reduceHall,
  cafe: reduceCafe,
  'user:{PersonId}': reduceUser,
  'conversation:{ConversationId}': reduceWithOlder,
  'booth:{BoothId}:staff': reduceBoothStaff,
  'calendar:{BoothId}': reduceCalendar,
  'calendar:{BoothId}:staff': reduceStaffCalendar,
  'day:{PersonId}': reduceDay,
};

export function reduceStream(stream: string, state: unknown, event: StreamEvent): unknown {
  const parsed = parseStream(stream);
  if (!parsed) return state;
  const reduce = reducers[parsed.pattern] as (state: unknown, event: StreamEvent) => unknown;
  return reduce(state, event);
}
