import { afterAll, beforeAll, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openClient } from '../scripts/demo/client.ts';
import { people } from '../scripts/demo/names.ts';
import { builtPages } from './ui/built-pages.ts';

const SCRIPT = join(import.meta.dir, '../scripts/demo.ts');

/** `npm run demo` after its first step, which builds the pages. */
const spawnDemo = (folder: string) =>
  Bun.spawn([process.execPath, SCRIPT], {
    env: { ...process.env, FELT_PORT: '0', FELT_DATA: folder, FELT_HOST: '127.0.0.1' },
    ...{ stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  });

let folder: string;
let demo: ReturnType<typeof spawnDemo>;
let printed = '';
let url = '';
let client: ReturnType<typeof openClient>;

beforeAll(async () => {
  await builtPages();
  folder = mkdtempSync(join(tmpdir(), 'felt-demo-'));
  demo = spawnDemo(join(folder, 'data'));
  const reader = demo.stdout.getReader();
  while (!printed.includes('Players ')) {
    const { value, done } = await reader.read();
    if (done) throw new Error(await new Response(demo.stderr).text());
    printed += new TextDecoder().decode(value);
  }
  reader.releaseLock();
  url = /http:\/\/localhost:\d+/u.exec(printed)?.[0] ?? '';
  const [, name = '', pin = ''] = /sign in as (\S+) (\d{6})/u.exec(printed) ?? [];
  client = openClient(url);
  await client.signIn({ name, pin });
});

afterAll(async () => {
  demo?.kill('SIGTERM');
  await demo?.exited;
  rmSync(folder, { recursive: true, force: true });
});

type Item = { readonly [field: string]: unknown };
const itemsOf = async (path: string): Promise<readonly Item[]> => {
  const { items } = await client.send('GET', path);
  return items as readonly Item[];
};

type Told = {
  readonly id: string;
  readonly name: string;
  readonly status: string;
  readonly clock: { readonly paused: boolean; readonly undecided: boolean; readonly level: number };
  readonly stats: {
    readonly entries: number;
    readonly remaining: number;
    readonly placesPaid: number;
  };
  readonly registration: { readonly open: boolean };
};
const tournaments = async (): Promise<readonly Told[]> => {
  const list = await itemsOf('/tournaments');
  const all = await Promise.all(list.map(({ id }) => client.send('GET', `/tournaments/${id}`)));
  return all as unknown as readonly Told[];
};

test('OPS-8: one command shows a night in full swing: late entries, near the bubble, finished', async () => {
  const all = await tournaments();
  expect(all.map(({ status }) => status).sort()).toEqual(['ended', 'running', 'running']);
  const running = all.filter(({ status }) => status === 'running');
  expect(running.map(({ clock }) => [clock.paused, clock.undecided])).toEqual([
    [false, false],
    [false, false],
  ]);
  const open = running.find(({ registration }) => registration.open);
  const bubble = running.find(({ registration }) => !registration.open);
  expect(open?.stats.remaining).toBeGreaterThan(40);
  const toGo = (bubble?.stats.remaining ?? 0) - (bubble?.stats.placesPaid ?? 0);
  expect([toGo >= 1, toGo <= 5]).toEqual([true, true]);
});

test('OPS-8: everything of a night is in it, as the floor would have done it', async () => {
  const types = new Set<unknown>();
  const methods = new Set<unknown>();
  for (const { id } of await tournaments()) {
    for (let cursor: string | null = ''; cursor !== null; ) {
      const page = await client.send(
        'GET',
        `/tournaments/${id}/actions?limit=200${cursor && `&cursor=${cursor}`}`,
      );
      for (const { type } of page['items'] as readonly Item[]) types.add(type);
      cursor = page['nextCursor'] as string | null;
    }
    for (const { method } of await itemsOf(`/tournaments/${id}/transactions?limit=200`))
      methods.add(method);
  }
  expect([...types].sort()).toEqual(
    expect.arrayContaining([
      ...['chips.counted', 'deal.made', 'level.started', 'player.addedOn', 'player.boughtIn'],
      ...['player.busted', 'player.moved', 'player.rebought', 'prize.paid', 'table.broken'],
    ]),
  );
  expect([...methods].sort()).toEqual(expect.arrayContaining(['card', 'cash', 'credit', 'online']));
});

test('OPS-8: nobody who plays waits for a seat', async () => {
  const seats = await Promise.all(
    (await tournaments())
      .filter(({ status }) => status === 'running')
      .map(async ({ id, stats }) => {
        const tables = await itemsOf(`/tournaments/${id}/tables`);
        return [stats.remaining, tables.reduce((sum, { players }) => sum + Number(players), 0)];
      }),
  );
  for (const [remaining, seated] of seats) expect(seated).toBe(remaining ?? 0);
});

test('OPS-8: 300 people, none of them twice, from everywhere', async () => {
  const names = people(300).map((one) => `${one.firstName} ${one.lastName} ${one.nickname}`);
  expect(new Set(names).size).toBe(300);
  const found = await itemsOf('/players?limit=200');
  expect(found.length).toBe(200);
  expect(
    names.filter((name) => /\p{Script=Arabic}|\p{Script=Hebrew}/u.test(name)).length,
  ).toBeGreaterThan(5);
  expect(Math.max(...names.map((name) => name.length))).toBeGreaterThan(35);
});

test('OPS-8: the screens have names and something to show, and the addresses answer', async () => {
  const displays = await itemsOf('/displays');
  expect(displays.map(({ name }) => name)).toContain('Stage wall');
  for (const address of printed.match(/http:\/\/\S+/gu) ?? [])
    expect([address, (await fetch(address)).status]).toEqual([address, 200]);
});

test('a folder that no demo made is left alone', async () => {
  const other = join(folder, 'other');
  await Bun.write(join(other, 'felt.db'), 'a real night');
  const refused = spawnDemo(other);
  expect(await refused.exited).not.toBe(0);
  expect(await new Response(refused.stderr).text()).toContain('holds other data');
  expect(await Bun.file(join(other, 'felt.db')).text()).toBe('a real night');
});
