import { html, useEffect, useRef } from '../html.ts';
import { text } from '../text.ts';
import type { Toast } from '../toasts.ts';
import { clearOnTap, dismiss, toasts } from '../toasts.ts';
import { TwoLines } from './bits.ts';
import { Icon } from './icons.ts';

/** So far to the side and it is gone. */
const SWIPE_PX = 56;

/** Swiped or tapped away; its buttons keep their own meaning. */
const useSwipe = (id: number) => {
  const from = useRef<number | null>(null);
  const shift = ({ currentTarget, clientX }: PointerEvent, end: boolean) => {
    if (from.current === null || !(currentTarget instanceof HTMLElement)) return;
    const px = clientX - from.current;
    if (end && Math.abs(px) > SWIPE_PX) return dismiss(id);
    currentTarget.style.transform = end ? '' : `translateX(${px}px)`;
  };
  return {
    onPointerDown: (event: PointerEvent) => {
      from.current = event.clientX;
    },
    onPointerMove: (event: PointerEvent) => shift(event, false),
    onPointerUp: (event: PointerEvent) => {
      shift(event, true);
      from.current = null;
    },
    onPointerCancel: () => {
      from.current = null;
    },
  };
};

const One = ({ toast }: { toast: Toast }) => {
  const isBad = toast.tone === 'danger';
  const swipe = useSwipe(toast.id);
  return html`
    <div
      class=${`toast fade pointer-events-auto card shadow-xl flex items-center gap-1 xl:gap-2 pl-3 xl:pl-4 xl:pr-1 xl:py-1 w-full touch-pan-y ${
        isBad ? 'toast-bad tone-danger' : 'bg-surface0'
      }`}
      role=${isBad ? 'alert' : 'status'}
      ...${swipe}
    >
      <div class="grow min-w-0 xl:py-2 leading-tight" onClick=${() => dismiss(toast.id)}>
        <div id=${`toast-${toast.id}`} class="toast-title font-semibold text-text">${toast.title}</div>
        ${toast.detail && html`<div class="toast-detail text-text">${toast.detail}</div>`}
      </div>
      ${
        toast.action &&
        html`<button
          type="button"
          class="btn btn-ghost flex-none px-3"
          aria-describedby=${`toast-${toast.id}`}
          onClick=${() => {
            dismiss(toast.id);
            toast.action?.run();
          }}
        >
          <${TwoLines} label=${toast.action.label} note=${toast.action.note} />
        </button>`
      }
      <button type="button" class="btn btn-icon text-secondary" aria-label=${text.close} onClick=${() => dismiss(toast.id)}>
        <${Icon} name="close" size=${18} />
      </button>
    </div>
  `;
};

/**
 * On phones and tablets the newest one alone, over the row with the tournament's name: below it is the
 * clock, and then what the floor works with. On a laptop a stack at the top right, the newest last.
 */
export const ToastStack = () => {
  useEffect(clearOnTap, []);
  return html`
    <div class="toasts fixed z-40 flex flex-col gap-2 pointer-events-none" aria-live="polite">
      ${toasts.value.map((toast) => html`<${One} key=${toast.id} toast=${toast} />`)}
    </div>
  `;
};
