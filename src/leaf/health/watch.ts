import { streamOf } from '../../kernel/envelope.ts';
import { HOUR, SECOND } from '../../kernel/time.ts';
import type { Handle } from '../../log/handle.ts';
import type { Log } from '../../log/port.ts';
import { tournament, tournamentState } from '../../rooms/tournament/room.ts';
import type { Health } from '../../server/app.ts';
import type { BackupsView } from '../../server/backup.ts';
import type { CloudStatus } from '../../server/cloud.ts';
import type { Live } from '../../server/live.ts';
import type { Counting } from '../../server/metrics/counting.ts';
import type { Family, Registry } from '../../server/metrics/registry.ts';
import { exporterOf } from '../../server/otel/exporter.ts';
import type { SoftwareView } from '../../server/update.ts';
import { VERSION } from '../../server/version.ts';
import type { Clock } from '../clock.ts';
import { openDiscipline } from '../clock.ts';
import type { NatsStatus } from '../cloud/nats-child.ts';
import type { Config } from '../config.ts';
import { BY_HAND } from '../update/go-back.ts';
import { readState } from '../update/state.ts';
import { lastOf } from '../update/told.ts';
import type { Updates } from '../update/updates.ts';
import { openHealth } from './engine.ts';
import { ownFigures } from './figures.ts';
import type { Readings } from './readings.ts';

/** Running at once in one house. */
const MOST_TOURNAMENTS = 50;
/** The copy counts as behind from here on, as the cloud's own page has it. */
const AWAY: ReadonlySet<CloudStatus['state']> = new Set<CloudStatus['state']>([
  ...(['missing', 'connecting', 'fork', 'behind', 'revoked'] as const),
]);

type Deps = {
  readonly config: Config;
  readonly clock: Clock;
  readonly registry: Registry;
  readonly counting: Counting;
  readonly log: Pick<Log, 'head' | 'count' | 'select'>;
  readonly handle: Pick<Handle, 'look'>;
  readonly cloud: {
    readonly status: () => Promise<CloudStatus>;
    readonly nats: () => NatsStatus | null;
  };
  readonly live: Pick<Live, 'counts'>;
  /** When the log last took a write of its own, by the clock since boot; null: not yet. */
  readonly writtenAtBootMs: () => number | null;
  /** How long it may take none. */
  readonly unwellAfterMs: number;
  readonly watchdogMs: number | null;
  readonly updates: Updates;
  /** What the venue is called in addresses; null: it has no name yet. */
  readonly slug: () => string | null;
  readonly backups: () => Promise<
    Pick<BackupsView, 'backups' | 'behind' | 'problem' | 'problemAt'>
  >;
  readonly warn: (line: string) => void;
  readonly failed: (error: unknown) => void;
};

/** Players of running tournaments who paid and sit nowhere. */
const waitingPlayers = async ({ log, handle }: Pick<Deps, 'log' | 'handle'>): Promise<number> => {
  const where = { status: 'running' };
  const rows = await log.select({ table: 'tournaments', where, limit: MOST_TOURNAMENTS });
  const each = rows.map(({ id }) =>
    handle.look(streamOf(tournament.name, String(id)), (found) => {
      const all = Object.values(tournamentState(found).entries);
      return all.filter(({ seat, out, gone }) => !seat && !out && !gone).length;
    }),
  );
  return (await Promise.all(each)).reduce((sum, one) => sum + one, 0);
};

const openRequests = async ({ log }: Pick<Deps, 'log'>): Promise<number> => {
  const each = ['waiting', 'conflicted'].map((status) => log.count('requests', { status }));
  return (await Promise.all(each)).reduce((sum, one) => sum + one, 0);
};

/** Each night one is made, or in the break of a night that goes on: two days without are too long. */
const BACKUP_DUE_MS = 48 * HOUR;

/** How old the newest is, as long as there is anything behind it; null: there is nothing to lose. */
export const backupOf = (
  {
    backups: [newest],
    behind,
    problem,
    problemAt,
  }: Pick<BackupsView, 'backups' | 'behind' | 'problem' | 'problemAt'>,
  nowMs: number,
): Readings['backup'] => {
  if (newest !== undefined) {
    const ageMs = behind === 0 ? 0 : nowMs - Date.parse(newest.madeAt);
    return { ageMs: Math.max(0, ageMs), dueMs: BACKUP_DUE_MS };
  }
  // None yet, and the first one came to nothing.
  if (problem === null || problemAt === null) return null;
  return {
    ageMs: BACKUP_DUE_MS + Math.max(1_000, nowMs - Date.parse(problemAt)),
    dueMs: BACKUP_DUE_MS,
  };
};

