import type { Shell } from './shell.ts';

/**
 * Where a player's phone finds a tournament's page (ACC-5): at the venue's public address, else at the
 * leaf's own in the room; null where neither is known.
 */
export const playerUrlOf = (
  shell: { readonly auth: Pick<Shell['auth'], 'venue'>; readonly lanOrigin: Shell['lanOrigin'] },
  tournamentId: string,
): string | null => {
  const origin = shell.auth.venue()?.publicUrl ?? shell.lanOrigin();
  return origin === null ? null : `${origin}/t/${tournamentId}`;
};
