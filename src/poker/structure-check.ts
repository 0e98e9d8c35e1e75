import type { ChipSpec } from './chips.ts';
import type { Break, Level, Round } from './levels.ts';

/** Errors make a structure unplayable; warnings are for a director to look at. */
const SEVERITY = {
  NO_ROUNDS: 'error',
  NO_FORCED_BETS: 'error',
  BIG_BLIND_BELOW_SMALL: 'error',
  BRING_IN_WITHOUT_LIMITS: 'error',
  NOT_PAYABLE: 'error',
  NO_CHIPS_LEFT: 'error',
  NO_SMALL_BLIND: 'warning',
  LIMITS_MISSING: 'warning',
  LIMITS_DESCEND: 'warning',
  STAKES_FALL: 'warning',
  STAKES_JUMP: 'warning',
  ANTE_ABOVE_BIG_BLIND: 'warning',
  ANTE_IGNORED: 'warning',
  ANTE_MISSING: 'warning',
  BREAK_FIRST: 'warning',
  BREAK_LAST: 'warning',
  BREAKS_ADJACENT: 'warning',
  CHIP_NOT_IN_PLAY: 'warning',
  CHIP_NOT_SMALLEST: 'warning',
} as const satisfies Record<string, 'error' | 'warning'>;

export type FindingCode = keyof typeof SEVERITY;
export const FINDING_CODES = Object.keys(SEVERITY) as readonly FindingCode[];

export type Finding = {
  /** Index of the level, breaks counted; null for the structure as a whole. */
  readonly level: number | null;
  readonly severity: 'error' | 'warning';
  readonly code: FindingCode;
  /** What the explanation names: blinds, chips, the level before. */
  readonly params: Readonly<Record<string, number>>;
};

type Note = (code: FindingCode, params?: Readonly<Record<string, number>>) => void;

/** Above this many percent of the level before, a step surprises the table. */
const STEEP_PERCENT = 220;

const checkBets = (round: Round, note: Note): void => {
  const { smallBlind, bigBlind, ante } = round;
  const bringIn = round.bringIn ?? 0;
  if (smallBlind + bigBlind + bringIn + ante === 0) note('NO_FORCED_BETS');
  if (bigBlind < smallBlind) note('BIG_BLIND_BELOW_SMALL', { smallBlind, bigBlind });
  if (bigBlind > 0 && smallBlind === 0) note('NO_SMALL_BLIND', { bigBlind });
  if (bigBlind > 0 && ante > bigBlind) note('ANTE_ABOVE_BIG_BLIND', { ante, bigBlind });
  if (ante > 0 && round.anteType === 'none') note('ANTE_IGNORED', { ante });
  if (ante === 0 && round.anteType !== 'none') note('ANTE_MISSING');
};

const checkLimits = (round: Round, note: Note): void => {
  const limits = round.limits ?? [];
  // With blinds the bets follow by custom; with only a bring-in nobody knows them.
  if (round.gameType === 'fixedLimit' && limits.length === 0) {
    note(round.bigBlind > 0 ? 'LIMITS_MISSING' : 'BRING_IN_WITHOUT_LIMITS');
  }
  const at = limits.findIndex((limit, i) => limit < (limits[i - 1] ?? 0));
  if (at > 0) note('LIMITS_DESCEND', { above: limits[at - 1] ?? 0, below: limits[at] ?? 0 });
};

/** What the level is played for: the small bet of limit games, else the big blind; 0 if unknown. */
const stakeOf = (round: Round): number =>
  (round.gameType === 'fixedLimit' ? round.limits?.[0] : undefined) ?? round.bigBlind;

/**
 * Compares with the last level of the same betting: in mixed games the big-bet levels are played at
 * lower blinds than the limit levels beside them.
 */
const stakesChecker = () => {
  const before = { fixedLimit: 0, bigBet: 0 };
  return (round: Round, note: Note): void => {
    const scale = round.gameType === 'fixedLimit' ? 'fixedLimit' : 'bigBet';
    const [from, to] = [before[scale], stakeOf(round)];
    if (to === 0) return;
    if (to < from) note('STAKES_FALL', { from, to });
    if (from > 0 && to * 100 > from * STEEP_PERCENT) note('STAKES_JUMP', { from, to });
    before[scale] = to;
  };
};

/** Every bet must be a multiple of the smallest chip still in play. */
const checkPayable = (round: Round, smallest: number, note: Note): void => {
  const bets = [round.smallBlind, round.bigBlind, round.ante, round.bringIn ?? 0];
  for (const amount of new Set([...bets, ...(round.limits ?? [])])) {
    if (amount % smallest !== 0) note('NOT_PAYABLE', { amount, chip: smallest });
  }
};

const chipsChecker = (chipSet: readonly ChipSpec[] | undefined) => {
  const inPlay = new Set(chipSet?.map((chip) => chip.value));
  return (level: Level, note: Note): void => {
    if (!chipSet || chipSet.length === 0) return;
    if (level.kind === 'round') {
      if (inPlay.size > 0) checkPayable(level, Math.min(...inPlay), note);
      return;
    }
    for (const chip of [...(level.colorUp ?? [])].sort((a, b) => a - b)) {
      if (!inPlay.has(chip)) note('CHIP_NOT_IN_PLAY', { chip });
      else if (chip > Math.min(...inPlay))
        note('CHIP_NOT_SMALLEST', { chip, smallest: Math.min(...inPlay) });
      inPlay.delete(chip);
    }
    if (inPlay.size === 0) note('NO_CHIPS_LEFT');
  };
};

const checkBreak = (levels: readonly Level[], index: number, note: Note): void => {
  if (index === 0) note('BREAK_FIRST');
  if (index === levels.length - 1) note('BREAK_LAST');
  if (levels[index - 1]?.kind === 'break') note('BREAKS_ADJACENT');
};

/**
 * What is wrong with a structure, level by level (BLD-2): errors make it unplayable, warnings
 * deserve a look. With a chip set, every bet is checked against the chips that colour-ups leave.
 */
export const checkStructure = (
  levels: readonly Level[],
  chipSet?: readonly ChipSpec[],
): Finding[] => {
  const findings: Finding[] = [];
  const noteAt =
    (level: number | null): Note =>
    (code, params = {}) =>
      findings.push({ level, severity: SEVERITY[code], code, params });
  const [checkStakes, checkChips] = [stakesChecker(), chipsChecker(chipSet)];
  if (!levels.some((level) => level.kind === 'round')) noteAt(null)('NO_ROUNDS');
  levels.forEach((level: Round | Break, index) => {
    const note = noteAt(index);
    if (level.kind === 'break') checkBreak(levels, index, note);
    else for (const check of [checkBets, checkLimits, checkStakes]) check(level, note);
    checkChips(level, note);
  });
  return findings;
};
