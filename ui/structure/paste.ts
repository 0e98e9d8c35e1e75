import type { Break, Level, Round } from '../../src/poker/blinds.ts';
import { parseCount } from '../amounts.ts';
import { CELLS, withCell } from './levels.ts';

/** What a column of a pasted table means. */
type Meaning =
  | 'level'
  | 'smallBlind'
  | 'bigBlind'
  | 'ante'
  | 'minutes'
  | 'game'
  | 'notes'
  | 'blinds';

/** Columns that stand below each other by blanks only, as in a mail. */
const tabbed = (text: string): string =>
  /[\t;]/.test(text) ? text : text.replace(/(?<=\S) {2,}(?=\S)/g, '\t');

/** Cells of a table as a spreadsheet copies it (tabs), or a CSV file (`;` or `,`, quotes). */
export const cellsOf = (typed: string): readonly (readonly string[])[] => {
  const text = tabbed(typed);
  const mark = text.includes('\t') ? '\t' : text.includes(';') ? ';' : ',';
  const rows: string[][] = [[]];
  let [cell, quoted] = ['', false];
  const end = () => {
    rows.at(-1)?.push(cell.trim());
    cell = '';
  };
  for (const [i, sign] of [...text.replace(/\r\n?/g, '\n')].entries()) {
    if (sign === '"' && (quoted || cell.trim() === '')) quoted = !quoted;
    else if (sign === mark && !quoted) end();
    else if (sign === '\n' && !quoted) {
      end();
      rows.push([]);
    } else cell += i === 0 && sign === '\ufeff' ? '' : sign;
  }
  end();
  return rows.filter((row) => row.some((one) => one !== ''));
};

