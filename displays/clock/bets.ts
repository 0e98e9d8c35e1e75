import type { LevelView } from '../../src/rooms/tournament/views/screen.ts';
import { html } from '../html.ts';
import { fit, geometry } from '../shared/geometry.ts';
import { text } from '../text.ts';
import type { Bet } from './model.ts';
import { betsOf, nextParts } from './model.ts';

/** Letters stand a little closer than the font has them. */
const TIGHT = 0.55;
/** Between two amounts, with the line in between, in rem. */
const BETWEEN = 10.4;
/** Padding of the page and of the panel, both sides. */
const AROUND = 20;
/** Shares of the screen's height as sizes of type, whose figures are 0.73 of it: 9.8 %, 9.1 %, 5.3 %. */
const LARGE = 0.134;
const LEAST = 0.125;
const NEXT = 0.073;

const chars = (bets: readonly Bet[]): number =>
  bets.reduce((sum, { value }) => sum + value.length, 0);

/** The size in rem at which these amounts stand beside each other; upright, below each other. */
const sizeOf = (bets: readonly Bet[], wide: number, high: number): number => {
  if (high === wide) {
    const longest = Math.max(0, ...bets.map(({ value }) => value.length));
    return fit(longest, wide - AROUND, high * LARGE, TIGHT);
  }
  return fit(chars(bets), wide - AROUND - BETWEEN * (bets.length - 1), high * LARGE, TIGHT);
};

export const Amount = ({ value }: { value: string }) => html`
  <span class="mono bet">
    ${value.split('/').map((part, i) => html`${i > 0 && html`<i>/</i>`}${part}`)}
  </span>
`;

/** The first amount says before its label when it counts, where that is not now. */
const Bets = ({
  bets,
  size,
  when = '',
}: {
  bets: readonly Bet[];
  size: number;
  when?: string;
}) => html`
  <div class="bets" style=${{ fontSize: `${size.toFixed(3)}rem` }}>
    ${bets.map(
      ({ label, value }, i) =>
        html`<div class="asked"><span class="label">${i === 0 && when}${label}</span><${Amount} value=${value} /></div>`,
    )}
  </div>
`;

const Next = ({ next, size }: { next: readonly string[]; size: number }) => html`
  <p class="next" style=${{ fontSize: `${size.toFixed(3)}rem` }}>
    <span class="label">${text.next}</span>
    ${next.map((part) => html`<span class="mono">${part}</span>`)}
  </p>
`;

/** Blinds and the next level find room beside each other, each in its full size. */
const fitsOneRow = (bets: readonly Bet[], next: string, wide: number, high: number): boolean =>
  chars(bets) * TIGHT * high * LARGE +
    BETWEEN * bets.length +
    Math.max(7, next.length) * 0.6 * high * NEXT <=
  wide - AROUND;

/** How the amounts stand: sizes in rem, and whether the next level stands beside them or below. */
export const layBets = (now: LevelView | null, next: LevelView | null) => {
  const { wide, high, shape } = geometry.value;
  // Upright, the height is plenty and the width is what counts.
  const ruler = shape === 'tall' ? wide : high;
  const onBreak = now?.kind === 'break';
  const level = onBreak && next !== null ? next : now;
  const whole = level === null ? [] : betsOf(level);
  // In thousands where they would get too small otherwise, and then both in the same way.
  const short = sizeOf(whole, wide, ruler) < ruler * LEAST;
  const bets = level === null ? [] : betsOf(level, { short });
  const size = sizeOf(bets, wide, ruler);
  const parts = nextParts(next, { short });
  const oneRow = onBreak || (shape === 'wide' && fitsOneRow(bets, parts[0] ?? '', wide, ruler));
  const all = parts.join('   ').length + text.next.length * 0.6;
  const nextSize = oneRow ? ruler * NEXT : fit(all, wide - AROUND - 4, ruler * NEXT);
  return { onBreak, bets, size, parts, oneRow, nextSize };
};

/** What it costs to play, and what it will cost; in a break what comes after it, and nothing else. */
export const BetsPanel = ({ laid }: { laid: ReturnType<typeof layBets> }) => {
  const { onBreak, bets, size, parts, oneRow, nextSize } = laid;
  if (onBreak)
    return html`
      <section class="panel">
        <${Bets} bets=${bets} size=${size} when=${`${text.next} · `} />
      </section>
    `;
  return html`
    <section class=${`panel ${oneRow ? 'one-row' : ''}`}>
      <${Bets} bets=${bets} size=${size} />
      <${Next} next=${parts} size=${nextSize} />
    </section>
  `;
};
