import { clockText } from '../../src/kernel/time.ts';
import { roundCount, roundNumber } from '../../src/poker/blinds.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import { levelView } from '../../src/rooms/tournament/views/screen.ts';
import { html, useComputed } from '../html.ts';
import type { IconName } from '../parts/icons.ts';
import { Icon } from '../parts/icons.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import { command, toggleClock } from './actions.ts';
import { blindsText } from './header.ts';
import type { Night } from './night.ts';
import { mayAct, position } from './night.ts';
import { hide } from './sheets.ts';
import { Undecided } from './undecided.ts';

const MINUTE_MS = 60_000;

const adjust = (minutes: number) => command('/clock/adjust', { byMs: minutes * MINUTE_MS });

const Button = ({
  icon,
  label,
  run,
}: {
  icon?: IconName;
  label: string;
  run: () => unknown;
}) => html`
  <button type="button" class="btn btn-outline" onClick=${run}>
    ${icon && html`<${Icon} name=${icon} size=${18} />`}${label}
  </button>
`;

/** By its number, a break by the round before it: that is what the leaf's address says. */
const jumpTo = (state: State, index: number) => {
  const pause = state.levels[index]?.kind === 'break';
  return command(`/jump/${roundNumber(state.levels, index)}`, pause ? { break: true } : {});
};

const Schedule = ({ state }: { state: State }) => html`
  <div>
    <h3 class="label mb-2">${text.clock.jump}</h3>
    <div class="rows card overflow-hidden">
      ${state.levels.map((level, index) => {
        const here = index === state.clock.anchor.level && state.status === 'running';
        return html`
          <button
            type="button"
            class=${`flex items-center gap-3 w-full min-h-12 px-4 text-left ${here ? 'tone-primary font-semibold' : ''}`}
            disabled=${!mayAct.value || state.status !== 'running' || here}
            aria-current=${here ? 'true' : 'false'}
            onClick=${() => jumpTo(state, index)}
          >
            <span class="mono w-8 text-secondary">${level.kind === 'break' ? '' : roundNumber(state.levels, index)}</span>
            <span class=${`grow ${level.kind === 'break' ? 'text-info' : 'mono'}`}>${blindsText(levelView(level))}</span>
            <span class="text-caption text-secondary">${level.minutes} min</span>
          </button>
        `;
      })}
    </div>
  </div>
`;

const Controls = ({ state }: { state: State }) => {
  const { running } = state.clock.anchor;
  if (state.status === 'ended' || !mayAct.value) return null;
  if (state.status === 'setup')
    return html`
      <div class="grid grid-cols-2 gap-2">
        <button type="button" class="btn btn-primary col-span-2" onClick=${toggleClock}>
          <${Icon} name="play" size=${18} />${text.clock.start}
        </button>
        <${Button} label=${text.clock.startPaused} run=${() => command('/start', { paused: true })} />
      </div>
    `;
  return html`
    <div class="grid grid-cols-2 gap-2">
      <button type="button" class="btn btn-primary col-span-2" onClick=${toggleClock}>
        <${Icon} name=${running ? 'pause' : 'play'} size=${18} />
        ${running ? text.clock.pause : text.clock.resume}
      </button>
      <${Button} label=${text.clock.minus} run=${() => adjust(-1)} />
      <${Button} label=${text.clock.plus} run=${() => adjust(1)} />
      <${Button} icon="rewind" label=${text.clock.previousLevel} run=${() => command('/rewind')} />
      <${Button} icon="forward" label=${text.clock.nextLevel} run=${() => command('/advance')} />
    </div>
  `;
};

export const ClockPanel = ({ night: { state } }: { night: Night }) => {
  const left = useComputed(() => clockText(position.value?.remainingMs ?? 0));
  const { level } = state.clock.anchor;
  const of = text.clock.level(roundNumber(state.levels, level), roundCount(state.levels));
  return html`
    <${Sheet} title=${text.clock.title} onClose=${hide}>
      <div class="flex flex-col gap-5">
        <div class="text-center">
          <div class="text-secondary">${state.levels[level]?.kind === 'break' ? text.clock.break : of}</div>
          <div class="mono font-bold text-xl leading-tight">${left}</div>
        </div>
        <${Undecided} state=${state} />
        <${Controls} state=${state} />
        <${Schedule} state=${state} />
      </div>
    <//>
  `;
};
