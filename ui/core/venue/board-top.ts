import { clockText } from '../../../src/kernel/time.ts';
import { money, number, short } from '../../amounts.ts';
import { html } from '../../html.ts';
import { Dotted, Stat } from '../../parts/bits.ts';
import { core as text } from '../../texts/en/core.ts';
import { coreVenue as more } from '../../texts/en/core-venue.ts';
import { momentText } from '../words.ts';
import type { Heard, Ranked, Tournament } from './board-model.ts';
import { leftMs, levelLine, stakes } from './board-model.ts';

/** A deal for the first place has more only in theory. */
const MOST_WINNERS = 4;

/** Whose night it was. */
const Winners = ({ rankings, currency }: { rankings: readonly Ranked[]; currency: string }) => html`
  <section class="card px-5 py-6 text-center flex flex-col items-center justify-center gap-2 min-w-0">
    <p class="label">${text.board.winner}</p>
    ${rankings
      .filter(({ rank }) => rank === 1)
      .slice(0, MOST_WINNERS)
      .map(
        ({ entryId, name, prize }) => html`
          <p key=${entryId} class="max-w-full">
            <span class="block text-h2 font-bold break-words" dir="auto">${name}</span>
            ${prize > 0 && html`<span class="mono text-prize">${money(prize, currency)}</span>`}
          </p>
        `,
      )}
  </section>
`;

/** Before the start: when it begins, and what it begins with. */
const Waiting = ({ view }: { view: Tournament }) => html`
  <section class="card px-5 py-6 text-center flex flex-col items-center justify-center gap-1 min-w-0">
    <p class="label">${more.starts}</p>
    <p class="mono text-h1 font-bold leading-tight">${view.clock.startsAt === null ? '–' : momentText(view.clock.startsAt)}</p>
    ${view.blinds !== null && html`<p class="text-secondary text-caption"><span class="mono">${levelLine(view.blinds)}</span></p>`}
  </section>
`;

const Clock = ({ heard }: { heard: Heard }) => {
  const { view } = heard;
  const { clock, blinds } = view;
  const left = leftMs(heard);
  const words = clockText(left);
  const isStanding = view.status !== 'running' || clock.paused;
  const tone = isStanding ? 'text-secondary' : blinds?.kind === 'break' ? 'text-info' : '';
  const waits = left === 0 && !isStanding;
  return html`
    <section class="card px-5 py-6 text-center flex flex-col items-center justify-center gap-1 min-w-0">
      <p class="text-secondary">
        ${blinds?.kind === 'break' ? text.board.break : text.board.levelOf(number(clock.level), number(clock.levels))}
        ${blinds?.kind === 'round' && html`<span dir="auto"> · ${blinds.game}</span>`}
      </p>
      <p class=${`mono font-bold core-clock ${words.length > 5 ? 'core-clock-long' : ''} ${tone}`} role="timer">${words}</p>
      ${waits && html`<p class="text-caption text-warning" role="status">${text.board.waits}</p>`}
      ${
        blinds?.kind === 'round' &&
        html`<p class="mono text-h1 leading-tight">${stakes(blinds)}${blinds.ante > 0 && html`<span class="text-h3 text-secondary"> · ${number(blinds.ante)}</span>`}</p>`
      }
      <p class="text-secondary text-caption">${text.board.next}: <span class="mono">${levelLine(view.next)}</span></p>
    </section>
  `;
};

/** The numbers beside it. */
export const Figures = ({ heard }: { heard: Heard }) => {
  const { stats, currency, clock, status } = heard.view;
  const bigBlinds = stats.avgBigBlinds10;
  const depth = bigBlinds !== null && more.bigBlinds(number(bigBlinds / 10));
  const passed = clock.remainingMs - leftMs(heard);
  // Once the level is over, only the leaf knows how things went on.
  const isKnown = clock.breakInMs !== null && leftMs(heard) > 0;
  const toBreak = isKnown ? clockText(Math.max(0, clock.breakInMs - passed)) : '–';
  const bought =
    stats.rebuys + stats.addOns > 0 &&
    html`<${Dotted} words=${more.rebuys(number(stats.rebuys), number(stats.addOns))} />`;
  const pool = html`<${Stat}
    label=${text.board.pool}
    value=${money(stats.prizePool, currency)}
    note=${stats.placesPaid > 0 && more.paid(number(stats.placesPaid))}
  />`;
  if (status !== 'running') {
    return html`<div class="grid grid-cols-2 lg:grid-cols-1 gap-3">
      <${Stat} label=${more.entries} value=${number(stats.entries)} note=${bought} />
      ${pool}
    </div>`;
  }
  return html`
    <div class="grid grid-cols-2 gap-3">
      <${Stat}
        label=${text.board.playersLeft}
        value=${`${number(stats.remaining)}/${number(stats.entries)}`}
        note=${bought}
      />
      <${Stat} label=${text.board.average} value=${short(stats.avgStack)} note=${depth} />
      ${pool}
      <${Stat} label=${text.board.nextBreak} value=${toBreak} />
    </div>
  `;
};

/** What matters most of a tournament: its clock, and before and after the night what stands for it. */
export const Top = ({ heard, rankings }: { heard: Heard; rankings: readonly Ranked[] }) => {
  const { view } = heard;
  if (view.status === 'setup') return html`<${Waiting} view=${view} />`;
  return view.status === 'ended'
    ? html`<${Winners} rankings=${rankings} currency=${view.currency} />`
    : html`<${Clock} heard=${heard} />`;
};
