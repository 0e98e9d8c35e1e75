import type { SeatRef } from '../../../src/poker/draw.ts';
import { signal, useEffect, useRef } from '../../html.ts';

/** Who hangs at the finger or the mouse just now. */
export const lifted = signal<string | null>(null);

/** A finger that stays this long takes the player up; one that moves before is scrolling. */
const HOLD_MS = 220;
const SLACK_PX = 8;
/** Near an edge of the window the page follows; above it the clock's header is in the way. */
const EDGE_PX = { top: 170, bottom: 140 };
const SCROLL_PX = 16;

/** How far the page scrolls in this frame, px, faster the closer to the edge. */
export const edgeScroll = (y: number, heightPx: number): number => {
  const above = (EDGE_PX.top - y) / EDGE_PX.top;
  const below = (y - (heightPx - EDGE_PX.bottom)) / EDGE_PX.bottom;
  if (above > 0) return -Math.ceil(SCROLL_PX * Math.min(1, above));
  return below > 0 ? Math.ceil(SCROLL_PX * Math.min(1, below)) : 0;
};

const seatUnder = (x: number, y: number): HTMLElement | null => {
  const seat = document.elementFromPoint(x, y)?.closest('[data-table][data-number]');
  return seat instanceof HTMLElement ? seat : null;
};

const refOf = ({ dataset }: HTMLElement): SeatRef | null => {
  const { table, number } = dataset;
  return table && number ? { tableId: table, seat: Number(number) } : null;
};

/** What follows the finger: the player's name. */
const ghostOf = (name: string): HTMLElement => {
  const ghost = document.createElement('div');
  ghost.className = 'drag-ghost';
  ghost.dir = 'auto';
  ghost.textContent = name;
  document.body.append(ghost);
  return ghost;
};

/** The click that ends a drag means nothing to whatever lies below. */
const swallowClick = (): void => {
  const stop = (event: Event) => {
    event.stopPropagation();
    event.preventDefault();
  };
  addEventListener('click', stop, { capture: true, once: true });
  setTimeout(() => removeEventListener('click', stop, { capture: true }), 80);
};

type Start = { readonly event: PointerEvent; readonly entryId: string; readonly name: string };
type OnDrop = (entryId: string, to: SeatRef) => void;

/** From the press to the drop, or to the end without one. */
const follow = ({ event: start, entryId, name }: Start, onDrop: OnDrop): void => {
  const isTouch = start.pointerType === 'touch';
  let at = { x: start.clientX, y: start.clientY };
  let ghost: HTMLElement | undefined;
  let over: HTMLElement | null = null;
  let frame = 0;

  const show = () => {
    if (ghost === undefined) return;
    ghost.style.transform = `translate(${at.x}px, ${at.y}px)`;
    const seat = seatUnder(at.x, at.y);
    if (seat === over) return;
    over?.removeAttribute('data-over');
    seat?.setAttribute('data-over', '');
    over = seat;
  };
  const tick = () => {
    const by = edgeScroll(at.y, innerHeight);
    if (by !== 0) scrollBy(0, by);
    show();
    frame = requestAnimationFrame(tick);
  };
  const lift = () => {
    if (ghost !== undefined) return;
    ghost = ghostOf(name);
    lifted.value = entryId;
    tick();
  };
  const hold = isTouch ? setTimeout(lift, HOLD_MS) : undefined;

  const end = () => {
    clearTimeout(hold);
    cancelAnimationFrame(frame);
    over?.removeAttribute('data-over');
    ghost?.remove();
    lifted.value = null;
    for (const [type, listen] of listeners) removeEventListener(type, listen, { capture: true });
  };
  const move = (event: Event) => {
    if (!(event instanceof PointerEvent) || event.pointerId !== start.pointerId) return;
    at = { x: event.clientX, y: event.clientY };
    const far = Math.hypot(at.x - start.clientX, at.y - start.clientY) > SLACK_PX;
    if (ghost === undefined && far) isTouch ? end() : lift();
    else show();
  };
  const drop = (event: Event) => {
    if (!(event instanceof PointerEvent) || event.pointerId !== start.pointerId) return;
    const target = ghost === undefined ? null : seatUnder(event.clientX, event.clientY);
    if (ghost !== undefined) swallowClick();
    end();
    const to = target === null ? null : refOf(target);
    if (to !== null) onDrop(entryId, to);
  };
  const key = (event: Event) => {
    if (!(event instanceof KeyboardEvent) || event.key !== 'Escape') return;
    event.stopPropagation();
    if (ghost !== undefined) swallowClick();
    end();
  };
  // A long press would open the browser's own menu, or mark the name.
  const menu = (event: Event) => event.preventDefault();
  const listeners: readonly (readonly [string, (event: Event) => void])[] = [
    ['pointermove', move],
    ['pointerup', drop],
    ['pointercancel', end],
    ['keydown', key],
    ['contextmenu', menu],
  ];
  for (const [type, listen] of listeners) addEventListener(type, listen, { capture: true });
};

/**
 * Lets everything in the box that carries `data-entry` (and its name as `data-name`) be dragged onto
 * a seat (`data-table`, `data-number`), by mouse at once, by finger after a short hold, so that a
 * swipe still scrolls.
 */
export const useDrag = (mayDrag: () => boolean, onDrop: OnDrop) => {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef({ mayDrag, onDrop });
  latest.current = { mayDrag, onDrop };
  useEffect(() => {
    const own = box.current;
    if (own === null) return undefined;
    const down = (event: PointerEvent) => {
      if (event.button !== 0 || !event.isPrimary || !latest.current?.mayDrag()) return;
      const { target } = event;
      const source = target instanceof Element ? target.closest('[data-entry]') : null;
      if (!(source instanceof HTMLElement)) return;
      const { entry: entryId, name = '' } = source.dataset;
      if (!entryId) return;
      follow({ event, entryId, name }, (who, to) => latest.current?.onDrop(who, to));
    };
    // There before the finger comes: only then may a listener still stop the scrolling.
    const still = (event: TouchEvent) => {
      if (lifted.value !== null) event.preventDefault();
    };
    own.addEventListener('pointerdown', down);
    own.addEventListener('touchmove', still, { passive: false });
    return () => {
      own.removeEventListener('pointerdown', down);
      own.removeEventListener('touchmove', still);
    };
  }, []);
  return box;
};
