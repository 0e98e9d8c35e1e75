import { html } from '../html.ts';
import { text } from '../text.ts';
import type { Toast } from '../toasts.ts';
import { dismiss, toasts } from '../toasts.ts';
import { Icon } from './icons.ts';

const One = ({ toast }: { toast: Toast }) => html`
  <div
    class=${`rise pointer-events-auto card shadow-xl flex items-center gap-2 pl-4 pr-1 py-1 w-full ${
      toast.tone === 'danger' ? 'tone-danger' : 'bg-surface0'
    }`}
    role=${toast.tone === 'danger' ? 'alert' : 'status'}
  >
    <div class="grow min-w-0 py-2">
      <div class="font-semibold text-text">${toast.title}</div>
      ${toast.detail && html`<div class="text-caption text-text">${toast.detail}</div>`}
    </div>
    ${
      toast.action &&
      html`<button
        type="button"
        class="btn btn-ghost"
        onClick=${() => {
          dismiss(toast.id);
          toast.action?.run();
        }}
      >
        ${toast.action.label}
      </button>`
    }
    <button type="button" class="btn btn-icon text-secondary" aria-label=${text.close} onClick=${() => dismiss(toast.id)}>
      <${Icon} name="close" size=${18} />
    </button>
  </div>
`;

/** Top right on a laptop, top centre on a phone, below the clock that nothing may cover; the newest last. */
export const ToastStack = () => html`
  <div
    class="toasts fixed z-40 top-31 left-3 right-3 md:left-auto md:right-6 md:w-100 flex flex-col gap-2 pointer-events-none"
    aria-live="polite"
  >
    ${toasts.value.map((toast) => html`<${One} key=${toast.id} toast=${toast} />`)}
  </div>
`;
