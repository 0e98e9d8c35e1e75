import { html } from '../html.ts';
import { Chip } from '../shared/brand.ts';
import { fitBox, fitted, geometry, MONO } from '../shared/geometry.ts';
import { Head } from '../shared/head.ts';
import type { House } from '../shared/house.ts';
import { PhoneCodes } from '../shared/qr.ts';
import type { Shown } from '../shared/screen.ts';
import { leftMs, passedMs } from '../shared/screen.ts';
import { timeOfDay } from '../shared/times.ts';
import { text } from '../text.ts';
import { BetsPanel, layBets } from './bets.ts';
import type { Figure } from './model.ts';
import {
  bigTime,
  figuresOf,
  moodOf,
  number,
  registrationLine,
  statusLine,
  winnersOf,
} from './model.ts';

type Sizes = {
  readonly label: (words: string) => object;
  readonly value: (chars: number) => object;
};

/** `84 of 127`: the second part is smaller. */
const charsOf = ({ value, of }: Figure): number =>
  value.length + (of === undefined ? 0 : (of.length + text.of.length + 2) * 0.72);

/** Below each other, each as large as its side is wide. */
const besideDigits = (room: number): Sizes => ({
  label: (words) => fitted(words.length, room, 1.9, 0.75),
  value: (chars) => fitted(chars, room, 4.1),
});

/** All in one row, all in the same size. */
const inOneRow = (figures: readonly Figure[], room: number): Sizes => {
  const widths = figures.map((one) => Math.max(charsOf(one) * MONO, one.label.length * 0.34));
  const em = widths.reduce((sum, wide) => sum + wide, 0);
  const size = Math.min(4.1, (room - 3 * figures.length) / em);
  return {
    label: () => ({ fontSize: `${Math.min(1.9, size * 0.46).toFixed(3)}rem` }),
    value: () => ({ fontSize: `${size.toFixed(3)}rem` }),
  };
};

const Figures = ({
  figures,
  side,
  sizes,
}: {
  figures: readonly Figure[];
  side: 'left' | 'right';
  sizes: Sizes;
}) => html`
  <dl class=${`figures ${side}`}>
    ${figures.map((figure) => {
      const { label, value, of, tone } = figure;
      return html`
        <div class="fact" key=${label}>
          <dt style=${sizes.label(label)}>${label}</dt>
          <dd class=${`mono ${tone ?? ''}`} style=${sizes.value(charsOf(figure))}>
            ${value}${of !== undefined && html`<small> ${text.of} ${of}</small>`}
          </dd>
        </div>
      `;
    })}
  </dl>
`;

const Level = ({ data, status }: { data: Shown['data']; status: string }) => {
  const { blinds, clock } = data;
  if (data.status === 'ended') return winnersOf(data) && html`<p class="level">${text.ended}</p>`;
  if (data.status === 'setup')
    return html`<p class="level">${clock.startsAt === null ? text.soon : text.startsIn}</p>`;
  if (blinds?.kind === 'break')
    return html`<p class="level pause">${blinds.game || text.break}</p>`;
  const { before, level, after } = text.level(clock.level, clock.levels);
  return html`
    <p class="level">
      ${before} <strong>${level}</strong> ${after}<span class="dot">·</span>${status === '' ? blinds?.game : html`<em>${status}</em>`}
    </p>
  `;
};

const Chips = ({ data }: { data: Shown['data'] }) => html`
  <ul class="chips">
    ${data.chips.map(
      ({ value, color }) => html`
        <li key=${value}>
          <${Chip} color=${color} /><span class="mono">${number(value)}</span>
          ${data.chipUp.includes(value) && html`<em>${text.colorUp}</em>`}
        </li>
      `,
    )}
  </ul>
`;

/** Of the screen's height, as a size of type: what the next level leaves, beside the blinds or below. */
const TALLEST = { beside: 0.38, below: 0.335 } as const;

