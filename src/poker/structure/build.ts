import type { Break, Level, Round } from '../levels.ts';
import { MOST_LEVELS } from '../levels.ts';
import { blindAfter, nearest, payableBlinds } from './blind-steps.ts';
import type { Cut } from './plan.ts';
import type { Antes, StructureWish } from './wish.ts';

/** Rounds beyond the expected end, where there is room for them. */
const SPARE_ROUNDS = 3;
/** A chip goes when four of the next one make the small blind. */
const CHIPS_IN_A_BLIND = 4;
/** Rounds before the ante. */
const WITHOUT_ANTE = 3;
/** Parts of the big blind that a classic ante is. */
const CLASSIC_PART = 8;

export type Question = {
  readonly wish: StructureWish;
  readonly cut: Cut;
  /** Small blinds as they should be, round by round, to the expected end. */
  readonly targets: readonly number[];
  /** No small blind above it is looked at. */
  readonly most: number;
};

type Draft = {
  readonly levels: Level[];
  /** Chips still in play, smallest first. */
  chips: number[];
  before: number;
  ante: number;
};

/** Chips that the blinds to come no longer need; the largest always stays. */
const colorUpAt = (chips: readonly number[], nextBlind: number): number[] => {
  const keep = chips.findLastIndex((chip) => chip * CHIPS_IN_A_BLIND <= nextBlind);
  return chips.slice(0, Math.max(0, keep));
};

const pauseIn = (draft: Draft, minutes: number, target: number): void => {
  const colorUp = colorUpAt(draft.chips, Math.max(target, draft.before));
  draft.chips = draft.chips.slice(colorUp.length);
  const pause: Break = { kind: 'break', minutes, ...(colorUp.length > 0 ? { colorUp } : {}) };
  draft.levels.push(pause);
};

/** Never falling: what was paid before, in the chips that are left, is the least. */
const anteOf = (
  draft: Draft,
  { antes, round, bigBlind }: { antes: Antes; round: number; bigBlind: number },
): number => {
  if (antes === 'none' || round <= WITHOUT_ANTE) return 0;
  if (antes === 'bigBlind') return bigBlind;
  const chip = draft.chips[0] ?? 1;
  const part = Math.floor(bigBlind / CLASSIC_PART / chip) * chip;
  const least = Math.max(chip, Math.ceil(draft.ante / chip) * chip);
  return Math.min(bigBlind, Math.max(least, part));
};

type Next = {
  readonly wish: StructureWish;
  readonly smallBlind: number;
  readonly round: number;
  readonly minutes: number;
};

const roundIn = (draft: Draft, { wish, smallBlind, round, minutes }: Next): Round => {
  const bigBlind = smallBlind * 2;
  const ante = anteOf(draft, { antes: wish.antes, round, bigBlind });
  draft.before = smallBlind;
  draft.ante = ante;
  return {
    ...{ kind: 'round', game: "Hold'em", gameType: 'noLimit', smallBlind, bigBlind, ante },
    ...{ anteType: ante === 0 ? 'none' : wish.antes, minutes },
  };
};

/** The levels, one after the other, each payable in the chips that are still in play. */
export const buildLevels = ({ wish, cut, targets, most }: Question): Level[] => {
  const chips = [...wish.chips].sort((a, b) => a - b);
  const draft: Draft = { levels: [], chips, before: 0, ante: 0 };
  for (let i = 0; i < cut.rounds + SPARE_ROUNDS; i++) {
    const target = targets[i] ?? Math.ceil((draft.before * 7) / 5);
    const pauses = i > 0 && cut.breakEvery > 0 && i % cut.breakEvery === 0;
    if (draft.levels.length + (pauses ? 2 : 1) > MOST_LEVELS) break;
    if (pauses) pauseIn(draft, wish.breakMinutes, target);
    const blinds = payableBlinds(draft.chips[0] ?? 1, most);
    const blind = i === 0 ? nearest(blinds, target) : blindAfter(blinds, draft.before, target);
    if (blind === undefined) break;
    draft.levels.push(
      roundIn(draft, { wish, smallBlind: blind, round: i + 1, minutes: cut.levelMinutes }),
    );
  }
  return draft.levels.at(-1)?.kind === 'break' ? draft.levels.slice(0, -1) : draft.levels;
};
