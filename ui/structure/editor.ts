import type { Level } from '../../src/poker/blinds.ts';
import { checkStructure, roundCount } from '../../src/poker/blinds.ts';
import type { ChipSpec } from '../../src/poker/chips.ts';
import { html, useSignal } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Card } from '../parts/bits.ts';
import type { IconName } from '../parts/icons.ts';
import { Icon } from '../parts/icons.ts';
import { text } from '../text.ts';
import type { Draft } from './draft.ts';
import {
  duplicateRow,
  insertBreak,
  insertLevel,
  levelsOf,
  moveRow,
  redo,
  removeRow,
  setLevels,
  undo,
} from './draft.ts';
import type { Drag } from './drag.ts';
import { lengthWords } from './length.ts';
import type { LevelIssue } from './level-issues.ts';
import { offsets, totalMinutes } from './levels.ts';
import { PasteSheet } from './paste-sheet.ts';
import type { Grid } from './row.ts';
import { BLINDS, COLUMNS, Row } from './row.ts';
import type { WizardStart } from './wizard.ts';
import { WizardSheet } from './wizard.ts';
import { findingWords, startWords } from './words.ts';

export type EditorProps = {
  readonly draft: Draft;
  readonly chips: readonly ChipSpec[];
  /** The first row that may still change; those before it were played. */
  readonly first?: number;
  readonly current?: number | null;
  /** When the first free row begins, wall clock; null: nobody knows. */
  readonly startMs?: number | null;
  /** What the leaf had against single rows when they were to be saved. */
  readonly issues?: readonly LevelIssue[];
  readonly wizard: WizardStart;
  readonly onCorrect?: () => void;
};

/** What stands in the way of saving. */
export const errorsOf = (levels: readonly Level[], chips: readonly ChipSpec[]): number =>
  checkStructure(levels, chips).filter(({ severity }) => severity === 'error').length;

const Tool = ({
  icon,
  label,
  run,
  disabled = false,
  wide = true,
}: {
  icon: IconName;
  label: string;
  run: () => void;
  disabled?: boolean;
  wide?: boolean;
}) => html`
  <button type="button" class=${`btn btn-outline ${wide ? 'px-3' : 'btn-icon'}`} aria-label=${label} title=${label} disabled=${disabled} onClick=${run}>
    <${Icon} name=${icon} size=${18} />${wide && html`<span>${label}</span>`}
  </button>
`;

/** Keys that change rows; the index is that of the row with the focus. */
const rowKey = (event: KeyboardEvent, draft: Draft, index: number, first: number): boolean => {
  const { key, altKey, ctrlKey, metaKey } = event;
  const command = ctrlKey || metaKey;
  if (altKey && key === 'ArrowUp') moveRow(draft, index, index - 1, first);
  else if (altKey && key === 'ArrowDown') moveRow(draft, index, index + 1, first);
  else if (key === 'Insert') insertLevel(draft, index);
  else if (command && key.toLowerCase() === 'd') duplicateRow(draft, index);
  else if (command && (key === 'Delete' || key === 'Backspace')) removeRow(draft, index);
  else return false;
  return true;
};

const historyKey = (event: KeyboardEvent, draft: Draft): boolean => {
  if (!(event.ctrlKey || event.metaKey)) return false;
  const key = event.key.toLowerCase();
  if (key === 'z' && !event.shiftKey) undo(draft);
  else if (key === 'y' || key === 'z') redo(draft);
  else return false;
  return true;
};

/** The row moves, the focus goes with it. */
const follow = (event: KeyboardEvent, grid: Element): void => {
  const { target } = event;
  const by = event.altKey ? (event.key === 'ArrowUp' ? -1 : 1) : 0;
  const [row = '', column = ''] =
    (target instanceof HTMLElement && target.dataset['at']?.split(':')) || [];
  if (by === 0 || row === '') return;
  requestAnimationFrame(() => {
    const next = grid.querySelector<HTMLInputElement>(`[data-at="${Number(row) + by}:${column}"]`);
    next?.focus();
  });
};

const rowOf = (target: EventTarget | null): number | null => {
  const row = target instanceof Element ? target.closest<HTMLElement>('[data-row]') : null;
  return row === null ? null : Number(row.dataset['row']);
};

