import { html } from '../html.ts';
import { createFade } from './fade.ts';
import { geometry } from './geometry.ts';
import { keeper } from './keep.ts';
import type { Sheet } from './paging.ts';
import { columnsOf, sheetOf } from './paging.ts';

/** A column of a list; one that is empty in every line is left out. */
export type Column<T> = {
  readonly head: string;
  readonly value: (line: T) => string;
  /** Names take the room that is left, and are cut where there is too little. */
  readonly kind: 'name' | 'figure' | 'word';
  /** `lead` stands on the left, `quiet` steps back. */
  readonly tone?: string;
};

/** Size of type in a row, as a share of the row's height. */
const TYPE = 0.62;
/** Widths in em of that type. */
const CHAR = { figure: 0.62, word: 0.6, name: 0.56 } as const;
const PAD = 1.2;
const NAME = { least: 8, most: 12 } as const;
const HEAD = 0.66;

type Sized<T> = Column<T> & { readonly em: number };

const sized = <T>(columns: readonly Column<T>[], lines: readonly T[]): readonly Sized<T>[] =>
  columns
    .map((column) => {
      const most = lines.reduce((n, line) => Math.max(n, column.value(line).length), 0);
      // Blinds take the room that is left as names do, and are never cut.
      const char = CHAR[column.tone === 'mono' ? 'figure' : column.kind];
      const em = Math.max(most * char, column.head.length * HEAD) + PAD;
      const name = Math.min(NAME.most, Math.max(NAME.least, em));
      return { ...column, most, em: column.kind === 'name' ? name : em };
    })
    .filter(({ most }) => most > 0);

const style = ({ kind, em }: { kind: string; em: number }) =>
  kind === 'name' ? {} : { width: `${em.toFixed(2)}em` };

/** A line as it stands there. */
type Row = { readonly tone: string; readonly words: readonly string[] };

type Laid<T> = { readonly columns: readonly Sized<T>[]; readonly sheet: Sheet };

const Page = <T>({ columns, sheet }: Laid<T>, rows: readonly (readonly Row[])[]) => html`
  <div class="sheet" role="table" style=${{ fontSize: `${(sheet.rowHigh * TYPE).toFixed(3)}rem`, lineHeight: `${sheet.apart.toFixed(2)}rem` }}>
    ${rows.map(
      (of) => html`
        <div class="column" style=${{ width: `${sheet.columnWide.toFixed(2)}rem` }}>
          <div class="row heads" role="row">
            ${columns.map((column) => html`<span class=${`cell ${column.kind}`} role="columnheader" style=${style(column)}><b>${column.head}</b></span>`)}
          </div>
          ${of.map(
            ({ tone, words }) => html`
              <div class=${`row ${tone}`} role="row">
                ${columns.map(
                  (column, i) =>
                    html`<span class=${`cell ${column.kind} ${column.tone ?? ''}`} role="cell" dir=${column.kind === 'name' ? 'auto' : undefined} style=${style(column)}>${words[i]}</span>`,
                )}
              </div>
            `,
          )}
        </div>
      `,
    )}
  </div>
`;

/** Height of a column's head, rem. */
const HEAD_HIGH = 3.2;

const layOut = <T>(
  lines: readonly T[],
  columns: readonly Column<T>[],
  { wide, high }: { readonly wide: number; readonly high: number },
) => {
  const all = sized(columns, lines);
  const least = all.reduce((sum, { em }) => sum + em, 0) * TYPE;
  const sheet = sheetOf({ lines: lines.length, wide, high: high - HEAD_HIGH, least });
  return { columns: all, sheet } satisfies Laid<T>;
};

export type Told<T> = {
  readonly lines: readonly T[];
  readonly columns: readonly Column<T>[];
  /** rem. */
  readonly room: { readonly wide: number; readonly high: number };
  readonly pageOf: (pages: number) => number;
  readonly tone?: (line: T) => string;
};

/**
 * A place for a list, one page of it at a time, faded over. It is laid out and its words are made again
 * only for other lines or columns than before, or where its room or its page changed.
 */
export const createList = <T>() => {
  const size = keeper<Laid<T>>();
  const write = keeper<readonly (readonly Row[])[]>();
  const Pages = createFade();
  return ({ lines, columns, room, pageOf, tone = () => '' }: Told<T>) => {
    const laid = size([lines, columns, room.wide, room.high], () => layOut(lines, columns, room));
    const { pages } = laid.sheet;
    const page = pageOf(pages);
    const rows = write([laid, page], () =>
      columnsOf(lines, laid.sheet, page).map((of) =>
        of.map((line) => ({
          tone: tone(line),
          words: laid.columns.map(({ value }) => value(line)),
        })),
      ),
    );
    // Drawn anew each time: an element that is kept keeps all that ever stood beside it.
    const of = Page(laid, rows);
    const body = html`<${Pages} id=${`${page} ${geometry.value.shape}`} of=${of} />`;
    return { page, pages, body };
  };
};
