import { moneyText } from '../../src/kernel/money.ts';
import { locale } from '../../ui/texts/en/locale.ts';
import { Amount } from '../clock/bets.ts';
import {
  bigTime,
  levelOf,
  moodOf,
  nextParts,
  number,
  registrationLine,
  statusLine,
} from '../clock/model.ts';
import { html } from '../html.ts';
import { createFade } from '../shared/fade.ts';
import { Nothing } from '../shared/frame.ts';
import { fitted, fittedWords, geometry, SANS } from '../shared/geometry.ts';
import { Head } from '../shared/head.ts';
import type { House } from '../shared/house.ts';
import type { Shown } from '../shared/screen.ts';
import { leftMs, passedMs } from '../shared/screen.ts';
import { levelLine } from '../shared/strip.ts';
import { timeOfDay } from '../shared/times.ts';
import { text } from '../text.ts';

/** Cards on one page; more would be too small for the room. */
const MOST = { wide: 6, square: 6, tall: 5 } as const;

export const lobbyPages = (lines: number): number =>
  Math.max(1, Math.ceil(lines / MOST[geometry.value.shape]));

const sizes = (count: number) => {
  const { wide, high, shape } = geometry.value;
  const columns = shape === 'tall' || count === 1 ? 1 : count <= 4 ? 2 : 3;
  const rows = Math.max(1, Math.ceil(count / columns));
  // A hair less, so that rounding does not push one into the next row.
  return { wide: (wide - 11.8) / columns, high: Math.min(56, (high - 18) / rows) };
};

const Card = ({
  shown,
  perfMs,
  wide,
  high,
}: {
  shown: Shown;
  perfMs: number;
  wide: number;
  high: number;
}) => {
  const { data } = shown;
  const left = leftMs(shown, perfMs);
  const mood = moodOf(data, left);
  const time = bigTime(data, left, shown.ts + (perfMs - shown.at));
  const level = levelOf(data);
  const bets = level === null ? [] : nextParts(level);
  // All but the first are set smaller, as the style sheet says.
  const chars = bets.join('  ').length * 0.72 + (bets[0] ?? '').length * 0.28;
  const status = statusLine(mood, left, false);
  const registration = registrationLine(data, passedMs(shown, perfMs));
  const room = wide - 8;
  const pool = moneyText(data.stats.prizePool, data.currency, locale.tag);
  const players = `${number(data.stats.remaining)} ${text.of} ${number(data.stats.entries)}`;
  return html`
    <article class=${`lobby-card mood-${mood}`}>
      <h2 dir="auto" style=${fittedWords(data.title.length, room, high * 0.1, high * 0.075)}>${data.title}</h2>
      <div class="lobby-row">
        <span class="mono digits" role="timer" style=${fitted(time.length, room * 0.58, high * 0.3, 0.56)}>${time}</span>
        <span class="lobby-side">
          <span style=${fitted(levelLine(data, text.break).length, room * 0.4, high * 0.075, SANS)}>${levelLine(data, text.break)}</span>
          <span class="status" style=${fittedWords(status.length, room * 0.4, high * 0.07, high * 0.06)}>${status}</span>
        </span>
      </div>
      <p class="lobby-bets" style=${fitted(chars, room, high * 0.15)}>
        ${bets.map((value, i) => (i === 0 ? html`<${Amount} value=${value} />` : html`<small class="mono">${value}</small>`))}
      </p>
      <p class="lobby-row lobby-stats" style=${fitted(pool.length + players.length + 3, room, high * 0.09)}>
        <span class="mono">${players}</span><span class="mono prize">${pool}</span>
      </p>
      <p class="lobby-registration" style=${fitted(Math.max(24, registration.length), room, high * 0.075, SANS)}>${registration}</p>
    </article>
  `;
};

const Pages = createFade();

/** All tournaments of the house beside each other, each with its clock. */
export const LobbyPage = ({
  lines,
  perfMs,
  house,
  lost,
  ageMs,
  page,
}: {
  lines: readonly Shown[];
  perfMs: number;
  house: House;
  lost: boolean;
  ageMs: number;
  page: number;
}) => {
  const most = MOST[geometry.value.shape];
  const pages = lobbyPages(lines.length);
  const on = lines.slice(page * most, (page + 1) * most);
  // As large as on the fullest page, so that nothing jumps.
  const { wide, high } = sizes(Math.min(most, lines.length));
  const first = lines[0];
  const wall = first === undefined ? null : first.ts + (perfMs - first.at);
  const card = (shown: Shown) => html`
    <div class="lobby-place" key=${shown.tournamentId} style=${{ width: `${wide.toFixed(2)}rem`, height: `${high.toFixed(2)}rem` }}>
      <${Card} shown=${shown} perfMs=${perfMs} wide=${wide} high=${high} />
    </div>
  `;
  return html`
    <main class="page lobby">
      <${Head} house=${house} title=${text.lobby.title} lost=${lost} ageMs=${ageMs} time=${wall === null ? '' : timeOfDay(wall, house.timezone)}>
        ${pages > 1 && html`<span class="pages">${text.pageOf(page + 1, pages)}</span>`}
      <//>
      <div class="lobby-room">
        ${
          lines.length === 0
            ? html`<${Nothing} words=${text.lobby.none} />`
            : html`<${Pages} id=${`${page}`} of=${html`<div class="lobby-cards">${on.map(card)}</div>`} />`
        }
      </div>
    </main>
  `;
};
