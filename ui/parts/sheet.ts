import type { ComponentChildren } from '../html.ts';
import { html, useLayoutEffect, useRef } from '../html.ts';
import { text } from '../text.ts';
import { Icon } from './icons.ts';

const FOCUSABLE = 'input:not([disabled]), select, textarea, button:not([disabled]), [tabindex="0"]';

/** What the first of a chain of sheets was opened from. */
let origin: Element | null = null;

const cameFrom = (): Element | null => {
  const active = document.activeElement;
  if (active?.closest('[role="dialog"]') === null) origin = active;
  return origin;
};

/** Tab goes round inside, and the focus returns to where it was. */
const useOwnFocus = (onClose: () => void) => {
  const box = useRef<HTMLElement>(null);
  // While it is drawn for the first time: the effects below take the focus away at once.
  const before = useRef<Element | null>(null);
  before.current ??= cameFrom();
  // Before the next key can come.
  useLayoutEffect(() => {
    const own = box.current;
    const first = own?.querySelector<HTMLElement>('[autofocus]') ?? own;
    first?.focus();
    const keys = (event: KeyboardEvent) => {
      if (event.key === 'Escape') {
        event.stopPropagation();
        onClose();
      }
      if (event.key !== 'Tab' || own === null) return;
      const all = [...own.querySelectorAll<HTMLElement>(FOCUSABLE)];
      const [head, tail] = event.shiftKey ? [all[0], all.at(-1)] : [all.at(-1), all[0]];
      if (document.activeElement !== head) return;
      event.preventDefault();
      tail?.focus();
    };
    own?.addEventListener('keydown', keys);
    return () => {
      own?.removeEventListener('keydown', keys);
      if (before.current instanceof HTMLElement) before.current.focus();
    };
  }, []);
  // A next step that took the focused control away says where to go on, before the next key.
  useLayoutEffect(() => {
    const own = box.current;
    if (own === null || own.contains(document.activeElement)) return;
    (own.querySelector<HTMLElement>('[autofocus]') ?? own).focus();
  });
  return box;
};

/** From below on phones, from the right where there is room; the page stays behind it. */
export const Sheet = ({
  title,
  onClose,
  children,
  footer,
}: {
  title: ComponentChildren;
  onClose: () => void;
  children?: ComponentChildren;
  footer?: ComponentChildren;
}) => {
  const box = useOwnFocus(onClose);
  return html`
    <div class="fixed inset-0 z-30 flex items-end lg:items-stretch lg:justify-end">
      <button
        type="button"
        class="absolute inset-0 bg-black opacity-50 cursor-default"
        tabindex="-1"
        aria-label=${text.close}
        onClick=${onClose}
      ></button>
      <section
        ref=${box}
        role="dialog"
        aria-modal="true"
        aria-labelledby="sheet-title"
        tabindex="-1"
        class="sheet rise relative flex flex-col w-full lg:w-116 max-h-[92dvh] lg:max-h-none rounded-t-2xl lg:rounded-none bg-base border-t lg:border-t-0 lg:border-l border-surface2 outline-none shadow-2xl"
      >
        <header class="flex flex-none items-center gap-2 pl-5 pr-2 pt-2 pb-1 min-h-15">
          <h2 id="sheet-title" class="text-h2 font-semibold leading-tight my-1 grow min-w-0 line-clamp-3 break-words">${title}</h2>
          <button type="button" class="btn btn-icon" aria-label=${text.close} onClick=${onClose}>
            <${Icon} name="close" />
          </button>
        </header>
        <div class="grow min-h-0 overflow-y-auto overscroll-contain px-5 pb-5 pt-2">${children}</div>
        ${
          footer &&
          html`<footer class="px-5 py-3 border-t border-surface1 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
            ${footer}
          </footer>`
        }
      </section>
    </div>
  `;
};
