import type { Signal } from '../html.ts';

/** A row under way: where it came from and where it would land. */
export type Drag = { readonly from: number; readonly to: number };

const EDGE_PX = 80;
const SCROLL_PX = 14;

/** How many of the other rows lie above the finger. */
const placeAt = (grid: Element | null, from: number, y: number): number =>
  [...(grid?.querySelectorAll('[data-row]') ?? [])].filter((row, index) => {
    const { top, height } = row.getBoundingClientRect();
    return index !== from && top + height / 2 < y;
  }).length;

/** A handle that is pulled by finger or mouse; the page goes along at its edges. */
export const handleProps = (
  drag: Signal<Drag | null>,
  index: number,
  drop: (drag: Drag) => void,
) => ({
  onPointerDown: (event: PointerEvent) => {
    const { currentTarget: handle } = event;
    if (!(handle instanceof HTMLElement) || event.button !== 0) return;
    handle.setPointerCapture(event.pointerId);
    drag.value = { from: index, to: index };
  },
  onPointerMove: (event: PointerEvent) => {
    const { currentTarget: handle, clientY: y } = event;
    if (drag.value === null || !(handle instanceof HTMLElement)) return;
    if (y < EDGE_PX) scrollBy(0, -SCROLL_PX);
    else if (y > innerHeight - EDGE_PX) scrollBy(0, SCROLL_PX);
    const to = placeAt(handle.closest('[data-grid]'), drag.value.from, y);
    if (to !== drag.value.to) drag.value = { ...drag.value, to };
  },
  onPointerUp: () => {
    const done = drag.value;
    drag.value = null;
    if (done !== null && done.from !== done.to) drop(done);
  },
  onPointerCancel: () => {
    drag.value = null;
  },
});
