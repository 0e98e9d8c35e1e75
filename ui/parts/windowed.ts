import type { VNode } from '../html.ts';
import { html, useEffect, useRef, useSignal } from '../html.ts';

export type Window = { readonly from: number; readonly to: number };

/** Rows beyond each edge, so that a quick thumb meets no gap. */
const SPARE = 8;

/** The rows worth drawing: those on the screen and some around; all pixels from the list's top. */
export const windowOf = (question: {
  readonly count: number;
  readonly rowPx: number;
  readonly topPx: number;
  readonly heightPx: number;
}): Window => {
  const { count, rowPx, topPx, heightPx } = question;
  const from = Math.max(0, Math.floor(topPx / rowPx) - SPARE);
  const to = Math.min(count, Math.ceil((topPx + heightPx) / rowPx) + SPARE);
  return { from: Math.min(from, Math.max(0, to)), to: Math.max(0, to) };
};

/** Below this a list is drawn whole. */
const WHOLE = 100;

/** Which rows of a list that scrolls with the page are near the screen; `box` holds them all. */
export const useWindow = (box: { current: HTMLElement | null }, count: number, rowPx: number) => {
  const shown = useSignal<Window>({ from: 0, to: WHOLE });
  const whole = count <= WHOLE;

  useEffect(() => {
    if (whole) return undefined;
    const look = () => {
      const topPx = -(box.current?.getBoundingClientRect().top ?? 0);
      const next = windowOf({ count, rowPx, topPx, heightPx: innerHeight });
      const { from, to } = shown.value;
      if (next.from !== from || next.to !== to) shown.value = next;
    };
    look();
    addEventListener('scroll', look, { passive: true, capture: true });
    addEventListener('resize', look);
    return () => {
      removeEventListener('scroll', look, { capture: true });
      removeEventListener('resize', look);
    };
  }, [count, rowPx]);

  return whole ? { whole, from: 0, to: count } : { whole, ...shown.value };
};

/** A long list that scrolls with the page: rows of one height, only those near the screen exist. */
export const Windowed = <T>({
  items,
  rowPx,
  row,
}: {
  items: readonly T[];
  rowPx: number;
  row: (item: T, index: number) => VNode;
}) => {
  const box = useRef<HTMLDivElement>(null);
  const { whole, from, to } = useWindow(box, items.length, rowPx);
  const height = whole ? {} : { height: `${items.length * rowPx}px` };
  return html`
    <div ref=${box} style=${height} role="list">
      <div style=${{ transform: `translateY(${from * rowPx}px)` }}>
        ${items.slice(from, to).map((item, i) => row(item, from + i))}
      </div>
    </div>
  `;
};
