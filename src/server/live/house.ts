import type { House } from '../../rooms/displays/room.ts';
import { logoPath } from '../../rooms/venue/room.ts';
import { playerUrlOf } from '../player-url.ts';
import type { Shell } from '../shell.ts';

/** What screens have to know of the house, with the address of one tournament's page for phones. */
export const houseOf = (
  shell: Pick<Shell, 'auth' | 'coreOrigin' | 'lanOrigin'>,
  tournamentId: string | null,
): House => {
  const venue = shell.auth.venue();
  return {
    name: venue?.name ?? '',
    language: venue?.language ?? 'en',
    timezone: venue?.timezone ?? '',
    accent: venue?.accent ?? null,
    background: venue?.background ?? null,
    logo: logoPath(venue?.logo ?? null),
    playerUrl: tournamentId === null ? null : playerUrlOf(shell, tournamentId),
    wifi: venue?.wifi ?? null,
  };
};
