import { existsSync, rmSync } from 'node:fs';
import { MINUTE, SECOND } from '../../kernel/time.ts';
import type { Committed, Handle } from '../../log/handle.ts';
import type { LibsqlLog } from '../../log/libsql.ts';
import { keep, newestOf } from '../../server/backup/keep.ts';
import type { BackupPlace, BackupProblem, Backups } from '../../server/backup.ts';
import { ApiError } from '../../server/errors.ts';
import { createTurns } from '../../server/turns.ts';
import type { Clock } from '../clock.ts';
import type { LeafLink } from '../cloud/link.ts';
import { hourIn, runningClocks } from '../update/quiet.ts';
import type { Maker } from './apart.ts';
import { createCopies } from './copies.ts';
import { restoreFolder } from './in-place.ts';
import { keyFile, keyIdOf } from './key.ts';
import { backupFolder, makeBackupFolder, NoSpace } from './make.ts';
import type { Found, Rule } from './places.ts';
import { backupsIn, forgetAsides, partedBy, prune } from './places.ts';
import { BackupRefused } from './refusal.ts';
import { isFull } from './room.ts';
import type { BackupSettings } from './settings.ts';
import { isDue } from './when.ts';

const WATCH_EVERY_MS = 15 * SECOND;
const PAGE = 1_000;
const STOP_MS = 3 * SECOND;
/** Whoever asked for a backup waits so long for its copies; a slow line goes on without them. */
const COPIES_MS = MINUTE;

type Deps = {
  readonly dataFolder: string;
  readonly settings: BackupSettings;
  readonly house: {
    readonly handle: Pick<Handle, 'look' | 'onCommitted'>;
    readonly log: Pick<LibsqlLog, 'head' | 'after' | 'select'>;
  };
  readonly clock: Clock;
  /** Makes one while the night goes on. */
  readonly maker: Maker;
  /** Null while this leaf belongs to no core. */
  readonly link: () => LeafLink | null;
  /** Null before the venue was set up. */
  readonly venue: () => { readonly slug: string; readonly timezone: string } | null;
  readonly support: () => Promise<string>;
  readonly failed: (error: unknown) => void;
  /** Stands for `isOtherDisk` in tests. */
  readonly isOther?: Parameters<typeof createCopies>[0]['isOther'];
};

const isEnd = ({ envelope }: Pick<Committed, 'envelope'>): boolean =>
  envelope.type === 'tournament.ended';
const iso = (ms: number): string => new Date(ms).toISOString();

/** One that has what was the newest until a moment ago waits for the one that is now. */
const since =
  (newest: string | null) =>
  (place: BackupPlace): BackupPlace =>
    place.state === 'ok' && place.newest !== newest ? { ...place, state: 'waiting' } : place;

const problemOf = (error: unknown): BackupProblem => {
  if (error instanceof NoSpace || isFull(error)) return 'noSpace';
  return error instanceof BackupRefused ? 'unreadable' : 'failed';
};

