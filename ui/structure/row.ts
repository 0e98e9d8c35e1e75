import type { Finding, Level } from '../../src/poker/blinds.ts';
import { roundNumber } from '../../src/poker/blinds.ts';
import type { ChipSpec } from '../../src/poker/chips.ts';
import { number, short } from '../amounts.ts';
import type { Signal } from '../html.ts';
import { html } from '../html.ts';
import { laterText } from '../later-text.ts';
import type { IconName } from '../parts/icons.ts';
import { Icon } from '../parts/icons.ts';
import { CellInput } from './cell.ts';
import type { Draft } from './draft.ts';
import {
  duplicateRow,
  insertBreak,
  insertLevel,
  moveRow,
  removeRow,
  setLevels,
  setRow,
  turnRow,
} from './draft.ts';
import type { Drag } from './drag.ts';
import { handleProps } from './drag.ts';
import type { LevelIssue } from './level-issues.ts';
import type { Cell } from './levels.ts';
import { cellOf } from './levels.ts';
import { pasted } from './paste.ts';
import { RowDetails } from './row-details.ts';
import { findingWords, rowName } from './words.ts';

/** What all rows of one editor have in common. */
export type Grid = {
  readonly draft: Draft;
  readonly levels: readonly Level[];
  readonly chips: readonly ChipSpec[];
  /** The first row that may still change. */
  readonly first: number;
  /** The row being played, if any. */
  readonly current: number | null;
  readonly drag: Signal<Drag | null>;
  /** Corrects the row being played. */
  readonly onCorrect?: (() => void) | undefined;
};

export const BLINDS: readonly (readonly [Cell, string])[] = [
  ['smallBlind', laterText.structure.sb],
  ['bigBlind', laterText.structure.bb],
  ['ante', laterText.structure.ante],
];

export const COLUMNS =
  'grid grid-cols-[3rem_1.75rem_1fr_3rem] md:grid-cols-[3rem_2.25rem_4.5rem_minmax(4rem,1fr)_minmax(4rem,1fr)_minmax(4rem,1fr)_5.5rem_7rem_3rem] gap-x-1 md:gap-x-2 items-center pr-1';

const Handle = ({ grid, index, name }: { grid: Grid; index: number; name: string }) => {
  const { draft, drag, first } = grid;
  const drop = ({ from, to }: Drag) => moveRow(draft, from, to, first);
  const press = (event: KeyboardEvent) => {
    const by = event.key === 'ArrowUp' ? -1 : event.key === 'ArrowDown' ? 1 : 0;
    if (by === 0 || event.altKey) return;
    event.preventDefault();
    moveRow(draft, index, index + by, first);
  };
  return html`
    <button
      type="button"
      class="h-12 w-12 flex items-center justify-center text-secondary cursor-grab touch-none"
      aria-label=${`${name}: ${laterText.structure.drag}`}
      data-handle=${index}
      onKeyDown=${press}
      ...${handleProps(drag, index, drop)}
    >
      <svg width="14" height="20" viewBox="0 0 14 20" fill="currentColor" aria-hidden="true">
        ${[4, 10, 16].map((y) => html`<circle cx="4" cy=${y} r="1.6" /><circle cx="10" cy=${y} r="1.6" />`)}
      </svg>
    </button>
  `;
};

const Cells = ({
  grid,
  index,
  cells,
  class: extra = '',
}: {
  grid: Grid;
  index: number;
  cells: readonly (readonly [Cell, string])[];
  class?: string;
}) => {
  const { draft, levels, first } = grid;
  const level = levels[index];
  if (level === undefined) return null;
  const name = rowName(levels, index);
  return cells.map(
    ([cell, label]) => html`
      <div class=${extra} key=${cell}>
        ${
          index < first
            ? html`<div class="mono text-right px-2 py-3 text-secondary">${number(cellOf(level, cell))}</div>`
            : html`<${CellInput}
                level=${level}
                cell=${cell}
                row=${index}
                label=${`${name}: ${label}`}
                onChange=${(next: Level) => setRow(draft, index, next)}
                onPaste=${(copied: string, column: number) => setLevels(draft, pasted(levels, copied, { row: index, column }))}
              />`
        }
      </div>
    `,
  );
};

