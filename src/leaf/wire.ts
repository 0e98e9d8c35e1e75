import { randomBytes } from 'node:crypto';
import { playerReader } from '../importers/players.ts';
import { createIds } from '../kernel/ids.ts';
import { SECOND } from '../kernel/time.ts';
import { createHandle } from '../log/handle.ts';
import { VENUE } from '../rooms/venue/room.ts';
import { createApp } from '../server/app.ts';
import { createAuth } from '../server/auth/auth.ts';
import type { Hears } from '../server/failure.ts';
import { createFlows } from '../server/flows.ts';
import { createHosts } from '../server/hosts.ts';
import { createLive } from '../server/live.ts';
import { createCounting } from '../server/metrics/counting.ts';
import { createRegistry } from '../server/metrics/registry.ts';
import { createNodes } from '../server/nodes.ts';
import { originRefusal } from '../server/origin.ts';
import { createPlayers } from '../server/players.ts';
import type { Shell } from '../server/shell.ts';
import type { ServiceManager } from '../server/systemd.ts';
import { openServiceManager } from '../server/systemd.ts';
import { createTurns } from '../server/turns.ts';
import { VERSION } from '../server/version.ts';
import { quietly } from '../sync/nats/quietly.ts';
import type { LastLines } from './backup/last-lines.ts';
import { createLastLines } from './backup/last-lines.ts';
import { openBackups } from './backup/open.ts';
import { settleBackup } from './backup/settle.ts';
import type { Clock } from './clock.ts';
import { noteDocuments } from './cloud/documents.ts';
import { joinAtStart } from './cloud/join-at-start.ts';
import { putInPlace } from './cloud/restore.ts';
import { openCloud } from './cloud.ts';
import type { Config } from './config.ts';
import { openControl } from './control.ts';
import { openWatch } from './health/watch.ts';
import { keepHouse } from './housekeeping.ts';
import { createLan } from './lan.ts';
import { listen } from './listen.ts';
import { openLog } from './open-log.ts';
import { createDesk } from './orders/desk.ts';
import { createPageLoader } from './page-loader.ts';
import { FLOWS, ROOMS } from './rooms.ts';
import { loadSecrets } from './secrets.ts';
import { createTimekeeper } from './timekeeper.ts';
import { createSoftware } from './update/engine.ts';
import { tellSwitch, watchTrial } from './update/trial.ts';

/** The log takes a sign of life each second; without one for so long, it cannot be written. */
const UNWELL_AFTER_MS = 5 * SECOND;
/** What a request that is under way may take when the leaf is told to end. */
const FINISH_MS = 3 * SECOND;

type LeafOptions = {
  readonly config: Config;
  readonly clock: Clock;
  /** Whoever started it; without one nobody waits for it. */
  readonly manager?: Pick<ServiceManager, 'extendStart' | 'watchdogMs' | 'patiently'>;
  /** Hears what the child beside it says. */
  readonly say?: (line: string) => void;
  /** Hears of alerts; without one, whoever hears the child does. */
  readonly warn?: (line: string) => void;
  readonly failed?: Hears;
};

