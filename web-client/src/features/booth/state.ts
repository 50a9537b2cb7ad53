import type { BoothCard, BoothId, BoothState, EventMap, HallSnapshot } from '@protocol';
import type { StreamEvent } from '../../connection/frame.ts';

/**
 * State of the stream `hall`. Booths stand hall by hall and within a hall by name (lower-cased, compared by code
 * units), then slug. The order of halls is that of the snapshot; a hall that it does not show comes last.
 */
export function reduceHall(state: HallSnapshot, event: StreamEvent): HallSnapshot {
  switch (event.name) {
    case 'booth.state_changed': {
      const { booth_id, state: boothState } = event.data as EventMap['booth.state_changed'];
      return { ...state, booths: withState(state.booths, booth_id, boothState) };
    }
    case 'booth.changed':
      return { ...state, booths: withCard(state.booths, (event.data as EventMap['booth.changed']).booth) };
    case 'booth.removed': {
      const { booth_id } = event.data as EventMap['booth.removed'];
      return { ...state, booths: state.booths.filter((booth) => booth.booth_id !== booth_id) };
    }
    default:
      return state;
  }
}

function withState(booths: BoothCard[], id: BoothId, state: BoothState): BoothCard[] {
  return booths.map((booth) => (booth.booth_id === id ? { ...booth, state } : booth));
}

function withCard(booths: BoothCard[], card: BoothCard): BoothCard[] {
  const halls = [...new Set([...booths.map(({ hall_id }) => hall_id), card.hall_id])];
  const others = booths.filter((booth) => booth.booth_id !== card.booth_id);
  const at = others.findIndex((booth) => {
    const hallOrder = halls.indexOf(card.hall_id) - halls.indexOf(booth.hall_id);
    return hallOrder < 0 || (hallOrder === 0 && isBefore(card, booth));
  });
  return at < 0 ? [...others, card] : others.toSpliced(at, 0, card);
}

function isBefore(one: BoothCard, other: BoothCard): boolean {
  const [name, otherName] = [one.name.toLowerCase(), other.name.toLowerCase()];
  return name === otherName ? one.slug < other.slug : name < otherName;
}
