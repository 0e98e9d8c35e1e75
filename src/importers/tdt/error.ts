/** Why a file could not be read; tests and screens go by these. */
export type TdtErrorCode =
  | 'EMPTY'
  | 'TOO_LARGE'
  | 'TOO_DEEP'
  | 'TOO_MANY_VALUES'
  | 'UNEXPECTED_END'
  | 'UNEXPECTED_CHARACTER'
  | 'UNKNOWN_WORD'
  | 'UNTERMINATED_STRING'
  | 'BAD_ESCAPE'
  | 'BAD_NUMBER'
  | 'BAD_MAP'
  | 'TEXT_AFTER_END'
  | 'NOT_A_TOURNAMENT';

/** Where in the text: `offset` counts UTF-16 units from 0, `line` and `column` from 1. */
export type TdtPlace = { readonly offset: number; readonly line: number; readonly column: number };

/** The only thing the reader throws; `message` tells the person at the desk what to do. */
export class TdtError extends Error {
  readonly code: TdtErrorCode;
  readonly place: TdtPlace;

  constructor(code: TdtErrorCode, message: string, place: TdtPlace) {
    super(message);
    this.name = 'TdtError';
    this.code = code;
    this.place = place;
  }
}

/** Counts lines only when something failed: files are one long line of 200 KB. */
const placeAt = (text: string, offset: number): TdtPlace => {
  let line = 1;
  let lineStart = 0;
  for (let at = text.indexOf('\n'); at >= 0 && at < offset; at = text.indexOf('\n', at + 1)) {
    line++;
    lineStart = at + 1;
  }
  return { offset, line, column: offset - lineStart + 1 };
};

const BROKEN = 'The file is damaged or was cut short; take an older save or a backup of it.';

const MESSAGES: { readonly [code in TdtErrorCode]: string } = {
  EMPTY: 'The file is empty; choose the .tdt file of the tournament.',
  TOO_LARGE: 'The file is larger than a tournament save can be; check that it is the right one.',
  TOO_DEEP: 'The file nests deeper than a tournament save does; it was not made by TDD.',
  TOO_MANY_VALUES: 'The file holds more values than a tournament save can; check that it is one.',
  UNEXPECTED_END: BROKEN,
  UNEXPECTED_CHARACTER: `This character has no place here. ${BROKEN}`,
  UNKNOWN_WORD: `This word has no place here. ${BROKEN}`,
  UNTERMINATED_STRING: `A text in quotes does not end. ${BROKEN}`,
  BAD_ESCAPE: `A \\ is not followed by a known escape. ${BROKEN}`,
  BAD_NUMBER: `A number is not written as one. ${BROKEN}`,
  BAD_MAP: `A Map is not written as pairs of key and value. ${BROKEN}`,
  TEXT_AFTER_END: `There is text after the end of the tournament. ${BROKEN}`,
  NOT_A_TOURNAMENT: 'The file holds no tournament; choose a .tdt file saved by TDD 3.',
};

/** Never returns. `offset` is where the person should look. */
export const fail = (code: TdtErrorCode, text = '', offset = 0): never => {
  const place = placeAt(text, offset);
  const where = text === '' ? '' : ` (line ${place.line}, column ${place.column})`;
  throw new TdtError(code, MESSAGES[code] + where, place);
};
