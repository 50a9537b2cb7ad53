/**
 * Dragging a time over the columns with a mouse or a pen; fingers scroll, and everything that dragging does can also be
 * done by the form. Nothing happens before the pointer has gone some way, so that a press stays a press.
 */
import { stepMinutes, steppedMinute } from './time-grid-layout.ts';
import type { CalendarItem } from './calendar-items.ts';

const kSlackPx = 6;

/** Where it would be put, and where to draw that within the columns' box. */
export interface DropTarget {
  readonly column: string;
  readonly minute: number;
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export class SlotDrag {
  item = $state.raw<CalendarItem>();
  target = $state.raw<DropTarget>();
  readonly #body: () => HTMLElement | undefined;
  readonly #drop: (item: CalendarItem, target: DropTarget) => void;
  #stop: (() => void) | undefined;

  constructor(body: () => HTMLElement | undefined, drop: (item: CalendarItem, target: DropTarget) => void) {
    this.#body = body;
    this.#drop = drop;
  }

  begin(event: PointerEvent, item: CalendarItem): void {
    if (event.pointerType === 'touch' || event.button !== 0) return;
    this.end();
    const [x, y] = [event.clientX, event.clientY];
    const grabbedPx = y - (event.currentTarget as HTMLElement).getBoundingClientRect().top;
    const move = (next: PointerEvent): void => {
      if (!this.item && Math.hypot(next.clientX - x, next.clientY - y) < kSlackPx) return;
      this.item = item;
      this.target = this.#targetAt(next.clientX, next.clientY - grabbedPx, item);
    };
    const up = (): void => {
      const { item: dragged, target } = this;
      this.end();
      if (!dragged) return;
      // The press that ends a drag is none.
      addEventListener('click', swallow, { capture: true, once: true });
      setTimeout(() => removeEventListener('click', swallow, { capture: true }));
      if (target && !(target.column === item.column && target.minute === item.from)) this.#drop(item, target);
    };
    const key = (pressed: KeyboardEvent): void => {
      if (pressed.key === 'Escape') this.end();
    };
    const cancel = (): void => this.end();
    addEventListener('pointermove', move);
    addEventListener('pointerup', up);
    addEventListener('pointercancel', cancel);
    addEventListener('keydown', key);
    this.#stop = () => {
      removeEventListener('pointermove', move);
      removeEventListener('pointerup', up);
      removeEventListener('pointercancel', cancel);
      removeEventListener('keydown', key);
    };
  }

  end(): void {
    this.#stop?.();
    this.#stop = undefined;
    this.item = undefined;
    this.target = undefined;
  }

  #targetAt(x: number, top: number, item: CalendarItem): DropTarget | undefined {
    const body = this.#body();
    if (!body) return undefined;
    const origin = body.getBoundingClientRect();
    for (const column of body.querySelectorAll<HTMLElement>('[data-column]')) {
      const cells = column.querySelector<HTMLElement>('[data-rows]');
      const box = cells?.getBoundingClientRect();
      if (!cells || !box || x < box.left || x >= box.right) continue;
      const rowPx = box.height / Number(cells.dataset['rows']);
      const first = Number(cells.dataset['firstHour']) * 60;
      const minute = steppedMinute(first + ((top - box.top) / rowPx) * stepMinutes);
      if (minute < first || minute + item.minutes > first + (box.height / rowPx) * stepMinutes)
        return undefined;
      return {
        column: column.dataset['column'] ?? '',
        minute,
        left: box.left - origin.left,
        top: box.top - origin.top + ((minute - first) / stepMinutes) * rowPx,
        width: box.width,
        height: (item.minutes / stepMinutes) * rowPx,
      };
    }
    return undefined;
  }
}

function swallow(event: Event): void {
  event.stopPropagation();
  event.preventDefault();
}
