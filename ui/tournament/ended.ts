import { MINUTE } from '../../src/kernel/time.ts';
import { nameOf } from '../../src/rooms/tournament/views/players.ts';
import { winnersOf } from '../../src/rooms/tournament/views/screen.ts';
import { html } from '../html.ts';
import { Icon } from '../parts/icons.ts';
import { lengthWords } from '../structure/length.ts';
import { text } from '../text.ts';
import type { Night } from './night.ts';
import { timeOfDay } from './words.ts';

/** `Anna H. wins`; empty where nobody is known to have won. */
export const wonText = ({ state, names }: Night): string => {
  const winners = winnersOf(state).map((playerId) => nameOf(names, playerId));
  const [only, more] = winners;
  if (only === undefined) return '';
  return more === undefined
    ? text.overview.winner(only)
    : text.overview.winners(winners.join(' · '));
};

/** `Ended 23:41 · lasted 5 h 12 min`, by the wall clock, pauses included. */
export const endedText = ({ state: { startedAtMs, endedAtMs } }: Night): string => {
  if (endedAtMs === null) return text.status.ended;
  const ended = text.clock.endedAt(timeOfDay(endedAtMs));
  if (startedAtMs === null) return ended;
  const minutes = Math.max(1, Math.round((endedAtMs - startedAtMs) / MINUTE));
  return `${ended} · ${text.clock.lasted(lengthWords(minutes))}`;
};

/** In place of time and blinds, which are nobody's any more. */
export const EndedHead = ({ night }: { night: Night }) => html`
  <div class="flex items-center gap-3 md:gap-4 grow min-w-0 min-h-13">
    <span class="flex-none rounded-xl p-3 tone-warning"><${Icon} name="trophy" size=${28} /></span>
    <div class="min-w-0 grow">
      <bdi class="block text-body md:text-h3 font-semibold leading-tight break-words">${wonText(night) || text.overview.ended}</bdi>
      <div class="text-caption text-secondary truncate">${endedText(night)}</div>
    </div>
  </div>
`;
