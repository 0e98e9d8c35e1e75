import type { State } from '../../../src/rooms/tournament/state.ts';
import type { ScheduleLine } from '../../../src/rooms/tournament/views/screen.ts';
import { schedule } from '../../../src/rooms/tournament/views/screen.ts';
import { html } from '../../html.ts';
import { text } from '../../text.ts';
import { locale } from '../../texts/en/locale.ts';
import { command } from '../actions.ts';
import { blindsText } from '../header.ts';
import { leafNow, mayAct, position } from '../night.ts';
import { levelText } from '../words.ts';

const clockTime = new Intl.DateTimeFormat(locale.times, {
  hour: '2-digit',
  minute: '2-digit',
  hourCycle: 'h23',
});

/** By its number, a break by the round before it: that is what the leaf's address says. */
const jumpTo = ({ level, kind }: ScheduleLine) =>
  command(`/jump/${level}`, kind === 'break' ? { break: true } : {});

const Row = ({ state, line, here }: { state: State; line: ScheduleLine; here: number }) => {
  const isHere = line.index === here && state.status !== 'setup';
  const isPause = line.kind === 'break';
  const time = isHere
    ? text.panel.now
    : line.index < here
      ? text.panel.past
      : clockTime.format(leafNow().wallMs + line.startsInMs);
  return html`
    <button
      type="button"
      class=${`flex items-center gap-3 w-full min-h-12 px-4 text-left ${isHere ? 'tone-primary font-semibold' : ''} ${line.index < here ? 'text-secondary' : ''}`}
      disabled=${!mayAct.value || state.status !== 'running' || isHere}
      aria-current=${isHere ? 'true' : 'false'}
      title=${text.panel.jump(levelText(state, line.index))}
      onClick=${() => jumpTo(line)}
    >
      <span class="mono w-7 text-secondary flex-none">${isPause ? '' : line.level}</span>
      <span class=${`grow min-w-0 truncate ${isPause ? 'text-info' : 'mono'}`}>${blindsText(line)}</span>
      <span class="text-caption text-secondary whitespace-nowrap">${text.panel.minutesShort(line.minutes)}</span>
      <span class="mono text-caption w-14 text-right flex-none">${time}</span>
    </button>
  `;
};

/** Every level with the time of day it starts were the clock to run on; a tap goes there. */
export const LevelList = ({ state }: { state: State }) => {
  const here = position.value?.level ?? state.clock.anchor.level;
  return html`
    <section aria-label=${text.panel.levels}>
      <h3 class="label mb-2">${text.clock.jump}</h3>
      <div class="rows card overflow-hidden">
        ${schedule(state, leafNow()).map((line) => html`<${Row} key=${line.index} state=${state} line=${line} here=${here} />`)}
      </div>
    </section>
  `;
};
