import { join } from 'node:path';
import { SECOND } from '../../kernel/time.ts';
import type { Counting, Traced } from '../metrics/counting.ts';
import type { Registry } from '../metrics/registry.ts';
import { gauge } from '../metrics/registry.ts';
import { readAway } from '../read-away.ts';
import { VERSION } from '../version.ts';
import type { Kept } from './buffer.ts';
import { openBuffer, packed } from './buffer.ts';
import type { Resource } from './encode.ts';
import { metricsBody, tracesBody } from './encode.ts';

/** Commands of so long go out together. */
const TRACES_EVERY_MS = 5 * SECOND;
const METRICS_EVERY_MS = 60 * SECOND;
/** In memory; a burst beyond that is not traced, and its number is told. */
const MOST_TRACED = 4_096;
const ANSWER_WITHIN_MS = 10 * SECOND;
/** The end of the program does not wait for a receiver. */
const LAST_WITHIN_MS = SECOND;
/** Compressed: the figures of a leaf are 1.6 KB of it a minute (10 KB as they are). */
export const MOST_BYTES = 16 * 1024 * 1024;
const LONGEST_PAUSE_MS = 60 * SECOND;

export type OtelConfig = {
  /** Of the receiver, without `/v1/…`: `http://collector:4318`. */
  readonly url: string;
  readonly headers: { readonly [name: string]: string };
};

/** What the receiver made of it: `later` is worth trying again (OTLP/HTTP: 429, 502, 503, 504). */
type Outcome = 'taken' | 'refused' | { readonly laterMs: number | null };

const LATER: ReadonlySet<number> = new Set([429, 502, 503, 504]);

/** `Retry-After` in seconds; null: it does not say, or as a date. */
const waitOf = (answer: Response): number | null => {
  const text = answer.headers.get('retry-after') ?? '';
  return /^\d{1,5}$/u.test(text) ? Number(text) * SECOND : null;
};

/**
 * Sends traces of commands and the figures of `/metrics` to an OpenTelemetry receiver. While there is no
 * way to it, what is to be sent waits on the disk, bounded; afterwards it goes out oldest first.
 * @param folder for what waits.
 */
export const openExporter = ({
  config,
  folder,
  counting,
  registry,
  resource,
  version,
  mostBytes = MOST_BYTES,
  tracesEveryMs = TRACES_EVERY_MS,
  metricsEveryMs = METRICS_EVERY_MS,
  failed,
}: {
  readonly config: OtelConfig;
  readonly folder: string;
  readonly counting: Pick<Counting, 'traceTo'>;
  readonly registry: Pick<Registry, 'families' | 'source'>;
  readonly resource: Resource;
  readonly version: string;
  readonly mostBytes?: number;
  readonly tracesEveryMs?: number;
  readonly metricsEveryMs?: number;
  readonly failed: (error: unknown) => void;
}) => {
  const buffer = openBuffer(folder, mostBytes);
  const startedAtMs = Date.now();
  const from = { resource, version };
  const ending = new AbortController();
  let traced: Traced[] = [];
  let [lost, refused] = [0, 0];
  let pauseMs = 0;
  let notBeforeMs = 0;
  let going: Promise<void> = Promise.resolve();

  const post = async ({ signal, body }: Kept, withinMs: number): Promise<Outcome> => {
    try {
      const answer = await fetch(`${config.url}/v1/${signal}`, {
        ...{ method: 'POST', body, redirect: 'manual', decompress: false },
        headers: {
          ...{ ...config.headers, 'content-type': 'application/json' },
          'content-encoding': 'gzip',
        },
        signal: AbortSignal.timeout(withinMs),
      });
      await readAway(answer);
      if (answer.ok) return 'taken';
      return LATER.has(answer.status) ? { laterMs: waitOf(answer) } : 'refused';
    } catch {
      return { laterMs: null };
    }
  };

  /** Whether it is settled; else nothing is tried for a while. */
  const settled = async (kept: Kept, withinMs: number): Promise<boolean> => {
    const outcome = await post(kept, withinMs);
    if (typeof outcome === 'string') {
      if (outcome === 'refused') refused += 1;
      pauseMs = 0;
      return true;
    }
    pauseMs = Math.min(LONGEST_PAUSE_MS, Math.max(tracesEveryMs, pauseMs * 2));
    notBeforeMs = performance.now() + (outcome.laterMs ?? pauseMs);
    return false;
  };

  /** What waits goes first, so that all of it comes in order. */
  const drain = async (withinMs: number): Promise<boolean> => {
    for (let first = buffer.first(); first !== null; first = buffer.first()) {
      if (ending.signal.aborted || !(await settled(first, withinMs))) return false;
      buffer.drop();
    }
    return true;
  };

  const send = async (fresh: Kept | null, withinMs = ANSWER_WITHIN_MS): Promise<void> => {
    const isTime = performance.now() >= notBeforeMs;
    const isThrough = isTime && (await drain(withinMs));
    if (fresh === null || (isThrough && (await settled(fresh, withinMs)))) return;
    buffer.add(fresh);
  };

  const inTurn = (work: () => Promise<void>): Promise<void> => {
    going = going.then(work).catch(failed);
    return going;
  };

  const tracesNow = async (): Promise<Kept | null> => {
    if (traced.length === 0) return null;
    const all = traced;
    traced = [];
    return packed('traces', tracesBody(all, Date.now() - performance.now(), from));
  };

  const metricsNow = async (): Promise<Kept> => {
    const families = await registry.families();
    return packed('metrics', metricsBody(families, { startedAtMs, nowMs: Date.now() }, from));
  };

  const flushTraces = () => inTurn(async () => send(await tracesNow()));
  const flushMetrics = () => inTurn(async () => send(await metricsNow()));

  registry.source(() => [
    ...gauge('felt_otel_buffer_bytes', 'What waits for the receiver of traces.', buffer.bytes()),
    ...gauge(
      'felt_otel_dropped',
      'Commands and messages that were not told to it.',
      lost + buffer.dropped() + refused,
    ),
  ]);
  counting.traceTo((one) => {
    if (traced.length < MOST_TRACED) traced.push(one);
    else lost += 1;
  });
  const timers = [
    setInterval(flushTraces, tracesEveryMs),
    setInterval(flushMetrics, metricsEveryMs),
  ];

  return {
    /** Sends what there is, without waiting for the timers. */
    flush: async (): Promise<void> => {
      await Promise.all([flushTraces(), flushMetrics()]);
    },
    /** What cannot go out at once waits for the next start. */
    stop: async (): Promise<void> => {
      for (const timer of timers) clearInterval(timer);
      counting.traceTo(null);
      ending.abort();
      await inTurn(async () => {
        const last = await tracesNow();
        if (last !== null) await send(last, LAST_WITHIN_MS);
      });
    },
  };
};

/** That of a program which may be configured for a receiver; null: it is for none. */
export const exporterOf = (
  service: 'felt-leaf' | 'felt-core',
  { otel, dataFolder }: { readonly otel?: OtelConfig; readonly dataFolder: string },
  parts: Pick<Parameters<typeof openExporter>[0], 'counting' | 'registry' | 'failed'>,
) =>
  otel === undefined
    ? null
    : openExporter({
        ...{ ...parts, config: otel, folder: join(dataFolder, 'otel'), version: VERSION },
        resource: {
          ...{ 'service.name': service, 'service.version': VERSION },
          'service.instance.id': crypto.randomUUID(),
        },
      });
