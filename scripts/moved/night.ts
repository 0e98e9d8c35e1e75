import { send, setUp, signIn } from '../bench/leaf.ts';
import type { Cell } from './cell.ts';
import { said, serving } from './programs.ts';

const PLAYERS = 9;
/** Of a leaf under qemu-user, too, beside other work. */
const WITHIN_MS = 60_000;
const LOOK_EVERY_MS = 50;

type Env = Readonly<Record<string, string>>;

/** Until the core has applied all that the leaf has. */
const inStep = async (url: string, token: string): Promise<void> => {
  const deadline = performance.now() + WITHIN_MS;
  for (;;) {
    const cloud = await send(url, '/cloud', { method: 'GET', token });
    const waiting = Number(cloud['waiting']) + Number(cloud['documentsWaiting']);
    if (cloud['state'] === 'inStep' && waiting === 0) return;
    if (performance.now() > deadline) throw new Error(`not in step: ${JSON.stringify(cloud)}`);
    await Bun.sleep(LOOK_EVERY_MS);
  }
};

/** The page and what it asks for: all of it must have travelled inside the executable. */
const expectPage = async (url: string): Promise<void> => {
  const html = await (await fetch(`${url}/setup`)).text();
  const paths = [...html.matchAll(/"(\/assets\/[^"]+)"/g)].map((match) => match[1] ?? '');
  if (paths.length < 2) throw new Error(`the page names no script and style: ${html}`);
  for (const path of paths) {
    const { status } = await fetch(`${url}${path}`);
    if (status !== 200) throw new Error(`${path} answered ${status}`);
  }
};

/** A tournament that runs, with players who bought in; answers its id. */
const play = async (url: string, token: string): Promise<string> => {
  const post = (path: string, body: unknown) => send(url, path, { body, token });
  const { id } = await post('/tournaments', { name: 'Moved', template: 'turbo' });
  await post(`/tournaments/${id}/tables`, { tables: 1 });
  for (let i = 0; i < PLAYERS; i++) {
    const { playerId } = await post('/players', { firstName: 'Player', nickname: `P${i}` });
    await post(`/tournaments/${id}/players/buyin`, { playerId });
  }
  await post(`/tournaments/${id}/start`, {});
  return String(id);
};

/** Starts the leaf anew: it still has its players, and is still in step. */
const expectPlayers = async (cell: Cell, env: Env, id: string): Promise<void> => {
  const { url, end } = await serving(cell, env);
  const token = await signIn(url);
  const found = await send(url, `/tournaments/${id}/players`, { method: 'GET', token });
  if (JSON.stringify(found).split('"entryId"').length !== PLAYERS + 1) {
    throw new Error(`not all players are there: ${JSON.stringify(found)}`);
  }
  await inStep(url, token);
  await end();
};

const headIn = (printed: string): string => {
  const head = /\b(\d+) ([0-9a-f]{64})\b/u.exec(printed);
  if (head === null) throw new Error(`no head in: ${printed}`);
  return `${head[1]} ${head[2]}`;
};

/**
 * One venue's evening in a cell: it serves its pages, joins the core by itself, plays, is in step
 * with it, ends, and has all of it in its log.
 * @param again whether it is also started a second time, and shows what it has: it takes its time
 *   under qemu-user.
 * @returns number and hash of its last event.
 */
export const playNight = async (cell: Cell, join: Env, again: boolean): Promise<string> => {
  const env = { FELT_PORT: '0', FELT_HOST: '127.0.0.1', FELT_DATA: '/data' };
  const first = await serving(cell, { ...env, ...join });
  await expectPage(first.url);
  await setUp(first.url);
  const token = await signIn(first.url);
  const id = await play(first.url, token);
  await inStep(first.url, token);
  await first.end();
  if (again) await expectPlayers(cell, env, id);
  return headIn(await said(cell, ['verify'], env));
};
