import type { Family, Sample } from '../../server/metrics/registry.ts';
import { gauge } from '../../server/metrics/registry.ts';
import { BUILD, VERSION } from '../../server/version.ts';
import type { Discipline } from '../clock.ts';
import type { Standings } from './alerts.ts';
import { raisedIn } from './alerts.ts';
import type { MachineReadings } from './machine.ts';
import type { Readings } from './readings.ts';

const yes = (is: boolean): number => (is ? 1 : 0);

/** One of several words that it is, as Prometheus has it: 1 beside that one. */
const one = (name: string, help: string, label: string, value: string): Family => ({
  ...{ kind: 'gauge', name, help },
  samples: [{ labels: { [label]: value }, value: 1 }],
});

const all = (name: string, help: string, samples: readonly Sample[]): Family => ({
  ...{ kind: 'gauge', name, help, samples },
});

const total = (name: string, help: string, value: number): Family => ({
  ...{ kind: 'counter', name, help },
  samples: [{ labels: {}, value }],
});

/** What the last look found, as figures. */
export const lookFigures = (
  { disk, cloud, celsius, clock, memory, supply, underVoltage, backup }: Readings,
  { load }: Pick<MachineReadings, 'load'>,
): readonly Family[] => [
  ...gauge('felt_disk_free_bytes', 'Free space where the log lies.', disk?.freeBytes ?? null),
  ...gauge('felt_disk_size_bytes', 'Size of that file system.', disk?.totalBytes ?? null),
  ...gauge('felt_disk_wear_ratio', "Share of the disk's life that is used up.", disk?.wear ?? null),
  ...gauge('felt_temperature_celsius', 'The hottest thermal zone.', celsius),
  ...gauge('felt_load1', 'Load average of one minute.', load),
  ...gauge('felt_memory_available_bytes', 'Memory to be had.', memory?.availableBytes ?? null),
  ...gauge('felt_memory_size_bytes', 'Memory in all.', memory?.totalBytes ?? null),
  ...gauge(
    'felt_under_voltage',
    '1: too little power.',
    underVoltage === null ? null : yes(underVoltage),
  ),
  ...gauge('felt_on_battery', '1: the power is out.', supply && yes(supply.onBattery)),
  ...gauge(
    'felt_battery_ratio',
    'Charge of the battery.',
    supply?.percent == null ? null : supply.percent / 100,
  ),
  ...gauge(
    'felt_clock_synchronised',
    '1: somebody keeps the wall clock right.',
    yes(clock.synchronised),
  ),
  ...gauge('felt_clock_offset_seconds', 'What it is still off by.', clock.offsetMs / 1000),
  ...gauge(
    'felt_sync_waiting_events',
    'Events that the core does not have yet.',
    cloud?.waiting ?? null,
  ),
  ...gauge('felt_sync_lag_seconds', 'Age of the oldest of them.', cloud && cloud.lagMs / 1000),
  ...gauge(
    'felt_sync_silent_seconds',
    'Since the core was last heard.',
    cloud && cloud.silentMs / 1000,
  ),
  ...gauge(
    'felt_backup_age_seconds',
    'Age of the newest good backup.',
    backup && backup.ageMs / 1000,
  ),
];

/** What changes from scrape to scrape, and what the program says of itself. */
export const ownFigures = (own: {
  readonly startedAtMs: number;
  readonly events: number;
  readonly sockets: number;
  readonly streams: number;
  readonly writtenAgoMs: number;
  readonly watchdogMs: number | null;
  readonly running: number;
  readonly waitingPlayers: number;
  readonly openRequests: number;
  readonly offlineMs: number;
  readonly cloudState: string;
  readonly natsState: string;
  readonly natsRestarts: number;
  readonly updateState: string;
  readonly ballastBytes: number;
  readonly discipline: Discipline;
  readonly standings: Standings;
  readonly webhookWaiting: number;
}): readonly Family[] => {
  const { user, system } = process.cpuUsage();
  return [
    {
      ...{ kind: 'gauge', name: 'felt_build_info', help: 'Which build runs: always 1.' },
      samples: [{ labels: { version: VERSION, sequence: String(BUILD.sequence) }, value: 1 }],
    },
    ...gauge(
      'process_start_time_seconds',
      'Start of the process, Unix time.',
      own.startedAtMs / 1000,
    ),
    ...gauge('process_resident_memory_bytes', 'Resident memory.', process.memoryUsage.rss()),
    total('process_cpu_seconds_total', 'Time on the processor.', (user + system) / 1e6),
    total('felt_events_total', 'Events in the log.', own.events),
    all('felt_sockets', 'Open connections of the live pages.', [
      { labels: { kind: 'websocket' }, value: own.sockets },
      { labels: { kind: 'stream' }, value: own.streams },
    ]),
    ...gauge(
      'felt_log_written_ago_seconds',
      'Since the log last took a sign of life.',
      own.writtenAgoMs / 1000,
    ),
    ...gauge(
      'felt_watchdog_seconds',
      'What the service manager waits for a sign of life; 0: it does not.',
      (own.watchdogMs ?? 0) / 1000,
    ),
    ...gauge('felt_tournaments_running', 'Tournaments that are being played.', own.running),
    ...gauge('felt_players_waiting', 'Players of those who have no seat yet.', own.waitingPlayers),
    ...gauge(
      'felt_requests_open',
      'Requests of players that wait for the floor.',
      own.openRequests,
    ),
    total('felt_offline_seconds_total', 'Time without a word from the core.', own.offlineMs / 1000),
    one(
      'felt_sync_state',
      'How it stands with the core: 1 beside the word.',
      'state',
      own.cloudState,
    ),
    one('felt_nats_state', 'The nats-server beside it: 1 beside the word.', 'state', own.natsState),
    total('felt_nats_restarts_total', 'How often it was started again.', own.natsRestarts),
    one('felt_update_state', 'How updates stand: 1 beside the word.', 'state', own.updateState),
    ...gauge('felt_ballast_bytes', 'Room that is held back for a full disk.', own.ballastBytes),
    ...gauge(
      'felt_clock_drift_ppm',
      'What the clock would drift by alone.',
      own.discipline.driftPpm,
    ),
    all(
      'felt_alert',
      'Alerts that are raised: 1 beside the kind.',
      raisedIn(own.standings).map(({ kind, tone }) => ({ labels: { kind, tone }, value: 1 })),
    ),
    ...gauge('felt_webhook_waiting', 'Messages about alerts that wait.', own.webhookWaiting),
  ];
};
