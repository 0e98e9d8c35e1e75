import { CsvError as ParserError, parse } from 'csv-parse/sync';
import { decodeText, type Encoding } from './text.ts';

/** Why a file could not be read; tests and screens go by these. */
export type CsvErrorCode =
  | 'EMPTY'
  | 'TOO_LARGE'
  | 'TOO_MANY_ROWS'
  | 'NOT_TEXT'
  | 'UNCLOSED_QUOTE'
  | 'BAD_QUOTE'
  | 'LINE_TOO_LONG'
  | 'BAD_MAPPING'
  | 'UNREADABLE';

/** The only thing the CSV readers throw; `line` counts from 1, `null` where no line is to blame. */
export class CsvError extends Error {
  readonly code: CsvErrorCode;
  readonly line: number | null;

  constructor(code: CsvErrorCode, line: number | null = null) {
    super(MESSAGES[code] + (line === null ? '' : ` (line ${line})`));
    this.name = 'CsvError';
    this.code = code;
    this.line = line;
  }
}

const MESSAGES: { readonly [code in CsvErrorCode]: string } = {
  EMPTY: 'The file holds no rows; choose another one.',
  TOO_LARGE: 'The file is too large; split it or leave out columns.',
  TOO_MANY_ROWS: 'The file has too many rows; split it.',
  NOT_TEXT: 'This is no text file; save the table as CSV first.',
  UNCLOSED_QUOTE: 'A quotation mark opens here and never closes; add the closing one or delete it.',
  BAD_QUOTE: 'Text follows a closing quotation mark; write "" for a mark inside a cell.',
  LINE_TOO_LONG: 'The row is too long for a player; check the quotation marks before it.',
  BAD_MAPPING: 'The mapping does not fit the columns of the file; map them again.',
  UNREADABLE: 'The row cannot be read as CSV; check it in a spreadsheet.',
};

export const DELIMITERS = [',', ';', '\t'] as const;
export type Delimiter = (typeof DELIMITERS)[number];

export type CsvLimits = { readonly bytes: number; readonly rows: number };
export const CSV_LIMITS: CsvLimits = { bytes: 20 * 1024 * 1024, rows: 100_000 };
const LONGEST_RECORD = 100_000;

export type CsvRecord = { readonly line: number; readonly cells: readonly string[] };

export type CsvRecords = {
  readonly encoding: Encoding;
  readonly delimiter: Delimiter;
  /** Without empty lines; at least one. */
  readonly records: readonly CsvRecord[];
};

/**
 * Rows of a CSV file or of a pasted list, with the line each begins on. Encoding and delimiter are
 * found out where not told. Throws `CsvError`.
 */
export const readRecords = (
  bytes: Uint8Array,
  asked: { readonly delimiter?: Delimiter; readonly limits?: Partial<CsvLimits> } = {},
): CsvRecords => {
  const limits = { ...CSV_LIMITS, ...asked.limits };
  if (bytes.length > limits.bytes) throw new CsvError('TOO_LARGE');
  const { text, encoding } = decodeText(bytes);
  if (text.includes('\0')) throw new CsvError('NOT_TEXT');
  const delimiter = asked.delimiter ?? guessDelimiter(text);
  const records = parseRecords(text, delimiter, limits.rows);
  if (records.length === 0) throw new CsvError('EMPTY');
  return { encoding, delimiter, records };
};

const LINE_END = /\r\n|\n|\r/;
const SAMPLE_LINES = 30;
const SAMPLE_CHARACTERS = 20_000;

/**
 * The delimiter that most lines of the beginning have, then the more frequent one. One that fewer than
 * half have is part of the text (`Larsen, Anna` in a pasted list): then a tab, which names do not hold.
 */
const guessDelimiter = (text: string): Delimiter => {
  const unquoted = text.slice(0, SAMPLE_CHARACTERS).replace(/"[^"]*"/g, '');
  const lines = unquoted
    .split(LINE_END)
    .filter((line) => line.trim() !== '')
    .slice(0, SAMPLE_LINES);
  const linesWith = (delimiter: Delimiter) =>
    lines.filter((line) => line.includes(delimiter)).length;
  const score = (delimiter: Delimiter) =>
    linesWith(delimiter) * SAMPLE_CHARACTERS + unquoted.split(delimiter).length;
  const best = DELIMITERS.reduce((one, next) => (score(next) > score(one) ? next : one));
  return linesWith(best) * 2 >= lines.length ? best : '\t';
};

const parseRecords = (text: string, delimiter: Delimiter, rows: number): CsvRecord[] => {
  const records: CsvRecord[] = [];
  let readTo = 0;
  const keep = (cells: readonly string[], { lines }: { readonly lines: number }): null => {
    // One more than allowed may be the headings.
    if (records.length > rows) throw new CsvError('TOO_MANY_ROWS');
    records.push({ line: lines - linesInside(cells), cells });
    readTo = lines;
    return null;
  };
  try {
    parse(text, { ...FORGIVING, delimiter, on_record: keep });
    return records;
  } catch (error) {
    if (!(error instanceof ParserError)) throw error;
    // The parser tells where it gave up, often the last line; the cause is where the record begins.
    throw new CsvError(CODES[error.code] ?? 'UNREADABLE', nextLine(text, readTo));
  }
};

/** The first line with something on it after `line`, from 1. */
const nextLine = (text: string, line: number): number => {
  const next = text.split(LINE_END).findIndex((content, i) => i >= line && content.trim() !== '');
  return Math.max(next, 0) + 1;
};

const FORGIVING = {
  max_record_size: LONGEST_RECORD,
  record_delimiter: ['\r\n', '\n', '\r'],
  relax_column_count: true,
  // `Peter "The Rock" Larsen` is a name, not a mistake.
  relax_quotes: true,
  skip_empty_lines: true,
  skip_records_with_empty_values: true,
};

/** The parser tells the line that a record ends on; a person looks for where it begins. */
const linesInside = (cells: readonly string[]): number => {
  let lines = 0;
  for (const cell of cells) if (cell.includes('\n')) lines += cell.split('\n').length - 1;
  return lines;
};

const CODES: { readonly [code: string]: CsvErrorCode | undefined } = {
  CSV_QUOTE_NOT_CLOSED: 'UNCLOSED_QUOTE',
  CSV_INVALID_CLOSING_QUOTE: 'BAD_QUOTE',
  CSV_MAX_RECORD_SIZE: 'LINE_TOO_LONG',
};
