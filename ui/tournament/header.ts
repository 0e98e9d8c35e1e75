import { clockText, HOUR } from '../../src/kernel/time.ts';
import { nextBreak, roundCount, roundNumber } from '../../src/poker/blinds.ts';
import { levelMs, msUntil } from '../../src/poker/clock.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import type { LevelView } from '../../src/rooms/tournament/views/screen.ts';
import { levelView } from '../../src/rooms/tournament/views/screen.ts';
import { number } from '../amounts.ts';
import { html, useComputed } from '../html.ts';
import type { Tone } from '../parts/bits.ts';
import { Dotted, Pill } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { hrefOf } from '../routes.ts';
import { text } from '../text.ts';
import { toggleClock } from './actions.ts';
import { EndedHead } from './ended.ts';
import type { Night } from './night.ts';
import { beat, leafNow, mayAct, position } from './night.ts';
import { show } from './sheets.ts';
import type { Status } from './status.ts';
import { statusOf, urgency } from './status.ts';
import { Switcher } from './switcher.ts';

export type { Status };
export { statusOf, urgency };

const TONES: { readonly [S in Status]: Tone } = {
  setup: 'primary',
  running: 'success',
  paused: 'warning',
  break: 'info',
  ended: 'plain',
  undecided: 'danger',
};

export const StatusPill = ({ status }: { status: Status }) =>
  html`<${Pill} tone=${TONES[status]}>${text.status[status]}<//>`;

/** `400 / 800 · ante 800`, `limits 400 / 800 · bring-in 100`, or what a break is called. */
export const blindsText = (level: LevelView): string => {
  if (level.kind === 'break') return text.clock.break;
  const limits = level.limits.map(number).join(' / ');
  const parts = [
    level.bb > 0 ? `${number(level.sb)} / ${number(level.bb)}` : '',
    level.bb === 0 && limits ? `${text.clock.limits} ${limits}` : '',
    level.ante > 0 ? `${text.clock.ante} ${number(level.ante)}` : '',
    level.bringIn > 0 ? `${text.clock.bringIn} ${number(level.bringIn)}` : '',
  ];
  return parts.filter((part) => part !== '').join(' · ');
};

/** 1,000 → `1k`, 1,500 → `1.5k`, 1,250 as it is: blinds are read out, so nothing is rounded. */
const compact = (chips: number): string =>
  chips >= 1_000 && chips % 100 === 0 ? `${number(chips / 1_000)}k` : number(chips);

const compactBlinds = ({ sb, bb }: LevelView): string => {
  const whole = `${number(sb)}/${number(bb)}`;
  return whole.length <= 9 ? whole : `${compact(sb)}/${compact(bb)}`;
};

/** The same where there is little room: `400/800`, and below it `ante 800`. */
const shortLevel = (level: LevelView, round: number): { blinds: string; rest: string } => {
  if (level.kind === 'break')
    return { blinds: text.clock.break, rest: text.clock.minutes(level.minutes) };
  const [blinds = '', ...more] = blindsText(level).split(' · ');
  const rest = more.join(' · ') || text.clock.levelShort(round);
  return { blinds: level.bb > 0 ? compactBlinds(level) : blinds, rest };
};

const TimeLeft = ({ state }: { state: State }) => {
  const left = useComputed(() => clockText(position.value?.remainingMs ?? 0));
  const tone = useComputed(() =>
    urgency(
      position.value?.remainingMs ?? 0,
      state.clock.anchor.running,
      state.config.warningSeconds,
    ),
  );
  return html`<span class=${`mono font-bold text-m md:text-l leading-none ${tone.value}`} role="timer">${left}</span>`;
};

/** Before the start: how long until it comes by itself. */
const StartsIn = ({ at }: { at: number }) => {
  beat.value;
  const ms = at - leafNow().wallMs;
  if (ms <= 0) return null;
  const left = ms > 24 * HOUR ? text.clock.days(Math.round(ms / (24 * HOUR))) : clockText(ms);
  return html`<span>${text.clock.startsIn(left)}</span>`;
};

const BreakIn = ({ state }: { state: State }) => {
  const index = nextBreak(state.levels, state.clock.anchor.level);
  const left = useComputed(() => {
    const at = position.value;
    return at === null || index === -1 ? '' : clockText(msUntil(state.levels, at, index));
  });
  if (index === -1) return null;
  return html`
    <div class="text-right hidden sm:block">
      <div class="mono text-h3">${left}</div>
      <div class="text-caption text-secondary whitespace-nowrap">${text.clock.breakIn}</div>
    </div>
  `;
};

const counted = ({ config, counters, totals }: State) =>
  config.mode === 'counters'
    ? { left: counters.remaining, entries: counters.entries }
    : { left: totals.live, entries: totals.entries };

