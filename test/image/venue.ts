import { seeded } from '../../src/kernel/random.ts';
import { client, signIn } from '../leaf-process.ts';
import type { Load, Sent } from '../load.ts';
import { ask, prepareLoad, recheck, something } from '../load.ts';
import { mustBe } from './steps.ts';

/** Words that are nowhere but in this venue: a disk can be searched for them. */
export const NAME = 'Quaint Zebra Card Room';

const VENUE = { name: NAME, slug: 'zebra', timezone: 'Europe/Copenhagen', currency: 'DKK' };
const ADMIN = { name: 'Ada', pin: '482915' };
const PLAYERS = 12;

/** A page as a browser in the venue's network asks for it: by the board's name. */
export const page = async (url: string, path: string): Promise<Response> =>
  fetch(`${url}${path}`, { headers: { host: 'felt.local' }, redirect: 'manual' });

export const health = async (url: string): Promise<{ readonly version: string }> =>
  (await fetch(`${url}/health`, { signal: AbortSignal.timeout(5_000) })).json();

export type Evening = {
  readonly load: Load;
  readonly sent: Set<Sent>;
  readonly asked: () => number;
};

/** The wizard's own request, then an evening whose only level outlasts the test. */
export const beginEvening = async (url: string): Promise<Evening> => {
  const set = await client(url).post('/setup', { venue: VENUE, admin: ADMIN });
  mustBe('set up', set.status, 201);
  const load = await prepareLoad(client(url, await signIn(url)), PLAYERS);
  let count = 0;
  const asked = (): number => {
    count += 1;
    return count;
  };
  return { load, sent: new Set(), asked };
};

/** The floor gives commands; answers how many were acknowledged up to now. */
export const goOn = async (
  url: string,
  { load, sent, asked }: Evening,
  count: number,
): Promise<number> => {
  const random = seeded(`image ${sent.size}`);
  let left = count;
  const next = (): Sent => {
    left -= 1;
    return { ...something(random, load), key: `image-${asked()}`, acked: null };
  };
  await ask(client(url, await signIn(url)), next, sent, () => left === 0);
  return [...sent].filter(({ acked }) => acked !== null).length;
};

/** Everything that was acknowledged is there, and the clock of the evening runs. */
export const isAllThere = async (url: string, { load, sent }: Evening): Promise<string> => {
  const api = client(url, await signIn(url));
  await recheck(api, sent);
  const { body } = await api.get(`/tournaments/${load.id}`);
  const left = body.clock.remainingMs;
  return `${sent.size} answers as before, ${Math.round(left / 60_000)} min left in the level`;
};
