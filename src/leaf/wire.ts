import { randomBytes } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { playerReader } from '../importers/players.ts';
import { createIds } from '../kernel/ids.ts';
import { SECOND } from '../kernel/time.ts';
import { createHandle } from '../log/handle.ts';
import { refreshProjections } from '../log/project.ts';
import type { Health } from '../server/app.ts';
import { createApp } from '../server/app.ts';
import { createAuth } from '../server/auth/auth.ts';
import { Failed } from '../server/failed.ts';
import { createFlows } from '../server/flows.ts';
import { createHosts } from '../server/hosts.ts';
import type { Link } from '../server/live.ts';
import { createLive } from '../server/live.ts';
import { createNodes } from '../server/nodes.ts';
import { originRefusal } from '../server/origin.ts';
import { createPlayers } from '../server/players.ts';
import type { Shell } from '../server/shell.ts';
import { VERSION } from '../server/version.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import { openControl } from './control.ts';
import { keepHouse } from './housekeeping.ts';
import { createLan } from './lan.ts';
import { createDesk } from './orders/desk.ts';
import { createPageLoader } from './page-loader.ts';
import { FLOWS, ROOMS } from './rooms.ts';
import { loadSecrets } from './secrets.ts';
import { openStore } from './store.ts';
import { createTimekeeper } from './timekeeper.ts';

/** Above the largest body that any route takes, which is an import of players. */
const LARGEST_REQUEST = 26 * 1024 * 1024;
/** The log takes a sign of life each second; without one for so long, it cannot be written. */
const UNWELL_AFTER_MS = 5 * SECOND;
/** What a request that is under way may take when the leaf is told to end. */
const FINISH_MS = 3 * SECOND;

/** Without a usable Host header, Bun's `url` is a bare path: nothing that `URL` would take. */
const SOCKET = /^(?:https?:\/\/[^/?#]*)?\/ws\//u;

const listen = (config: Config, options: Parameters<typeof Bun.serve<Link>>[0]) => {
  try {
    return Bun.serve<Link>(options);
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failed(`cannot listen on ${config.bind}:${config.port}: ${why}`, { cause: error });
  }
};

const makeFolder = (folder: string): void => {
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failed(`cannot make the data folder: ${why}`, { cause: error });
  }
};

/**
 * A leaf that serves: every adapter is chosen here and nowhere else.
 * @param clock the machine's clocks; tests bring one whose time they move.
 * @param failed hears of bugs and of a sick disk.
 */
export const openLeaf = async ({
  config,
  clock,
  failed = console.error,
}: {
  readonly config: Config;
  readonly clock: Clock;
  readonly failed?: (error: unknown) => void;
}) => {
  const { now } = clock;
  const startedAtMs = now().bootMs;
  makeFolder(config.dataFolder);
  const log = await openStore(config.dataFolder);
  await refreshProjections(log, ROOMS);
  const newId = createIds(
    () => now().wallMs,
    () => randomBytes(10),
  );
  const handle = createHandle({
    ...{ log, rooms: ROOMS, newId, listenerFailed: failed },
    clock: () => now().wallMs,
  });
  const isNew = (await log.head()).seq === 0;
  const secrets = loadSecrets(config.dataFolder, isNew);
  const auth = await createAuth({ handle, log, now, newId, secrets });
  const { names, players, stop: stopPlayers } = createPlayers({ log, handle });
  const newSeed = () => randomBytes(16).toString('hex');
  const nodes = createNodes({ now, newSeed });
  // The port is the machine's choice where the configuration leaves it open.
  let port = config.port;
  const lanOrigin = createLan({
    bind: config.bind,
    port: () => port,
    nowMs: () => now().bootMs,
  });
  const shell: Shell = { handle, log, now, newId, newSeed, auth, names, nodes, lanOrigin, players };

  const isOwnHost = createHosts(config.hosts, () => now().bootMs);
  const pages = createPageLoader();
  const live = createLive({
    shell,
    build: pages.now()?.build ?? VERSION,
    redeem: auth.redeem,
    stands: auth.stands,
    onSignedOut: auth.onSignedOut,
    refuses: (request) => originRefusal(request, isOwnHost),
    failed,
  });

  const timekeeper = createTimekeeper({ handle, log, ...clock, failed });
  const health = async (): Promise<Health> => {
    const { bootMs } = now();
    const aliveAtMs = timekeeper.aliveAtBootMs() ?? startedAtMs;
    return {
      status: bootMs - aliveAtMs > UNWELL_AFTER_MS ? 'unwell' : 'ok',
      version: VERSION,
      uptime: Math.floor((bootMs - startedAtMs) / SECOND),
      events: (await log.head()).seq,
    };
  };

  const app = createApp({
    ...{ shell, auth, live, playerReader, health, isOwnHost, failed },
    requestDesk: createDesk(shell),
    pages: pages.load,
    version: VERSION,
  });

  await timekeeper.recover();
  const flows = createFlows({ flows: FLOWS, rooms: ROOMS, handle, log, failed });
  await flows.start();
  const server = listen(config, {
    port: config.port,
    hostname: config.bind,
    // Bun's own error pages tell paths and lines.
    development: false,
    maxRequestBodySize: LARGEST_REQUEST,
    websocket: live.websocket,
    fetch: (request, own) =>
      SOCKET.test(request.url) ? live.upgrade(request, own) : app.fetch(request, own),
  });
  port = server.port ?? port;
  live.start(server);
  await timekeeper.start();
  const house = keepHouse({ handle, log, now, failed });
  const control = openControl(config.dataFolder, async () =>
    (await import('./verify.ts')).report(log),
  );

  return {
    port,
    /** Gives what time asks for now, without waiting for a timer. */
    tick: timekeeper.tick,
    /** Takes nothing new, finishes what is under way, and leaves a tidy file. */
    stop: async (): Promise<void> => {
      await control.close();
      house.stop();
      await timekeeper.stop();
      live.stop();
      // What is under way may finish, but nobody holds up the end for long.
      await Promise.race([server.stop(), Bun.sleep(FINISH_MS)]);
      await server.stop(true);
      await flows.stop();
      stopPlayers();
      auth.stop();
      await handle.close();
      log.checkpoint();
      await log.close();
    },
  };
};

export type Leaf = Awaited<ReturnType<typeof openLeaf>>;