/** An update that was taken back, by nobody's wish, and of which nobody has read. */
export const isTakenBack = (
  last: Pick<NonNullable<SoftwareView['last']>, 'outcome' | 'reason' | 'seen'> | null,
): boolean => last?.outcome === 'rolledBack' && last.reason !== BY_HAND && !last.seen;

/** Everything that watches over a leaf: its health, its figures, its alerts, its traces. */
export const openWatch = (deps: Deps) => {
  const { config, clock, registry, counting, log, cloud, updates, failed } = deps;
  const { now } = clock;
  const startedAtMs = Date.now();
  const startedAtBootMs = now().bootMs;
  const discipline = openDiscipline();
  const writtenAgoMs = () => now().bootMs - (deps.writtenAtBootMs() ?? startedAtBootMs);
  const isUnwell = () => writtenAgoMs() > deps.unwellAfterMs;

  const health = openHealth({
    config: {
      ballastBytes: config.ballast?.bytes ?? 0,
      ballastAfterMs: config.ballast?.afterMs ?? 0,
      ...(config.webhook === undefined ? {} : { webhook: config.webhook }),
      isVirtual: config.isVirtual ?? false,
    },
    machine: { root: '/', dataFolder: config.dataFolder },
    ...{ clock, discipline, registry, warn: deps.warn, failed },
    name: () => `felt-leaf ${deps.slug() ?? ''}`.trim(),
    signs: {
      ...{ isUnwell, requests: counting.requests, cloud: cloud.status },
      childRestarts: () => cloud.nats()?.restarts ?? 0,
      rolledBack: () => updates.standing.kind !== 'none' && isTakenBack(lastOf(updates)),
      backup: async () => backupOf(await deps.backups(), now().wallMs),
    },
  });

  const figures = async (): Promise<readonly Family[]> =>
    ownFigures({
      ...{ startedAtMs, writtenAgoMs: writtenAgoMs(), watchdogMs: deps.watchdogMs },
      events: (await log.head()).seq,
      ...deps.live.counts(),
      running: await log.count('tournaments', { status: 'running' }),
      ...{ waitingPlayers: await waitingPlayers(deps), openRequests: await openRequests(deps) },
      ...{ offlineMs: health.offlineMs(), cloudState: (await cloud.status()).state },
      natsState: cloud.nats()?.state ?? 'none',
      natsRestarts: cloud.nats()?.restarts ?? 0,
      updateState: updates.standing.kind === 'none' ? 'unmanaged' : readState(updates.places).STATE,
      ballastBytes: health.ballastBytes(),
      ...{ discipline: discipline(), standings: health.standings() },
      webhookWaiting: health.webhookWaiting(),
    });
  registry.source(figures);

  const exporter = exporterOf('felt-leaf', config, { counting, registry, failed });

  const isRaised = (...kinds: readonly ('diskFull' | 'diskLow')[]): boolean =>
    kinds.some((kind) => health.standings()[kind]?.raisedAt != null);

  return {
    ...health,
    /** What `/health` says. */
    status: health.status,
    serves: async (): Promise<Health> => {
      const { state, lagMs } = await cloud.status();
      const nats = cloud.nats()?.state ?? 'none';
      return {
        ...{ status: isUnwell() ? 'unwell' : 'ok', version: VERSION },
        uptime: Math.floor((now().bootMs - startedAtBootMs) / SECOND),
        events: (await log.head()).seq,
        parts: {
          log: isUnwell() ? 'unwell' : 'ok',
          clock: clock.isSynchronised() ? 'ok' : 'unsure',
          disk: isRaised('diskFull') ? 'full' : isRaised('diskLow') ? 'low' : 'ok',
          hub: state === 'off' ? 'off' : AWAY.has(state) ? 'away' : 'up',
          lag: state === 'off' ? null : Math.round(lagMs / SECOND),
          children: nats === 'none' ? 'none' : nats === 'up' ? 'up' : 'down',
        },
      };
    },
    stop: async (): Promise<void> => {
      await exporter?.stop();
      await health.stop();
    },
  };
};

export type LeafWatch = ReturnType<typeof openWatch>;
