import type { PublicLine, PublicView } from '../../src/rooms/tournament/views/public.ts';
import type { ScheduleLine } from '../../src/rooms/tournament/views/screen.ts';
import { money, number, ordinal } from '../amounts.ts';
import type { VNode } from '../html.ts';
import { html, typedIn, useEffect, useSignal } from '../html.ts';
import { Windowed } from '../parts/windowed.ts';
import type { Moment } from './model.ts';
import { FIRST_ROWS, findNames, inOrder, isWhole, levelParts, nameText } from './model.ts';
import { text } from './text.ts';
import { timeOfDay } from './times.ts';

const Nothing = ({ title, lead }: { title: string; lead?: string }) => html`
  <div class="text-center px-4 py-16">
    <p class="text-h3 font-semibold">${title}</p>
    ${lead && html`<p class="text-secondary pt-1">${lead}</p>`}
  </div>
`;

const SoFar = () => html`<p class="text-caption text-warning px-1 pb-2">${text.provisional}</p>`;

const Level = ({ line, time, here }: { line: ScheduleLine; time: string; here: number }) => {
  const isHere = line.index === here;
  const tone = isHere ? 'tone-primary font-semibold' : line.index < here ? 'text-secondary' : '';
  const isBreak = line.kind === 'break';
  return html`
    <li class=${`flex items-center gap-3 px-4 py-2 min-h-12 ${tone}`} aria-current=${isHere ? 'true' : undefined}>
      <span class="mono w-6 flex-none text-secondary">${isBreak ? '' : number(line.level)}</span>
      <span class=${`grow min-w-0 flex flex-wrap items-baseline gap-x-3 ${isBreak ? 'text-info' : 'mono'}`}>
        ${levelParts(line).map((part, i) => html`<span class=${i === 0 ? '' : 'text-caption'}>${part}</span>`)}
      </span>
      <span class="mono text-caption text-secondary flex-none">${time}</span>
    </li>
  `;
};

/** Time of day of each level, were the clock to run on from now. */
export const Schedule = ({ view, now }: { view: PublicView; now: Moment }) => {
  const { index, remainingMs, lengthMs } = now.data.clock;
  if (view.schedule.length === 0) return html`<${Nothing} title=${text.noSchedule} />`;
  const begin = view.schedule[index]?.startsInMs ?? 0;
  const passed = Math.max(0, lengthMs - (now.data.status === 'running' ? now.leftMs : remainingMs));
  // Before the start the first level begins when it is planned to.
  const from = now.data.clock.startsAt ?? now.wallMs - passed;
  const timeOf = (line: ScheduleLine) =>
    line.index === index && now.data.status === 'running'
      ? text.now
      : timeOfDay(from + line.startsInMs - begin, view.timezone);
  return html`
    <ol class="card rows overflow-hidden">
      ${view.schedule.map((line) => html`<${Level} key=${line.index} line=${line} time=${timeOf(line)} here=${index} />`)}
    </ol>
  `;
};

const ROW_PX = 60;

const seatText = ({ seat }: PublicLine): string =>
  seat === null ? '' : text.seatShort(seat.table, number(seat.seat));

const Row = ({
  line,
  currency,
  isMe,
  onMe,
}: {
  line: PublicLine;
  currency: string;
  isMe: boolean;
  onMe: (player: number | null) => void;
}) => html`
  <div role="listitem">
  <button
    type="button"
    class=${`flex items-center gap-2 w-full h-15 px-3 text-left border-b border-surface1 ${isMe ? 'tone-primary' : ''}`}
    aria-pressed=${String(isMe)}
    onClick=${() => onMe(isMe ? null : line.player)}
  >
    <span class=${`mono w-11 flex-none ${line.rank === null ? 'text-success text-caption' : ''}`}>
      ${line.rank === null ? text.in : ordinal(line.rank)}
    </span>
    <span class="grow min-w-0 two-lines text-text"><bdi>${nameText(line.name)}</bdi></span>
    <span class="flex-none text-right max-w-[45%]">
      ${line.prize > 0 && html`<span class="block mono text-prize">${money(line.prize, currency)}</span>`}
      ${line.other && html`<span class="block text-micro text-prize truncate" dir="auto">${line.other}</span>`}
      <span class="block text-caption text-secondary truncate" dir="auto">${seatText(line)}</span>
      ${isMe && html`<span class="block text-micro">${text.notMe}</span>`}
    </span>
  </button>
  </div>
`;

