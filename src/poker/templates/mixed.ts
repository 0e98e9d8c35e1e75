import type { Level, Round } from '../levels.ts';
import { chipSet, pause, type Template } from './build.ts';

/** The bets of one step of a mixed structure; every game of the rotation is played at it. */
type Step = {
  /** Small and big bet of the limit games; the big blind is the small bet. */
  readonly limits: readonly [number, number];
  readonly smallBlind: number;
  /** Stud games: ante of each player, and the low card's forced bet. */
  readonly ante: number;
  readonly bringIn: number;
  /** Blinds of the no-limit and pot-limit games, about half of the limit games'. */
  readonly bigBet: readonly [number, number];
};

const step = (
  limits: Step['limits'],
  smallBlind: number,
  [ante, bringIn]: readonly [number, number],
  bigBet: Step['bigBet'],
): Step => ({ limits, smallBlind, ante, bringIn, bigBet });

const STEPS = [
  step([100, 200], 50, [25, 50], [25, 50]),
  step([200, 400], 100, [50, 75], [50, 100]),
  step([400, 800], 200, [75, 125], [100, 200]),
  step([600, 1_200], 300, [100, 200], [200, 300]),
  step([1_000, 2_000], 500, [200, 300], [300, 500]),
  step([1_600, 3_200], 800, [300, 500], [400, 800]),
  step([3_000, 6_000], 1_500, [500, 1_000], [1_000, 1_500]),
  step([5_000, 10_000], 2_500, [1_000, 1_500], [1_500, 2_500]),
  step([8_000, 16_000], 4_000, [1_000, 2_000], [2_000, 4_000]),
  step([15_000, 30_000], 7_000, [3_000, 5_000], [4_000, 8_000]),
  step([25_000, 50_000], 12_000, [5_000, 8_000], [7_000, 14_000]),
] as const;

type Game = (minutes: number, at: Step) => Round;

const limit =
  (game: string): Game =>
  (minutes, { limits, smallBlind }) => ({
    kind: 'round',
    game,
    gameType: 'fixedLimit',
    smallBlind,
    bigBlind: limits[0],
    ante: 0,
    anteType: 'none',
    limits: [...limits],
    minutes,
  });

const stud =
  (game: string): Game =>
  (minutes, { limits, ante, bringIn }) => ({
    kind: 'round',
    game,
    gameType: 'fixedLimit',
    smallBlind: 0,
    bigBlind: 0,
    ante,
    anteType: 'classic',
    bringIn,
    limits: [...limits],
    minutes,
  });

const bigBet =
  (game: string, gameType: 'noLimit' | 'potLimit'): Game =>
  (minutes, { bigBet: [smallBlind, bigBlind] }) => ({
    kind: 'round',
    game,
    gameType,
    smallBlind,
    bigBlind,
    ante: 0,
    anteType: 'none',
    minutes,
  });

const HORSE = [
  limit("Hold'em"),
  limit('Omaha Hi-Lo'),
  stud('Razz'),
  stud('Seven Card Stud'),
  stud('Stud Hi-Lo'),
];

const EIGHT_GAME = [
  limit('2-7 Triple Draw'),
  limit("Hold'em"),
  limit('Omaha Hi-Lo'),
  stud('Razz'),
  stud('Seven Card Stud'),
  stud('Stud Hi-Lo'),
  bigBet("Hold'em", 'noLimit'),
  bigBet('Omaha', 'potLimit'),
];

/** Chips that leave play in the break after a step (counted from 1). */
const COLOR_UPS: Readonly<Record<number, readonly number[]>> = { 3: [25], 6: [100], 8: [500] };

/** Every game once at each step, so that no game is played only for small bets. */
const rotation = (games: readonly Game[], minutes: number): Level[] =>
  STEPS.flatMap((at, i) => {
    const rounds: Level[] = games.map((game) => game(minutes, at));
    const leaving = COLOR_UPS[i + 1];
    return leaving ? [...rounds, pause(15, leaving)] : rounds;
  });

const chips = chipSet([25, 12], [100, 12], [500, 7], [1_000, 5], [5_000, 0], [25_000, 0]);

export const horse: Template = {
  id: 'horse',
  name: 'HORSE',
  description:
    'Five limit games of eight minutes each; the limits rise after every full rotation. Antes and bring-in in the stud games only.',
  hours: { from: 6, to: 7 },
  startingStack: 10_000,
  chips,
  levels: rotation(HORSE, 8),
};

export const eightGame: Template = {
  id: 'eightGame',
  name: '8-Game mix',
  description:
    'Six limit games, no-limit Hold’em and pot-limit Omaha, six minutes each; the stakes rise after every full rotation.',
  hours: { from: 7, to: 8 },
  startingStack: 10_000,
  chips,
  levels: rotation(EIGHT_GAME, 6),
};
