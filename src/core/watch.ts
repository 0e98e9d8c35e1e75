import { join } from 'node:path';
import { MINUTE, SECOND } from '../kernel/time.ts';
import type { Message } from '../server/alerts/webhook.ts';
import { createWebhook } from '../server/alerts/webhook.ts';
import { ALERT_WORDS } from '../server/alerts/words.ts';
import type { Counting } from '../server/metrics/counting.ts';
import type { Registry } from '../server/metrics/registry.ts';
import { createWindow } from '../server/metrics/window.ts';
import { exporterOf } from '../server/otel/exporter.ts';
import { writeSecretFile } from '../sync/nats/secret-file.ts';
import type { Health } from './app.ts';
import type { Config } from './config.ts';
import type { Platform } from './db/open.ts';
import { coreFigures } from './watch/figures.ts';
import type { ErrorsAlert, VenueAlert, VenueStanding } from './watch/rule.ts';
import { changesOf, errorsAlert, venueAlerts } from './watch/rule.ts';

const LOOK_EVERY_MS = 10 * SECOND;

/** Of every venue whose leaf was ever heard and that is not cut off. */
export const standingsIn = (platform: Platform): Promise<readonly VenueStanding[]> =>
  platform<VenueStanding[]>`
    select s.venue_id, v.slug, s.heard_at, s.behind_since,
      greatest(0, s.head_seq - s.applied_seq) as waiting, a.last_at as over_share_at
    from status s join venues v on v.id = s.venue_id
      left join alarms a on a.venue_id = s.venue_id and a.kind = 'quota'
    where v.revoked_at is null order by v.slug`;

const isoOf = (ms: number): string => new Date(ms).toISOString();

type Told = Pick<VenueAlert, 'since' | 'value'> & {
  readonly kind: VenueAlert['kind'] | 'errors';
  /** None: it is about this core itself. */
  readonly slug?: string;
};

const messageOf = (type: Message['type'], one: Told, nowMs: number): Message => ({
  ...{ type, timestamp: isoOf(nowMs) },
  data: {
    ...{ from: 'felt-core', kind: one.kind, tone: 'warning' },
    ...(one.slug === undefined ? {} : { venue: one.slug }),
    ...{ says: ALERT_WORDS[one.kind](one.value), since: isoOf(one.since), value: one.value },
  },
});

const ofWhom = ({ slug }: Told): string => (slug === undefined ? '' : ` of venue ${slug}`);

/**
 * The watch over a core and its venues: figures for Prometheus and OpenTelemetry, and alerts about leaves
 * that are not heard, or behind. Of several core processes on one database one is told of a webhook.
 */
export const openCoreWatch = ({
  config,
  platform,
  health,
  registry,
  counting,
  say,
  failed,
  now = Date.now,
}: {
  readonly config: Config;
  readonly platform: Platform;
  readonly health: () => Promise<Health>;
  readonly registry: Registry;
  readonly counting: Counting;
  readonly say: (line: string) => void;
  readonly failed: (error: unknown) => void;
  readonly now?: () => number;
}) => {
  const startedAtMs = now();
  const webhook = createWebhook({
    ...{ path: join(config.dataFolder, 'webhook-waiting.json'), save: writeSecretFile },
    ...{ target: () => config.webhook ?? null, nowMs: now, failed },
  });
  let standings: readonly VenueStanding[] = [];
  // Of before this start nothing is known: whatever stands is told once more.
  let alerts: readonly VenueAlert[] = [];

  let errors: ErrorsAlert | null = null;
  const asked = createWindow(5 * MINUTE);
  const failedOf = createWindow(5 * MINUTE);

  const raise = (one: Told): void => {
    say(`ALERT ${one.kind}${ofWhom(one)}: ${ALERT_WORDS[one.kind](one.value)}`);
    webhook.send(messageOf('alert.raised', one, now()));
  };
  const clear = (one: Told): void => {
    say(`over: ${one.kind}${ofWhom(one)}`);
    webhook.send(messageOf('alert.cleared', one, now()));
  };

  /** First of all: a database that does not answer is why most of them fail. */
  const lookAtErrors = (): void => {
    const { asked: all, failed: bad } = counting.requests();
    const before = errors;
    const window = { asked: asked(now(), all), failed: failedOf(now(), bad) };
    errors = errorsAlert(window, before, now());
    const told = ({ since, share }: ErrorsAlert) =>
      ({ kind: 'errors', since, value: share }) as const;
    if (before === null && errors !== null) raise(told(errors));
    if (before !== null && errors === null) clear(told(before));
  };

  const look = async (): Promise<void> => {
    lookAtErrors();
    standings = await standingsIn(platform);
    const before = alerts;
    alerts = venueAlerts(standings, before, now(), startedAtMs);
    const { raised, cleared } = changesOf(before, alerts);
    raised.forEach(raise);
    cleared.forEach(clear);
  };

  registry.source(async () =>
    coreFigures({
      ...{ platform, health: await health(), standings, alerts, startedAtMs, nowMs: now() },
    }),
  );
  const exporter = exporterOf('felt-core', config, { counting, registry, failed });

  let looking: Promise<void> | null = null;
  const lookNow = (): Promise<void> => {
    looking ??= look()
      .catch(failed)
      .finally(() => {
        looking = null;
      });
    return looking;
  };
  const timer = setInterval(lookNow, LOOK_EVERY_MS);

  return {
    start: (): void => {
      webhook.start();
      void lookNow();
    },
    look: lookNow,
    alerts: (): readonly VenueAlert[] => alerts,
    stop: async (): Promise<void> => {
      clearInterval(timer);
      await looking;
      await Promise.all([exporter?.stop(), webhook.stop()]);
    },
  };
};
