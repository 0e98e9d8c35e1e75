import type { Room } from './leaf.ts';
import { send } from './leaf.ts';

/** What one member of the floor does all night, over and over: it ends where it began. */
export type Hand = {
  readonly newcomer: string;
  readonly loser: { readonly playerId: string; readonly entryId: string };
  readonly winner: { readonly playerId: string; readonly entryId: string };
};

const eventIdIn = (answer: { readonly [field: string]: unknown }): string => {
  const [event] = answer['events'] as readonly { readonly id: string }[];
  return event?.id ?? '';
};

/** Sells, counts, busts, rebuys and takes back: eight commands, two of them undos. */
export const playHand = async (
  { url, token, tournamentId }: Room,
  { newcomer, loser, winner }: Hand,
  told: (ms: number) => void,
) => {
  const give = async (method: string, path: string, body: unknown) => {
    const begun = performance.now();
    const answer = await send(url, `/tournaments/${tournamentId}${path}`, { method, body, token });
    told(performance.now() - begun);
    return eventIdIn(answer);
  };
  const bought = await give('POST', '/players/buyin', { playerId: newcomer });
  await give('POST', `/players/${loser.playerId}/bust`, { hitmen: [{ entryId: winner.entryId }] });
  await give('POST', `/players/${loser.playerId}/rebuy`, {});
  await give('PUT', `/players/${loser.playerId}/chips`, { chips: 10_000 });
  await give('PUT', `/players/${winner.playerId}/chips`, { chips: 31_500 });
  const out = await give('POST', `/players/${winner.playerId}/bust`, {});
  await give('POST', '/undo', { eventId: out });
  await give('POST', '/undo', { eventId: bought });
};

/** Players and entries that only the client of this number touches. */
const handOf = ({ playerIds, entryIds }: Room, client: number, turn: number, own: number): Hand => {
  const at = (offset: number) => {
    const i = client * own + (offset % own);
    return { playerId: playerIds[i] ?? '', entryId: entryIds[i] ?? '' };
  };
  const newcomer = playerIds[entryIds.length + client] ?? '';
  return { newcomer, loser: at(turn), winner: at(turn + 1) };
};

/** So many clients, each one command at a time, for so many ms; answers each command's latency, ms. */
export const floor = async (
  room: Room,
  { clients, ms }: { readonly clients: number; readonly ms: number },
): Promise<{ readonly latenciesMs: readonly number[]; readonly perSecond: number }> => {
  const latenciesMs: number[] = [];
  const own = Math.floor(room.entryIds.length / clients);
  const begun = performance.now();
  const until = begun + ms;
  const work = async (client: number) => {
    for (let turn = 0; performance.now() < until; turn++)
      await playHand(room, handOf(room, client, turn, own), (latencyMs) =>
        latenciesMs.push(latencyMs),
      );
  };
  await Promise.all(Array.from({ length: clients }, (_, client) => work(client)));
  const perSecond = (latenciesMs.length / (performance.now() - begun)) * 1_000;
  return { latenciesMs, perSecond };
};
