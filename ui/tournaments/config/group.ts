import type { ComponentChildren } from '../../html.ts';
import { html } from '../../html.ts';
import { Icon } from '../../parts/icons.ts';

/** A part of the settings: folded, its heading says how it stands. */
export const Group = ({
  title,
  summary,
  lock,
  open = false,
  children,
}: {
  title: string;
  summary: string;
  lock?: string | undefined;
  open?: boolean;
  children?: ComponentChildren;
}) => html`
  <details class="card group" open=${open}>
    <summary class="list-none flex items-center gap-3 px-4 py-3 min-h-16 cursor-pointer">
      <span class="grow min-w-0">
        <span class="block font-semibold">${title}</span>
        <span class="block text-caption text-secondary truncate">${summary}</span>
      </span>
      <span class="text-secondary transition-transform group-open:rotate-90"><${Icon} name="next" size=${18} /></span>
    </summary>
    <div class="px-4 pb-5 pt-1 flex flex-col gap-4">
      ${lock !== undefined && html`<p class="rounded-lg tone-info px-3 py-2 text-text flex items-center gap-2"><${Icon} name="lock" size=${18} />${lock}</p>`}
      ${children}
    </div>
  </details>
`;

export const TWO = 'grid grid-cols-1 sm:grid-cols-2 gap-4 items-start';
export const THREE = 'grid grid-cols-2 md:grid-cols-3 gap-4 items-start';
