import type { Level } from '../../src/poker/blinds.ts';
import { roundNumber } from '../../src/poker/blinds.ts';
import { number } from '../amounts.ts';
import { html, typedIn, useSignal } from '../html.ts';
import { Card } from '../parts/bits.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import { command } from './actions.ts';
import type { Night } from './night.ts';
import { mayAct } from './night.ts';
import type { Cell } from './structure-model.ts';
import { levelAfter, withCell } from './structure-model.ts';

type Row = { readonly level: Level; readonly index: number; readonly fixed: boolean };

const CellInput = ({
  level,
  cell,
  label,
  fixed,
  onChange,
}: {
  level: Level;
  cell: Cell;
  label: string;
  fixed: boolean;
  onChange: (level: Level) => void;
}) => {
  const now = cell === 'minutes' ? level.minutes : level.kind === 'round' ? level[cell] : 0;
  const typed = useSignal<string | null>(null);
  if (fixed)
    return html`<span class="mono text-right px-2 py-1.5 text-secondary">${number(now)}</span>`;
  const wrong = typed.value !== null && withCell(level, cell, typed.value) === undefined;
  return html`
    <input
      class="input mono text-right px-2"
      inputmode="numeric"
      aria-label=${label}
      aria-invalid=${String(wrong)}
      value=${typed.value ?? String(now)}
      onInput=${(event: Event) => {
        typed.value = typedIn(event);
        const next = withCell(level, cell, typed.value);
        if (next !== undefined) onChange(next);
      }}
      onBlur=${() => {
        if (!wrong) typed.value = null;
      }}
    />
  `;
};

const CELLS: readonly (readonly [Cell, string])[] = [
  ['smallBlind', text.structure.sb],
  ['bigBlind', text.structure.bb],
  ['ante', text.structure.ante],
];

const GRID =
  'grid grid-cols-[2.25rem_1fr_1fr_1fr_3.75rem_2.5rem] md:grid-cols-[4rem_1fr_1fr_1fr_6rem_3rem] gap-1.5 items-center px-3';

const LevelRow = ({
  row: { level, index, fixed },
  levels,
  current,
  onChange,
  onRemove,
}: {
  row: Row;
  levels: readonly Level[];
  current: boolean;
  onChange: (level: Level) => void;
  onRemove: () => void;
}) => {
  const round = roundNumber(levels, index);
  const name = level.kind === 'break' ? text.structure.break : `${text.structure.level} ${round}`;
  return html`
    <div class=${`${GRID} py-1 ${current ? 'tone-primary' : ''}`}>
      <span class="mono text-secondary">${level.kind === 'break' ? '' : round}</span>
      ${
        level.kind === 'break'
          ? html`<span class="col-span-3 text-info truncate">
              ${text.structure.break}${level.colorUp && level.colorUp.length > 0 ? ` · ${text.structure.colorUp(level.colorUp.join(', '))}` : ''}
            </span>`
          : CELLS.map(
              ([cell, label]) =>
                html`<${CellInput} level=${level} cell=${cell} label=${`${name}: ${label}`} fixed=${fixed} onChange=${onChange} />`,
            )
      }
      <${CellInput} level=${level} cell="minutes" label=${`${name}: ${text.structure.minutes}`} fixed=${fixed} onChange=${onChange} />
      ${
        fixed
          ? html`<span class="text-micro text-secondary">${current ? text.structure.now : text.structure.past}</span>`
          : html`<button type="button" class="h-12 w-10 flex items-center justify-center text-secondary" aria-label=${`${text.structure.remove}: ${name}`} onClick=${onRemove}>
              <${Icon} name="close" size=${16} />
            </button>`
      }
    </div>
  `;
};

/** The levels still to come, editable; what was played stands above them as it was (BLD-5). */
export const Structure = ({ night: { state } }: { night: Night }) => {
  const draft = useSignal<readonly Level[] | null>(null);
  const level = state.clock.anchor.level;
  const first = state.status === 'setup' ? 0 : level + 1;
  const levels = draft.value ?? state.levels;
  const open = mayAct.value && state.status !== 'ended';
  const set = (next: readonly Level[]) => {
    draft.value = next;
  };
  const save = async () => {
    const body = { fromLevel: first, levels: levels.slice(first) };
    const answer = await command('/structure', body, { method: 'PUT' });
    if (answer !== undefined) draft.value = null;
  };
  return html`
    <div class="flex flex-col gap-4 max-w-200">
      <p class="text-secondary">${text.structure.lead}</p>
      <${Card} class="py-2">
        <div class=${`${GRID} label py-2`}>
          <span></span>
          ${CELLS.map(([, label]) => html`<span class="text-right pr-2">${label}</span>`)}
          <span class="text-right pr-2 truncate">min</span>
          <span></span>
        </div>
        ${levels.map(
          (one, index) => html`<${LevelRow}
            key=${index}
            row=${{ level: one, index, fixed: !open || index < first }}
            levels=${levels}
            current=${state.status === 'running' && index === level}
            onChange=${(next: Level) => set(levels.with(index, next))}
            onRemove=${() => set(levels.toSpliced(index, 1))}
          />`,
        )}
      <//>
      ${
        open &&
        html`<div class="flex flex-wrap gap-2">
          <button type="button" class="btn btn-outline" onClick=${() => set([...levels, levelAfter(levels)])}>${text.structure.addLevel}</button>
          <button type="button" class="btn btn-outline" onClick=${() => set([...levels, { kind: 'break', minutes: 10 }])}>${text.structure.addBreak}</button>
          <span class="grow"></span>
          <button type="button" class="btn btn-primary" disabled=${draft.value === null} onClick=${save}>${text.structure.save}</button>
        </div>`
      }
    </div>
  `;
};
