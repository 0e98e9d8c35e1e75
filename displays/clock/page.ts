import { html } from '../../ui/html.ts';
import { Brand, Chip } from '../shared/brand.ts';
import { QrCode } from '../shared/qr.ts';
import type { Shown } from '../shared/screen.ts';
import { isRunning, leftMs } from '../shared/screen.ts';
import { text } from '../text.ts';
import type { Bet, Figure } from './model.ts';
import {
  ageText,
  betsOf,
  bigTime,
  figuresOf,
  moodOf,
  nextParts,
  number,
  registrationLine,
  statusLine,
} from './model.ts';

/** Lets a style sheet size a text by how many characters it has to find room for. */
const room = (words: string) => ({ '--n': String(Math.max(3, words.length)) });

/** Blinds and the next level fit beside each other on a wide screen, in figures of their least size. */
const fitsOneRow = (bets: readonly Bet[], next: readonly Bet[]): boolean =>
  bets.reduce((sum, { value }) => sum + value.length * 7.7 + 6, 0) +
    Math.max(7, next[0]?.value.length ?? 0) * 4.2 <=
  138;

const Figures = ({ figures, side }: { figures: readonly Figure[]; side: 'left' | 'right' }) => html`
  <dl class=${`figures ${side}`}>
    ${figures.map(
      ({ label, value, of, tone }) => html`
        <div>
          <dt>${label}</dt>
          <dd class=${`mono ${tone ?? ''}`} style=${room(value + (of ?? ''))}>
            ${value}${of !== undefined && html`<small> ${text.of} ${of}</small>`}
          </dd>
        </div>
      `,
    )}
  </dl>
`;

const Level = ({ data }: { data: Shown['data'] }) => {
  const { blinds, clock } = data;
  if (data.status === 'setup')
    return html`<p class="level">${clock.startsAt === null ? text.soon : text.startsIn}</p>`;
  if (blinds?.kind === 'break') return html`<p class="level pause">${text.break}</p>`;
  const { before, level, after } = text.level(clock.level, clock.levels);
  return html`
    <p class="level">
      ${before} <strong>${level}</strong> ${after}<span class="dot">·</span>${blinds?.game}
    </p>
  `;
};

const Bets = ({ bets }: { bets: readonly Bet[] }) => {
  const all = bets.map(({ value }) => value).join('   ');
  return html`
    <div class="bets" style=${room(all)}>
      ${bets.map(
        ({ label, value }) => html`
          <div>
            <span class="label">${label}</span>
            <span class="mono bet">
              ${value.split('/').map((part, i) => html`${i > 0 && html`<i>/</i>`}${part}`)}
            </span>
          </div>
        `,
      )}
    </div>
  `;
};

const Chips = ({ data }: { data: Shown['data'] }) => html`
  <ul class="chips">
    ${data.chips.map(
      ({ value, color }) => html`
        <li>
          <${Chip} color=${color} /><span class="mono">${number(value)}</span>
          ${data.chipUp.includes(value) && html`<em>${text.colorUp}</em>`}
        </li>
      `,
    )}
  </ul>
`;

/** The clock: the time first, then what it costs to play, then everything else (look.md). */
export const ClockPage = ({
  shown,
  perfMs,
  venue,
  lost,
  ageMs,
}: {
  shown: Shown;
  perfMs: number;
  venue: string;
  lost: boolean;
  ageMs: number;
}) => {
  const { data } = shown;
  const left = leftMs(shown, perfMs);
  const passed = isRunning(data) ? Math.max(0, shown.remainingMs - left) : 0;
  const wall = shown.ts + (perfMs - shown.at);
  const mood = moodOf(data, left);
  const time = bigTime(data, left, wall);
  const [leftFigures, rightFigures] = figuresOf(data, passed);
  const registration = registrationLine(data, passed);
  const status = statusLine(mood, left, lost);
  const bets = data.blinds === null ? [] : betsOf(data.blinds);
  const next = nextParts(data.next);
  const onBreak = data.blinds?.kind === 'break';
  const scale = data.clock.lengthMs === 0 ? 0 : 1 - left / data.clock.lengthMs;
  // In a break what comes after it is what everybody wants to know.
  const main = onBreak && data.next !== null ? betsOf(data.next) : bets;
  const oneRow = !onBreak && fitsOneRow(main, data.next === null ? [] : betsOf(data.next));
  return html`
    <main class=${`clock mood-${mood} ${time.length > 5 ? 'wide' : ''} ${lost ? 'lost' : ''}`}>
      <header>
        <${Brand} name=${venue} />
        <h1 style=${room(data.title)}>${data.title}</h1>
        <p class="registration">
          ${
            lost
              ? html`<span class="gone" role="alert">${text.lost(ageText(ageMs))}</span>`
              : registration && html`<span>${registration}</span>`
          }
        </p>
      </header>
      <section class="time">
        <${Figures} side="left" figures=${leftFigures} />
        <div class="middle">
          <${Level} data=${data} />
          <p class="digits mono" role="timer" style=${room(time)}>${time}</p>
          <div class="progress" aria-hidden="true">
            <div style=${{ transform: `scaleX(${Math.min(1, Math.max(0, scale))})` }}></div>
          </div>
          <p class="status" role="status">${status}</p>
        </div>
        <${Figures} side="right" figures=${rightFigures} />
      </section>
      <section class=${`panel ${oneRow ? 'one-row' : ''}`}>
        ${onBreak && html`<p class="after label">${text.next}</p>`}
        <${Bets} bets=${main} />
        ${
          !onBreak &&
          html`<p class="next" style=${room(next.join('   '))}>
            <span class="label">${text.next}</span>
            ${next.map((part) => html`<span class="mono">${part}</span>`)}
          </p>`
        }
      </section>
      <footer>
        <${Chips} data=${data} />
        <span class="in-play">${text.chipsInPlay} <b class="mono">${number(data.stats.chipsInPlay)}</b></span>
        <span class="phone"><span>${text.phone}</span><${QrCode} url=${`${location.origin}/t/${shown.tournamentId}`} /></span>
      </footer>
    </main>
  `;
};
