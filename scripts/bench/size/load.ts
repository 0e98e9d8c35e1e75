import { playHand } from '../clients.ts';
import type { Room } from '../leaf.ts';
import { send, signIn } from '../leaf.ts';
import { signInAt } from './cloud.ts';

export const AUDIENCE = { displays: 20, players: 180 };
export const ENTRIES = 180;
/** Of an hour: one every five seconds. */
export const STEPS = 720;
/** Every half minute somebody buys in, busts, rebuys, and takes back what was wrong. */
const HAND_EVERY = 6;
/** Every ten minutes: a sign-in at a leaf holds a quarter of an hour. */
const SIGN_IN_EVERY = 120;

/** One step of the hour, by its number. */
export type Step = (step: number) => Promise<void>;

/** A chip count, a look at the tournament and a page; now and then a whole hand. */
export const workAt = (url: string, first: Room): Step => {
  let room = first;
  const { tournamentId, playerIds, entryIds } = first;
  const path = `/tournaments/${tournamentId}`;
  const at = (i: number) => {
    const own = i % ENTRIES;
    return { playerId: playerIds[own] ?? '', entryId: entryIds[own] ?? '' };
  };
  const newcomer = playerIds[ENTRIES] ?? '';
  return async (step) => {
    if (step % SIGN_IN_EVERY === 0) room = { ...room, token: await signIn(url) };
    const { token } = room;
    const chips = `${path}/players/${at(step).playerId}/chips`;
    await send(url, chips, { method: 'PUT', body: { chips: 10_000 + step }, token });
    await send(url, path, { method: 'GET', token });
    await (await fetch(url)).text();
    if (step % HAND_EVERY !== 0) return;
    await playHand(room, { newcomer, loser: at(step), winner: at(step + 1) }, () => undefined);
  };
};

/** Who looks at a core: somebody at the fleet, and a phone at the tournament. */
export const lookAt = (url: string, password: string, { tournamentId }: Room): Step => {
  let read: Awaited<ReturnType<typeof signInAt>> | undefined;
  return async (step) => {
    if (read === undefined || step % SIGN_IN_EVERY === 0) read = await signInAt(url, password);
    await read('/');
    await read('/api/v1/fleet');
    await read(`/api/v1/tournaments/${tournamentId}/public`);
  };
};
