import { clockText } from '../../src/kernel/time.ts';
import type { PublicLine, PublicView } from '../../src/rooms/tournament/views/public.ts';
import type { ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import { money, number, ordinal, short } from '../amounts.ts';
import type { ComponentChildren } from '../html.ts';
import { html } from '../html.ts';
import type { Moment } from './model.ts';
import {
  digits,
  gone,
  isWaitingToStart,
  levelLine,
  mine,
  nameText,
  noteOf,
  passedMs,
  runnersUp,
  shortTime,
  stakes,
  toneOf,
  winners,
} from './model.ts';
import { text } from './text.ts';
import { timeOfDay } from './times.ts';

const Heading = ({ now: { data }, timezone }: { now: Moment; timezone: string }) => {
  const { clock, blinds } = data;
  const { startsAt } = clock;
  if (isWaitingToStart(data) && startsAt !== null)
    return html`<p class="text-secondary">${text.starts} · ${text.startsAt(timeOfDay(startsAt, timezone))}</p>`;
  if (blinds?.kind === 'break')
    return html`<p class="text-info font-semibold">
      ${text.break}${blinds.game !== '' && html`<span class="font-normal" dir="auto"> · ${blinds.game}</span>`}
    </p>`;
  return html`<p class="text-secondary">
    ${text.level(number(clock.level), number(clock.levels))}
    ${blinds?.kind === 'round' && html`<span dir="auto"> · ${blinds.game}</span>`}
  </p>`;
};

/** A style attribute would break the policy for content, so the bar is drawn. */
const Progress = ({ part }: { part: number }) => html`
  <svg class="w-full h-1.5 mt-3 rounded-full" viewBox="0 0 1000 6" preserveAspectRatio="none" aria-hidden="true">
    <rect width="1000" height="6" class="track" />
    <rect width="1000" height="6" class="done" transform=${`scale(${part.toFixed(4)} 1)`} />
  </svg>
`;

const Time = ({ now, timezone }: { now: Moment; timezone: string }) => {
  const words = digits(now);
  const note = noteOf(now);
  const size = words.length > 5 ? 'digits-long' : 'digits';
  return html`
    <section class="text-center">
      <${Heading} now=${now} timezone=${timezone} />
      <p class=${`mono font-bold leading-none ${size} ${toneOf(now)}`} role="timer">${words}</p>
      <${Progress} part=${gone(now)} />
      <p class="text-caption text-secondary" role="status">${note !== '' && html`<span class="block pt-2">${note}</span>`}</p>
    </section>
  `;
};

const Line = ({ label, children }: { label: string; children?: ComponentChildren }) => html`
  <p class="flex justify-between gap-4">
    <span class="text-secondary flex-none">${label}</span>
    <span class="mono text-right">${children}</span>
  </p>
`;

const Bet = ({ label, value, grow }: { label: string; value: string; grow: boolean }) => html`
  <div class=${grow ? 'grow min-w-0' : 'flex-none'}>
    <div class="label">${label}</div>
    <div class=${`mono leading-tight ${value.length > 11 ? 'text-h2' : 'text-h1'}`}>${value}</div>
  </div>
`;

const Bets = ({ data }: { data: ScreenView }) => {
  // In a break what comes after it is what everybody wants to know.
  const level = data.blinds?.kind === 'break' ? data.next : data.blinds;
  if (level === null || level === undefined || level.kind === 'break') return null;
  const ante = level.anteType === 'bigBlind' ? text.bigBlindAnte : text.ante;
  return html`
    <div class="flex flex-wrap gap-x-6 gap-y-2 pb-3.5 mb-3 border-b border-surface1">
      <${Bet} grow label=${level.bb > 0 ? text.blinds : text.limits} value=${stakes(level)} />
      ${level.ante > 0 && html`<${Bet} grow=${false} label=${ante} value=${number(level.ante)} />`}
      ${level.bringIn > 0 && html`<${Bet} grow=${false} label=${text.bringIn} value=${number(level.bringIn)} />`}
    </div>
  `;
};

const Blinds = ({ now }: { now: Moment }) => {
  const { data } = now;
  const passed = passedMs(now);
  const onBreak = data.blinds?.kind === 'break';
  const { breakInMs } = data.clock;
  const { closesInMs } = data.registration;
  return html`
    <section class="card p-4.5">
      ${onBreak && data.next?.kind === 'round' && html`<p class="text-caption text-info pb-2">${text.next}</p>`}
      <${Bets} data=${data} />
      <div class="flex flex-col gap-2">
        ${!onBreak && html`<${Line} label=${text.next}>${data.next === null ? text.lastLevel : levelLine(data.next)}<//>`}
        ${breakInMs !== null && html`<${Line} label=${text.breakIn}>${clockText(Math.max(0, breakInMs - passed))}<//>`}
        ${closesInMs !== null && html`<${Line} label=${text.closesIn}>${shortTime(closesInMs - passed)}<//>`}
        ${
          data.chipUp.length > 0 &&
          html`<p class="text-warning text-caption">
            ${(onBreak ? text.colorUpNow : text.colorUp)(data.chipUp.map(number).join(', '))}
          </p>`
        }
      </div>
    </section>
  `;
};

const placeLabel = (line: PublicLine, provisional: boolean): string => {
  if (line.rank === null) return text.mySeat;
  return provisional ? text.myPlaceSoFar : text.myPlace;
};

const placeText = ({ rank, seat }: PublicLine): string => {
  if (rank !== null) return ordinal(rank);
  if (seat === null) return text.noSeat;
  const table = /^\d+$/u.test(seat.table) ? text.table(seat.table) : seat.table;
  return text.seat(table, number(seat.seat));
};

const MySeat = ({ line, data }: { line: PublicLine; data: ScreenView }) => html`
  <section class="card mine p-4.5 flex items-start justify-between gap-4">
    <div class="min-w-0">
      <div class="label">${placeLabel(line, data.stats.provisional)}</div>
      <div class="text-h2 font-bold leading-tight break-words" dir="auto">${placeText(line)}</div>
      <div class="text-caption text-secondary two-lines"><bdi>${nameText(line.name)}</bdi></div>
      ${line.prize > 0 && html`<div class="mono text-prize">${money(line.prize, data.currency)}</div>`}
    </div>
    <div class="text-right flex-none max-w-[34%]">
      <div class="label">${data.stats.provisional ? text.placesSoFar : text.places}</div>
      <div class="mono text-h2">${number(data.stats.placesPaid)}</div>
    </div>
  </section>
`;

const FindMe = ({ onFind }: { onFind: () => void }) => html`
  <a
    class="card mine p-4.5 flex flex-col justify-center min-h-12"
    href="?tab=rank"
    onClick=${(event: Event) => {
      event.preventDefault();
      onFind();
    }}
  >
    <span class="font-semibold">${text.findMe}</span>
    <span class="text-caption text-secondary">${text.findMeLead}</span>
  </a>
`;

/** All three in one size, the largest in which they stand side by side. */
const figureSize = (characters: number): string => {
  if (characters > 23) return 'text-caption';
  return characters > 20 ? 'text-body' : 'text-h3';
};

const figuresOf = ({ status, stats, currency }: ScreenView) => {
  const pool = [text.pool, money(stats.prizePool, currency), 'text-prize'] as const;
  return status === 'ended'
    ? ([
        [text.entries, number(stats.entries), ''],
        [text.places, number(stats.placesPaid), ''],
        pool,
      ] as const)
    : ([
        [text.left, `${number(stats.remaining)}/${number(stats.entries)}`, ''],
        [text.average, short(stats.avgStack), ''],
        pool,
      ] as const);
};

const Figures = ({ data }: { data: ScreenView }) => {
  const figures = figuresOf(data);
  const size = figureSize(figures.reduce((sum, [, value]) => sum + value.length, 0));
  return html`
    <section class="card p-4.5 figures">
      ${figures.map(
        ([label, value, tone]) => html`
          <div class="min-w-0">
            <div class="label truncate">${label}</div>
            <div class=${`mono leading-snug whitespace-nowrap ${size} ${tone}`}>${value}</div>
          </div>
        `,
      )}
    </section>
  `;
};

const RunnersUp = ({ view }: { view: PublicView }) => {
  const lines = runnersUp(view.rankings);
  if (lines.length === 0) return null;
  return html`
    <ol class="card rows overflow-hidden">
      ${lines.map(
        ({ player, rank, name, prize }) => html`
          <li key=${player} class="flex items-center gap-3 px-4 py-2 min-h-12">
            <span class="mono w-11 flex-none">${ordinal(rank ?? 0)}</span>
            <span class="grow min-w-0 two-lines"><bdi>${nameText(name)}</bdi></span>
            <span class="mono text-prize flex-none">${money(prize, view.currency)}</span>
          </li>
        `,
      )}
    </ol>
  `;
};

const Ended = ({ view, own }: { view: PublicView; own: PublicLine | undefined }) => {
  const first = winners(view.rankings);
  return html`
    <section class="card tone-success p-6 text-center mt-4">
      <p class="text-caption font-semibold pb-2">${text.ended}</p>
      ${
        first.length > 0 &&
        html`<div class="label">${text.winner}</div>
          ${first.map(
            ({ name, prize }) => html`
              <div class="text-h1 font-bold leading-tight text-text break-words"><bdi>${nameText(name)}</bdi></div>
              ${prize > 0 && html`<div class="mono text-h2 text-prize">${money(prize, view.currency)}</div>`}
            `,
          )}`
      }
    </section>
    <${RunnersUp} view=${view} />
    ${own !== undefined && html`<${MySeat} line=${own} data=${view} />`}
    <${Figures} data=${view} />
  `;
};

/** The time first, then what it costs to play, then my seat and the room (look.md). */
export const ClockTab = ({
  now,
  view,
  me,
  onFind,
}: {
  now: Moment;
  view: PublicView;
  me: number | null;
  onFind: () => void;
}) => {
  const { data } = now;
  const own = mine(view.rankings, me);
  if (data.status === 'ended')
    return html`<div class="flex flex-col gap-3.5"><${Ended} view=${view} own=${own} /></div>`;
  return html`
    <div class="flex flex-col gap-3.5">
      <${Time} now=${now} timezone=${view.timezone} />
      <${Blinds} now=${now} />
      ${own !== undefined && html`<${MySeat} line=${own} data=${data} />`}
      ${own === undefined && view.listed > 0 && html`<${FindMe} onFind=${onFind} />`}
      <${Figures} data=${data} />
    </div>
  `;
};
