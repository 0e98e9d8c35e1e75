import { below } from '../../src/kernel/random.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import type { Room } from './room.ts';

/** Of everything in the demo: the venue lies in Copenhagen. */
export const CURRENCY = 'DKK';

/**
 * Two thirds are there before the cards are in the air, the others come while entries are open.
 * @param lateMs how long after the start the last one comes, ms.
 */
export const arrive = (
  room: Room,
  playerIds: readonly string[],
  { fromMs, startMs, lateMs }: Readonly<Record<'fromMs' | 'startMs' | 'lateMs', number>>,
  come: (playerId: string) => unknown,
): void => {
  const onTime = Math.ceil((playerIds.length * 2) / 3);
  for (const [i, playerId] of playerIds.entries()) {
    const spread = i < onTime ? startMs - MINUTE - fromMs : lateMs;
    const since = i < onTime ? fromMs : startMs;
    room.plan(since + below(room.random, spread), () => come(playerId));
  }
};
