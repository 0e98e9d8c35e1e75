import { roundCount } from '../../src/poker/blinds.ts';
import { number } from '../amounts.ts';
import { html, useEffect, useRef } from '../html.ts';
import { laterText } from '../later-text.ts';
import type { Source } from './model.ts';

const Card = ({
  source,
  chosen,
  onPick,
}: {
  source: Source;
  chosen: boolean;
  onPick: () => void;
}) => html`
  <button
    type="button"
    class=${`card px-4 py-3 text-left flex flex-col gap-1 snap-start w-64 sm:w-auto flex-none ${chosen ? 'tone-primary border-primary' : ''}`}
    aria-pressed=${String(chosen)}
    onClick=${onPick}
  >
    <span class="flex items-baseline justify-between gap-2">
      <span class="text-h3 font-semibold text-text truncate">${source.name}</span>
      <span class="mono text-caption whitespace-nowrap">${source.hours === null ? laterText.create.own : laterText.create.hours(number(source.hours.from), number(source.hours.to))}</span>
    </span>
    <span class="text-caption text-secondary grow line-clamp-3">${source.description}</span>
    <span class="text-caption mono">${laterText.create.levels(roundCount(source.levels), number(source.startingStack))}</span>
  </button>
`;

/** Structures side by side: a row to swipe on a phone, a grid where there is room. */
export const TemplatePicker = ({
  sources,
  picked,
  onPick,
}: {
  sources: readonly Source[];
  picked: string;
  onPick: (source: Source) => void;
}) => {
  const row = useRef<HTMLDivElement>(null);
  // On a phone the picked one may lie beyond the edge, as when a template of the house was asked for.
  useEffect(() => {
    const chosen = row.current?.querySelector('[aria-pressed=true]');
    chosen?.scrollIntoView({ block: 'nearest', inline: 'start' });
  }, [picked]);
  return html`
  <div
    ref=${row}
    class=${`flex sm:grid sm:grid-cols-2 lg:grid-cols-3 gap-3 overflow-x-auto sm:overflow-visible snap-x scroll-px-3 -mx-3 px-3 sm:mx-0 sm:px-0 pb-1 ${sources.length > 6 ? 'sm:max-h-76 sm:overflow-y-auto' : ''}`}
    role="group"
    aria-label=${laterText.create.template}
  >
    ${sources.map((one) => html`<${Card} key=${one.id} source=${one} chosen=${one.id === picked} onPick=${() => onPick(one)} />`)}
  </div>
`;
};
