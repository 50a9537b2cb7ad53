/**
 * Whether what people were answered about one seat can have happened one after the other: each command at some moment
 * between its beginning and its end. The seat is free, held by somebody under a generation, or booked by somebody.
 */
export interface SeatCommand {
  person: string;
  kind: 'hold' | 'book' | 'release' | 'cancel';
  /** For `book` the hold that is confirmed (absent: any seat), for `release` the hold that is given up. */
  generation?: number;
  /** What was answered: the generation for a hold, an error's name, or `ok`. */
  answer: number | string;
  from: number;
  to: number;
}

interface Seat {
  state: 'free' | 'held' | 'booked';
  owner: string;
  /** Of the newest hold. */
  generation: number;
}

/** The seat after the command, or undefined when it would have been answered otherwise. */
function after(seat: Seat, { kind, person, generation, answer }: SeatCommand): Seat | undefined {
  const isMine = seat.owner === person;
  switch (kind) {
    case 'hold': {
      if (seat.state === 'held' && isMine) return answer === seat.generation ? seat : undefined;
      if (seat.state !== 'free') return answer === 'slot.taken' ? seat : undefined;
      const next = seat.generation + 1;
      return answer === next ? { state: 'held', owner: person, generation: next } : undefined;
    }
    case 'book': {
      const isHold = seat.state === 'held' && isMine && (generation ?? seat.generation) === seat.generation;
      if (isHold || (seat.state === 'free' && generation === undefined))
        return answer === 'ok' ? { ...seat, state: 'booked', owner: person } : undefined;
      return answer === (generation === undefined ? 'slot.taken' : 'slot.hold_lost') ? seat : undefined;
    }
    case 'release': {
      if (answer !== 'ok') return undefined;
      const isThis = seat.state === 'held' && isMine && seat.generation === generation;
      return isThis ? { ...seat, state: 'free', owner: '' } : seat;
    }
    case 'cancel': {
      if (seat.state !== 'booked' || !isMine) return undefined;
      return answer === 'ok' ? { ...seat, state: 'free', owner: '' } : undefined;
    }
  }
}

/** Those of which none must have come before: no other that is left ended before they began. */
function possibleNext(left: readonly SeatCommand[]): SeatCommand[] {
  const firstEnd = Math.min(...left.map(({ to }) => to));
  return left.filter(({ from }) => from <= firstEnd);
}

/** Searches an order; false: there is none. */
export function isLinearizable(history: readonly SeatCommand[]): boolean {
  const number = new Map(history.map((command, i) => [command, i]));
  const known = new Set<string>();
  const search = (remaining: readonly SeatCommand[], seat: Seat): boolean => {
    let left = remaining;
    // What changes nothing may as well have happened as early as it could.
    for (;;) {
      const idle = new Set(possibleNext(left).filter((command) => after(seat, command) === seat));
      if (idle.size === 0) break;
      left = left.filter((command) => !idle.has(command));
    }
    if (left.length === 0) return true;
    const place = `${left.map((command) => number.get(command)).join()} ${seat.state} ${seat.owner} ${seat.generation}`;
    if (known.has(place)) return false;
    known.add(place);
    return possibleNext(left).some((command) => {
      const next = after(seat, command);
      return (
        next !== undefined &&
        search(
          left.filter((other) => other !== command),
          next,
        )
      );
    });
  };
  return search(history, { state: 'free', owner: '', generation: 0 });
}
