import type { Table } from '../kernel/room.ts';
import { MINUTE } from '../kernel/time.ts';
import type { Log } from '../log/port.ts';
import type { VenueState } from '../rooms/venue/room.ts';
import { VENUE } from '../rooms/venue/room.ts';
import type { Cloud, CloudStatus, JoinedVenue } from '../server/cloud.ts';
import { ApiError } from '../server/errors.ts';
import { publicOrigin } from '../server/origins.ts';
import type { Shell } from '../server/shell.ts';
import { createTurns } from '../server/turns.ts';
import { withDocuments } from '../sync/outbox/status.ts';
import type { LeafAlert } from '../sync/protocol.ts';
import { SYNC_CHECKPOINTS, SYNC_DOCUMENTS } from '../sync/tables.ts';
import type { Clock } from './clock.ts';
import { coreAddress } from './cloud/core-door.ts';
import { forgetMarks } from './cloud/documents.ts';
import { codeHash, joinCore } from './cloud/enrol.ts';
import type { Line } from './cloud/line.ts';
import { openLine } from './cloud/line.ts';
import type { LeafLink } from './cloud/link.ts';
import { linkFile } from './cloud/link.ts';
import type { Restore } from './cloud/restore.ts';
import { discardRestore, isRestoring, startRestore } from './cloud/restore.ts';
import { seriesOf, settleRestore } from './cloud/settle-restore.ts';
import { adminsOf, takeOver } from './cloud/take-over.ts';
import type { House } from './orders/step.ts';

const PAGE = 500;

/** Of another core nothing is to be sent, and nothing that it signed counts. */
const forgetRows = async (
  log: Pick<Log, 'select' | 'write'>,
  { name, key }: Table,
): Promise<void> => {
  for (;;) {
    const rows = await log.select({ table: name, limit: PAGE });
    if (rows.length === 0) return;
    const keys = rows.map((row) => Object.fromEntries(key.map((one) => [one, row[one] ?? ''])));
    await log.write(keys.map((one) => ({ table: name, key: one, row: null })));
  }
};

const OFF = {
  ...{ state: 'off', core: null, epoch: null, applied: null, waiting: 0, lagMs: 0 },
  ...{ documentsWaiting: 0, lastContactAt: null, forkAt: null, twin: false, reason: null },
} as const satisfies Partial<CloudStatus>;

type Joined = { readonly link: LeafLink; readonly line: Line };

const statusOf = async (
  { core, epoch }: LeafLink,
  line: Line,
): Promise<Omit<CloudStatus, 'restored'>> => {
  const seen = line.status();
  const nats = line.nats();
  const documentsWaiting = await line.documentsWaiting();
  const own = line.isRefused() ? 'revoked' : withDocuments(seen.state, documentsWaiting);
  const state = nats.state === 'missing' ? 'missing' : own;
  return {
    ...{ ...seen, state, core: core.url, epoch, documentsWaiting },
    reason: line.trouble(),
  };
};

/** Without a word from the core for so long its pages show what is over; the leaf's own do not. */
const CORE_AWAY_MS = 10 * MINUTE;
const HALTED: ReadonlySet<string> = new Set([
  ...['fork', 'behind', 'revoked', 'tooNew', 'hubFull', 'dayUsed'],
]);

const coreOriginOf = ({ link, line }: Joined, nowMs: number): string | null => {
  const { state, lastContactAt } = line.status();
  const isAway = lastContactAt === null || nowMs - lastContactAt > CORE_AWAY_MS;
  return isAway || HALTED.has(state) ? null : publicOrigin(link.core.told ?? link.core.url);
};

/**
 * This leaf's belonging to a core. Without a link nothing of it runs, and a night is the same with it
 * or without: commits never wait for anything here.
 */
