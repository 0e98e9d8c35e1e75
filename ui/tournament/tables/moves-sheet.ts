import type { Recorded } from '../../../src/kernel/decider.ts';
import type { ActionEvent, Moved } from '../../../src/rooms/tournament/events.ts';
import { stands } from '../../../src/rooms/tournament/state.ts';
import { html } from '../../html.ts';
import { Empty } from '../../parts/bits.ts';
import { Sheet } from '../../parts/sheet.ts';
import { text } from '../../text.ts';
import { undo } from '../actions.ts';
import type { Night } from '../night.ts';
import { leafNow, mayAct } from '../night.ts';
import { hide } from '../sheets.ts';
import { agoText, say } from '../words.ts';
import { WayLines, waysOf } from './done.ts';
import { printTickets } from './tickets.ts';

const SHOWN = 20;

type Fact = Recorded<ActionEvent>;

/** Everybody whom an event moved; buy-ins and busts are no moves. */
export const movesIn = (fact: Fact): readonly Moved[] =>
  fact.type === 'player.moved' || fact.type === 'table.broken' || fact.type === 'seats.drawn'
    ? fact.data.moves
    : [];

/** The last moves of the night, each with its tickets and its way back. */
export const MovesSheet = ({ night }: { night: Night }) => {
  const { state } = night;
  const facts = Object.values(state.facts)
    .filter((fact) => movesIn(fact).length > 0 && stands(state, fact.id))
    .reverse()
    .slice(0, SHOWN);
  return html`
    <${Sheet} title=${text.tables.moves} onClose=${hide}>
      <div class="flex flex-col gap-5">
        ${facts.length === 0 ? html`<${Empty} icon="move" title=${text.tables.movesNone} />` : html`<p class="text-secondary">${text.tables.movesLead}</p>`}
        ${facts.map((fact) => {
          const ways = waysOf(movesIn(fact));
          return html`
            <section key=${fact.id} class="flex flex-col gap-1">
              <div class="flex items-center gap-1">
                <h3 class="grow min-w-0">
                  <span class="block font-semibold break-words leading-snug">${say(night, fact).title}</span>
                  <span class="block text-caption text-secondary">${agoText(leafNow().wallMs - fact.at)}</span>
                </h3>
                <button type="button" class="btn btn-ghost" onClick=${() => printTickets(night, ways)}>${text.tables.print}</button>
                ${mayAct.value && html`<button type="button" class="btn btn-ghost" onClick=${() => undo(night.id, fact.id)}>${text.undo}</button>`}
              </div>
              <${WayLines} night=${night} ways=${ways} />
            </section>
          `;
        })}
      </div>
    <//>
  `;
};
