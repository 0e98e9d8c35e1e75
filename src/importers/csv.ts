import { guessByContent, guessMapping, looksLikeHeadings, type Mapping } from './columns.ts';
import { type DuplicateInFile, findDuplicatesInFile } from './duplicates.ts';
import {
  CSV_LIMITS,
  CsvError,
  type CsvLimits,
  type CsvRecord,
  type Delimiter,
  readRecords,
} from './records.ts';
import { type ImportedRow, readRow } from './rows.ts';
import type { Encoding } from './text.ts';

export type ImportedPlayers = {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** The headings, made unique; the numbers of the columns where there are none. */
  readonly columns: readonly string[];
  readonly headings: boolean;
  /** As many as `columns`. */
  readonly mapping: Mapping;
  readonly rows: readonly ImportedRow[];
  readonly duplicatesInFile: readonly DuplicateInFile[];
};

export type ImportOptions = {
  readonly delimiter?: Delimiter;
  /** Whether the first row is headings; found out where not told. */
  readonly headings?: boolean;
  /** One meaning per column; guessed where not given. */
  readonly mapping?: Mapping;
  /** 20 MB and 100,000 rows where not told. */
  readonly limits?: Partial<CsvLimits>;
};

/** A file whose columns are known, with its rows still as cells. */
type PlayersTable = Omit<ImportedPlayers, 'rows' | 'duplicatesInFile'> & {
  readonly body: readonly CsvRecord[];
};

/** The first half of `readPlayers`: everything but the rows, for those who read them bit by bit. */
export const openPlayers = (bytes: Uint8Array, options: ImportOptions = {}): PlayersTable => {
  const { encoding, delimiter, records } = readRecords(bytes, options);
  const first = records[0]?.cells ?? [];
  const headings = options.headings ?? looksLikeHeadings(first);
  const body = headings ? records.slice(1) : records;
  if (body.length > (options.limits?.rows ?? CSV_LIMITS.rows)) throw new CsvError('TOO_MANY_ROWS');
  if (body.length === 0) throw new CsvError('EMPTY');
  const columns = headings ? uniqueOf(first) : numbered(cellsOf(body));
  const mapping =
    options.mapping ??
    (headings
      ? guessMapping(first.slice(0, MOST_COLUMNS))
      : guessByContent(cellsOf(body), columns.length));
  if (mapping.length !== columns.length) throw new CsvError('BAD_MAPPING');
  return { encoding, delimiter, columns, headings, mapping, body };
};

/**
 * Reads players from a CSV file or a pasted list with one name per line. Rows that cannot become a
 * player say so in `problems`; throws `CsvError` only for what cannot be read as a table at all.
 */
export const readPlayers = (bytes: Uint8Array, options: ImportOptions = {}): ImportedPlayers => {
  const { body, ...table } = openPlayers(bytes, options);
  const rows = body.map((record) => readRow(record, table.mapping, table.columns));
  return { ...table, rows, duplicatesInFile: findDuplicatesInFile(rows) };
};

const MOST_COLUMNS = 200;

const cellsOf = (records: readonly CsvRecord[]) => records.map(({ cells }) => cells);

const numbered = (rows: readonly (readonly string[])[]): string[] => {
  let width = 0;
  for (const row of rows) width = Math.max(width, row.length);
  return Array.from({ length: Math.min(width, MOST_COLUMNS) }, (_, i) => String(i + 1));
};

const LONGEST_HEADING = 60;

/** `Phone, Phone, ''` → `Phone, Phone (2), 3`: custom cells are kept under them. */
const uniqueOf = (headings: readonly string[]): string[] => {
  const seen = new Map<string, number>();
  return headings.slice(0, MOST_COLUMNS).map((heading, i) => {
    const name = heading.replace(/\s+/g, ' ').trim().slice(0, LONGEST_HEADING) || String(i + 1);
    const times = (seen.get(name) ?? 0) + 1;
    seen.set(name, times);
    return times === 1 ? name : `${name} (${times})`;
  });
};