export const openCloud = ({
  dataFolder,
  house,
  clock,
  say,
  failed,
  reopen,
  only,
  alerts,
}: {
  readonly dataFolder: string;
  readonly house: House & Pick<Shell, 'handle' | 'log' | 'auth' | 'lanOrigin'>;
  readonly clock: Clock;
  readonly say: (line: string) => void;
  readonly failed: (error: unknown) => void;
  /** Opens the leaf anew on what came back, once all of it is there. */
  readonly reopen: () => void;
  /** The one core that it may join, as its provider says; undefined: whichever an admin names. */
  readonly only?: string | undefined;
  /** What somebody should look at here, told to the core. */
  readonly alerts: () => readonly LeafAlert[];
}) => {
  const { handle, log } = house;
  const file = linkFile(dataFolder);
  const inTurn = createTurns();
  // From the first moment on: what is changed before the line begins has to be noted, too.
  let isLinked = file.read() !== null;
  let joined: Joined | null = null;
  let restoring: { readonly link: LeafLink; readonly work: Restore } | null = null;

  const begin = (link: LeafLink): void => {
    const acknowledged = () => undefined;
    const line = openLine({ dataFolder, link, house, clock, acknowledged, alerts, say, failed });
    joined = { link, line };
    isLinked = true;
  };

  /** What is to come back comes back first; only then is there anything to send. */
  const follow = (link: LeafLink): void => {
    if (isRestoring(link)) {
      restoring = { link, work: startRestore({ dataFolder, link, done: reopen }) };
    } else {
      begin(link);
    }
  };

  const unlisten = handle.onCommitted((events) => joined?.line.grown(events));

  const join = async (core: string, code: string): Promise<JoinedVenue> => {
    if (joined !== null) {
      const words = 'This leaf is in the cloud already: take it out first.';
      throw new ApiError('ALREADY_LINKED', words);
    }
    if (only !== undefined && coreAddress(core) !== coreAddress(only)) {
      throw new ApiError('CORE_ADDRESS', 'This leaf joins the core of its provider and no other.');
    }
    const link = await joinCore({ file, log }, core, code);
    // Another code while a venue comes back: its token was worth nothing any more.
    await restoring?.work.stop();
    if (restoring !== null) discardRestore(dataFolder);
    restoring = null;
    await forgetMarks(log);
    file.write(link);
    follow(link);
    return { venue: link.venue, isRestoring: isRestoring(link) };
  };

  const unlink = async (): Promise<void> => {
    const [line, work] = [joined?.line, restoring?.work];
    [joined, restoring] = [null, null];
    file.remove();
    isLinked = false;
    await line?.stop();
    await work?.stop();
    if (work !== undefined) discardRestore(dataFolder);
    await forgetMarks(log);
    await forgetRows(log, SYNC_DOCUMENTS);
    await forgetRows(log, SYNC_CHECKPOINTS);
  };

  const desk = { handle, log, auth: house.auth, nowMs: () => clock.now().wallMs };

  const restoredNow = () =>
    handle.look(VENUE, (state): CloudStatus['restored'] => {
      // The venue's stream holds its own room's states only.
      const { restored } = state as VenueState;
      if (restored === null || restored.settled) return null;
      return { knownAt: restored.knownAt, series: restored.series };
    });

  /** @throws ApiError ALREADY_SET_UP, CODE_UNKNOWN where it is not the code that brought it back. */
  const heldCode = (code: string): LeafLink => {
    const link = joined?.link;
    if (link?.codeHash === undefined) {
      throw new ApiError('ALREADY_SET_UP', 'This venue is set up already: sign in.');
    }
    if (link.codeHash === codeHash(code)) return link;
    throw new ApiError('CODE_UNKNOWN', 'This is not the code that brought the venue back.');
  };

  const doors: Cloud = {
    status: async () => {
      const own =
        joined === null
          ? { ...OFF, head: (await log.head()).seq }
          : await statusOf(joined.link, joined.line);
      return { ...own, restored: await restoredNow() };
    },
    enrol: (core, code) => inTurn(() => join(core, code)),
    unlink: () => inTurn(unlink),
    setup: () => {
      const { link } = joined ?? restoring ?? {};
      if (link === undefined) return { state: 'none', venue: null, progress: null };
      const state = restoring ? 'restoring' : link.codeHash ? 'restored' : 'joined';
      return { state, venue: link.venue, progress: restoring?.work.progress() ?? null };
    },
    admins: async (code) => {
      heldCode(code);
      return adminsOf(desk);
    },
    takeOver: (code, admin) =>
      inTurn(async () => {
        const { codeHash: _, ...link } = heldCode(code);
        const done = await takeOver(desk, admin);
        file.write(link);
        if (joined !== null) joined = { ...joined, link };
        return done;
      }),
  };

  return {
    ...doors,
    /** Where phones anywhere find this venue's pages at the core; null while it is not in step. */
    coreOrigin: (): string | null =>
      joined === null ? null : coreOriginOf(joined, clock.now().wallMs),
    /** Where this leaf's core is, and what the venue is called there; null: it belongs to none. */
    whereTo: (): { readonly core: string; readonly venueId: string } | null => {
      const link = joined?.link ?? null;
      return link === null ? null : { core: link.core.url, venueId: link.venueId };
    },
    /** Whether the nats-server of this leaf runs; false where it has none. */
    isChildUp: (): boolean => joined?.line.nats().state === 'up',
    /** The nats-server of this leaf; null: it has none. */
    nats: () => joined?.line.nats() ?? null,
    /** Whether there is a core that is to have the documents. */
    isLinked: (): boolean => isLinked,
    /** Before the doors open: says in the log what came back, where something did. */
    settle: async (): Promise<void> => {
      const link = file.read();
      if (link === null || !isRestoring(link) || (await log.head()).seq === 0) return;
      const { restore, ...settled } = link;
      const series = seriesOf(link.epoch);
      await settleRestore({ handle, log, now: clock.now, series, head: restore.head });
      file.write(settled);
    },
    /** Begins the line of a leaf that has a link, or goes on bringing back what it had. */
    start: (): void => {
      const link = file.read();
      if (link !== null) follow(link);
    },
    stop: (): Promise<void> =>
      inTurn(async () => {
        unlisten();
        await restoring?.work.stop();
        await joined?.line.stop();
      }),
  };
};
