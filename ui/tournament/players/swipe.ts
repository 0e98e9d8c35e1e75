import { useEffect } from '../../html.ts';
import { opened } from './store.ts';

/** Far enough to be meant, and flat enough not to be the page scrolling. */
const MEANT_PX = 36;

/** What a finger that came so far asks for; null while it may still become anything. */
export const swipeMeans = (dx: number, dy: number): 'open' | 'close' | null => {
  if (Math.abs(dx) < MEANT_PX || Math.abs(dx) < 2 * Math.abs(dy)) return null;
  return dx < 0 ? 'open' : 'close';
};

const rowOf = (target: EventTarget | null): string | undefined =>
  target instanceof Element
    ? target.closest<HTMLElement>('tr[data-entry]')?.dataset['entry']
    : undefined;

/**
 * A swipe to the left brings a row's actions, one to the right takes them away. Their cells
 * say `touch-action: pan-y`: the browser keeps scrolling, and ends the swipe by
 * `pointercancel`. A finger that went so far makes no click any more.
 */
export const useSwipe = (box: { current: HTMLElement | null }, mayAct: boolean): void =>
  useEffect(() => {
    const own = box.current;
    if (own === null || !mayAct) return undefined;
    let start: { readonly id: number; readonly x: number; readonly y: number } | null = null;
    let row: string | undefined;
    const down = (event: PointerEvent) => {
      row = rowOf(event.target);
      const isFinger = event.pointerType === 'touch' && event.isPrimary && row !== undefined;
      start = isFinger ? { id: event.pointerId, x: event.clientX, y: event.clientY } : null;
    };
    const move = (event: PointerEvent) => {
      if (start === null || event.pointerId !== start.id || row === undefined) return;
      const means = swipeMeans(event.clientX - start.x, event.clientY - start.y);
      if (means === null) return;
      start = null;
      opened.value = means === 'open' ? row : null;
    };
    const end = () => {
      start = null;
    };
    own.addEventListener('pointerdown', down);
    own.addEventListener('pointermove', move);
    own.addEventListener('pointerup', end);
    own.addEventListener('pointercancel', end);
    return () => {
      own.removeEventListener('pointerdown', down);
      own.removeEventListener('pointermove', move);
      own.removeEventListener('pointerup', end);
      own.removeEventListener('pointercancel', end);
    };
  }, [mayAct]);