const summary = (level: Level): string =>
  level.kind === 'break'
    ? laterText.structure.break
    : [level.smallBlind, level.bigBlind].map(level.bigBlind < 100_000 ? number : short).join('/');

const more = (level: Level): string => {
  if (level.kind === 'break')
    return level.colorUp && level.colorUp.length > 0
      ? laterText.structure.colorUp(level.colorUp.map(number).join(', '))
      : '';
  return level.ante > 0 ? laterText.structure.anteOf(number(level.ante)) : '';
};

/** Phones show a row in a line of words; its fields open below it. */
const Words = ({
  level,
  starts,
  onOpen,
}: {
  level: Level;
  starts: string;
  onOpen: () => void;
}) => html`
  <button type="button" class="md:hidden min-h-14 py-1.5 flex items-center gap-3 text-left min-w-0 w-full" onClick=${onOpen}>
    <span class="grow min-w-0">
      <span class=${`block mono truncate ${level.kind === 'break' ? 'text-info' : ''}`}>${summary(level)}</span>
      <span class="block text-caption text-secondary truncate">${[more(level), level.kind === 'round' ? level.game : ''].filter(Boolean).join(' · ')}</span>
    </span>
    <span class="text-right flex-none">
      <span class="block mono">${laterText.structure.inMinutes(level.minutes)}</span>
      <span class="block text-caption text-secondary mono">${starts}</span>
    </span>
  </button>
`;

const Act = ({ icon, label, run }: { icon: IconName; label: string; run: () => void }) => html`
  <button type="button" class="btn btn-outline px-3" onClick=${run}><${Icon} name=${icon} size=${16} />${label}</button>
`;

const Actions = ({
  grid: { draft, first },
  index,
  level,
}: {
  grid: Grid;
  index: number;
  level: Level;
}) => html`
  <div class="flex flex-wrap gap-2">
    <${Act} icon="plus" label=${laterText.structure.insert} run=${() => insertLevel(draft, index)} />
    <${Act} icon="pause" label=${laterText.structure.insertBreak} run=${() => insertBreak(draft, index)} />
    <${Act} icon="table" label=${laterText.structure.duplicate} run=${() => duplicateRow(draft, index)} />
    <${Act} icon="rewind" label=${laterText.structure.up} run=${() => moveRow(draft, index, index - 1, first)} />
    <${Act} icon="forward" label=${laterText.structure.down} run=${() => moveRow(draft, index, index + 1, first)} />
    <${Act} icon="move" label=${level.kind === 'round' ? laterText.structure.toBreak : laterText.structure.toRound} run=${() => turnRow(draft, index)} />
    <button type="button" class="btn btn-outline px-3 text-danger" onClick=${() => removeRow(draft, index)}><${Icon} name="close" size=${16} />${laterText.structure.remove}</button>
  </div>
`;

const Details = ({ grid, index, level }: { grid: Grid; index: number; level: Level }) => html`
  <div class="px-3 md:pl-14 pb-4 pt-1 flex flex-col gap-4">
    <div class="md:hidden grid grid-cols-2 gap-3">
      ${[
        ...(level.kind === 'round' ? BLINDS : []),
        ['minutes', laterText.structure.minutes] as const,
      ].map(
        ([cell, label]) => html`
          <div class="flex flex-col gap-1.5 min-w-0" key=${cell}>
            <span class="text-caption text-secondary font-medium" aria-hidden="true">${label}</span>
            <${Cells} grid=${grid} index=${index} cells=${[[cell, label]]} />
          </div>
        `,
      )}
    </div>
    <${RowDetails} level=${level} chips=${grid.chips} onChange=${(next: Level) => setRow(grid.draft, index, next)} />
    <${Actions} grid=${grid} index=${index} level=${level} />
  </div>
`;

