import { join } from 'node:path';
import { SECOND } from '../../kernel/time.ts';
import type { AlertTone } from '../../server/alerts/kinds.ts';
import { anyway, LeadsInside, outward } from '../../server/alerts/outward.ts';
import type { Message, Target } from '../../server/alerts/webhook.ts';
import { createWebhook, newSecret } from '../../server/alerts/webhook.ts';
import { ALERT_WORDS } from '../../server/alerts/words.ts';
import type { Alerts, AlertsView } from '../../server/alerts.ts';
import { ApiError } from '../../server/errors.ts';
import type { Registry } from '../../server/metrics/registry.ts';
import { writeSecretFile } from '../../sync/nats/secret-file.ts';
import type { LeafAlert } from '../../sync/protocol.ts';
import type { Clock, Discipline } from '../clock.ts';
import { openDiscipline } from '../clock.ts';
import type { Raised, Standings } from './alerts.ts';
import { alerts, raisedIn, withoutCovered } from './alerts.ts';
import { openBallast } from './ballast.ts';
import { lookFigures } from './figures.ts';
import type { Signs } from './gather.ts';
import { createGatherer } from './gather.ts';
import { readIdentity } from './identity.ts';
import type { Machine, MachineReadings } from './machine.ts';
import { createMachine } from './machine.ts';
import type { Begun } from './memory.ts';
import { openMemory } from './memory.ts';
import type { Readings } from './readings.ts';
import { openTarget } from './target.ts';
import { isoOf, machineView } from './view.ts';

const LOOK_EVERY_MS = 10 * SECOND;
/** A disk fills faster than anything else changes. */
const DISK_EVERY_MS = 2 * SECOND;
/** Without a word from the core for so long it counts as offline. */
const SILENT_MS = 25 * SECOND;

export type HealthConfig = {
  /** Room that is held back for a full disk; 0: none. */
  readonly ballastBytes: number;
  /** How long after the start it is made. */
  readonly ballastAfterMs: number;
  /** Where alerts go; undefined: where an admin says. */
  readonly webhook?: Target;
  /** A leaf at a provider, beside other venues: where an admin says may be on the internet alone. */
  readonly isVirtual?: boolean;
};

/** The host alone: addresses of such services often hold a secret. */
const hostOf = (url: string): string => new URL(url).host;

const saying = ({ kind, value }: Raised): string => ALERT_WORDS[kind](value ?? 0);

/**
 * The watch over a leaf and its machine: looks each ten seconds, says what is not well where an operator,
 * a log and another service hear it, and holds back some room for a night on a full disk.
 */
