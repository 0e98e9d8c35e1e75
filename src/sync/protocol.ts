import * as v from 'valibot';
import { count, id, type Json, wallMs } from '../kernel/parse.ts';

/** Raised by a change that an older peer would misread; new fields alone do not raise it. */
export const PROTOCOL = 1;

/** Peers up to two versions apart understand each other (SYN-5). */
export const speaks = (protocol: number): boolean => Math.abs(protocol - PROTOCOL) <= 2;

/** Streams of the hub's JetStream, created by the core, and the durable consumer on each. */
export const STREAMS = {
  UP: { name: 'UP', subjects: ['up.*.log', 'up.*.checkpoint'] },
  DOCS: { name: 'DOCS', subjects: ['up.*.player.*', 'up.*.operator.*', 'up.*.media.*'] },
} as const;
export const CONSUMER = 'core';

export const DOCUMENT_KINDS = ['player', 'operator', 'media'] as const;
export type DocumentKind = (typeof DOCUMENT_KINDS)[number];

/** Every subject that sync speaks on; `*` in place of a venue for the core's subscriptions. */
export const SUBJECTS = {
  log: (venueId: string) => `up.${venueId}.log`,
  checkpoint: (venueId: string) => `up.${venueId}.checkpoint`,
  health: (venueId: string) => `up.${venueId}.health`,
  display: (venueId: string) => `up.${venueId}.display`,
  document: (venueId: string, kind: DocumentKind, id: string) => `up.${venueId}.${kind}.${id}`,
  ack: (venueId: string) => `down.${venueId}.ack`,
  sync: (venueId: string) => `down.${venueId}.sync`,
  ping: (venueId: string) => `down.${venueId}.ping`,
  /** The core's own bus, for gateways and other services. */
  happened: (venueId: string, tournamentId: string, about: 'action' | 'clock' | 'financial') =>
    `venue.${venueId}.tournament.${tournamentId}.${about}`,
} as const;

/** `{ venueId, topic }` of `up.<venueId>.<topic>…` or `down.…`; null for any other subject. */
export const partsOf = (subject: string): { venueId: string; topic: string } | null => {
  const [way, venueId = '', topic = ''] = subject.split('.');
  if ((way !== 'up' && way !== 'down') || venueId === '' || topic === '') return null;
  return { venueId, topic };
};

/** Of a message to a peer that does not say how large one may be: builds before 0.2 took no more. */
export const OLD_MOST_BYTES = 1024 * 1024;

const hash = v.pipe(v.string(), v.regex(/^[0-9a-f]{64}$/u));
const seq = count(Number.MAX_SAFE_INTEGER);
const whole = v.pipe(v.number(), v.safeInteger());
const epoch = count(1_000_000_000, 1);
const protocol = count(1_000_000, 1);
/** No control characters: it is told on consoles, and kept as text. */
const short = v.pipe(v.string(), v.maxLength(200), v.regex(/^\P{Cc}*$/u));
const json = v.custom<Json>((value) => value !== undefined);

/** First line of a log batch; then `count` lines, each an event's body exactly as the log holds it. */
export const BatchHeader = v.object({
  protocol,
  venueId: id,
  epoch,
  /** Seq of the first event. */
  firstSeq: count(Number.MAX_SAFE_INTEGER, 1),
  count: count(1_000_000, 1),
  /** Chain hash before the first event, and of the last one. */
  prevHash: hash,
  hash,
  /** Of the sending build: a label. */
  version: short,
});
export type BatchHeader = v.InferOutput<typeof BatchHeader>;

/** One person, operator or picture, whole; by compaction the newest replaces all before. */
export const Document = v.object({
  protocol,
  venueId: id,
  epoch,
  kind: v.picklist(DOCUMENT_KINDS),
  id,
  /** Rises with each change on the leaf; of a newer epoch any is newer. */
  rev: seq,
  /** Null: erased. */
  doc: v.nullable(v.record(v.string(), json)),
});
export type Document = v.InferOutput<typeof Document>;

/** A running tournament as the core's dashboard shows it: nothing personal in it. */
const Live = v.object({
  tournamentId: id,
  name: v.string(),
  status: short,
  level: v.nullable(whole),
  /** The clock's anchor; `wallMs` and the report's `now` are of the same clock. */
  clock: v.nullable(
    v.object({ level: whole, remainingMs: whole, wallMs: whole, running: v.boolean() }),
  ),
  entries: seq,
  remaining: seq,
});
export type Live = v.InferOutput<typeof Live>;

/** More of them than there are kinds; a report stays small. */
export const MOST_ALERTS = 40;

