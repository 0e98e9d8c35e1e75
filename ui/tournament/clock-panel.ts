import { clockText } from '../../src/kernel/time.ts';
import { roundCount, roundNumber } from '../../src/poker/blinds.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import { levelView, screenView } from '../../src/rooms/tournament/views/screen.ts';
import { html, useComputed, useSignal } from '../html.ts';
import { Line } from '../parts/bits.ts';
import { TextField } from '../parts/form.ts';
import type { IconName } from '../parts/icons.ts';
import { Icon } from '../parts/icons.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import { command, toggleClock } from './actions.ts';
import { LevelList } from './clock/level-list.ts';
import { parseTime } from './clock/model.ts';
import { EndedHead } from './ended.ts';
import { runningTimers } from './hand-timer/timers.ts';
import { blindsText } from './header.ts';
import type { Night } from './night.ts';
import { leafNow, mayAct, position } from './night.ts';
import { hide, show } from './sheets.ts';
import { Undecided } from './undecided.ts';

const MINUTE_MS = 60_000;
const STEPS = [-5, -1, 1, 5] as const;

/** The second half of a double tap does nothing: a level skipped by a trembling finger is seen by all. */
const once =
  (run: () => unknown) =>
  ({ detail }: UIEvent): void => {
    if (detail < 2) void run();
  };

const Button = ({
  icon,
  label,
  run,
}: {
  icon?: IconName;
  label: string;
  run: (event: UIEvent) => unknown;
}) => html`
  <button type="button" class="btn btn-outline px-3" onClick=${run}>
    ${icon && html`<${Icon} name=${icon} size=${18} />`}${label}
  </button>
`;

/** The time left, typed: the difference to what is left now is what the leaf is told. */
const SetTime = () => {
  const typed = useSignal('');
  const wanted = parseTime(typed.value);
  const wrong = typed.value.trim() !== '' && wanted === null;
  const submit = async (event: Event) => {
    event.preventDefault();
    const now = position.peek();
    if (wanted === null || now === null) return;
    const byMs = Math.round(wanted - now.remainingMs);
    if (byMs === 0) return;
    const answer = await command('/clock/adjust', { byMs });
    if (answer !== undefined) typed.value = '';
  };
  return html`
    <form class="flex items-end gap-2" onSubmit=${submit}>
      <${TextField}
        class="grow"
        value=${typed}
        label=${text.panel.set}
        inputMode="text"
        placeholder="12:30"
        hint=${text.panel.setHint}
        error=${wrong ? text.panel.setWrong : undefined}
      />
      <button type="submit" class="btn btn-outline mb-6.5" disabled=${wanted === null}>${text.panel.setDo}</button>
    </form>
  `;
};

const Adjust = () => html`
  <section class="flex flex-col gap-3" aria-label=${text.panel.adjust}>
    <h3 class="label">${text.panel.adjust}</h3>
    <div class="grid grid-cols-4 gap-2">
      ${STEPS.map((minutes) => html`<${Button} label=${text.panel.by(minutes)} run=${() => command('/clock/adjust', { byMs: minutes * MINUTE_MS })} />`)}
    </div>
    <${SetTime} />
  </section>
`;

const Controls = ({ state }: { state: State }) => {
  const { running } = state.clock.anchor;
  if (state.status === 'ended' || !mayAct.value) return null;
  if (state.status === 'setup')
    return html`
      <div class="grid grid-cols-1 gap-2">
        <button type="button" class="btn btn-primary" autofocus onClick=${toggleClock}>
          <${Icon} name="play" size=${18} />${text.clock.start}
        </button>
        <${Button} label=${text.clock.startPaused} run=${() => command('/start', { paused: true })} />
      </div>
    `;
  return html`
    <div class="grid grid-cols-2 gap-2">
      <button type="button" class="btn btn-primary col-span-2 min-h-14" autofocus disabled=${state.clock.interrupted !== null} onClick=${toggleClock}>
        <${Icon} name=${running ? 'pause' : 'play'} size=${22} />
        ${running ? text.clock.pause : text.clock.resume}
      </button>
      <${Button} icon="rewind" label=${text.clock.previousLevel} run=${once(() => command('/rewind'))} />
      <${Button} icon="forward" label=${text.clock.nextLevel} run=${once(() => command('/advance'))} />
    </div>
    <${Adjust} />
    <button type="button" class="btn btn-outline" onClick=${() => show({ sheet: 'level' })}>${text.panel.correct}</button>
  `;
};