/** Plain at first: a style attribute in the leaf's HTML would break the policy for content. */
const Rows = ({
  lines,
  row,
}: {
  lines: readonly PublicLine[];
  row: (line: PublicLine) => VNode;
}) => {
  const isAlive = useSignal(false);
  useEffect(() => {
    isAlive.value = true;
  }, []);
  return isAlive.value
    ? html`<${Windowed} items=${lines} rowPx=${ROW_PX} row=${row} />`
    : html`<div role="list">${lines.slice(0, FIRST_ROWS).map(row)}</div>`;
};

/** Places and seats; a tap says "that is me". */
export const Rank = ({
  view,
  me,
  onMe,
}: {
  view: PublicView;
  me: number | null;
  onMe: (player: number | null) => void;
}) => {
  const typed = useSignal('');
  if (view.listed === 0) return html`<${Nothing} title=${text.empty} lead=${text.emptyLead} />`;
  const found = findNames(inOrder(view.rankings), typed.value);
  // Until the whole list is here, nobody can say how many there are of a name.
  const isComing = !isWhole(view);
  const counted = (): string => {
    if (!isComing) return text.found(found.length, view.listed);
    if (typed.value.trim() === '') return text.found(view.listed, view.listed);
    return found.length === 0 ? '' : text.loading;
  };
  const row = (line: PublicLine) => html`
    <${Row} key=${line.player} line=${line} currency=${view.currency} isMe=${line.player === me} onMe=${onMe} />
  `;
  return html`
    <div class="flex flex-col gap-2">
      <input
        class="input"
        type="search"
        name="name"
        autocomplete="off"
        aria-label=${text.findMe}
        placeholder=${text.findMe}
        value=${typed.value}
        onInput=${(event: Event) => {
          typed.value = typedIn(event);
        }}
      />
      <p class="flex justify-between gap-3 text-caption text-secondary px-1" role="status">
        <span>${me === null ? text.thatIsMe : ''}</span>
        <span class="flex-none">${counted()}</span>
      </p>
      ${view.stats.provisional && html`<${SoFar} />`}
      ${
        found.length === 0
          ? html`<${Nothing} title=${isComing ? text.loading : text.nobody} />`
          : html`<div class="card overflow-hidden"><${Rows} lines=${found} row=${row} /></div>`
      }
    </div>
  `;
};

export const Payouts = ({ view }: { view: PublicView }) => {
  if (view.payouts.length === 0) return html`<${Nothing} title=${text.noPayouts} />`;
  return html`
    <div>
      ${view.stats.provisional && html`<${SoFar} />`}
      <p class="flex justify-between items-baseline gap-3 px-1 pb-3">
        <span class="text-secondary">${text.pool}</span>
        <span class="mono text-h2 text-prize">${money(view.stats.prizePool, view.currency)}</span>
      </p>
      <ol class="card rows overflow-hidden">
        ${view.payouts.map(
          ({ from, to, each, other }) => html`
            <li class="flex items-center gap-3 px-4 py-2 min-h-12">
              <span class="mono flex-none">
                ${from === to ? ordinal(from) : text.placesSpan(ordinal(from), ordinal(to))}
              </span>
              <span class="grow text-right min-w-0">
                ${each > 0 && html`<span class="mono text-prize">${money(each, view.currency)}</span>`}
                ${other && html`<span class="block text-caption text-secondary" dir="auto">${other}</span>`}
              </span>
            </li>
          `,
        )}
      </ol>
    </div>
  `;
};

export const League = () => html`<${Nothing} title=${text.noLeague} lead=${text.noLeagueLead} />`;
