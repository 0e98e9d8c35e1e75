import { chmodSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openEmbedded } from '../../../src/core/db/embedded.ts';
import type { Database } from '../../../src/core/db/open.ts';
import { connectDatabase } from '../../../src/core/db/open.ts';
import { freePort } from '../../../src/sync/nats/free-port.ts';
import type { LeafProcess } from '../../leaf-process.ts';
import { client, setUp, signIn, spawnLeaf } from '../../leaf-process.ts';
import type { CoreProcess } from '../processes.ts';
import { spawnCore } from '../processes.ts';

const pidIn = (file: string): number => Number(readFileSync(file, 'utf8').split('\n')[0]);

/** Ends a process at once; one that has ended already is ended. */
const killPid = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL');
  } catch {
    // It was between two of its lives.
  }
};

/** A venue with its leaf: `process` is the one that runs, or the last one that did. */
export type Venue = {
  readonly slug: string;
  readonly id: string;
  readonly folder: string;
  process: LeafProcess;
  token: string;
};

type Part = 'leaf' | 'child' | 'hub' | 'core' | 'other core' | 'database';
export const PARTS: readonly Part[] = ['leaf', 'child', 'hub', 'core', 'other core', 'database'];

const CloudOf = (venue: Venue) => client(venue.process.url, venue.token).get('/cloud');

/** How often a core is started that finds no database. */
const STARTS = 100;

/**
 * The whole line as processes: PostgreSQL kept running as a system would, one core with the hub,
 * another beside it, and leaves with their nats-servers. `kill` ends any of them; leaves and cores
 * come back by `restore`, the others by whoever supervises them.
 */
export const openWholeLine = async (slugs: readonly string[]) => {
  const root = mkdtempSync(join(tmpdir(), 'felt-chaos-'));
  // PostgreSQL's own user has to get through to the folder that it will own.
  chmodSync(root, 0o711);
  const database = await openEmbedded({ folder: join(root, 'database') });
  const databaseUrl = database.url;
  const hubClient = await freePort();
  const env = { FELT_HUB_CLIENT_PORT: String(hubClient) };
  const folder = join(root, 'core');
  let core: CoreProcess = await spawnCore({ databaseUrl, folder, env });
  const { ports } = core;
  const openCore = () => spawnCore({ databaseUrl, folder, ports, env });
  const beside = {
    FELT_HUB_CLIENT: `nats://127.0.0.1:${hubClient}`,
    FELT_HUB_SECRETS: join(folder, 'hub', 'secrets.json'),
  };
  const openOther = () => spawnCore({ databaseUrl, folder: join(root, 'other-core'), env: beside });
  let other: CoreProcess = await openOther();
  const down = new Set<CoreProcess | LeafProcess>();

  const enrolled = async (slug: string): Promise<Venue> => {
    const code = await core.addVenue(slug);
    const own = join(root, slug);
    const leaf = await spawnLeaf(own);
    const token = await setUp(leaf.url);
    const answer = await client(leaf.url, token).post('/cloud/enrol', { core: core.url, code });
    if (answer.status !== 200) throw new Error(`enrol: ${JSON.stringify(answer)}`);
    const link = JSON.parse(readFileSync(join(own, 'link.json'), 'utf8'));
    return { slug, id: link.venueId, folder: own, process: leaf, token };
  };
  const venues: Venue[] = [];
  for (const slug of slugs) venues.push(await enrolled(slug));

  const end = async (one: CoreProcess | LeafProcess) => {
    down.add(one);
    await one.kill();
  };

  const kill = async (part: Part, venue: Venue): Promise<void> => {
    switch (part) {
      case 'leaf':
        return end(venue.process);
      case 'child':
        return killPid(pidIn(join(venue.folder, 'nats', 'nats.pid')));
      case 'hub':
        return killPid(pidIn(join(folder, 'hub', 'nats', 'nats.pid')));
      case 'core':
        return end(core);
      case 'other core':
        return end(other);
      case 'database':
        return killPid(pidIn(join(root, 'database', 'postgres', 'postmaster.pid')));
    }
  };

  const connected: Database = connectDatabase(databaseUrl);

  /** A core that finds no database ends, and its supervisor starts it until it finds one. */
  const started = async (start: () => Promise<CoreProcess>): Promise<CoreProcess> => {
    for (let left = STARTS; left > 0; left--) {
      const one = await start().catch(() => null);
      if (one !== null) return one;
      await Bun.sleep(100);
    }
    return start();
  };

  /** Whatever was ended and has no supervisor of its own runs again. */
  const restore = async (): Promise<void> => {
    const wasDown = [...down];
    down.clear();
    if (wasDown.includes(core)) core = await started(openCore);
    if (wasDown.includes(other)) other = await started(openOther);
    for (const venue of venues) {
      if (wasDown.includes(venue.process)) venue.process = await spawnLeaf(venue.folder);
      venue.token = await signIn(venue.process.url);
    }
  };

  return {
    ...{ venues, kill, restore, database: connected },
    core: () => core,
    api: (venue: Venue) => client(venue.process.url, venue.token),
    cloudOf: async (venue: Venue) => (await CloudOf(venue)).body,
    /** What the processes that run now have said, newest last. */
    said: () => [...core.said, ...other.said, ...venues.flatMap((v) => v.process.said)].slice(-60),
    close: async () => {
      await Promise.all(venues.map((venue) => venue.process.kill()));
      await connected.close();
      await Promise.all([other.kill(), core.stop()]);
      await database.stop();
      rmSync(root, { recursive: true, force: true });
    },
  };
};

export type WholeLine = Awaited<ReturnType<typeof openWholeLine>>;
