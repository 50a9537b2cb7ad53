import type { EventMap, FairSnapshot } from '@protocol';
import type { StreamEvent } from '../../connection/frame.ts';

/** State of the stream `fair`. */
export function reduceFair(state: FairSnapshot, event: StreamEvent): FairSnapshot {
  switch (event.name) {
    case 'fair.phase_changed':
      return { ...state, phase: (event.data as EventMap['fair.phase_changed']).phase };
    case 'fair.changed':
      return (event.data as EventMap['fair.changed']).fair;
    default:
      return state;
  }
}
