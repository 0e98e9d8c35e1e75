import type { RankingLine } from '../../src/rooms/tournament/views/players.ts';
import type { ScheduleLine } from '../../src/rooms/tournament/views/screen.ts';
import type { PublicView } from '../../src/rooms/tournament/views.ts';
import { money, ordinal } from '../amounts.ts';
import { html, signal, typedIn } from '../html.ts';
import { Windowed } from '../parts/windowed.ts';
import { locale } from '../texts/en/locale.ts';
import { heard, leftMs } from './follow.ts';
import { iAm, me } from './me.ts';
import { findNames, levelLine } from './model.ts';
import { text } from './text.ts';

const timeOfDay = new Intl.DateTimeFormat(locale.tag, { hour: '2-digit', minute: '2-digit' });

/** Time of day of each level, were the clock to run on from now. */
export const Schedule = ({ view }: { view: PublicView }) => {
  const index = heard.value?.data.clock.index ?? view.clock.index;
  const here = view.schedule[index];
  const [left, length] = [leftMs.value, (here?.minutes ?? 0) * 60_000];
  const passed = Math.max(0, length - left);
  const begin = here?.startsInMs ?? 0;
  const at = (line: ScheduleLine) => Date.now() + (line.startsInMs - begin) - passed;
  return html`
    <ol class="card rows overflow-hidden">
      ${view.schedule.map(
        (line) => html`
          <li
            class=${`flex items-center gap-3 px-4 min-h-12 ${line.index === index ? 'tone-primary font-semibold' : line.index < index ? 'text-secondary' : ''}`}
            aria-current=${line.index === index ? 'true' : undefined}
          >
            <span class="mono w-6 text-secondary">${line.kind === 'break' ? '' : line.level}</span>
            <span class=${`grow ${line.kind === 'break' ? 'text-info' : 'mono'}`}>${levelLine(line)}</span>
            <span class="mono text-caption text-secondary">
              ${line.index === index && view.status === 'running' ? text.phone.now : timeOfDay.format(at(line))}
            </span>
          </li>
        `,
      )}
    </ol>
  `;
};

const typed = signal('');
const ROW_PX = 56;

const Row = ({ line, currency }: { line: RankingLine; currency: string }) => html`
  <button
    type="button"
    class=${`flex items-center gap-3 w-full h-14 px-4 text-left border-b border-surface1 ${line.name === me.value ? 'tone-primary' : ''}`}
    aria-pressed=${String(line.name === me.value)}
    onClick=${() => iAm(line.name === me.value ? null : line.name)}
  >
    <span class=${`mono w-12 flex-none ${line.rank === null ? 'text-success text-caption' : ''}`}>
      ${line.rank === null ? text.players.in : ordinal(line.rank)}
    </span>
    <span class="grow min-w-0 truncate text-text">${line.name}</span>
    <span class="text-caption text-secondary whitespace-nowrap">
      ${line.seat !== null && text.players.seatShort(line.seat.table, line.seat.seat)}
    </span>
    ${line.prize > 0 && html`<span class="mono text-prize">${money(line.prize, currency)}</span>`}
    ${line.other && html`<span class="text-caption text-prize">${line.other}</span>`}
  </button>
`;

/** Places and seats; a tap says "that is me". */
export const Rank = ({ view }: { view: PublicView }) => {
  const found = findNames(view.rankings, typed.value);
  return html`
    <div class="flex flex-col gap-3">
      <input
        class="input"
        type="search"
        autocomplete="off"
        aria-label=${text.phone.findMe}
        placeholder=${text.phone.findMe}
        value=${typed}
        onInput=${(event: Event) => {
          typed.value = typedIn(event);
        }}
      />
      ${view.stats.provisional && view.rankings.length > 0 && html`<p class="text-caption text-warning px-1">${text.phone.provisional}</p>`}
      ${
        found.length === 0
          ? html`<p class="text-secondary text-center py-8">${view.rankings.length === 0 ? text.phone.empty : text.phone.nobody}</p>`
          : html`<div class="card overflow-hidden">
              <${Windowed}
                items=${found}
                rowPx=${ROW_PX}
                row=${(line: RankingLine) => html`<${Row} line=${line} currency=${view.currency} />`}
              />
            </div>`
      }
    </div>
  `;
};

export const Payouts = ({ view }: { view: PublicView }) =>
  view.payouts.length === 0
    ? html`<p class="text-secondary text-center py-8">${text.phone.noPayouts}</p>`
    : html`
        <div class="flex flex-col gap-3">
          ${view.stats.provisional && html`<p class="text-caption text-warning px-1">${text.phone.provisional}</p>`}
          <ol class="card rows overflow-hidden">
            ${view.payouts.map(
              ({ from, to, each, other }) => html`
                <li class="flex items-center gap-3 px-4 min-h-12">
                  <span class="mono w-16">${text.money.places(from, to)}</span>
                  <span class="grow text-right">
                    ${each > 0 && html`<span class="mono text-prize">${money(each, view.currency)}</span>`}
                    ${other && html`<span class="block text-caption text-secondary">${other}</span>`}
                  </span>
                </li>
              `,
            )}
          </ol>
        </div>
      `;
