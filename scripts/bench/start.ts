import { writeFileSync } from 'node:fs';
import { startBare } from './bare.ts';
import { fillLog } from './fill.ts';
import type { Leaf } from './leaf.ts';
import { setUp, startLeaf } from './leaf.ts';
import type { Measure, Round } from './measure.ts';
import { measured } from './measure.ts';
import { playNight } from './night.ts';
import { tempFolder } from './processes.ts';

const TOURNAMENTS = 500;
const ENTRIES = 100;
const ROUNDS = 7;
/** The bound: under a second where the bare server takes its usual 0.15 s. */
const MOST_MS = 1_000;
const USUAL_MS = 150;

/** From spawning the process until `/health` says 200; then it is ended. */
const startMs = async (start: () => Promise<Leaf>): Promise<number> => {
  const begun = performance.now();
  const { url, stop } = await start();
  const { status } = await fetch(`${url}/health`);
  const ms = performance.now() - begun;
  await stop();
  if (status !== 200) throw new Error(`/health says ${status}`);
  return ms;
};

/** As after switching the machine on; needs root. */
const dropCaches = (): boolean => {
  try {
    Bun.spawnSync(['sync']);
    writeFileSync('/proc/sys/vm/drop_caches', '3');
    return true;
  } catch {
    return false;
  }
};

const coldly = async (folder: string): Promise<string> => {
  if (!dropCaches()) return 'cold not measured: only root can drop the page cache';
  const leaf = await startMs(() => startLeaf(folder));
  dropCaches();
  const bare = await startMs(() => startBare(folder));
  return `cold ${leaf.toFixed(0)} ms, the bare server ${bare.toFixed(0)} ms`;
};

/** How long a venue with a past waits for its leaf. */
export const benchStart = async (): Promise<Measure> => {
  const folder = tempFolder();
  const first = await startLeaf(folder.path);
  await setUp(first.url);
  await first.stop();
  const isEnough = (_: number, nights: number) => nights === TOURNAMENTS;
  const filled = await fillLog(folder.path, playNight(ENTRIES), isEnough, { withPlayers: true });
  const [leaf, bare] = [() => startLeaf(folder.path), () => startBare(folder.path)];
  // Once for nothing: the first reads the files into the page cache.
  await startMs(leaf);
  await startMs(bare);
  const rounds: Round[] = [];
  const usual: number[] = [];
  for (let i = 0; i < ROUNDS; i++) {
    const bareMs = await startMs(bare);
    usual.push(bareMs);
    rounds.push({ value: await startMs(leaf), limit: (MOST_MS * bareMs) / USUAL_MS });
  }
  const cold = await coldly(folder.path);
  folder.remove();
  const bareTold = `the bare server took ${Math.min(...usual).toFixed(0)} to ${Math.max(...usual).toFixed(0)} ms`;
  return measured(
    {
      name: 'start',
      unit: 'ms',
      limitName: '1 s × bare server ÷ its usual 150 ms',
      bound: { at: 'most', ratio: 1 },
    },
    rounds,
    [
      `${TOURNAMENTS} tournaments, ${TOURNAMENTS * ENTRIES} players, ${filled.events} events; ${bareTold}`,
      cold,
    ],
  );
};
