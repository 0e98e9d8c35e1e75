import type { Recorded } from '../../src/kernel/decider.ts';
import type { ActionEvent } from '../../src/rooms/tournament/events.ts';
import { stands } from '../../src/rooms/tournament/state.ts';
import { receiptLabel, receiptOf } from '../desk/receipts.ts';
import { html, useComputed, useSignal } from '../html.ts';
import { Card, Dotted, Empty, TwoLines } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { isByClock, redo, undo } from './actions.ts';
import type { Night } from './night.ts';
import { beat, leafNow, mayAct } from './night.ts';
import { agoText, namedUndo, say, undoNote } from './words.ts';

/** A glance at first; all of the night by and by. */
const FIRST = 10;
const STEP = 30;
/** The feed counts in minutes, so it looks at the clock every half of one, in beats. */
const HALF_MINUTE = 150;

const Line = ({ night, fact }: { night: Night; fact: Recorded<ActionEvent> }) => {
  const said = say(night, fact);
  const isUndone = !stands(night.state, fact.id);
  const receipt = receiptOf(fact.id);
  const number = receipt === undefined ? '' : text.desk.receiptShort(receiptLabel(receipt));
  const when = isUndone ? text.overview.undone : agoText(leafNow().wallMs - fact.at);
  const detail = [said.detail, number, when].filter((part) => part !== '').join(' · ');
  const word = isUndone ? text.redo : text.undo;
  const note = undoNote(fact, night.state.config.currency, isUndone ? -1 : 1);
  const act = () => void (isUndone ? redo(night.id, fact.id) : undo(night.id, fact.id));
  return html`
    <li class="flex items-center gap-3 pl-4 pr-1 py-1.5 min-h-14">
      <span class=${`rounded-lg p-1.75 flex-none tone-${isUndone ? 'plain' : said.tone}`}>
        <${Icon} name=${said.icon} size=${18} />
      </span>
      <div class=${`grow min-w-0 ${isUndone ? 'line-through text-secondary' : ''}`}>
        <div class="leading-tight break-words" dir="auto">${said.title}</div>
        <div class="text-caption text-secondary break-words"><${Dotted} words=${detail} /></div>
      </div>
      ${
        mayAct.value && !isByClock(fact)
          ? html`<button type="button" class="btn btn-ghost flex-none px-2" aria-label=${namedUndo(word, note, said.title)} onClick=${act}>
              <${TwoLines} label=${word} note=${note} />
            </button>`
          : html`<span class="w-3"></span>`
      }
    </li>
  `;
};

/** Everything that was done tonight, newest first, each line with its way back. */
export const Feed = ({ night }: { night: Night }) => {
  const shown = useSignal(FIRST);
  useComputed(() => Math.floor(beat.value / HALF_MINUTE)).value;
  const facts = Object.values(night.state.facts).reverse();
  return html`
    <${Card}
      title=${text.overview.feed}
      aside=${mayAct.value && html`<span class="text-caption text-secondary">${text.overview.feedHint}</span>`}
    >
      ${
        facts.length === 0
          ? html`<${Empty} icon="list" title=${text.overview.feedEmpty} />`
          : html`<ul class="rows pb-1">
              ${facts.slice(0, shown.value).map((fact) => html`<${Line} key=${fact.id} night=${night} fact=${fact} />`)}
            </ul>`
      }
      ${
        facts.length > shown.value &&
        html`<button
          type="button"
          class="btn btn-ghost w-full"
          onClick=${() => {
            shown.value += STEP;
          }}
        >
          ${text.overview.older}
        </button>`
      }
    <//>
  `;
};