const Findings = ({ findings }: { findings: readonly Finding[] }) =>
  findings.map(
    (finding) => html`
      <p class=${`px-3 md:pl-14 pb-2 text-caption ${finding.severity === 'error' ? 'text-danger' : 'text-warning'}`} role=${finding.severity === 'error' ? 'alert' : undefined}>
        ${findingWords(finding)}
      </p>
    `,
  );

/** A level or a break: figures in cells, the rest behind its button. */
export const Row = ({
  grid,
  index,
  starts,
  findings,
  issues,
}: {
  grid: Grid;
  index: number;
  starts: string;
  findings: readonly Finding[];
  issues: readonly LevelIssue[];
}) => {
  const { draft, levels, first, current, drag } = grid;
  const level = levels[index];
  if (level === undefined) return null;
  const isFixed = index < first;
  const isNow = index === current;
  const isOpen = draft.open.value === index && !isFixed;
  const name = rowName(levels, index);
  const pull = drag.value;
  const land = pull !== null && pull.to === index && pull.from !== index;
  const toggle = () => {
    if (!isFixed) draft.open.value = isOpen ? null : index;
  };
  const isPulled = pull?.from === index ? 'opacity-40' : '';
  const edge = !land
    ? ''
    : pull.from > index
      ? 'shadow-[0_-3px_0_0_var(--primary)]'
      : 'shadow-[0_3px_0_0_var(--primary)]';
  const tone = isNow ? 'tone-primary' : level.kind === 'break' ? 'bg-[var(--soft-info)]' : '';
  return html`
    <div class=${`${tone} ${isPulled} ${edge}`} data-row=${index}>
      <div class=${`${COLUMNS} min-h-14`}>
        ${isFixed ? html`<span></span>` : html`<${Handle} grid=${grid} index=${index} name=${name} />`}
        <span class="mono text-secondary text-center">${level.kind === 'break' ? '' : roundNumber(levels, index)}</span>
        <${Words} level=${level} starts=${starts} onOpen=${toggle} />
        <span class="hidden md:block mono text-caption text-secondary">${starts}</span>
        ${
          level.kind === 'break'
            ? html`<span class="hidden md:block col-span-3 text-info truncate">${[laterText.structure.break, more(level), level.notes].filter(Boolean).join(' · ')}</span>`
            : html`<${Cells} grid=${grid} index=${index} cells=${BLINDS} class="hidden md:block" />`
        }
        <${Cells} grid=${grid} index=${index} cells=${[['minutes', laterText.structure.minutes]]} class="hidden md:block" />
        <span class="hidden md:block text-caption text-secondary truncate">${level.kind === 'round' ? level.game : ''}</span>
        ${
          isFixed
            ? isNow && grid.onCorrect
              ? html`<button type="button" class="btn btn-icon text-primary" aria-label=${laterText.structure.correctTitle} title=${laterText.structure.correct} onClick=${grid.onCorrect}><${Icon} name="gear" size=${18} /></button>`
              : html`<span class="text-micro text-secondary text-center">${isNow ? laterText.structure.now : laterText.structure.past}</span>`
            : html`<button type="button" class="h-12 w-12 flex items-center justify-center text-secondary" aria-expanded=${String(isOpen)} aria-label=${`${name}: ${isOpen ? laterText.structure.closeRow : laterText.structure.open}`} onClick=${toggle}>
                <${Icon} name=${isOpen ? 'close' : 'more'} size=${18} />
              </button>`
        }
      </div>
      <${Findings} findings=${findings} />
      ${issues.map(({ words }) => html`<p class="px-3 md:pl-14 pb-2 text-caption text-danger" role="alert">${words}</p>`)}
      ${isOpen && html`<${Details} grid=${grid} index=${index} level=${level} />`}
    </div>
  `;
};