const HEADS: readonly (readonly [RegExp, Meaning])[] = [
  [/^(level|lvl|#|nr\.?|no\.?|round|runde|stufe|niveau)$/i, 'level'],
  [/^(blinds?|stakes)$/i, 'blinds'],
  [/^(start|begin|starts? at|ende?|slut)|(start|begin)[a-z]* ?(time|tid|zeit)/i, 'level'],
  [/^(sb|small)\W+(bb|big)/i, 'blinds'],
  [/(small|^sb$|lille|klein)/i, 'smallBlind'],
  [/(big|^bb$|stor|gro(ß|ss))(?!.*ante)/i, 'bigBlind'],
  [/ante|^bba$/i, 'ante'],
  [/min|dur|time|length|zeit|dauer|tid|varighed|længde/i, 'minutes'],
  [/game|spiel|spil/i, 'game'],
  [/note|comment|remark|bemerk|notiz/i, 'notes'],
];

const headOf = (cell: string): Meaning | null =>
  HEADS.find(([pattern]) => pattern.test(cell))?.[1] ?? null;

const BREAK = /break|pause|dinner/i;
const PAIR = /^([\d.,'’ ]+)\s*[/–-]\s*([\d.,'’ ]+)(?:\s*[/(–-]\s*(?:ante\s*)?([\d.,'’ ]+)\)?)?$/;

/** `15`, `15 min`, `15'`, `0:15`, `15:00`, `0:15:00`: all a quarter of an hour. */
const minutesOf = (cell: string): number | null => {
  const [, first = '', second = '', third] = /^(\d{1,3}):(\d{2})(?::(\d{2}))?$/.exec(cell) ?? [];
  if (first !== '') {
    const [a, b] = [Number(first), Number(second)];
    return b === 0 && a >= 5 && third === undefined ? a : a * 60 + b;
  }
  return parseCount(cell.replace(/\s*(min(utes|uten|utter)?\.?|m|['’′])$/i, ''));
};

/** With heads they say it themselves; without, the columns stand in their usual order. */
const meaningsOf = (rows: readonly (readonly string[])[]): readonly (Meaning | null)[] | null => {
  const [first = []] = rows;
  const heads = first.map(headOf);
  const isHead = first.every((cell) => parseCount(cell) === null && !PAIR.test(cell));
  return isHead && heads.filter((one) => one !== null).length >= 2 ? heads : null;
};

/** 1, 2, 3 …, breaks left out. */
const isNumbering = (column: readonly string[]): boolean => {
  const numbers = column.map(parseCount).filter((one) => one !== null);
  return (
    numbers.length >= 2 && numbers.every((one, i) => one === (numbers[0] ?? 0) + i && i < 1_000)
  );
};

/** Of three numbers the last is the ante where any is more than a level is long. */
const usual = (rounds: readonly (readonly string[])[], width: number): readonly Meaning[] => {
  if (rounds.some(([first = '']) => PAIR.test(first)))
    return width > 2 ? ['blinds', 'ante', 'minutes'] : ['blinds', 'minutes'];
  if (width !== 3) return ['smallBlind', 'bigBlind', 'ante', 'minutes'];
  const third = rounds.map((row) => minutesOf(row[2] ?? '') ?? 0);
  const isAnte = third.some((one) => one > 240 || one === 0) || new Set(third).size > 4;
  return ['smallBlind', 'bigBlind', isAnte ? 'ante' : 'minutes'];
};

const guessed = (rows: readonly (readonly string[])[]): readonly (Meaning | null)[] => {
  const rounds = rows.filter((row) => !row.some((cell) => BREAK.test(cell)));
  const width = Math.max(0, ...rounds.map((row) => row.findLastIndex((cell) => cell !== '') + 1));
  const numbered = width > 2 && isNumbering(rounds.map((row) => row[0] ?? ''));
  const rest = numbered ? rounds.map((row) => row.slice(1)) : rounds;
  const columns = usual(rest, width - (numbered ? 1 : 0));
  return numbered ? ['level', ...columns] : columns;
};

const breakFrom = (row: readonly string[]): Break => {
  const words = row.find((cell) => BREAK.test(cell)) ?? '';
  const after = row
    .flatMap((cell) => /colou?r[- ]?up\D*([\d., ]+)/i.exec(cell)?.[1] ?? [])
    .join(' ');
  const colorUp = after.split(/[, ]+/).flatMap((one) => parseCount(one) || []);
  const own = row.filter((cell) => cell !== words).flatMap((cell) => minutesOf(cell) || []);
  const inWords = /(\d{1,3})\s*(?:min|m\b|['’′])/i.exec(words)?.[1];
  const minutes = [Number(inWords ?? 0), ...own.reverse()].find((one) => one >= 1 && one <= 600);
  return {
    ...{ kind: 'break', minutes: minutes ?? 10 },
    ...(colorUp.length > 0 ? { colorUp: colorUp.slice(0, 10) } : {}),
    ...(/dinner/i.test(words) ? { notes: words } : {}),
  };
};

const BARE: Round = {
  ...{ kind: 'round', game: "Hold'em", gameType: 'noLimit', smallBlind: 0, bigBlind: 0 },
  ...{ ante: 0, anteType: 'none', minutes: 15 },
};

/** What one cell says about its level; what is not understood changes nothing. */
const taken = (level: Round, meaning: Meaning | null | undefined, cell: string): Round => {
  if (cell === '' || meaning === null || meaning === undefined || meaning === 'level') return level;
  if (meaning === 'game') return { ...level, game: cell.slice(0, 40) };
  if (meaning === 'notes') return { ...level, notes: cell.slice(0, 500) };
  if (meaning === 'blinds') {
    const [, small = '', big = '', ante = ''] = PAIR.exec(cell) ?? [];
    const parts = [
      ['smallBlind', small],
      ['bigBlind', big],
      ['ante', ante],
    ] as const;
    return parts.reduce((one, [part, typed]) => taken(one, part, typed.trim()), level);
  }
  const typed = meaning === 'minutes' ? String(minutesOf(cell) ?? '') : cell;
  const next = withCell(level, meaning, typed);
  return next?.kind === 'round' ? next : level;
};

const looksLikeRound = (level: Round): boolean => level.bigBlind > 0 || level.smallBlind > 0;

/**
 * Levels out of a table that somebody copied or saved (BLD-2, BLD-4): with or without heads, with or
 * without a first column of numbers, `100/200` in one cell or in two, breaks by their word. Rows that
 * say nothing are left out; a length that is missing is the one before it, at first `minutes`.
 */
export const levelsFrom = (text: string, minutes = 15): readonly Level[] => {
  const rows = cellsOf(text);
  const heads = meaningsOf(rows);
  const body = heads === null ? rows : rows.slice(1);
  const meanings = heads ?? guessed(body);
  let length = minutes;
  return body.flatMap((row): Level[] => {
    if (row.some((cell) => BREAK.test(cell)) && !row.some((cell) => PAIR.test(cell)))
      return [breakFrom(row)];
    const start: Round = { ...BARE, minutes: length };
    const level = row.reduce<Round>((one, cell, i) => taken(one, meanings[i], cell), start);
    length = level.minutes;
    return looksLikeRound(level) ? [level] : [];
  });
};

/** Is it more than what fits into one cell? */
export const isTable = (text: string): boolean => /[\t\n;]/.test(text.trim());

/** A block of numbers laid over the cells from one on, as a spreadsheet does it. */
const laidOver = (
  levels: readonly Level[],
  rows: readonly (readonly string[])[],
  at: { readonly row: number; readonly column: number },
): readonly Level[] =>
  levels.map((level, i) => {
    const cells = rows[i - at.row] ?? [];
    return cells.reduce<Level>((one, typed, j) => {
      const cell = CELLS[at.column + j];
      return cell === undefined ? one : (withCell(one, cell, typed) ?? one);
    }, level);
  });

/**
 * The structure after a paste into a cell: whole levels from that row on where the table holds them
 * (it begins in the first column, or says itself what it is), else numbers over the cells there.
 */
export const pasted = (
  levels: readonly Level[],
  text: string,
  at: { readonly row: number; readonly column: number },
): readonly Level[] => {
  const rows = cellsOf(text);
  const whole = meaningsOf(rows) !== null || text.search(BREAK) >= 0 || at.column === 0;
  const isWide = rows.some((row) => row.length > 1);
  if (!whole || !isWide) return laidOver(levels, rows, at);
  const found = levelsFrom(text, levels[at.row]?.minutes);
  return found.length === 0
    ? levels
    : [...levels.slice(0, at.row), ...found, ...levels.slice(at.row + found.length)];
};
