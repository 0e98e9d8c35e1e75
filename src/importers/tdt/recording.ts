import { fail } from './error.ts';
import {
  fieldsOf,
  flag,
  moment,
  type Section,
  section,
  sections,
  text,
  type Warning,
  whole,
} from './fields.ts';
import { type Financials, readFinancials } from './financials.ts';
import { type Counting, type RecordedChop, type RecordedPlayer, readPlayers } from './players.ts';
import { type Prizes, readPrizes, readStoredPrizes, type StoredPrize } from './prizes.ts';
import {
  type RecordedChips,
  type RecordedEvents,
  type RecordedLevel,
  type RecordedRule,
  readChips,
  readEvents,
  readLevels,
  readRules,
} from './structure.ts';
import { readTables, type Tables } from './tables.ts';
import type { TdtValue } from './value.ts';

type Named = { readonly id: string; readonly name: string };

/** `T.History`: a line of TDD's journal, in the language of its user. */
export type HistoryLine = { readonly timeMs: number; readonly text: string };

/**
 * A recorded tournament as facts and settings, the same for every version. Nothing in it was
 * concluded by TDD except `stored`. Amounts are decimals in the file's units (`minorUnits` makes them
 * whole), times are ms since the epoch, rounds count from 1, `currentLevel` and seats from 0.
 */
export type Recording = {
  /** Of TDD: `3.7.2`. */
  readonly version: string;
  /** A prepared event may carry the id of a finished one: only with `startTimeMs` is it an identity. */
  readonly uuid: string;
  readonly title: string;
  readonly description: string;
  readonly notes: string;
  readonly league: Named | null;
  readonly season: Named | null;
  /** `null` until started. */
  readonly startTimeMs: number | null;
  /** `null` until finished. */
  readonly endTimeMs: number | null;
  /** Index into `levels`, breaks included. */
  readonly currentLevel: number;
  /** Since the current level began. */
  readonly elapsedSeconds: number;
  readonly clockRunning: boolean;
  readonly levels: readonly RecordedLevel[];
  readonly financials: Financials;
  readonly players: readonly RecordedPlayer[];
  readonly counting: Counting;
  readonly chops: readonly RecordedChop[];
  readonly prizes: Prizes;
  readonly tables: Tables;
  readonly chips: RecordedChips;
  readonly events: RecordedEvents;
  readonly rules: readonly RecordedRule[];
  readonly history: readonly HistoryLine[];
  /** TDD's own results, for comparison only; `prizes` has the order of `prizes.prizes`. */
  readonly stored: { readonly prizes: readonly StoredPrize[] };
  readonly warnings: readonly Warning[];
};

/**
 * Makes a recording of what `parseTdt` read. Missing and odd parts become defaults with a warning;
 * throws `TdtError` (`NOT_A_TOURNAMENT`) only where there is no tournament at all.
 */
export const readRecording = (value: TdtValue): Recording => {
  const top = fieldsOf(value);
  const fields = fieldsOf(top?.get('T'));
  if (top === null || fields === null) return fail('NOT_A_TOURNAMENT');
  const warnings: Warning[] = [];
  const file: Section = { path: '', fields: top, warnings };
  const from: Section = { path: 'T', fields, warnings };
  return { version: text(file, 'V'), ...readGeneral(from), ...readParts(from), warnings };
};

const readGeneral = (from: Section) => ({
  uuid: text(from, 'UUID'),
  title: text(from, 'Title'),
  description: text(from, 'Description'),
  notes: text(from, 'Notes'),
  league: readNamed(from, 'League'),
  season: readNamed(from, 'Season'),
  startTimeMs: moment(from, 'StartTime'),
  endTimeMs: moment(from, 'EndTime'),
  currentLevel: whole(from, 'CurrentLevel'),
  elapsedSeconds: whole(from, 'AccumulatedSeconds'),
  clockRunning: flag(from, 'ClockRunning'),
});

const readNamed = (from: Section, what: 'League' | 'Season'): Named | null => {
  const id = text(from, `${what}UUID`);
  return id === '' ? null : { id, name: text(from, `${what}Name`) };
};

const readParts = (from: Section) => {
  const { players, counting, chops } = readPlayers(section(from, 'Players'));
  const prizes = section(from, 'Prizes');
  return {
    levels: readLevels(section(from, 'Levels')),
    financials: readFinancials(section(from, 'Financials')),
    players,
    counting,
    chops,
    prizes: readPrizes(prizes),
    tables: readTables(section(from, 'Tables')),
    chips: readChips(section(from, 'Chips')),
    events: readEvents(section(from, 'Events')),
    rules: readRules(section(from, 'Rules')),
    history: readHistory(section(from, 'History')),
    stored: { prizes: readStoredPrizes(prizes, new Set(players.map((player) => player.id))) },
  };
};

const readHistory = (from: Section): HistoryLine[] =>
  sections(from, 'History').map((line) => ({
    timeMs: moment(line, 'Time') ?? 0,
    text: text(line, 'Text'),
  }));
