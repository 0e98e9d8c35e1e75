import { MINUTE, SECOND } from '../../kernel/time.ts';
import { STREAMS } from '../protocol.ts';

/** A message on the double's disk. */
export type Kept = {
  readonly subject: string;
  readonly payload: Uint8Array;
  readonly seq: number;
  /** Given out until then; 0: not given out. */
  outUntil: number;
  notBefore: number;
  deliveries: number;
};

export type StreamName = keyof typeof STREAMS;

const ACK_WAIT_MS = 30 * SECOND;
const DUPLICATE_WINDOW_MS = 2 * MINUTE;

/** Whether a subject is one of a pattern's, whose `*` stands for one part. */
export const matching = (pattern: string, subject: string): boolean => {
  const [own, its] = [pattern.split('.'), subject.split('.')];
  return own.length === its.length && own.every((part, i) => part === '*' || part === its[i]);
};

const streamOf = (subject: string): StreamName =>
  STREAMS.UP.subjects.some((pattern) => matching(pattern, subject)) ? 'UP' : 'DOCS';

/** The hub of the double: two streams, a memory of message ids, a disk that can be full. */
export const createLoopbackHub = (now: () => number) => {
  let lastSeq = 0;
  let full = false;
  const streams: { readonly [name in StreamName]: Kept[] } = { UP: [], DOCS: [] };
  const ids = new Map<string, { readonly seq: number; readonly at: number }>();

  const remember = (msgId: string, seq: number) => {
    ids.set(msgId, { seq, at: now() });
    for (const [id, { at }] of ids) if (now() - at > DUPLICATE_WINDOW_MS) ids.delete(id);
  };

  const remove = (name: StreamName, message: Kept) => {
    const at = streams[name].indexOf(message);
    if (at >= 0) streams[name].splice(at, 1);
  };

  return {
    setFull: (is: boolean) => {
      full = is;
    },
    /** Null: full. */
    store: (subject: string, payload: Uint8Array, msgId: string | undefined) => {
      const before = msgId === undefined ? undefined : ids.get(msgId);
      if (before !== undefined && now() - before.at <= DUPLICATE_WINDOW_MS) {
        return { seq: before.seq, duplicate: true };
      }
      if (full) return null;
      const name = streamOf(subject);
      const older = streams[name].find((one) => name === 'DOCS' && one.subject === subject);
      if (older !== undefined) remove(name, older);
      lastSeq += 1;
      const place = { seq: lastSeq, outUntil: 0, notBefore: 0, deliveries: 0 };
      streams[name].push({ subject, payload, ...place });
      if (msgId !== undefined) remember(msgId, lastSeq);
      return { seq: lastSeq, duplicate: false };
    },
    /** What a puller would get now, in the stream's order. */
    available: (name: StreamName): readonly Kept[] =>
      streams[name].filter((one) => one.outUntil <= now() && one.notBefore <= now()),
    giveOut: (message: Kept) => {
      message.outUntil = now() + ACK_WAIT_MS;
      message.deliveries += 1;
    },
    remove,
    giveBack: (message: Kept, delayMs: number) => {
      message.outUntil = 0;
      message.notBefore = now() + delayMs;
    },
    count: (name: StreamName): number => streams[name].length,
    /** When something that is out or put off comes up again; null: nothing is. */
    nextAt: (): number | null => {
      const times = [...streams.UP, ...streams.DOCS]
        .map(({ outUntil, notBefore }) => Math.max(outUntil, notBefore))
        .filter((at) => at > now());
      return times.length === 0 ? null : Math.min(...times);
    },
    /** Its process ends: what was out is out no more; the disk may be gone, and its memory of ids. */
    crash: ({ ids: forget, disk }: { readonly ids: boolean; readonly disk: boolean }) => {
      for (const kept of [...streams.UP, ...streams.DOCS]) kept.outUntil = 0;
      if (forget) ids.clear();
      if (disk) for (const kept of Object.values(streams)) kept.length = 0;
    },
  };
};
