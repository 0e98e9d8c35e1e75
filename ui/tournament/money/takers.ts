import type { PaidPlace } from '../../../src/rooms/tournament/views/paid-places.ts';
import type { EntryView } from '../../../src/rooms/tournament/views/players.ts';

/** Who has the places of a prize already, or agreed on it. */
export const takers = (
  entries: readonly EntryView[],
  { from, to, dealt }: PaidPlace,
): readonly string[] =>
  entries
    .filter(({ entryId, rank }) =>
      dealt.length > 0 ? dealt.includes(entryId) : rank !== null && from <= rank && rank <= to,
    )
    .map(({ name }) => name);
