import type { ComponentChildren } from '../html.ts';
import { html } from '../html.ts';
import type { IconName } from './icons.ts';
import { Icon } from './icons.ts';

export type Tone = 'success' | 'warning' | 'danger' | 'info' | 'primary' | 'plain';

export const Pill = ({ tone, children }: { tone: Tone; children?: ComponentChildren }) =>
  html`<span class=${`pill tone-${tone}`}>${children}</span>`;

const sizeOf = (letters: number): string => {
  if (letters > 12) return 'text-body xl:text-caption 2xl:text-h3';
  if (letters > 9) return 'text-h3 lg:text-body xl:text-h3 2xl:text-h2';
  return letters > 6 ? 'text-h3 xl:text-h2' : 'text-h2 xl:text-h1';
};

/** A number with its label above, the way all figures of the night stand. */
export const Stat = ({
  label,
  value,
  note,
  class: extra = '',
}: {
  label: string;
  value: ComponentChildren;
  note?: ComponentChildren;
  class?: string;
}) => html`
  <div class="card px-4 lg:px-3 xl:px-4 py-3 min-w-0">
    <div class="label leading-tight line-clamp-2">${label}</div>
    <div class=${`mono leading-tight truncate ${sizeOf(String(value).length)} min-h-8.5 flex items-center ${extra}`}>${value}</div>
    ${note && html`<div class="text-caption text-secondary leading-snug">${note}</div>`}
  </div>
`;

export const Card = ({
  title,
  aside,
  class: extra = '',
  children,
}: {
  title?: string;
  aside?: ComponentChildren;
  class?: string;
  children?: ComponentChildren;
}) => html`
  <section class=${`card min-w-0 ${extra}`}>
    ${
      title &&
      html`<header class="flex flex-wrap items-center gap-x-3 px-4 min-h-13 pt-1">
        <h2 class="grow font-semibold text-secondary">${title}</h2>
        ${aside}
      </header>`
    }
    ${children}
  </section>
`;

export const Empty = ({
  icon,
  title,
  lead,
  children,
}: {
  icon: IconName;
  title: string;
  lead?: string;
  children?: ComponentChildren;
}) => html`
  <div class="flex flex-col items-center gap-3 text-center px-6 py-12">
    <span class="tone-plain rounded-full p-4"><${Icon} name=${icon} size=${32} /></span>
    <h2 class="text-h3 font-semibold">${title}</h2>
    ${lead && html`<p class="text-secondary max-w-96">${lead}</p>`}
    ${children}
  </div>
`;

/** Something that wants a decision, with the one tap that takes it. */
export const Notice = ({
  tone,
  children,
  action,
}: {
  tone: Tone;
  children?: ComponentChildren;
  action?: ComponentChildren;
}) => html`
  <div class=${`rounded-xl pl-4 pr-3 py-2.5 min-h-14 flex items-center gap-x-3 gap-y-2 flex-wrap tone-${tone}`} role="status">
    <div class="flex-1 min-w-44 flex items-baseline gap-3">
      <span class="w-2 h-2 rounded-full bg-current flex-none" aria-hidden="true"></span>
      <div class="text-text">${children}</div>
    </div>
    ${action}
  </div>
`;

export const Line = ({
  label,
  value,
  strong = false,
  tone = '',
}: {
  label: ComponentChildren;
  value: ComponentChildren;
  strong?: boolean;
  tone?: string;
}) => html`
  <div class="flex items-baseline justify-between gap-4 px-4 py-2">
    <span class=${strong ? 'font-semibold' : 'text-secondary'}>${label}</span>
    <span class=${`mono text-right ${strong ? 'text-h3' : ''} ${tone}`}>${value}</span>
  </div>
`;

/** A button's word with what pressing it costs below it, in a button's height. */
export const TwoLines = ({ label, note = '' }: { label: string; note?: string | undefined }) =>
  note === ''
    ? label
    : html`<span class="flex flex-col items-center leading-tight">
        <span>${label}</span> <span class="text-micro font-normal whitespace-nowrap">${note}</span>
      </span>`;

/** Longer words may break; a time or a number in two lines reads as two. */
const WHOLE = 24;

/** Parts with dots between them: a line ends behind a dot. */
export const Dotted = ({ words }: { words: string }) => {
  const parts = words.split(' · ');
  return html`${parts.map((one, i) => {
    const isLast = i === parts.length - 1;
    const said = isLast ? one : `${one} ·`;
    return html`<span class=${one.length > WHOLE ? '' : 'whitespace-nowrap'}>${said}</span>${!isLast && ' '}`;
  })}`;
};
