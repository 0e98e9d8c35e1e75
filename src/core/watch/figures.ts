import type { Family } from '../../server/metrics/registry.ts';
import { gauge } from '../../server/metrics/registry.ts';
import { BUILD, VERSION } from '../../server/version.ts';
import type { Health } from '../app.ts';
import type { Platform } from '../db/open.ts';
import type { VenueAlert, VenueStanding } from './rule.ts';
import { VENUE_ALERTS } from './rule.ts';

/** A leaf reports itself each ten seconds. */
const HEARD_MS = 25_000;

type Totals = { readonly events: number; readonly alarms: number; readonly tournaments: number };

/** Sums over all venues: no name of one is in it. */
const totalsIn = async (platform: Platform): Promise<Totals> => {
  const [sums] = await platform<Totals[]>`
    select coalesce(sum(applied_seq), 0)::float8 as events,
      coalesce(sum(json_array_length(live::json)), 0)::float8 as tournaments,
      (select count(*) from alarms)::float8 as alarms from status`;
  return sums ?? { events: 0, alarms: 0, tournaments: 0 };
};

const counter = (name: string, help: string, value: number): Family => ({
  ...{ kind: 'counter', name, help },
  samples: [{ labels: {}, value }],
});

export const coreFigures = async ({
  platform,
  health,
  standings,
  alerts,
  startedAtMs,
  nowMs,
}: {
  readonly platform: Platform;
  readonly health: Health;
  readonly standings: readonly VenueStanding[];
  readonly alerts: readonly VenueAlert[];
  readonly startedAtMs: number;
  readonly nowMs: number;
}): Promise<readonly Family[]> => {
  const own = process.cpuUsage();
  const behind = standings.map(({ behindSince }) =>
    behindSince === null ? 0 : nowMs - behindSince,
  );
  const heard = standings.filter(({ heardAt }) => nowMs - heardAt <= HEARD_MS).length;
  const waiting = standings.reduce((sum, one) => sum + one.waiting, 0);
  const ofProcess: readonly Family[] = [
    {
      ...{ kind: 'gauge', name: 'felt_build_info', help: 'Which build runs: always 1.' },
      samples: [{ labels: { version: VERSION, sequence: String(BUILD.sequence) }, value: 1 }],
    },
    ...gauge('process_start_time_seconds', 'Start of the process, Unix time.', startedAtMs / 1000),
    ...gauge('process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss()),
    counter('process_cpu_seconds_total', 'Time on the processor.', (own.user + own.system) / 1e6),
    ...gauge('felt_database_up', '1: the database answers.', health.database ? 1 : 0),
    ...gauge('felt_hub_up', '1: the hub answers.', health.hub ? 1 : 0),
    ...gauge(
      'felt_ingest_taking',
      '1: it takes in what leaves send.',
      health.ingest === 'taking' ? 1 : 0,
    ),
  ];
  if (!health.database) return ofProcess;
  const { events, alarms, tournaments } = await totalsIn(platform);
  return [
    ...ofProcess,
    counter('felt_events_total', 'Events of all venues.', events),
    ...gauge('felt_alarms', 'What a person should look at in venues.', alarms),
    ...gauge('felt_tournaments_running', 'As the leaves told last.', tournaments),
    ...gauge('felt_venues', 'Venues with a leaf.', standings.length),
    ...gauge('felt_venues_heard', 'Venues whose leaf was heard within 25 s.', heard),
    ...gauge('felt_sync_waiting_events', 'Events that leaves have and this core has not.', waiting),
    ...gauge(
      'felt_sync_lag_seconds',
      'Of the venue that is behind for longest.',
      Math.max(0, ...behind) / 1000,
    ),
    {
      ...{ kind: 'gauge', name: 'felt_venue_alerts', help: 'Alerts of venues by kind.' },
      samples: VENUE_ALERTS.map((kind) => ({
        labels: { kind },
        value: alerts.filter((one) => one.kind === kind).length,
      })),
    },
  ];
};
