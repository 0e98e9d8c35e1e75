import { clockText, SECOND } from '../../src/kernel/time.ts';
import { roundNumber } from '../../src/poker/blinds.ts';
import type { Position } from '../../src/poker/clock.ts';
import { choices } from '../../src/rooms/tournament/decide/clock.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import { get } from '../api.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import type { Outcome } from './actions.ts';
import { command } from './actions.ts';
import { beat, leafNow, mayAct } from './night.ts';
import { levelText } from './words.ts';

type Choice = 'counted' | 'stopped';
type Both = Readonly<Record<Choice, Position>>;
type Screen = { readonly tournamentId: string | null; readonly uptime: number | null };

const awayText = (ms: number | null): string =>
  ms === null ? text.clock.undecidedUnknown : text.clock.undecidedLead(clockText(ms));

/** A screen that was on for longer than the leaf was away has counted on before everybody's eyes. */
const keptRunning = (screens: readonly Screen[], outageMs: number): boolean =>
  screens.some(({ uptime }) => uptime !== null && uptime * SECOND > outageMs);

/** What to suggest: to count it where the screens kept running, else where it stopped (CLK-7). */
const useSuggested = (outageMs: number | null): Choice => {
  const suggested = useSignal<Choice>('stopped');
  useEffect(() => {
    if (outageMs === null) return;
    void attempt(async () => {
      const { items } = await get<{ items: readonly Screen[] }>('/displays');
      suggested.value = keptRunning(items, outageMs) ? 'counted' : 'stopped';
    });
  }, [outageMs]);
  return suggested.value;
};

/** Where a level's clock is by now that stood at `at` when it went on. */
const jumpTo = ({ levels }: State, { level, remainingMs }: Position, sinceMs: number) =>
  command(`/jump/${roundNumber(levels, level)}`, {
    break: levels[level]?.kind === 'break',
    remainingMs: Math.max(0, Math.round(remainingMs - sinceMs)),
  });

/** Entries that the longer time closed on its way are open again at the shorter one. */
const reopened = async ({ events }: Outcome): Promise<void> => {
  if (events.some(({ type }) => type === 'registration.closed'))
    await command('/registration', { open: true }, { method: 'PUT', quiet: true });
};

/** One tap decides; for as long as its toast stands, the time that was not taken is one tap away. */
const settle = async (state: State, choice: Choice, both: Both): Promise<void> => {
  const other = choice === 'counted' ? 'stopped' : 'counted';
  const made = await command('/clock/settle', { choice }, { quiet: true });
  if (made === undefined) return;
  const begun = performance.now();
  toast({
    ...{ tone: 'plain', title: text.did.plain['clock.settled'] ?? '', detail: text.clock[choice] },
    action: {
      label: text.undo,
      note: `→ ${clockText(both[other].remainingMs)}`,
      run: () =>
        void reopened(made).then(() => jumpTo(state, both[other], performance.now() - begun)),
    },
  });
};

const Option = ({
  state,
  choice,
  both,
  suggested,
}: {
  state: State;
  choice: Choice;
  both: Both;
  suggested: boolean;
}) => html`
  <button
    type="button"
    class=${`card grow px-4 py-3 text-left min-w-44 ${suggested ? 'tone-primary' : 'tone-plain'}`}
    onClick=${() => settle(state, choice, both)}
  >
    <span class="label block">
      ${text.clock[choice]}${suggested ? ` · ${text.clock.suggested}` : ''}
    </span>
    <span class="mono text-h1 text-text block">${clockText(both[choice].remainingMs)}</span>
    <span class="text-caption block">${levelText(state, both[choice].level)}</span>
  </button>
`;

/** After a long stop: both clocks side by side, one tap. */
export const Undecided = ({ state }: { state: State }) => {
  const { interrupted } = state.clock;
  const suggested = useSuggested(interrupted?.outageMs ?? null);
  beat.value;
  const both = choices(state, leafNow());
  if (interrupted === null || both === null) return null;
  return html`
    <div class="rounded-xl tone-warning p-4 flex flex-col gap-3" role="alert">
      <div class="text-text">
        <strong>${text.clock.undecided}</strong> ${awayText(interrupted.outageMs)}
      </div>
      ${
        mayAct.value &&
        html`<div class="flex flex-wrap gap-3">
          ${(['counted', 'stopped'] as const).map(
            (choice) => html`
              <${Option}
                key=${choice}
                state=${state}
                choice=${choice}
                both=${both}
                suggested=${choice === suggested}
              />
            `,
          )}
        </div>`
      }
    </div>
  `;
};