/** A leaf on its file as it is now: every adapter is chosen here and nowhere else. */
const openHouse = async ({
  config,
  clock,
  manager = openServiceManager({}),
  failed: failedOutside = console.error,
  say = console.error,
  warn = say,
  reopen,
  lines,
}: LeafOptions & { readonly reopen: () => void; readonly lines: LastLines }) => {
  const { now } = clock;
  const registry = createRegistry();
  const counting = createCounting(registry);
  // Where there is none for want of space, once what watches over it is open.
  let makeRoom = () => {};
  const failed: Hears = (error, about) => {
    counting.failed(error);
    makeRoom();
    if (about === undefined) failedOutside(error);
    else failedOutside(error, about);
  };
  const { store, updates } = await openLog(config.dataFolder, manager);
  // Opened only with what it stands on, which stands on the log.
  let isLinked = () => false;
  let coreOrigin = (): string | null => null;
  const log = counting.log(noteDocuments(store, () => isLinked()));
  const newId = createIds(
    () => now().wallMs,
    // From the same source as `randomBytes`, in 0.03 µs instead of 0.5: each event takes an id.
    () => crypto.getRandomValues(new Uint8Array(10)),
  );
  const handle = counting.handle(
    createHandle({
      ...{ log, rooms: ROOMS, newId, listenerFailed: failed },
      clock: () => now().wallMs,
    }),
  );
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
  const shell: Shell = {
    ...{ handle, log, now, newId, newSeed, auth, names, nodes, lanOrigin, players },
    coreOrigin: () => coreOrigin(),
  };

  const cloud = openCloud({
    ...{
      dataFolder: config.dataFolder,
      house: shell,
      clock,
      say: quietly('nats', say),
      failed,
      reopen,
      only: config.isVirtual === true ? config.enrol?.core : undefined,
      alerts: () => watch.toldToCore(),
    },
  });
  ({ isLinked, coreOrigin } = cloud);

  const isOwnHost = createHosts(config.hosts, () => now().bootMs);
  const pages = createPageLoader();
  const live = createLive({
    shell,
    build: () => pages.now()?.build ?? '',
    redeem: auth.redeem,
    stands: auth.stands,
    onSignedOut: auth.onSignedOut,
    refuses: (request) => originRefusal(request, isOwnHost),
    failed,
  });

  const timekeeper = createTimekeeper({ handle, log, ...clock, failed });
  const watch = openWatch({
    ...{ config, clock, registry, counting, log, handle, cloud, live, updates, failed },
    ...{ writtenAtBootMs: timekeeper.aliveAtBootMs, unwellAfterMs: UNWELL_AFTER_MS },
    ...{ watchdogMs: manager.watchdogMs, warn },
    slug: () => auth.venue()?.slug ?? null,
    backups: () => backups.status(),
  });
  const health = watch.serves;
  makeRoom = watch.storeFailed;

  const software = createSoftware({
    ...{ updates, house: shell, clock, link: cloud.whereTo, failed },
    timezone: () => auth.venue()?.timezone ?? null,
  });
  const backups = openBackups({
    ...{ dataFolder: config.dataFolder, house: { handle, log, auth }, clock, failed },
    ...{ lines, isLinked: cloud.isLinked },
    parts: { health, software: software.status, cloud: cloud.status, alerts: watch.status },
  });
  const app = createApp({
    ...{ shell, auth, live, cloud, software, backups, playerReader, health, isOwnHost, failed },
    ...{ alerts: watch, counting, registry, metricsToken: config.metricsToken },
    requestDesk: createDesk(shell),
    proxies: config.proxies ?? [],
    pages: pages.load,
    version: VERSION,
  });

  await cloud.settle();
  await settleBackup(config.dataFolder, { handle, log, now });
  await timekeeper.recover();
  const { changed } = watch.begin();
  if (changed.length > 0) {
    const command = { type: 'noteMachine', parts: changed };
    await handle.execute({ stream: VENUE, command, by: 'system', device: null });
  }
  const flows = createFlows({ flows: FLOWS, rooms: ROOMS, handle, log, failed });
  await flows.start();
  const server = listen(config, { live, app });
  port = server.port ?? port;
  live.start(server);
  await timekeeper.start();
  cloud.start();
  const stopJoining = joinAtStart({ cloud, enrol: config.enrol, say, failed });
  watch.start();
  await updates.proveLine(cloud.isChildUp);
  await tellSwitch(updates, handle);
  const isWell = async () => (await health()).status === 'ok';
  software.start();
  const stopTrial = watchTrial(updates, { isWell, failed });
  const house = keepHouse({ handle, log, now, failed });
  await backups.start();
  const control = openControl(
    config.dataFolder,
    async (head) => (await import('./verify.ts')).report(log, config.dataFolder, head),
    { ...backups.control, ...software.control },
  );

  return {
    port,
    /** Gives what time asks for now, without waiting for a timer. */
    tick: timekeeper.tick,
    writtenAtBootMs: timekeeper.aliveAtBootMs,
    /** Takes nothing new, finishes what is under way, and leaves a tidy file. */
    stop: async (): Promise<void> => {
      await control.close();
      await watch.stop();
      stopTrial();
      await software.stop();
      await backups.stop();
      stopJoining();
      const nats = cloud.isChildUp();
      await cloud.stop();
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
      // Whatever keeps it from leaving what an update needs: it ends, and root takes that back.
      await updates.leave(store, nats).catch(failed);
      await log.close();
    },
  };
};

/**
 * A leaf that serves. Where the cloud brings a venue back, it is opened anew on the file that came.
 * @param clock the machine's clocks; tests bring one whose time they move.
 * @param failed hears of bugs and of a sick disk.
 * @param lost told why it could not be opened anew: nothing serves any more.
 */
export const openLeaf = async ({
  lost = console.error,
  ...options
}: LeafOptions & { readonly lost?: (error: unknown) => void }) => {
  const inTurn = createTurns();
  let stopped = false;
  let reopening = false;
  const reopen = () => {
    const work = inTurn(async () => {
      if (stopped) return;
      const { port } = house;
      reopening = true;
      await house.stop();
      putInPlace(options.config.dataFolder);
      house = await open({ ...options.config, port });
      reopening = false;
    });
    work.catch(lost);
  };
  const lines = createLastLines(() => options.clock.now().wallMs);
  const heard = {
    say: lines.saying(options.say ?? console.error),
    warn: lines.saying(options.warn ?? options.say ?? console.error),
    failed: lines.failing(options.failed ?? console.error),
  };
  const open = (config: Config) => openHouse({ ...options, ...heard, config, reopen, lines });
  let house = await open(options.config);
  return {
    port: house.port,
    /** Gives what time asks for now, without waiting for a timer. */
    tick: () => house.tick(),
    /**
     * When the log last took a write of its own, by the clock since boot; null while it is being
     * replaced by one that the cloud brought.
     */
    writtenAtBootMs: () => (reopening ? null : house.writtenAtBootMs()),
    /** Takes nothing new, finishes what is under way, and leaves a tidy file. */
    stop: (): Promise<void> => {
      stopped = true;
      return inTurn(() => house.stop());
    },
  };
};

export type Leaf = Awaited<ReturnType<typeof openLeaf>>;
