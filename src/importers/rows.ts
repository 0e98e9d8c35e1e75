import type { Field, Mapping } from './columns.ts';
import type { CsvRecord } from './records.ts';

/** A player as a row tells them; all texts trimmed, '' for what is not there. */
export type ImportedPlayer = {
  readonly firstName: string;
  readonly lastName: string;
  readonly nickname: string;
  readonly email: string;
  readonly phone: string;
  readonly notes: string;
  /** By heading. */
  readonly custom: Readonly<Record<string, string>>;
};

export type RowProblem =
  /** Neither a first name nor a nickname: the row cannot become a player. */
  | 'NO_NAME'
  | 'BAD_EMAIL'
  /** A cell was cut to what its field holds. */
  | 'TOO_LONG'
  /** More cells than columns: often a delimiter inside a cell without quotation marks. */
  | 'TOO_MANY_CELLS';

export type ImportedRow = {
  /** Of the file, from 1. */
  readonly line: number;
  readonly player: ImportedPlayer;
  readonly problems: readonly RowProblem[];
};

const LONGEST: { readonly [field in Field]: number } = {
  name: 200,
  firstName: 100,
  lastName: 100,
  nickname: 60,
  email: 254,
  phone: 40,
  notes: 2_000,
  custom: 500,
};

/** One line of a cell without control characters; notes keep their lines. */
const cleaned = (cell: string, field: Field): string => {
  const lines = cell.replace(/\r\n?/g, '\n').replace(/[^\P{Cc}\n\t]/gu, '');
  return (field === 'notes' ? lines : lines.replace(/\s+/g, ' ')).trim();
};

/** Cut to the field's length, but never through a pair of surrogates. */
const fitted = (text: string, field: Field): string =>
  text
    .slice(0, LONGEST[field])
    .replace(/[\ud800-\udbff]$/, '')
    .trim();

const EMAIL = /^[^\s@]+@[^\s@.]+(?:\.[^\s@.]+)+$/;

/** `columns` are the headings that custom cells are kept under; as many as `mapping`. */
export const readRow = (
  { line, cells }: CsvRecord,
  mapping: Mapping,
  columns: readonly string[],
): ImportedRow => {
  const found: Partial<Record<Field, string>> = {};
  const custom: [string, string][] = [];
  const problems = new Set<RowProblem>();
  mapping.forEach((field, i) => {
    if (field === null) return;
    const text = cleaned(cells[i] ?? '', field);
    if (text.length > LONGEST[field]) problems.add('TOO_LONG');
    if (field !== 'custom') found[field] = fitted(text, field);
    else if (text !== '') custom.push([columns[i] ?? String(i + 1), fitted(text, field)]);
  });
  const player = playerOf(found, mapping.length === 1, custom);
  if (player.firstName === '' && player.nickname === '') problems.add('NO_NAME');
  if (player.email !== '' && !EMAIL.test(player.email)) problems.add('BAD_EMAIL');
  if (cells.slice(mapping.length).some((cell) => cell.trim() !== ''))
    problems.add('TOO_MANY_CELLS');
  return { line, player, problems: [...problems] };
};

const playerOf = (
  found: Partial<Record<Field, string>>,
  isList: boolean,
  custom: readonly [string, string][],
): ImportedPlayer => {
  const full = splitName(isList ? withoutMark(found.name ?? '') : (found.name ?? ''));
  return {
    firstName: found.firstName || full.firstName,
    lastName: found.lastName || full.lastName,
    nickname: found.nickname ?? '',
    email: found.email ?? '',
    phone: found.phone ?? '',
    notes: found.notes ?? '',
    // Makes own properties of any heading, `__proto__` included.
    custom: Object.fromEntries(custom),
  };
};

/** A pasted list comes with numbers or bullets: `3. Anna`, `- Anna`. */
const withoutMark = (name: string): string => name.replace(/^(?:\d+[.)]|[-*•–])\s+/, '');

const PARTICLES = new Set('af al av bin da de del den der di dos du la le van von zu'.split(' '));

/**
 * `Larsen, Anna` and `Anna Larsen` alike. The last word is the last name, with the particles before it
 * (`Ludwig van der Rohe`); a single word is a first name.
 */
export const splitName = (name: string): { firstName: string; lastName: string } => {
  const [last = '', ...rest] = name.split(',').map((part) => part.trim());
  const first = rest.join(' ').trim();
  if (last !== '' && first !== '') return { firstName: first, lastName: last };
  const words = (last || first).split(' ').filter((word) => word !== '');
  let from = words.length - 1;
  while (from > 1 && PARTICLES.has((words[from - 1] ?? '').toLowerCase())) from--;
  return words.length < 2
    ? { firstName: words.join(' '), lastName: '' }
    : { firstName: words.slice(0, from).join(' '), lastName: words.slice(from).join(' ') };
};
