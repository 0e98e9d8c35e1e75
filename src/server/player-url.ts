import type { Shell } from './shell.ts';

/**
 * Where a player's phone finds a tournament's page (ACC-5): at the venue's own public address, else
 * at the core that the leaf is in step with, else at the leaf itself in the room; null where none of
 * them is known.
 */
export const playerUrlOf = (
  shell: Pick<Shell, 'coreOrigin' | 'lanOrigin'> & {
    readonly auth: { readonly venue: () => { readonly publicUrl: string | null } | null };
  },
  tournamentId: string,
): string | null => {
  const origin = shell.auth.venue()?.publicUrl ?? shell.coreOrigin() ?? shell.lanOrigin();
  return origin === null ? null : `${origin}/t/${tournamentId}`;
};