/** What somebody should look at on a leaf; nothing personal, and kinds that a newer leaf has are told in words. */
const LeafAlert = v.object({
  kind: short,
  tone: v.picklist(['warning', 'danger']),
  since: wallMs,
  /** In the kind's own unit: °C, ms, events, a share. */
  value: v.nullable(v.pipe(v.number(), v.finite())),
  /** In one line, English. */
  says: short,
});
export type LeafAlert = v.InferOutput<typeof LeafAlert>;

/** Leaf → core, plain: every 10 s, on connecting and on change. */
export const Health = v.object({
  protocol,
  epoch,
  version: short,
  build: v.optional(short),
  /** Which executable the leaf is: what is newer than what, and for which machine; 0: a checkout. */
  sequence: v.optional(seq),
  target: v.optional(short),
  /** Which releases it takes. */
  channel: v.optional(short),
  /**
   * What became of its last update, the build `to`. Words that a newer leaf says are kept as they are:
   * a list of them here would throw away all of its report.
   */
  update: v.optional(v.object({ outcome: short, to: seq, at: wallMs, reason: v.optional(short) })),
  /** Of the leaf's process, made at its start: two that take turns are two leaves of one key. */
  instance: v.optional(short),
  head: v.object({ seq, hash, at: wallMs }),
  live: v.array(Live),
  /** Seq of the last order from the core that the leaf has taken. */
  downSeq: seq,
  docsWaiting: seq,
  /** The newest countersigned checkpoint that the leaf holds; none: it holds none. */
  witnessed: v.optional(v.object({ seq, at: wallMs })),
  disk: v.optional(v.object({ freeBytes: seq })),
  clock: v.optional(v.picklist(['ok', 'unsure'])),
  /** The gravest first. What cannot be read of them costs nothing else of the report. */
  alerts: v.optional(v.fallback(v.pipe(v.array(LeafAlert), v.maxLength(MOST_ALERTS)), [])),
  /** Where phones in the venue's own network find the leaf: `http://192.168.1.20:8080`. */
  room: v.optional(short),
  /** The leaf's wall clock, ms. */
  now: wallMs,
});
export type Health = v.InferOutput<typeof Health>;

/** A note and its signatures, as text (`checkpoints.ts`). */
const Note = v.pipe(v.string(), v.maxLength(2_000));

/** Core → leaf, plain: after each commit of the venue's batches, and in answer to each health. */
export const Ack = v.object({
  protocol,
  /** Of the venue now; higher than the leaf's own: the leaf was replaced. */
  epoch,
  applied: v.object({ seq, hash, at: wallMs }),
  /** The core misses this one: send again from here. */
  want: v.optional(seq),
  /** Documents that the core holds now, at least at these revs. */
  docs: v.optional(v.array(v.object({ kind: v.picklist(DOCUMENT_KINDS), id, rev: seq }))),
  countersigned: v.optional(Note),
  /** The core no longer has the checkpoints behind this one, which the leaf holds: send them again. */
  lacks: v.optional(v.object({ seq, at: wallMs })),
  /** Bytes of the largest message that its hub takes; none: `OLD_MOST_BYTES`. */
  most: v.optional(count(Number.MAX_SAFE_INTEGER, 1)),
  /** The venue's share of a day is used up: for so many ms the core takes nothing more of it. */
  pauseMs: v.optional(count(Number.MAX_SAFE_INTEGER, 1)),
  /** The core's wall clock, ms. */
  now: wallMs,
  /** Leaf and core hold different events at this seq: a person must look. */
  fork: v.optional(v.object({ seq })),
  /** The leaf is too far ahead of this core's build. */
  tooNew: v.optional(v.boolean()),
  /** Two processes report themselves as this leaf: its data folder was copied. */
  twin: v.optional(v.boolean()),
});
export type Ack = v.InferOutput<typeof Ack>;

/** Something for the leaf to take; `seq` is gap-free per venue from 1. Kinds in `orders.ts`. */
const OrderShape = v.object({
  seq: count(Number.MAX_SAFE_INTEGER, 1),
  id,
  kind: short,
  at: wallMs,
  body: json,
});
export type Order = v.InferOutput<typeof OrderShape>;

/** Core → leaf, plain: sent again until the leaf's `downSeq` says that it has them. */
export const Sync = v.object({
  protocol,
  epoch,
  orders: v.array(OrderShape),
  /** Seq of the newest order that there is. */
  last: seq,
});
export type Sync = v.InferOutput<typeof Sync>;

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

export const encode = (message: Document | Health | Ack | Sync): Uint8Array =>
  encoder.encode(JSON.stringify(message));

/** A message of that schema, or null for anything else: what is not understood is not acted upon. */
export const decode = <Schema extends v.GenericSchema>(
  schema: Schema,
  payload: Uint8Array,
): v.InferOutput<Schema> | null => {
  try {
    const read = v.safeParse(schema, JSON.parse(decoder.decode(payload)));
    return read.success ? read.output : null;
  } catch {
    return null;
  }
};
