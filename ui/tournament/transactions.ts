import type { Recorded } from '../../src/kernel/decider.ts';
import type { ActionEvent } from '../../src/rooms/tournament/events.ts';
import { stands } from '../../src/rooms/tournament/state.ts';
import type { Cash } from '../../src/rooms/tournament/views/actions.ts';
import { cashOf } from '../../src/rooms/tournament/views/actions.ts';
import { money } from '../amounts.ts';
import { html } from '../html.ts';
import { Card } from '../parts/bits.ts';
import { Windowed } from '../parts/windowed.ts';
import { text } from '../text.ts';
import { locale } from '../texts/en/locale.ts';
import { undo } from './actions.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';
import { say } from './words.ts';

type Line = { readonly fact: Recorded<ActionEvent>; readonly cash: Cash };

const linesOf = ({ state }: Night): readonly Line[] =>
  Object.values(state.facts)
    .reverse()
    .flatMap((fact) => cashOf(fact).map((cash) => ({ fact, cash })));

const clockTime = new Intl.DateTimeFormat(locale.tag, { hour: '2-digit', minute: '2-digit' });

const Row = ({ night, line: { fact, cash } }: { night: Night; line: Line }) => {
  const isVoid = !stands(night.state, fact.id);
  const amount = money(cash.amount, night.state.config.currency);
  return html`
    <div class="flex items-center gap-3 pl-4 pr-1 h-14 border-b border-surface1" role="listitem">
      <span class="text-caption text-secondary mono whitespace-nowrap">${clockTime.format(fact.at)}</span>
      <span class=${`grow min-w-0 truncate ${isVoid ? 'line-through text-secondary' : ''}`}>${say(night, fact).title}</span>
      <span class="text-caption text-secondary hidden sm:inline">${text.methods[cash.method] ?? cash.method}</span>
      <span class=${`mono ${isVoid ? 'line-through text-secondary' : cash.amount < 0 ? 'text-danger' : ''}`}>${amount}</span>
      ${
        isVoid || !mayAct.value
          ? html`<span class="text-caption text-secondary w-16 text-center">${isVoid ? text.money.voided : ''}</span>`
          : html`<button type="button" class="btn btn-ghost" aria-label=${`${text.money.void}: ${say(night, fact).title}`} onClick=${() => void undo(night.id, fact.id)}>
              ${text.money.void}
            </button>`
      }
    </div>
  `;
};

/** Every time that money changed hands, newest first; void ones stay, struck through. */
export const Transactions = ({ night }: { night: Night }) => {
  const lines = linesOf(night);
  return html`
    <${Card} title=${text.money.transactions} class="overflow-hidden">
      ${
        lines.length === 0
          ? html`<p class="px-4 pb-4 text-secondary">${text.money.transactionsNone}</p>`
          : html`<${Windowed}
              items=${lines}
              rowPx=${56}
              row=${(line: Line) => html`<${Row} key=${line.fact.id} night=${night} line=${line} />`}
            />`
      }
    <//>
  `;
};
