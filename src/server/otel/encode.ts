import type { Traced } from '../metrics/counting.ts';
import type { Family, Labels } from '../metrics/registry.ts';

/**
 * OTLP 1.x as JSON (opentelemetry.io/docs/specs/otlp): whole numbers of 64 bits are strings, ids are hex.
 * Two pages of own code, because the libraries for it (@opentelemetry/*, 0.3 MB bundled) cost 14 to 18
 * MB of memory and 13 to 200 µs for each span, and keep nothing while there is no network.
 */

/** How sums are counted: since the start of the process. */
const CUMULATIVE = 2;
/** Work inside of a service, of a span's kinds. */
const INTERNAL = 1;
const [OK, ERROR] = [1, 2] as const;

/** What sends: `service.name` and its like. */
export type Resource = Labels;

const attributes = (labels: { readonly [name: string]: string | number }) =>
  Object.entries(labels).map(([key, value]) => ({
    key,
    value: typeof value === 'string' ? { stringValue: value } : { intValue: String(value) },
  }));

const nanos = (wallMs: number): string => String(BigInt(Math.round(wallMs * 1_000)) * 1_000n);

const hex = (bytes: number): string =>
  Buffer.from(crypto.getRandomValues(new Uint8Array(bytes))).toString('hex');

/** What is no answer to whoever asked, but something wrong inside. */
const isFault = (code: string): boolean => /^[A-Z][a-z]/u.test(code);

const spanOf = ({ name, room, code, events, fromMs, tookMs }: Traced, originMs: number) => ({
  ...{ traceId: hex(16), spanId: hex(8), name: `${room} ${name}`, kind: INTERNAL },
  startTimeUnixNano: nanos(originMs + fromMs),
  endTimeUnixNano: nanos(originMs + fromMs + tookMs),
  attributes: attributes({ 'felt.code': code, 'felt.events': events }),
  status: { code: isFault(code) ? ERROR : OK },
});

type From = { readonly resource: Resource; readonly version: string };

const scopeOf = (version: string) => ({ name: 'felt', version });

/** @param originMs wall clock when `performance.now()` was 0. */
export const tracesBody = (
  traced: readonly Traced[],
  originMs: number,
  { resource, version }: From,
): string =>
  JSON.stringify({
    resourceSpans: [
      {
        resource: { attributes: attributes(resource) },
        scopeSpans: [
          { scope: scopeOf(version), spans: traced.map((one) => spanOf(one, originMs)) },
        ],
      },
    ],
  });

/** Of a name's end, as UCUM writes it. */
const unitOf = (name: string): string => {
  if (/_seconds(?:_total)?$/u.test(name)) return 's';
  if (name.endsWith('_bytes')) return 'By';
  return name.endsWith('_celsius') ? 'Cel' : '1';
};

type Times = { readonly startTimeUnixNano: string; readonly timeUnixNano: string };

const metricOf = (family: Family, times: Times) => {
  const { name, help: description } = family;
  const head = { name, description, unit: unitOf(name) };
  if (family.kind === 'histogram') {
    const { bounds, counts, sum } = family.spread;
    const count = counts.reduce((all, one) => all + one, 0);
    const point = {
      ...{ ...times, count: String(count), sum, attributes: [] },
      ...{ bucketCounts: counts.map(String), explicitBounds: bounds },
    };
    return { ...head, histogram: { dataPoints: [point], aggregationTemporality: CUMULATIVE } };
  }
  const dataPoints = family.samples.map(({ labels, value }) => ({
    ...{ ...times, asDouble: value, attributes: attributes(labels) },
  }));
  return family.kind === 'counter'
    ? { ...head, sum: { dataPoints, aggregationTemporality: CUMULATIVE, isMonotonic: true } }
    : { ...head, gauge: { dataPoints } };
};

const hasPoints = (family: Family): boolean =>
  family.kind === 'histogram' || family.samples.length > 0;

export const metricsBody = (
  families: readonly Family[],
  { startedAtMs, nowMs }: { readonly startedAtMs: number; readonly nowMs: number },
  { resource, version }: From,
): string => {
  const times = { startTimeUnixNano: nanos(startedAtMs), timeUnixNano: nanos(nowMs) };
  const metrics = families.filter(hasPoints).map((family) => metricOf(family, times));
  return JSON.stringify({
    resourceMetrics: [
      {
        resource: { attributes: attributes(resource) },
        scopeMetrics: [{ scope: scopeOf(version), metrics }],
      },
    ],
  });
};
