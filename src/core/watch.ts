import { join } from 'node:path';
import { SECOND } from '../kernel/time.ts';
import type { Message } from '../server/alerts/webhook.ts';
import { createWebhook } from '../server/alerts/webhook.ts';
import { ALERT_WORDS } from '../server/alerts/words.ts';
import type { Counting } from '../server/metrics/counting.ts';
import type { Registry } from '../server/metrics/registry.ts';
import { openExporter } from '../server/otel/exporter.ts';
import { VERSION } from '../server/version.ts';
import { writeSecretFile } from '../sync/nats/secret-file.ts';
import type { Health } from './app.ts';
import type { Config } from './config.ts';
import type { Platform } from './db/open.ts';
import { coreFigures } from './watch/figures.ts';
import type { VenueAlert, VenueStanding } from './watch/rule.ts';
import { changesOf, venueAlerts } from './watch/rule.ts';

const LOOK_EVERY_MS = 10 * SECOND;

/** Of every venue whose leaf was ever heard and that is not cut off. */
export const standingsIn = (platform: Platform): Promise<readonly VenueStanding[]> =>
  platform<VenueStanding[]>`
    select s.venue_id, v.slug, s.heard_at, s.behind_since,
      greatest(0, s.head_seq - s.applied_seq) as waiting
    from status s join venues v on v.id = s.venue_id where v.revoked_at is null order by v.slug`;

const isoOf = (ms: number): string => new Date(ms).toISOString();

const messageOf = (type: Message['type'], one: VenueAlert, nowMs: number): Message => ({
  ...{ type, timestamp: isoOf(nowMs) },
  data: {
    ...{ from: 'felt-core', venue: one.slug, kind: one.kind, tone: 'warning' },
    ...{ says: ALERT_WORDS[one.kind](one.value), since: isoOf(one.since), value: one.value },
  },
});

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

  const look = async (): Promise<void> => {
    standings = await standingsIn(platform);
    const before = alerts;
    alerts = venueAlerts(standings, before, now());
    const { raised, cleared } = changesOf(before, alerts);
    for (const one of raised) {
      say(`ALERT ${one.kind} of venue ${one.slug}: ${ALERT_WORDS[one.kind](one.value)}`);
      webhook.send(messageOf('alert.raised', one, now()));
    }
    for (const one of cleared) {
      say(`over: ${one.kind} of venue ${one.slug}`);
      webhook.send(messageOf('alert.cleared', one, now()));
    }
  };

  registry.source(async () =>
    coreFigures({
      ...{ platform, health: await health(), standings, alerts, startedAtMs, nowMs: now() },
    }),
  );
  const exporter =
    config.otel === undefined
      ? null
      : openExporter({
          ...{ config: config.otel, folder: join(config.dataFolder, 'otel') },
          ...{ counting, registry, version: VERSION, failed },
          resource: {
            ...{ 'service.name': 'felt-core', 'service.version': VERSION },
            'service.instance.id': crypto.randomUUID(),
          },
        });

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