export const openHealth = ({
  config,
  machine: machineOf,
  clock,
  discipline = openDiscipline(),
  signs,
  registry,
  name,
  warn,
  failed,
}: {
  readonly config: HealthConfig;
  readonly machine: Machine;
  readonly clock: Clock;
  readonly discipline?: () => Discipline;
  readonly signs: Signs;
  readonly registry: Pick<Registry, 'source'>;
  /** What this leaf is called in messages: nothing personal. */
  readonly name: () => string;
  readonly warn: (line: string) => void;
  readonly failed: (error: unknown) => void;
}) => {
  const { dataFolder } = machineOf;
  const startedAtMs = clock.now().bootMs;
  const memory = openMemory(dataFolder, failed);
  const machine = createMachine(machineOf, () => clock.now().bootMs);
  const ballast = openBallast({
    ...{ folder: dataFolder, bytes: config.ballastBytes },
    isTime: () => clock.now().bootMs - startedAtMs >= config.ballastAfterMs,
    bootMs: () => clock.now().bootMs,
  });
  const target = openTarget(dataFolder, config.webhook);
  const way = config.isVirtual === true && !target.isFixed ? outward : anyway;
  const webhook = createWebhook({
    ...{ path: join(dataFolder, 'webhook-waiting.json'), save: writeSecretFile },
    ...{ target: target.now, nowMs: () => clock.now().wallMs, way, failed },
  });
  const gather = createGatherer({ clock, discipline, machine, ballast, memory, signs });
  let standings: Standings = Object.fromEntries(
    Object.entries(memory.raised()).map(([kind, { at, tone }]) => [
      kind,
      { raisedAt: at, turningAtBootMs: null, value: null, tone },
    ]),
  );
  let last: { readings: Readings; machine: MachineReadings } | null = null;
  let [offlineMs, lookedAtMs] = [0, startedAtMs];
  let looking: Promise<void> | null = null;

  const message = (type: Message['type'], one: Raised, at: number): Message => ({
    ...{ type, timestamp: isoOf(at) },
    data: {
      ...{ from: name(), kind: one.kind, tone: one.tone, says: saying(one) },
      ...{ since: isoOf(one.since), value: one.value },
    },
  });

  const tell = (before: readonly Raised[], now: readonly Raised[], at: number): void => {
    const was = new Set(before.map(({ kind }) => kind));
    const is = new Set(now.map(({ kind }) => kind));
    const told = memory.raised();
    const isWorse = ({ kind, tone }: Raised): boolean =>
      tone === 'danger' && told[kind]?.tone === 'warning';
    const raised = now.filter((one) => !was.has(one.kind) || isWorse(one));
    const cleared = before.filter(({ kind }) => !is.has(kind));
    for (const one of raised) {
      warn(`ALERT ${one.kind}: ${saying(one)}`);
      webhook.send(message('alert.raised', one, at));
    }
    for (const one of cleared) {
      warn(`over: ${one.kind}`);
      webhook.send(message('alert.cleared', one, at));
    }
    if (raised.length + cleared.length === 0) return;
    // Once told as danger it is not told again, however it goes up and down before it is over.
    const worst = ({ kind, tone }: Raised): AlertTone =>
      was.has(kind) && told[kind]?.tone === 'danger' ? 'danger' : tone;
    memory.keepRaised(
      Object.fromEntries(now.map((one) => [one.kind, { at: one.since, tone: worst(one) }])),
    );
  };

  const judge = (readings: Readings): void => {
    const before = raisedIn(standings);
    standings = alerts(readings, standings);
    tell(before, raisedIn(standings), readings.wallMs);
  };

  const look = async (): Promise<void> => {
    ballast.look();
    last = await gather();
    const { bootMs, cloud } = last.readings;
    if (cloud !== null && cloud.silentMs > SILENT_MS) offlineMs += bootMs - lookedAtMs;
    lookedAtMs = bootMs;
    judge(last.readings);
  };

  /** One at a time; whoever comes meanwhile waits for that one. */
  const lookNow = (): Promise<void> => {
    looking ??= look()
      .catch(failed)
      .finally(() => {
        looking = null;
      });
    return looking;
  };

  /** Whatever becomes of the ballast is told at once. */
  const guarded = (work: () => void): void => {
    const before = ballast.state();
    try {
      work();
    } catch (error) {
      failed(error);
    }
    if (ballast.state() !== before) void lookNow();
  };

  registry.source(() => (last === null ? [] : lookFigures(last.readings, last.machine)));

  const machineNow = (): AlertsView['machine'] =>
    machineView({
      ...{ readings: last?.readings, machine: last?.machine, memory, clock },
      ballast: { state: ballast.state(), bytes: config.ballastBytes },
    });

  const webhookView = (): AlertsView['webhook'] => {
    const to = target.now();
    if (to === null) return null;
    const { waiting, deliveredAt, problem } = webhook.status();
    return {
      ...{ host: hostOf(to.url), isFixed: target.isFixed, waiting, problem },
      deliveredAt: deliveredAt === null ? null : isoOf(deliveredAt),
    };
  };

  const freelySet = (): void => {
    if (!target.isFixed) return;
    throw new ApiError('SET_ELSEWHERE', 'FELT_ALERT_WEBHOOK says where alerts go.');
  };

  const doors: Alerts = {
    status: () => ({
      alerts: withoutCovered(raisedIn(standings)).map(({ since, ...one }) => ({
        ...{ ...one, since: isoOf(since) },
      })),
      machine: machineNow(),
      webhook: webhookView(),
    }),
    seen: () => {
      memory.seen();
      if (last === null) return;
      const { wallMs, bootMs } = clock.now();
      last = { ...last, readings: { ...last.readings, restarts: 0, changed: [], wallMs, bootMs } };
      judge(last.readings);
    },
    tellTo: async (url) => {
      freelySet();
      await way(url).catch((error: unknown) => {
        // A name without an address may have one later; each message is looked at again.
        if (error instanceof LeadsInside) throw new ApiError('ADDRESS_INSIDE', error.message);
      });
      const secret = newSecret();
      target.set({ url, secret });
      webhook.wake();
      return { secret };
    },
    tellNobody: () => {
      freelySet();
      target.remove();
      webhook.forget();
    },
    test: () => {
      const { wallMs } = clock.now();
      const at = isoOf(wallMs);
      const data = { kind: 'test', tone: 'warning', says: 'nothing is wrong: a test' } as const;
      webhook.send({
        ...{ type: 'alert.test', timestamp: at },
        data: { ...data, from: name(), since: at, value: null },
      });
    },
  };

  const timers: ReturnType<typeof setInterval>[] = [];
  return {
    ...doors,
    /** The leaf begins: says what was odd about its last end, or about the machine it is on. */
    begin: (): Begun => {
      const { bootId, wallMs } = clock.now();
      const identity = readIdentity(machineOf.root, machine.disk());
      return memory.begin({ bootId, identity }, wallMs);
    },
    start: (): void => {
      webhook.start();
      void lookNow();
      timers.push(setInterval(() => void lookNow(), LOOK_EVERY_MS));
      timers.push(setInterval(() => guarded(ballast.look), DISK_EVERY_MS));
    },
    /** Looks without waiting for the timer. */
    look: lookNow,
    /** The store took nothing: if that is for want of room, there is some now. */
    storeFailed: (): void => guarded(ballast.full),
    ballastBytes: ballast.bytes,
    standings: (): Standings => standings,
    /** What the core shows of this leaf: what an operator sees, with words for kinds that it lacks. */
    toldToCore: (): readonly LeafAlert[] =>
      withoutCovered(raisedIn(standings)).map((one) => ({ ...one, says: saying(one) })),
    readings: (): Readings | null => last?.readings ?? null,
    offlineMs: (): number => offlineMs,
    webhookWaiting: (): number => webhook.status().waiting,
    /** It ends as it was told to. */
    stop: async (): Promise<void> => {
      for (const timer of timers) clearInterval(timer);
      await looking;
      await webhook.stop();
      memory.end();
    },
  };
};

export type LeafHealth = ReturnType<typeof openHealth>;