/** How the digits and the figures share the room. */
const shareRoom = (chars: number, figures: readonly Figure[], oneRow: boolean) => {
  const { wide, high, shape } = geometry.value;
  const inner = wide - (shape === 'tall' ? 8 : 11.6);
  // An hour and more, and narrow screens: the figures make room below the digits.
  const stacked = shape !== 'wide' || chars > 5;
  if (!stacked) {
    const digits = fitted(chars, wide * 0.55, high * TALLEST[oneRow ? 'beside' : 'below'], 0.56);
    const sizes = besideDigits((inner - wide * 0.57) / 2 - 1);
    return { stacked, digits, sizes, room: wide * 0.57 };
  }
  const most = { wide: 0.31, square: 0.36, tall: 0.3 }[shape];
  const digits = fitted(chars, inner, high * most, 0.56);
  const sizes = shape === 'tall' ? besideDigits(inner / 2 - 2) : inOneRow(figures, inner);
  return { stacked, digits, sizes, room: inner };
};

/** Words stand nearer to the figures beside them than digits do: air on both sides, rem. */
const AIR = 6;
/** The words at the end, as large as they get in two lines. */
const overStyle = (words: string, room: number) => ({
  width: `${(room - AIR).toFixed(2)}rem`,
  fontSize: `${fitBox(words, room - AIR, 34, 16)}rem`,
});

/** The clock: the time first, then what it costs to play, then everything else (look.md). */
export const ClockPage = ({
  shown,
  perfMs,
  house,
  lost,
  ageMs,
}: {
  shown: Shown;
  perfMs: number;
  house: House;
  lost: boolean;
  ageMs: number;
}) => {
  const { data } = shown;
  const left = leftMs(shown, perfMs);
  const passed = passedMs(shown, perfMs);
  const wall = shown.ts + (perfMs - shown.at);
  const mood = moodOf(data, left);
  const time = winnersOf(data) || bigTime(data, left, wall);
  const [leftFigures, rightFigures] = figuresOf(data, passed);
  const registration = registrationLine(data, passed);
  const status = statusLine(mood, left, lost);
  const { lengthMs } = data.clock;
  const gone = lengthMs === 0 ? 0 : Math.min(1, Math.max(0, 1 - left / lengthMs));
  const isOver = mood === 'ended';
  const laid = layBets(data.blinds, data.next);
  const figures = [...leftFigures, ...rightFigures];
  const { oneRow } = laid;
  const { stacked, digits, sizes, room } = shareRoom(isOver ? 0 : time.length, figures, oneRow);
  const color = data.blinds?.color ?? null;
  return html`
    <main class=${`page clock mood-${mood} ${stacked ? 'stacked' : ''} ${lost ? 'lost' : ''}`}>
      ${color !== null && html`<div class="level-color" style=${{ backgroundColor: color }}></div>`}
      <${Head} house=${house} title=${data.title} lost=${lost} ageMs=${ageMs} time=${timeOfDay(wall, house.timezone)}>
        ${registration && html`<span class="pill">${registration}</span>`}
      <//>
      <section class="time">
        <${Figures} side="left" figures=${leftFigures} sizes=${sizes} />
        <div class="middle">
          <${Level} data=${data} status=${stacked ? status : ''} />
          <p class=${`digits ${isOver ? '' : 'mono'}`} role="timer" style=${isOver ? overStyle(time, room) : digits}>${time}</p>
          ${
            !isOver &&
            html`<div class="progress" aria-hidden="true"><div class="bar" style=${{ transform: `scaleX(${gone.toFixed(4)})` }}></div></div>`
          }
          ${!stacked && html`<p class="status" role="status">${status}</p>`}
        </div>
        <${Figures} side="right" figures=${rightFigures} sizes=${sizes} />
      </section>
      ${!isOver && html`<${BetsPanel} laid=${laid} />`}
      <footer class="foot">
        <${Chips} data=${data} />
        <span class="in-play">${text.chipsInPlay} <b class="mono">${number(data.stats.chipsInPlay)}</b></span>
        <${PhoneCodes} house=${house} />
      </footer>
    </main>
  `;
};
