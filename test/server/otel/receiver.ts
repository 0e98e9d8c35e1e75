import { gunzipSync } from 'node:zlib';
import * as v from 'valibot';

/**
 * An OpenTelemetry receiver as the specification of OTLP/HTTP has it, JSON only: what the protocol
 * buffers would not take, it refuses with 400, as a collector does.
 */
const hex = (bytes: number) =>
  v.pipe(v.string(), v.regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`, 'u')));
/** fixed64 and uint64 are strings in JSON. */
const nanos = v.pipe(v.string(), v.regex(/^[1-9]\d{0,19}$/u));
const count = v.pipe(v.string(), v.regex(/^\d{1,20}$/u));

const attribute = v.strictObject({
  key: v.pipe(v.string(), v.minLength(1)),
  value: v.union([
    v.strictObject({ stringValue: v.string() }),
    v.strictObject({ intValue: count }),
    v.strictObject({ doubleValue: v.number() }),
    v.strictObject({ boolValue: v.boolean() }),
  ]),
});
const attributes = v.array(attribute);
const resource = v.strictObject({ attributes });
const scope = v.strictObject({ name: v.string(), version: v.string() });

const span = v.pipe(
  v.strictObject({
    ...{ traceId: hex(16), spanId: hex(8), name: v.pipe(v.string(), v.minLength(1)) },
    kind: v.picklist([1, 2, 3, 4, 5]),
    ...{ startTimeUnixNano: nanos, endTimeUnixNano: nanos, attributes },
    status: v.strictObject({ code: v.picklist([0, 1, 2]), message: v.optional(v.string()) }),
  }),
  v.check(
    ({ startTimeUnixNano: a, endTimeUnixNano: b }) => BigInt(a) <= BigInt(b),
    'ends before it begins',
  ),
);

const times = { startTimeUnixNano: nanos, timeUnixNano: nanos, attributes };
const numbers = v.pipe(v.array(v.strictObject({ ...times, asDouble: v.number() })), v.minLength(1));
const histogram = v.pipe(
  v.strictObject({
    ...{ ...times, count, sum: v.number() },
    ...{ bucketCounts: v.array(count), explicitBounds: v.array(v.number()) },
  }),
  v.check((one) => one.bucketCounts.length === one.explicitBounds.length + 1, 'buckets'),
  v.check(
    (one) => one.bucketCounts.reduce((all, n) => all + BigInt(n), 0n) === BigInt(one.count),
    'buckets do not add up',
  ),
);
const head = {
  name: v.pipe(v.string(), v.minLength(1)),
  description: v.string(),
  unit: v.string(),
};
const temporality = v.picklist([1, 2]);
const metric = v.union([
  v.strictObject({ ...head, gauge: v.strictObject({ dataPoints: numbers }) }),
  v.strictObject({
    ...head,
    sum: v.strictObject({
      ...{ dataPoints: numbers, aggregationTemporality: temporality, isMonotonic: v.boolean() },
    }),
  }),
  v.strictObject({
    ...head,
    histogram: v.strictObject({
      ...{ dataPoints: v.pipe(v.array(histogram), v.minLength(1)) },
      aggregationTemporality: temporality,
    }),
  }),
]);

const traces = v.strictObject({
  resourceSpans: v.array(
    v.strictObject({
      resource,
      scopeSpans: v.array(v.strictObject({ scope, spans: v.array(span) })),
    }),
  ),
});
const metrics = v.strictObject({
  resourceMetrics: v.array(
    v.strictObject({
      resource,
      scopeMetrics: v.array(v.strictObject({ scope, metrics: v.array(metric) })),
    }),
  ),
});

export type Span = v.InferOutput<typeof span>;
export type Metric = v.InferOutput<typeof metric>;

export const openReceiver = (port = 0) => {
  const spans: Span[] = [];
  const figures: Metric[] = [];
  const faults: string[] = [];
  const bodies: string[] = [];
  /** What came over the line. */
  const wire: { readonly path: string; readonly bytes: Uint8Array<ArrayBuffer> }[] = [];
  let status = 200;
  const take = (path: string, body: unknown): void => {
    if (path === '/v1/traces') {
      const { resourceSpans } = v.parse(traces, body);
      spans.push(...resourceSpans.flatMap((one) => one.scopeSpans.flatMap((all) => all.spans)));
    } else if (path === '/v1/metrics') {
      const { resourceMetrics } = v.parse(metrics, body);
      figures.push(
        ...resourceMetrics.flatMap((one) => one.scopeMetrics.flatMap((all) => all.metrics)),
      );
    } else throw new Error(`no such path: ${path}`);
  };
  const server = Bun.serve({
    ...{ port, hostname: '127.0.0.1' },
    fetch: async (request) => {
      if (status !== 200) return new Response(null, { status, headers: { 'retry-after': '0' } });
      const { pathname } = new URL(request.url);
      try {
        if (request.method !== 'POST') throw new Error(request.method);
        const type = request.headers.get('content-type');
        if (type !== 'application/json') throw new Error(`content-type ${type}`);
        const encoding = request.headers.get('content-encoding');
        if (encoding !== 'gzip') throw new Error(`content-encoding ${encoding}`);
        const bytes = new Uint8Array(await request.arrayBuffer());
        wire.push({ path: pathname, bytes });
        const text = gunzipSync(bytes).toString();
        bodies.push(text);
        take(pathname, JSON.parse(text));
        return Response.json({ partialSuccess: {} });
      } catch (error) {
        faults.push(String(error));
        return Response.json({ code: 3, message: String(error) }, { status: 400 });
      }
    },
  });
  return {
    ...{
      spans,
      figures,
      faults,
      bodies,
      wire,
      url: `http://127.0.0.1:${server.port}`,
      port: server.port ?? 0,
    },
    answer: (code: number) => {
      status = code;
    },
    stop: () => server.stop(true),
  };
};