/** Makes backups when it is time, keeps as many as the rule says, and brings copies elsewhere. */
export const createBackups = (deps: Deps) => {
  const { dataFolder, settings, house, clock, venue, failed } = deps;
  const folder = backupFolder(dataFolder);
  const keys = keyFile(dataFolder);
  const inTurn = createTurns();
  const copies = createCopies({
    ...{ dataFolder, to: settings.to, link: deps.link, clocks: clock.now },
    ...(deps.isOther === undefined ? {} : { isOther: deps.isOther }),
  });

  let making = false;
  let problem: {
    readonly what: BackupProblem;
    readonly bootMs: number;
    readonly at: number;
  } | null = null;
  let endedAtMs: number | null = null;
  let movedAtMs = clock.now().bootMs;
  let ranAtMs = clock.now().bootMs;
  /** Wall clock of the first event: before it there was nothing to keep. */
  let beganAt: number | null = null;

  const list = async (): Promise<readonly Found[]> => {
    const known = keys.known();
    if (known === null || !existsSync(folder)) return [];
    return backupsIn(folder, keyIdOf(known.key));
  };

  const rule = (): Rule => ({
    isOurs: async ({ events, head }) =>
      events === 0 || (await house.log.after(events - 1, 1))[0]?.hash === head,
    now: clock.isSynchronised() ? clock.now().wallMs : null,
    mostBytes: settings.mostBytes,
  });

  const newestOurs = async (): Promise<Found | null> =>
    newestOf((await partedBy(rule(), await list())).ours);

  const bringAll = async (): Promise<void> => {
    const newest = await newestOurs();
    const known = keys.known();
    const keyId = known === null ? '' : keyIdOf(known.key);
    await copies.bring(newest, keyId, rule());
  };

  const make = async (): Promise<Found> => {
    making = true;
    const ended = endedAtMs;
    endedAtMs = null;
    try {
      const nowMs = clock.now().wallMs;
      const slug = venue()?.slug ?? 'leaf';
      const made = await deps.maker.make({ slug, nowMs });
      await prune(folder, made.keyId, rule());
      await forgetAsides(dataFolder, rule().now);
      problem = null;
      return made;
    } catch (error) {
      endedAtMs ??= ended;
      const { bootMs, wallMs } = clock.now();
      problem = { what: problemOf(error), bootMs, at: wallMs };
      throw error;
    } finally {
      making = false;
    }
  };

  const sinceMs = (atMs: number | null): number | null =>
    atMs === null ? null : clock.now().bootMs - atMs;

  const momentNow = async () => {
    const newest = await newestOurs();
    const { seq } = await house.log.head();
    beganAt ??= (await house.log.after(0, 1))[0]?.envelope.at ?? null;
    if ((await runningClocks(house)).length > 0) ranAtMs = clock.now().bootMs;
    const { wallMs, bootMs } = clock.now();
    const ageMs = wallMs - (newest?.madeAt ?? beganAt ?? wallMs);
    const isBehind = seq > (newest?.events ?? 0);
    return {
      // Made later than now: one of the two clocks was wrong, and nobody knows how old it is.
      ageMs: ageMs < 0 ? Number.POSITIVE_INFINITY : ageMs,
      isBehind,
      ...{ endedMs: sinceMs(endedAtMs), failedMs: sinceMs(problem?.bootMs ?? null) },
      ...{ stillMs: bootMs - movedAtMs, clocksMs: bootMs - ranAtMs },
      hour: hourIn(venue()?.timezone ?? 'UTC', wallMs),
    };
  };

  const watch = async (): Promise<void> => {
    if (venue() === null) return;
    if (isDue(await momentNow())) await make();
    void bringAll().catch(failed);
  };

  /** A night that ended before this start, and is in no backup. */
  const lookForEnds = async (): Promise<void> => {
    let seq = (await newestOurs())?.events ?? 0;
    for (;;) {
      const page = await house.log.after(seq, PAGE);
      if (page.some(isEnd)) endedAtMs ??= clock.now().bootMs;
      if (page.length < PAGE || endedAtMs !== null) return;
      seq = page.at(-1)?.seq ?? seq;
    }
  };

  const doors: Backups = {
    status: async () => {
      const all = await list();
      const { ours, others } = await partedBy(rule(), all);
      const sorted = [ours, others].flatMap((one) => keep(one, null, Number.POSITIVE_INFINITY));
      const byName = new Map(all.map((one) => [one.name, one]));
      const head = await house.log.head();
      const shownAt = keys.known()?.shownAt ?? null;
      return {
        making,
        backups: sorted.map(({ name, madeAt, events, bytes }) => ({
          ...{ name, madeAt: iso(madeAt), events, bytes },
          knownAt: iso(byName.get(name)?.headAt ?? madeAt),
        })),
        behind: Math.max(0, head.seq - (newestOf(ours)?.events ?? 0)),
        ...{ problem: problem?.what ?? null, problemAt: problem === null ? null : iso(problem.at) },
        places: copies.status().map(since(newestOf(ours)?.name ?? null)),
        keyShownAt: shownAt === null ? null : iso(shownAt),
      };
    },
    makeNow: () =>
      inTurn(async () => {
        await make().catch((error: unknown) => {
          failed(error);
          const hasNoRoom = problemOf(error) === 'noSpace';
          const words = hasNoRoom
            ? 'The disk of this machine has no room for a backup.'
            : 'The backup could not be made, or not be read back.';
          throw new ApiError(hasNoRoom ? 'NO_SPACE' : 'BACKUP_FAILED', words);
        });
        void bringAll().catch(failed);
      }),
    showKey: () => {
      const { key } = keys.get();
      const { wallMs } = clock.now();
      keys.shown(key, wallMs);
      return { key, shownAt: iso(wallMs) };
    },
    fileOf: async (name) => {
      const found = (await list()).find((one) => one.name === name);
      return found === undefined ? null : found.path;
    },
    support: deps.support,
  };

  const timers: ReturnType<typeof setInterval>[] = [];
  const unlisten = house.handle.onCommitted((events) => {
    movedAtMs = clock.now().bootMs;
    if (events.some(isEnd)) endedAtMs ??= movedAtMs;
  });

  return {
    ...doors,
    /** Makes one and answers where it lies. */
    make: () => inTurn(make),
    /** The same, and which places have a copy of it, for the machine's own commands. */
    makeAndBring: () =>
      inTurn(async () => {
        const made = await make();
        await Promise.race([bringAll(), Bun.sleep(COPIES_MS)]);
        return { made, places: copies.status() };
      }),
    /** What time asks for now, without waiting for a timer. */
    watch: () => inTurn(watch),
    /** Brings the newest one everywhere; answers when every place has it or said why not. */
    bring: bringAll,
    start: async (): Promise<void> => {
      await makeBackupFolder(dataFolder);
      // Decrypted by a restore that did not come to its end.
      rmSync(restoreFolder(dataFolder), { recursive: true, force: true });
      await lookForEnds();
      void bringAll().catch(failed);
      timers.push(setInterval(() => void inTurn(watch).catch(failed), WATCH_EVERY_MS));
    },
    stop: async (): Promise<void> => {
      for (const timer of timers) clearInterval(timer);
      unlisten();
      await copies.stop();
      // Half of one is nothing; what goes to a slow stick may take longer than anybody waits.
      deps.maker.stop();
      await Promise.race([inTurn(async () => undefined), Bun.sleep(STOP_MS)]);
    },
  };
};

export type BackupEngine = ReturnType<typeof createBackups>;
