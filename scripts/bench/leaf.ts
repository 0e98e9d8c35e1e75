import { join } from 'node:path';
import { standard } from '../../src/poker/templates.ts';
import { nightConfig } from './night.ts';
import { startProgram } from './processes.ts';

const MAIN = join(import.meta.dir, '../../src/leaf/main.ts');
const PIN = '918273';

export type Leaf = {
  readonly pid: number;
  readonly url: string;
  readonly stop: () => Promise<void>;
};

/** The leaf as everybody starts it, on any free port. */
export const startLeaf = async (folder: string): Promise<Leaf> => {
  const env = { FELT_PORT: '0', FELT_DATA: folder, FELT_HOST: '127.0.0.1' };
  const { pid, match, stop } = await startProgram(
    [MAIN, 'serve'],
    env,
    / serves http:\/\/[^:]+:(\d+) /u,
  );
  return { pid, url: `http://127.0.0.1:${match[1]}`, stop };
};

type Answer = { readonly [field: string]: unknown };

/** @throws Error for every answer that is no success. */
export const send = async (
  url: string,
  path: string,
  { method = 'POST', body = {}, token }: { method?: string; body?: unknown; token?: string } = {},
): Promise<Answer> => {
  const answer = await fetch(`${url}/api/v1${path}`, {
    method,
    headers: {
      'content-type': 'application/json',
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    },
    ...(method === 'GET' ? {} : { body: JSON.stringify(body) }),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text);
};

/** Makes the venue. */
export const setUp = (url: string): Promise<Answer> => {
  const venue = { name: 'Bench', slug: 'bench', timezone: 'Europe/Vienna', currency: 'EUR' };
  return send(url, '/setup', { body: { venue, admin: { name: 'Anna', pin: PIN } } });
};

export const signIn = async (url: string): Promise<string> =>
  String((await send(url, '/auth/login', { body: { operator: 'Anna', pin: PIN } }))['accessToken']);

export type Room = {
  readonly url: string;
  readonly token: string;
  readonly tournamentId: string;
  readonly playerIds: readonly string[];
  readonly entryIds: readonly string[];
};

/** A running tournament in which `players` have bought in; `spare` more are known to the house. */
export const openRoom = async (url: string, players: number, spare = 0): Promise<Room> => {
  const token = await signIn(url);
  const post = (path: string, body: unknown) => send(url, path, { body, token });
  const { startsAt: _, ...config } = nightConfig();
  const made = await post('/tournaments', { ...config, levels: standard.levels });
  const tournamentId = String(made['id']);
  const path = `/tournaments/${tournamentId}`;
  await post(`${path}/tables`, { tables: Math.ceil((players + spare) / 9) });
  const playerIds: string[] = [];
  for (let i = 0; i < players + spare; i++) {
    const { playerId } = await post('/players', { firstName: 'Player', nickname: `P${i}` });
    playerIds.push(String(playerId));
  }
  const entryIds: string[] = [];
  for (const playerId of playerIds.slice(0, players))
    entryIds.push(String((await post(`${path}/players/buyin`, { playerId }))['entryId']));
  await post(`${path}/start`, {});
  return { url, token, tournamentId, playerIds, entryIds };
};
