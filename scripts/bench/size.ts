import { statSync } from 'node:fs';
import { join } from 'node:path';
import { gather, gatherBare } from './audience.ts';
import { makeHello, makeLeaf, startHello, startMade } from './executables.ts';
import type { Leaf, Room } from './leaf.ts';
import { openRoom, send, setUp } from './leaf.ts';
import type { Measure } from './measure.ts';
import { measured } from './measure.ts';
import { percentile } from './numbers.ts';
import { residentMb, startHelper, tempFolder } from './processes.ts';
import type { Question, Reply } from './sockets.ts';

const HOUR_MS = Number(process.env['FELT_HOUR_MS'] ?? 60_000);
const AUDIENCE = { displays: 20, players: 180 };
const ENTRIES = 180;
/** Of an hour: a chip count, a look at the tournament and a page, each every five seconds. */
const STEPS = 720;
const ROUNDS = 15;
/** As an update is packed. */
const LEVEL = 19;

type Made = { readonly leaf: string; readonly hello: string };

const MB = 1e6;

const packedMb = async (file: string): Promise<number> =>
  (await Bun.zstdCompress(await Bun.file(file).bytes(), { level: LEVEL })).length / MB;

/** What an update weighs on its way. */
const packed = async ({ leaf, hello }: Made): Promise<Measure> => {
  const [value, limit] = await Promise.all([packedMb(leaf), packedMb(hello)]);
  const [whole, bare] = [leaf, hello].map((file) => (statSync(file).size / MB).toFixed(0));
  return measured(
    {
      ...{ name: 'executable, zstd -19', unit: 'MB', limitName: 'a bare Bun executable' },
      bound: { at: 'most', ratio: 1.6 },
    },
    [{ value, limit }],
    [`not packed ${whole} and ${bare} MB; nats-server, libSQL, pages and fonts are in it`],
  );
};

/** From exec until a whole page is there; then it is ended. */
const firstPageMs = async (start: () => Promise<Leaf>): Promise<number> => {
  const begun = performance.now();
  const { url, stop } = await start();
  const page = await (await fetch(url)).text();
  const ms = performance.now() - begun;
  await stop();
  if (!page.startsWith('<!doctype html>')) throw new Error(`no page: ${page.slice(0, 80)}`);
  return ms;
};

const firstPage = async ({ leaf, hello }: Made, data: string): Promise<Measure> => {
  const [felt, bare] = [() => startMade(leaf, data), () => startHello(hello)];
  // Once for nothing: the first reads the files into the page cache, and makes the log.
  await firstPageMs(felt);
  await firstPageMs(bare);
  const [bares, felts]: [number[], number[]] = [[], []];
  for (let i = 0; i < ROUNDS; i++) {
    bares.push(await firstPageMs(bare));
    felts.push(await firstPageMs(felt));
  }
  const [usual, usualBare] = [felts, bares].map((all) => percentile(all, 50).toFixed(0));
  // The fastest of each: whatever else the machine does adds to the longer one far more.
  return measured(
    {
      ...{ name: 'first page', unit: 'ms', limitName: 'a bare Bun executable that says hello' },
      bound: { at: 'most', ratio: 12 },
    },
    [{ value: Math.min(...felts), limit: Math.min(...bares) }],
    [`fastest of ${ROUNDS} starts each, with the log opened; usually ${usual} and ${usualBare} ms`],
  );
};

/** An hour of work on the floor, pressed together; the bare server is asked as often. */
const anHour = async (room: Room, bareUrl: string): Promise<void> => {
  const { url, token, tournamentId, playerIds } = room;
  const path = `/tournaments/${tournamentId}`;
  const begun = performance.now();
  for (let i = 0; i < STEPS; i++) {
    const body = { chips: 10_000 + i };
    const player = playerIds[i % ENTRIES];
    await send(url, `${path}/players/${player}/chips`, { method: 'PUT', body, token });
    await send(url, path, { method: 'GET', token });
    await (await fetch(url)).text();
    for (let asked = 0; asked < 3; asked++) await (await fetch(bareUrl)).text();
    await Bun.sleep(Math.max(0, begun + ((i + 1) * HOUR_MS) / STEPS - performance.now()));
  }
};

const resident = async ({ leaf, hello }: Made, data: string): Promise<Measure> => {
  const [felt, bare] = await Promise.all([startMade(leaf, data), startHello(hello)]);
  const sockets = await startHelper<Question, Reply>('sockets.ts');
  const room = await openRoom(felt.url, ENTRIES);
  await gather(sockets, room, AUDIENCE);
  await gatherBare(sockets, bare.url, AUDIENCE);
  const atOnce = [felt.pid, bare.pid].map((pid) => residentMb(pid).toFixed(0)).join(' and ');
  await anHour(room, bare.url);
  const round = { value: residentMb(felt.pid), limit: residentMb(bare.pid) };
  await sockets.stop();
  await Promise.all([felt.stop(), bare.stop()]);
  const people = `${AUDIENCE.displays} displays and ${AUDIENCE.players} phones`;
  return measured(
    {
      ...{ name: 'resident after an hour', unit: 'MB' },
      limitName: 'a bare Bun executable with as many sockets and requests',
      bound: { at: 'most', ratio: 3.8 },
    },
    [round],
    [
      `${STEPS} chip counts, looks and pages in ${(HOUR_MS / 1_000).toFixed(0)} s, ${people}; before them ${atOnce} MB`,
    ],
  );
};

/** What the one file costs: on its way, on the machine, and until somebody sees a page. */
export const benchSize = async (): Promise<readonly Measure[]> => {
  const folder = tempFolder();
  const made = { leaf: await makeLeaf(folder.path), hello: await makeHello(folder.path) };
  const data = join(folder.path, 'data');
  const first = await startMade(made.leaf, data);
  await setUp(first.url);
  await first.stop();
  const measures = [await firstPage(made, data), await resident(made, data), await packed(made)];
  folder.remove();
  return measures;
};
