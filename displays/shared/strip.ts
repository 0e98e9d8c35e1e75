import type { ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import { Amount } from '../clock/bets.ts';
import type { Bet } from '../clock/model.ts';
import { betsOf, bigTime, levelOf, moodOf, nextParts, statusLine } from '../clock/model.ts';
import { html } from '../html.ts';
import { text } from '../text.ts';
import { fit, geometry } from './geometry.ts';
import type { House } from './house.ts';
import { PhoneCodes } from './qr.ts';
import type { Shown } from './screen.ts';
import { leftMs } from './screen.ts';

/** `Level 8 of 24`; what stands in its place in a break is told. */
export const levelLine = ({ status, clock, blinds }: ScreenView, pause: string): string => {
  if (status === 'ended') return '';
  if (status === 'setup') return clock.startsAt === null ? text.soon : text.startsIn;
  if (blinds?.kind === 'break') return pause;
  const { before, level, after } = text.level(clock.level, clock.levels);
  return `${before} ${level} ${after}`;
};

/** Between two amounts, rem. */
const GAP = 5.2;
/** Sizes of type at the most, rem. */
const LARGE = { time: 10.4, bets: 7, next: 5 } as const;

/** What every other view keeps of the clock: the time, and what it costs to play (DSP-4). */
export const Strip = ({
  shown,
  perfMs,
  lost,
  house,
}: {
  shown: Shown;
  perfMs: number;
  lost: boolean;
  house: House;
}) => {
  const { data } = shown;
  const { wide, shape } = geometry.value;
  const left = leftMs(shown, perfMs);
  const mood = moodOf(data, left);
  const time = bigTime(data, left, shown.ts + (perfMs - shown.at));
  const onBreak = data.blinds?.kind === 'break';
  const level = levelOf(data);
  const isPlayed = level !== null && !onBreak;
  const next = nextParts(data.next)[0] ?? '';
  const codes = house.phone === '' ? 0 : house.wifi === null ? 14 : 27;
  const timeSize = fit(time.length, time.length > 8 ? 90 : 40, LARGE.time, 0.56);
  const spare = shape === 'tall' ? wide - 16 : wide - 26 - codes - time.length * timeSize * 0.56;
  const roomFor = (bets: readonly Bet[]): number => {
    const chars = bets.reduce((sum, { value }) => sum + value.length, 0);
    const coming = !isPlayed ? 0 : next.length * LARGE.next * 0.6;
    const gaps = (bets.length + (isPlayed ? 1 : 0)) * GAP;
    return Math.min(1, (spare - gaps) / Math.max(1, chars * LARGE.bets * 0.56 + coming));
  };
  const whole = level === null ? [] : betsOf(level);
  const bets = level !== null && roomFor(whole) < 0.85 ? betsOf(level, { short: true }) : whole;
  const scale = roomFor(bets);
  const size = (rem: number) => ({ fontSize: `${(rem * scale).toFixed(3)}rem` });
  return html`
    <section class=${`panel strip mood-${mood} ${lost ? 'lost' : ''}`}>
      <div class="strip-time">
        <span class="label">${statusLine(mood, left, lost) || levelLine(data, text.playIn)}</span>
        <span class="mono digits" role="timer" style=${{ fontSize: `${timeSize.toFixed(3)}rem` }}>${time}</span>
      </div>
      ${bets.map(
        ({ label, value }, i) => html`
          <div class="strip-bets" key=${label}>
            <span class="label">${onBreak && i === 0 ? text.next : i === 0 ? label : label === text.bigBlindAnte ? text.ante : label}</span>
            <span style=${size(LARGE.bets)}><${Amount} value=${value} /></span>
          </div>
        `,
      )}
      ${
        isPlayed &&
        html`<div class="strip-next"><span class="label">${text.next}</span><span class="mono" style=${size(LARGE.next)}>${next}</span></div>`
      }
      <${PhoneCodes} house=${house} />
    </section>
  `;
};
