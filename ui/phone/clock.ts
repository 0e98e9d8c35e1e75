import { clockText } from '../../src/kernel/time.ts';
import type { RankingLine } from '../../src/rooms/tournament/views/players.ts';
import type { ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import { money, number, ordinal, short } from '../amounts.ts';
import type { ComponentChildren } from '../html.ts';
import { html } from '../html.ts';
import type { Heard } from './follow.ts';
import { beat, leftMs } from './follow.ts';
import { me } from './me.ts';
import { levelLine, mine, stakes } from './model.ts';
import { text } from './text.ts';

const Figure = ({
  label,
  children,
  tone = '',
}: {
  label: string;
  children?: ComponentChildren;
  tone?: string;
}) => html`
  <div class="min-w-0">
    <div class="label truncate">${label}</div>
    <div class=${`mono text-h3 truncate ${tone}`}>${children}</div>
  </div>
`;

const toneOf = ({ status, clock, blinds }: ScreenView, left: number): string => {
  if (status !== 'running' || clock.paused) return 'text-secondary';
  if (left <= 10_000) return 'text-danger';
  if (blinds?.kind === 'break') return 'text-info';
  return left <= Math.max(0, ...clock.warningSeconds) * 1_000 ? 'text-warning' : '';
};

/** Before the start the time until it, and the level's own time once it runs. */
const timeText = ({ data, ts, at }: Heard): string =>
  data.status === 'setup' && data.clock.startsAt !== null
    ? clockText(data.clock.startsAt - (ts + beat.value - at))
    : clockText(leftMs.value);

const Time = ({ now }: { now: Heard }) => {
  const { data } = now;
  const { clock, blinds } = data;
  const left = leftMs.value;
  const words = timeText(now);
  const size = words.length > 5 ? 'text-[17vw] sm:text-[5rem]' : 'text-[26vw] sm:text-[8rem]';
  const scale = clock.lengthMs === 0 ? 0 : Math.min(1, Math.max(0, 1 - left / clock.lengthMs));
  const heading =
    data.status === 'setup' && clock.startsAt !== null
      ? text.phone.starts
      : blinds?.kind === 'break'
        ? text.phone.break
        : text.clock.level(clock.level, clock.levels);
  return html`
    <section class="text-center">
      <p class="text-secondary">${heading}${blinds?.kind === 'round' && html`<span> · ${blinds.game}</span>`}</p>
      <p class=${`mono font-bold leading-none ${size} ${toneOf(data, left)}`} role="timer">${words}</p>
      <div class="h-1.5 mt-3 rounded-full bg-surface1" aria-hidden="true">
        <div class="bar-fill" style=${{ transform: `scaleX(${scale})` }}></div>
      </div>
    </section>
  `;
};

const Blinds = ({ data }: { data: ScreenView }) => {
  const { blinds, next, clock } = data;
  const passed = data.clock.remainingMs - leftMs.value;
  return html`
    <section class="card p-4.5">
      ${
        blinds?.kind === 'round' &&
        html`<div class="flex gap-6 pb-3.5 border-b border-surface1">
          <div class="grow min-w-0">
            <div class="label">${blinds.bb > 0 ? text.phone.blinds : text.phone.limits}</div>
            <div class="mono text-h1 truncate">${stakes(blinds)}</div>
          </div>
          ${
            blinds.ante > 0 &&
            html`<div>
              <div class="label">${text.phone.ante}</div>
              <div class="mono text-h1">${number(blinds.ante)}</div>
            </div>`
          }
        </div>`
      }
      <div class="flex flex-col gap-2 pt-3">
        <p class="flex justify-between gap-3">
          <span class="text-secondary">${text.phone.next}</span>
          <span class="mono text-right">${next === null ? text.clock.lastLevel : levelLine(next)}</span>
        </p>
        ${
          clock.breakInMs !== null &&
          html`<p class="flex justify-between gap-3">
            <span class="text-secondary">${text.phone.breakIn}</span>
            <span class="mono">${clockText(Math.max(0, clock.breakInMs - passed))}</span>
          </p>`
        }
        ${
          data.chipUp.length > 0 &&
          html`<p class="text-warning text-caption">${text.phone.colorUp(data.chipUp.map(number).join(', '))}</p>`
        }
      </div>
    </section>
  `;
};

const MySeat = ({ line, data }: { line: RankingLine; data: ScreenView }) => {
  const place =
    line.rank !== null
      ? ordinal(line.rank)
      : line.seat === null
        ? text.players.noSeat
        : text.players.seat(line.seat.table, line.seat.seat);
  return html`
    <section class="card tone-primary p-4.5 flex justify-between gap-4">
      <div class="min-w-0">
        <div class="label truncate">${text.phone.mySeat} · ${line.name}</div>
        <div class="text-h2 font-bold text-text">${place}</div>
        ${line.prize > 0 && html`<div class="mono text-prize">${money(line.prize, data.currency)}</div>`}
      </div>
      <div class="text-right">
        <div class="label">${data.stats.provisional ? text.phone.placesSoFar : text.phone.places}</div>
        <div class="mono text-h2 text-text">${number(data.stats.placesPaid)}</div>
      </div>
    </section>
  `;
};

export const ClockTab = ({ now, rankings }: { now: Heard; rankings: readonly RankingLine[] }) => {
  const { data } = now;
  const { stats, currency } = data;
  const line = me.value === null ? undefined : mine(rankings, me.value);
  const [winner] = rankings;
  if (data.status === 'ended')
    return html`
      <section class="card tone-success p-6 text-center">
        <div class="label">${text.did.ended}</div>
        ${
          winner !== undefined &&
          html`<div class="text-h1 font-bold text-text">${winner.name}</div>
            <div class="mono text-h2 text-prize">${money(winner.prize, currency)}</div>`
        }
      </section>
    `;
  return html`
    <div class="flex flex-col gap-3.5">
      <${Time} now=${now} />
      <${Blinds} data=${data} />
      ${line !== undefined && html`<${MySeat} line=${line} data=${data} />`}
      <section class="card p-4.5 grid grid-cols-3 gap-3">
        <${Figure} label=${text.phone.left}>${number(stats.remaining)}/${number(stats.entries)}<//>
        <${Figure} label=${text.phone.average}>${short(stats.avgStack)}<//>
        <${Figure} label=${text.phone.pool} tone="text-prize">${money(stats.prizePool, currency)}<//>
      </section>
    </div>
  `;
};
