import { clockText } from '../../src/kernel/time.ts';
import { clockAt } from '../../src/poker/clock.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import { html, useComputed, useEffect, useRef } from '../html.ts';
import { text } from '../text.ts';
import type { Beside, Night } from './night.ts';
import { beat, beside, leafNow } from './night.ts';
import { switchTo } from './place.ts';
import type { Status } from './status.ts';
import { statusOf, urgency } from './status.ts';

const DOTS: { readonly [S in Status]: string } = {
  setup: 'bg-primary',
  running: 'bg-success',
  paused: 'bg-warning',
  break: 'bg-info',
  ended: 'bg-surface2',
  undecided: 'bg-danger',
};

const leftOf = (state: State): string => {
  if (state.status === 'setup') return text.status.setup;
  if (state.status === 'ended') return text.status.ended;
  return clockText(clockAt(state.clock.anchor, leafNow()).remainingMs);
};

const toneOf = (state: State): string =>
  urgency(
    clockAt(state.clock.anchor, leafNow()).remainingMs,
    state.status === 'running' && state.clock.anchor.running,
    state.config.warningSeconds,
  );

const One = ({ one: { id, state }, isOpen }: { one: Beside; isOpen: boolean }) => {
  const left = useComputed(() => {
    beat.value;
    return leftOf(state);
  });
  const status = statusOf(state);
  return html`
    <button
      type="button"
      role="tab"
      aria-selected=${String(isOpen)}
      class=${`relative flex items-center gap-2 h-12 px-3 flex-none max-w-64 border-b-2 ${isOpen ? 'border-primary text-text' : 'border-transparent'}`}
      onClick=${() => switchTo(id)}
    >
      <span class=${`w-2.5 h-2.5 rounded-full flex-none ${DOTS[status]}`} aria-hidden="true"></span>
      <bdi class=${`truncate ${isOpen ? 'font-semibold' : 'font-medium'}`}>${state.config.name}</bdi>
      ${!isOpen && html`<span class=${`mono flex-none ${toneOf(state)}`}>${left.value}</span>`}
      <span class="sr-only">${text.status[status]}</span>
    </button>
  `;
};

/** Every tournament of tonight with its state and time left, each a tap away. */
export const Switcher = ({ night }: { night: Night }) => {
  const bar = useRef<HTMLDivElement>(null);
  const others = beside.value;
  const isBeside = others.some(({ id }) => id === night.id);
  const all = isBeside ? others : [night, ...others];
  useEffect(() => {
    const open = bar.current?.querySelector('[aria-selected=true]');
    open?.scrollIntoView({ inline: 'center', block: 'nearest' });
  }, [night.id, all.length]);
  if (all.length < 2)
    return html`<bdi class="truncate font-medium min-h-12 flex items-center">${night.state.config.name}</bdi>`;
  return html`
    <div ref=${bar} class="relative flex overflow-x-auto min-w-0 no-bar" role="tablist" aria-label=${text.tabs.tournaments}>
      ${all.map((one) => html`<${One} key=${one.id} one=${one} isOpen=${one.id === night.id} />`)}
    </div>
  `;
};
