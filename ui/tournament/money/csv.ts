import { html } from '../../html.ts';
import { Icon } from '../../parts/icons.ts';
import { text } from '../../text.ts';

export type Cell = string | number;

const isNumber = (cell: string): boolean => /^-\d+(\.\d+)?$/.test(cell);

/** Text that a spreadsheet would take for a formula is kept from being one; money paid out adds up. */
const cellOf = (cell: Cell): string => {
  if (typeof cell === 'number') return String(cell);
  const plain = /^[=+\-@\t\r]/.test(cell) && !isNumber(cell) ? `'${cell}` : cell;
  return /[",\n\r;]/.test(plain) ? `"${plain.replaceAll('"', '""')}"` : plain;
};

/** RFC 4180, with a byte order mark so that spreadsheets read every name right. */
export const csvText = (rows: readonly (readonly Cell[])[]): string =>
  `\uFEFF${rows.map((row) => `${row.map(cellOf).join(',')}\r\n`).join('')}`;

/** Minor units as a number that a spreadsheet adds up: 12345 of EUR is 123.45. */
export const decimal = (amount: number, digits: number): string => {
  const sign = amount < 0 ? '-' : '';
  const all = String(Math.abs(amount)).padStart(digits + 1, '0');
  return digits === 0 ? sign + all : `${sign}${all.slice(0, -digits)}.${all.slice(-digits)}`;
};

const download = (name: string, words: string): void => {
  const url = URL.createObjectURL(new Blob([words], { type: 'text/csv;charset=utf-8' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = `${name.replace(/[^\p{L}\p{N} ._-]+/gu, '-')}.csv`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 10_000);
};

/** Every list goes out: what is shown now, as a file. */
export const CsvButton = ({
  what,
  name,
  rows,
}: {
  what: string;
  name: string;
  rows: () => readonly (readonly Cell[])[];
}) => html`
  <button
    type="button"
    class="btn btn-ghost min-w-12"
    aria-label=${text.money.csvOf(what)}
    title=${text.money.csvOf(what)}
    onClick=${() => download(`${name} ${what}`, csvText(rows()))}
  >
    <${Icon} name="download" size=${18} /><span class="hidden sm:inline">${text.money.csv}</span>
  </button>
`;
