import type { Level } from '../../src/poker/blinds.ts';
import { number } from '../amounts.ts';
import { html, typedIn, useSignal } from '../html.ts';
import type { Cell } from './levels.ts';
import { CELLS, cellOf, withCell } from './levels.ts';
import { isTable } from './paste.ts';

/** Where the focus goes on from a cell. */
const STEPS: Readonly<Record<string, readonly [row: number, column: number]>> = {
  ArrowUp: [-1, 0],
  ArrowDown: [1, 0],
  Enter: [1, 0],
  ArrowLeft: [0, -1],
  ArrowRight: [0, 1],
};

/** Left and right leave a cell only from its end, or where all of it is marked. */
const leaves = (key: string, field: HTMLInputElement): boolean => {
  const { selectionStart: from, selectionEnd: to, value } = field;
  if (from === 0 && to === value.length) return true;
  if (key === 'ArrowLeft') return from === 0 && to === 0;
  if (key === 'ArrowRight') return from === value.length;
  return true;
};

/** The next cell that is there in that direction: breaks have only their minutes. */
const focusFrom = (field: HTMLInputElement, row: number, column: number): void => {
  const grid = field.closest('[data-grid]');
  const [at, cell] = (field.dataset['at'] ?? '').split(':').map(Number);
  const place = (i: number) => `[data-at="${(at ?? 0) + row * i}:${(cell ?? 0) + column * i}"]`;
  for (let i = 1; i <= 8; i++) {
    const all = [...(grid?.querySelectorAll<HTMLInputElement>(place(i)) ?? [])];
    const next = all.find((one) => one.offsetParent !== null);
    if (next === undefined) continue;
    next.focus();
    next.select();
    return;
  }
};

/** One figure of a level; what is typed counts when the cell is left, and is one step to undo. */
export const CellInput = ({
  level,
  cell,
  row,
  label,
  onChange,
  onPaste,
}: {
  level: Level;
  cell: Cell;
  row: number;
  label: string;
  onChange: (level: Level) => void;
  onPaste: (text: string, column: number) => void;
}) => {
  const typed = useSignal<string | null>(null);
  const column = CELLS.indexOf(cell);
  const wrong = typed.value !== null && withCell(level, cell, typed.value) === undefined;
  const take = () => {
    const next = typed.value === null ? undefined : withCell(level, cell, typed.value);
    const isNew = next !== undefined && cellOf(next, cell) !== cellOf(level, cell);
    if (next === undefined && typed.value !== null && typed.value !== '') return;
    typed.value = null;
    if (isNew && next !== undefined) onChange(next);
  };
  const press = (event: KeyboardEvent) => {
    const { target: field, key } = event;
    if (event.ctrlKey || event.metaKey) return take();
    const step = STEPS[key];
    if (!(field instanceof HTMLInputElement) || event.altKey || step === undefined) return;
    if (!leaves(key, field)) return;
    event.preventDefault();
    take();
    const back = key === 'Enter' && event.shiftKey ? -1 : 1;
    focusFrom(field, step[0] * back, step[1]);
  };
  return html`
    <input
      class="input mono text-right px-2"
      inputmode="numeric"
      autocomplete="off"
      data-at=${`${row}:${column}`}
      aria-label=${label}
      aria-invalid=${String(wrong)}
      value=${typed.value ?? number(cellOf(level, cell))}
      onFocus=${({ target }: FocusEvent) => target instanceof HTMLInputElement && target.select()}
      onInput=${(event: Event) => {
        typed.value = typedIn(event);
      }}
      onKeyDown=${press}
      onBlur=${() => {
        take();
        // What means nothing is not kept either: the cell never shows what is not so.
        typed.value = null;
      }}
      onPaste=${(event: ClipboardEvent) => {
        const text = event.clipboardData?.getData('text/plain') ?? '';
        if (!isTable(text)) return;
        event.preventDefault();
        typed.value = null;
        onPaste(text, column);
      }}
    />
  `;
};
