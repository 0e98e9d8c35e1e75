import {
  copyFileSync,
  linkSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '../../src/kernel/random.ts';
import { MINUTE } from '../../src/kernel/time.ts';
import { placesOf, stagingOf } from '../../src/leaf/update/places.ts';
import { linesText, readState } from '../../src/leaf/update/state.ts';
import { freePort } from '../../src/sync/nats/free-port.ts';
import { client, setUp } from '../leaf-process.ts';
import type { Load, Sent } from '../load.ts';
import { ask, prepareLoad, recheck, something } from '../load.ts';
import type { Leaves } from './executables.ts';
import { OLD } from './executables.ts';
import type { Supervisor } from './supervisor.ts';
import { openSupervisor } from './supervisor.ts';

/** The units' times as a share of the true ones; waits count as long as they are in earnest. */
const FACTOR = Number(process.env['FELT_UNIT_TIMES'] ?? 0.3);
/** So long a release has to be well; no release that is to be taken back lives so long. */
const CONFIRM_MS = 10 * MINUTE;

const PLAYERS = 12;

const makeRoot = (folder: string, leaves: Pick<Leaves, 'old'>) => {
  const places = placesOf(join(folder, 'opt'));
  const own = join(places.releases, String(OLD.sequence));
  mkdirSync(own, { recursive: true });
  linkSync(leaves.old, join(own, 'felt-leaf'));
  symlinkSync(`releases/${OLD.sequence}`, places.current);
  const state = { STATE: 'idle', CONFIRMED_SEQUENCE: OLD.sequence };
  writeFileSync(places.state, linesText(state));
  return places;
};

/** A machine with the older leaf, in a folder of its own, and whoever supervises it. */
export const openStage = async (
  leaves: Pick<Leaves, 'old'>,
  {
    factor = FACTOR,
    data,
    confirmMs = CONFIRM_MS,
  }: { readonly factor?: number; readonly data?: string; readonly confirmMs?: number } = {},
) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-update-'));
  const places = makeRoot(folder, leaves);
  const dataFolder = join(folder, 'data');
  mkdirSync(dataFolder, { mode: 0o700 });
  if (data !== undefined) {
    for (const file of ['felt.db', 'secrets.json'])
      copyFileSync(join(data, file), join(dataFolder, file));
  }
  const port = await freePort();
  const env = {
    ...{ FELT_PORT: String(port), FELT_HOST: '127.0.0.1', FELT_CONFIRM_MS: String(confirmMs) },
    FELT_CONFIG: join(folder, 'leaf.conf'),
  };
  writeFileSync(env.FELT_CONFIG, '');
  const boot = () => openSupervisor({ folder, env, factor });
  return {
    ...{ folder, dataFolder, places, env, boot },
    staging: stagingOf(dataFolder),
    url: `http://127.0.0.1:${port}`,
    state: () => readState(places),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
};

export type Stage = Awaited<ReturnType<typeof openStage>>;

/** Asks for a release as the leaf does. */
export const stageRelease = ({ staging }: Stage, release: string, sequence: number): void => {
  rmSync(staging.ready, { force: true });
  linkSync(release, staging.ready);
  const asked = linesText({ DO: 'apply', SEQUENCE: sequence });
  writeFileSync(staging.request, asked);
};

/** What was acknowledged, and can be asked for again. */
export type Acknowledged = {
  readonly token: string;
  readonly load: Load;
  readonly sent: Set<Sent>;
};

export const startNight = async (url: string): Promise<Acknowledged> => {
  const token = await setUp(url);
  const load = await prepareLoad(client(url, token), PLAYERS);
  return { token, load, sent: new Set() };
};

let clients = 0;
/** One floor that goes on giving commands until told, or until the leaf is gone. */
export const keepAsking = (url: string, { token, load, sent }: Acknowledged, most = Infinity) => {
  clients += 1;
  const [name, random] = [`c${clients}`, seeded(`night ${clients}`)];
  let count = 0;
  let isOver = false;
  const next = (): Sent => {
    count += 1;
    return { ...something(random, load), key: `${name}-${count}`, acked: null };
  };
  const done = ask(client(url, token), next, sent, () => isOver || count >= most);
  return {
    done,
    end: (): Promise<void> => {
      isOver = true;
      return done;
    },
  };
};

export const ackedIn = (sent: Iterable<Sent>): number =>
  [...sent].filter(({ acked }) => acked !== null).length;

/** Whether everything that was acknowledged is there, by asking for all of it again. */
export const isAllThere = async (url: string, { token, sent }: Acknowledged): Promise<void> =>
  recheck(client(url, token), sent);

export const runningVersion = async (url: string): Promise<string> =>
  (await (await fetch(`${url}/health`)).json()).version;

export type { Supervisor };
