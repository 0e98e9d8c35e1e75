import type { Counters as Counts } from '../../src/rooms/tournament/events.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import { number } from '../amounts.ts';
import { html } from '../html.ts';
import { Card } from '../parts/bits.ts';
import { text } from '../text.ts';
import { command } from './actions.ts';
import { mayAct } from './night.ts';

/** One tap on a counter, with what follows from it: a new entry is a player more. */
export const counted = (counts: Counts, what: keyof Counts, by: 1 | -1): Counts => {
  const next = { ...counts, [what]: Math.max(0, counts[what] + by) };
  if (what === 'entries') next.remaining = Math.max(0, counts.remaining + by);
  return { ...next, remaining: Math.min(next.remaining, next.entries) };
};

const Counter = ({ state, what }: { state: State; what: keyof Counts }) => {
  const label = text.counters[what];
  const step = (by: 1 | -1) =>
    command('/counters', counted(state.counters, what, by), { method: 'PUT', quiet: true });
  return html`
    <div class="flex items-center gap-3 px-4 py-2">
      <span class="grow">${label}</span>
      ${
        mayAct.value &&
        html`<button type="button" class="btn btn-icon btn-outline text-h2" aria-label=${text.counters.less(label)} onClick=${() => step(-1)}>−</button>`
      }
      <span class="mono text-h2 w-18 text-center">${number(state.counters[what])}</span>
      ${
        mayAct.value &&
        html`<button type="button" class="btn btn-icon btn-soft text-h2" aria-label=${text.counters.more(label)} onClick=${() => step(1)}>+</button>`
      }
    </div>
  `;
};

/** Simple mode: numbers instead of names (BUY-6). */
export const Counters = ({ state }: { state: State }) => html`
  <${Card}>
    <div class="rows">
      <${Counter} state=${state} what="entries" />
      <${Counter} state=${state} what="remaining" />
      ${state.config.rebuys.allowed && html`<${Counter} state=${state} what="rebuys" />`}
      ${state.config.addOns.allowed && html`<${Counter} state=${state} what="addOns" />`}
    </div>
  <//>
`;
