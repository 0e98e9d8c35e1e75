import type { Room } from './leaf.ts';
import { send } from './leaf.ts';
import type { Helper } from './processes.ts';
import type { Question, Reply } from './sockets.ts';

export type Audience = { readonly displays: number; readonly players: number };
export type Sockets = Helper<Question, Reply>;

const socketUrl = (url: string, path: string): string => `${url.replace('http', 'ws')}${path}`;

/** Screens that were told to show the tournament, and players' phones: all follow the same clock. */
export const gather = async (sockets: Sockets, room: Room, { displays, players }: Audience) => {
  const { url, token, tournamentId } = room;
  const nodes = Array.from({ length: displays }, (_, i) => `screen-${i + 1}`);
  for (const node of nodes)
    await send(url, `/displays/${node}`, { method: 'PUT', body: { tournamentId }, token });
  const urls = [
    ...nodes.map((node) => socketUrl(url, `/ws/display/${node}`)),
    ...Array.from({ length: players }, () => socketUrl(url, `/ws/tournament/${tournamentId}`)),
  ];
  await sockets.ask({ ask: 'connect', side: 'leaf', urls });
};

/** As many sockets of the bare server. */
export const gatherBare = (sockets: Sockets, url: string, { displays, players }: Audience) =>
  sockets.ask({
    ask: 'connect',
    side: 'bare',
    urls: Array.from({ length: displays + players }, () => socketUrl(url, '/ws')),
  });