const PlayersLeft = ({ state }: { state: State }) => {
  const { left, entries } = counted(state);
  return html`
    <div class="text-right">
      <div class="mono text-body sm:text-h3 whitespace-nowrap">
        ${
          state.status === 'ended'
            ? number(entries)
            : html`${number(left)}<span class="text-secondary"> / ${number(entries)}</span>`
        }
      </div>
      <div class="text-caption text-secondary">${text.clock.players}</div>
    </div>
  `;
};

const ToggleButton = ({ state }: { state: State }) => {
  const { running } = state.clock.anchor;
  const label =
    state.status === 'setup' ? text.actions.start : running ? text.clock.pause : text.clock.resume;
  return html`
    <button
      type="button"
      class=${`btn btn-icon rounded-xl w-13 h-13 md:w-14 md:h-14 ${running ? 'tone-success' : 'tone-warning'}`}
      aria-label=${label}
      title=${label}
      disabled=${state.clock.interrupted !== null}
      onClick=${toggleClock}
    >
      <${Icon} name=${running ? 'pause' : 'play'} size=${28} />
    </button>
  `;
};

const Levels = ({ state }: { state: State }) => {
  const { level } = state.clock.anchor;
  const [here, after] = [state.levels[level], state.levels[level + 1]];
  const view = here === undefined ? undefined : levelView(here);
  const next = after === undefined ? text.clock.lastLevel : blindsText(levelView(after));
  const round = text.clock.level(roundNumber(state.levels, level), roundCount(state.levels));
  const game = view?.kind === 'round' ? ` · ${view.game}` : '';
  const short =
    view === undefined
      ? { blinds: '', rest: '' }
      : shortLevel(view, roundNumber(state.levels, level));
  return html`
    <div class="min-w-0 grow">
      <div class="mono text-h3 truncate hidden md:block">${view === undefined ? '' : blindsText(view)}</div>
      <div class="mono text-body truncate md:hidden">${short.blinds}</div>
      <div class="text-caption text-secondary truncate md:hidden">${short.rest}</div>
      <div class="text-caption text-secondary leading-tight hidden md:line-clamp-2">
        ${state.status === 'setup' && state.config.startsAt !== null && html`<${StartsIn} at=${state.config.startsAt} /> · `}
        <${Dotted} words=${`${round}${game} · ${text.clock.nextIs(next)}`} />
      </div>
    </div>
  `;
};

/** How far the level is, along the header's lower edge. */
const Progress = ({ state }: { state: State }) => {
  const { level } = state.clock.anchor;
  const whole = levelMs(state.levels, level);
  const scale = useComputed(() =>
    whole === 0 ? 0 : Math.min(1, Math.max(0, 1 - (position.value?.remainingMs ?? 0) / whole)),
  );
  return html`
    <div class="h-0.75 bg-surface1" aria-hidden="true">
      <div class="bar-fill rounded-none" style=${{ transform: `scaleX(${scale.value})` }}></div>
    </div>
  `;
};

/** The time and what it costs to play; a tap opens everything that moves the clock. */
const ClockHead = ({ state }: { state: State }) => html`
  <button
    type="button"
    class="flex items-center gap-3 md:gap-5 grow min-w-0 min-h-13 text-left"
    onClick=${() => show({ sheet: 'clock' })}
  >
    <span class="sr-only">${`${text.clock.open}: `}</span>
    <${TimeLeft} state=${state} />
    <${Levels} state=${state} />
  </button>
`;

/** Always there: what the room asks the floor for, a hundred times a night. */
export const Header = ({ night }: { night: Night }) => {
  const { state } = night;
  const ended = state.status === 'ended';
  return html`
    <header class="sticky top-0 z-20 bg-[var(--bar)]">
      <div class="flex items-center gap-1 pl-1 pr-3 md:pl-4 md:pr-6 text-caption text-secondary min-w-0">
        <a
          class="btn btn-icon text-secondary"
          href=${hrefOf({ page: 'tournaments' })}
          aria-label=${text.more.all}
          title=${text.more.all}
        >
          <${Icon} name="back" size=${18} />
        </a>
        <div class="grow min-w-0"><${Switcher} night=${night} /></div>
        <span class="flex-none pl-1"><${StatusPill} status=${statusOf(state)} /></span>
      </div>
      <div class="flex items-center gap-3 md:gap-5 px-3 md:px-6 pb-3">
        ${mayAct.value && !ended && html`<${ToggleButton} state=${state} />`}
        ${ended ? html`<${EndedHead} night=${night} />` : html`<${ClockHead} state=${state} />`}
        <${PlayersLeft} state=${state} />
        ${!ended && html`<${BreakIn} state=${state} />`}
      </div>
      ${ended ? html`<div class="h-0.75 bg-surface1"></div>` : html`<${Progress} state=${state} />`}
    </header>
  `;
};