const Heads = () => html`
  <div class=${`${COLUMNS} label py-2 hidden md:grid sticky top-0 z-1 bg-[var(--panel)]`} aria-hidden="true">
    <span></span>
    <span class="text-center">#</span>
    <span>${laterText.structure.starts}</span>
    ${BLINDS.map(([, label]) => html`<span class="text-right pr-2">${label}</span>`)}
    <span class="text-right pr-2">${laterText.structure.minutesShort}</span>
    <span>${laterText.structure.game}</span>
    <span></span>
  </div>
`;

const Totals = ({
  levels,
  ahead,
  startMs,
}: {
  levels: readonly Level[];
  ahead: readonly Level[];
  startMs: number | null;
}) => {
  const rounds = roundCount(levels);
  const parts = [
    laterText.structure.totals(rounds, levels.length - rounds),
    lengthWords(totalMinutes(levels)),
    ...(startMs === null
      ? []
      : [laterText.structure.endsAt(startWords(totalMinutes(ahead), startMs))]),
  ];
  return html`<p class="text-secondary" data-totals>${parts.join(' · ')}</p>`;
};

/** A structure as a spreadsheet (BLD-2): cells, paste, order, start times, totals, what is wrong. */
export const StructureEditor = (props: EditorProps) => {
  const { draft, chips, first = 0, current = null, startMs = null, issues = [] } = props;
  const drag = useSignal<Drag | null>(null);
  const sheet = useSignal<'paste' | 'wizard' | null>(null);
  const levels = levelsOf(draft);
  const findings = checkStructure(levels, chips);
  const starts = offsets(levels, first);
  const grid: Grid = { draft, levels, chips, first, current, drag, onCorrect: props.onCorrect };
  const { past, future } = draft.history.value;
  const press = (event: KeyboardEvent) => {
    const { currentTarget } = event;
    const index = rowOf(event.target);
    const free = index !== null && index >= first;
    if (!historyKey(event, draft) && !(free && rowKey(event, draft, index, first))) return;
    event.preventDefault();
    if (currentTarget instanceof Element) follow(event, currentTarget);
  };
  const use = (found: readonly Level[]) => {
    setLevels(draft, [...levels.slice(0, first), ...found]);
    sheet.value = null;
  };
  const close = () => {
    sheet.value = null;
  };
  return html`
    <div class="flex flex-col gap-3">
      <div class="flex flex-wrap items-center gap-2">
        <${Tool} icon="undo" label=${text.undo} wide=${false} disabled=${past.length === 0} run=${() => undo(draft)} />
        <${Tool} icon="redo" label=${text.redo} wide=${false} disabled=${future.length === 0} run=${() => redo(draft)} />
        <${Tool} icon="upload" label=${laterText.structure.paste} run=${() => {
          sheet.value = 'paste';
        }} />
        <${Tool} icon="star" label=${laterText.structure.wizard} run=${() => {
          sheet.value = 'wizard';
        }} />
      </div>
      <${Totals} levels=${levels} ahead=${levels.slice(first)} startMs=${startMs} />
      ${findings.filter(({ level }) => level === null).map((one) => html`<p class="text-danger" role="alert">${findingWords(one)}</p>`)}
      <${Card} class="overflow-clip">
        <div data-grid onKeyDown=${press}>
          <${Heads} />
          <div class="rows">
            ${levels.map(
              (_, index) => html`<${Row}
                key=${index}
                grid=${grid}
                index=${index}
                starts=${startWords(starts[index] ?? null, startMs)}
                findings=${findings.filter(({ level }) => level === index)}
                issues=${issues.filter(({ row }) => row === index)}
              />`,
            )}
          </div>
        </div>
      <//>
      <div class="flex flex-wrap items-center gap-2">
        <${Tool} icon="plus" label=${laterText.structure.addLevel} run=${() => insertLevel(draft, levels.length - 1)} />
        <${Tool} icon="pause" label=${laterText.structure.addBreak} run=${() => insertBreak(draft, levels.length - 1)} />
      </div>
      <p class="hidden lg:block text-caption text-secondary">${laterText.structure.hint}</p>
      ${sheet.value === 'paste' && html`<${PasteSheet} minutes=${levels.at(-1)?.minutes ?? 15} onUse=${use} onClose=${close} />`}
      ${sheet.value === 'wizard' && html`<${WizardSheet} start=${props.wizard} onUse=${use} onClose=${close} />`}
    </div>
  `;
};