/** What follows, and how long the night has lasted. */
const Ahead = ({ state }: { state: State }) => {
  const { level } = state.clock.anchor;
  const after = state.levels[level + 1];
  const next = after === undefined ? text.clock.lastLevel : blindsText(levelView(after));
  const told = useComputed(() => {
    position.value;
    const { breakInMs, elapsedMs } = screenView(state, leafNow()).clock;
    return {
      pause: breakInMs === null ? text.clock.noBreak : clockText(breakInMs),
      played: clockText(Math.max(0, elapsedMs)),
    };
  });
  return html`
    <div class="card py-1">
      <${Line} label=${text.panel.next} value=${next} />
      <${Line} label=${text.panel.nextBreak} value=${told.value.pause} />
      <${Line} label=${text.panel.played} value=${told.value.played} />
    </div>
  `;
};

const HandTimerButton = () => {
  const running = runningTimers.value.length;
  return html`
    <button type="button" class=${`btn ${running > 0 ? 'tone-warning' : 'btn-soft'}`} onClick=${() => show({ sheet: 'handTimer' })}>
      <${Icon} name="level" size=${18} />${text.handTimer.open}${running > 0 && html`<span class="mono">· ${running}</span>`}
    </button>
  `;
};

const End = ({ state }: { state: State }) => {
  if (!mayAct.value || state.status !== 'running') return null;
  const left = state.config.mode === 'counters' ? state.counters.remaining : state.totals.live;
  const mayEnd = left === 1 || state.deal !== null;
  const end = async () => {
    hide();
    await command('/end');
  };
  return html`
    <section class="flex flex-col gap-2 border-t border-surface1 pt-4">
      <button type="button" class="btn btn-outline text-danger" disabled=${!mayEnd} onClick=${end}>${text.panel.end}</button>
      <p class="text-caption text-secondary">${mayEnd ? text.panel.endLead : text.panel.endNot}</p>
    </section>
  `;
};

/** Everything that moves the clock, the time itself largest. */
export const ClockPanel = ({ night }: { night: Night }) => {
  const { state } = night;
  const left = useComputed(() => clockText(position.value?.remainingMs ?? 0));
  const index = position.value?.level ?? state.clock.anchor.level;
  const level = state.levels[index];
  if (state.status === 'ended')
    return html`<${Sheet} title=${text.clock.title} onClose=${hide}>
      <div class="flex flex-col gap-5">
        <${EndedHead} night=${night} />
        <${HandTimerButton} />
      </div>
    <//>`;
  const of = text.clock.level(roundNumber(state.levels, index), roundCount(state.levels));
  return html`
    <${Sheet} title=${text.clock.title} onClose=${hide}>
      <div class="flex flex-col gap-5">
        <div class="text-center">
          <div class="text-secondary">${level?.kind === 'break' ? text.clock.break : of}</div>
          <div class="mono font-bold text-xl leading-tight" role="timer">${left}</div>
          ${level !== undefined && level.kind === 'round' && html`<div class="mono text-h3">${blindsText(levelView(level))}</div>`}
        </div>
        <${Undecided} state=${state} />
        <${Controls} state=${state} />
        <${HandTimerButton} />
        <${Ahead} state=${state} />
        <${LevelList} state=${state} />
        <${End} state=${state} />
      </div>
    <//>
  `;
};
