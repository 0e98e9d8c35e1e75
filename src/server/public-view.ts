import { streamOf } from '../kernel/envelope.ts';
import type { Now } from '../kernel/time.ts';
import type { Handle } from '../log/handle.ts';
import type { PublicVenue, PublicView, TournamentState } from '../rooms/tournament/room.ts';
import { publicView, tournamentState } from '../rooms/tournament/room.ts';
import type { Auth } from './auth/auth.ts';
import type { NameBook } from './names.ts';

/** What is needed to say what anybody anywhere may see. */
export type PublicShell = {
  readonly handle: Pick<Handle, 'look'>;
  readonly names: Pick<NameBook, 'outside' | 'onChanged'>;
  readonly now: () => Now;
  readonly auth: Pick<Auth, 'venue'>;
};

/** What the venue has to say in it; nothing before it is set up. */
export const publicVenue = ({ auth }: PublicShell): PublicVenue => {
  const { name = '', timezone = 'UTC', accent = null } = auth.venue() ?? {};
  return { name, timezone, accent };
};

/** A tournament as anybody anywhere may see it now, names as they may be told outside; null: none. */
export const publicViewOf = async (shell: PublicShell, id: string): Promise<PublicView | null> => {
  const look = <T>(use: (state: TournamentState) => T): Promise<T> =>
    shell.handle.look(streamOf('tournament', id), (state) => use(tournamentState(state)));
  const players = await look((state) => Object.keys(state.byPlayer));
  const told = { names: await shell.names.outside(players), venue: publicVenue(shell) };
  return look((state) => (state.status === 'none' ? null : publicView(state, shell.now(), told)));
};
