import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { seeded } from '../../src/kernel/random.ts';
import { freePort } from '../../src/sync/nats/free-port.ts';
import { client, PIN, setUp, verifyFolder } from '../leaf-process.ts';
import type { Sent } from '../load.ts';
import { ask, prepareLoad, recheck, something } from '../load.ts';
import { openSupervisor } from '../update/supervisor.ts';

/** Of the unit's own times; 1 in the long runs. */
export const FACTOR = Number(process.env['FELT_UNIT_TIMES'] ?? 0.4);
const CLIENTS = 4;
const PLAYERS = 12;

const [MAIN, FAULTS] = [
  join(import.meta.dir, '../../src/leaf/main.ts'),
  join(import.meta.dir, 'faults.ts'),
];

/** Who set the venue up. */
export const ADMIN = { name: 'Ada', pin: PIN };

export const isRoot = process.getuid?.() === 0;

/** As root. @throws Error with what it said. */
export const sh = (program: string, ...args: readonly string[]): void => {
  const { status, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(`${program} ${args.join(' ')}: ${stderr}`);
};

/** Something under the leaf's folder; answers how it is taken away again. */
export type Ground = (folder: string) => () => void;

/**
 * A leaf from source under its unit, as systemd would run it, with a running tournament and clients
 * that ask and ask; it comes back on the same port.
 */
export const openHealing = async ({
  ground,
  env = {},
}: {
  ground?: Ground;
  env?: Record<string, string>;
} = {}) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-healing-'));
  const data = join(folder, 'data');
  mkdirSync(data);
  const takeAway = ground?.(data);
  const port = await freePort();
  const supervisor = openSupervisor({
    ...{ folder, factor: FACTOR },
    command: [process.execPath, '--preload', FAULTS, MAIN, 'serve'],
    // A disk that hangs is a test here, and no reason to reset this machine (rollback.sh).
    env: { FELT_PORT: String(port), FELT_HOST: '127.0.0.1', FELT_SYSRQ: '/dev/null', ...env },
  });
  supervisor.start();
  await supervisor.running();
  const url = `http://127.0.0.1:${port}`;
  const token = await setUp(url);
  const api = client(url, token);
  const load = await prepareLoad(api, PLAYERS);
  const random = seeded(folder);
  const sent = new Set<Sent>();

  const next = (): Sent => ({
    ...something(random, load),
    ...{ key: `key-${sent.size}-${random()}`, acked: null },
  });

  return {
    ...{ supervisor, url, token, api, data, load },
    pid: (): number => {
      const pid = supervisor.pid();
      if (pid === null) throw new Error('it does not run');
      return pid;
    },
    /** Clients that ask until the leaf is gone, or it is over; resolves when all of them ended. */
    underLoad: (isOver?: () => boolean) =>
      Promise.all(Array.from({ length: CLIENTS }, () => ask(api, next, sent, isOver))),
    acknowledged: (): number => [...sent].filter(({ acked }) => acked !== null).length,
    /** What was acknowledged is there and answers the same, and no chain is broken. */
    nothingIsLost: async (): Promise<void> => {
      await recheck(api, sent);
      await supervisor.stop();
      const { code, printed } = await verifyFolder(data);
      if (code !== 0) throw new Error(printed);
    },
    close: async (): Promise<void> => {
      await supervisor.close();
      takeAway?.();
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type Healing = Awaited<ReturnType<typeof openHealing>>;

/** An ext4 of its own, which can be frozen. */
export const onDisk: Ground = (folder) => {
  const image = `${folder}.img`;
  sh('truncate', '-s', '64M', image);
  sh('mkfs.ext4', '-q', '-F', image);
  sh('mount', '-o', 'loop', image, folder);
  return () => sh('umount', '-l', folder);
};

/** A disk in memory, which can be filled. */
export const onSmallDisk: Ground = (folder) => {
  sh('mount', '-t', 'tmpfs', '-o', 'size=24m,mode=700', 'tmpfs', folder);
  return () => sh('umount', '-l', folder);
};
