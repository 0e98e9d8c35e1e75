import type { Signer } from '../checkpoints.ts';
import { openCheckpoint } from '../checkpoints.ts';
import type { Source } from '../port.ts';

const PAGE = 1_000;

/** A checkpoint as it is kept: the columns are copies of what the note says. */
export type Kept = {
  readonly seq: number;
  readonly hash: string;
  /** Wall clock of the signer, ms. */
  readonly at: number;
  readonly note: string;
};

/** What is known beside the checkpoints of a log that was there once, signed by nobody. */
export type Trace = { readonly seq: number; readonly hash?: string; readonly at: number };

/** Of each group one must have signed. */
export type Signers = readonly (readonly [Signer, ...Signer[]])[];

/** Something that is not as it was witnessed, and where. */
export type Finding =
  /** At least one of the events from `from` to `to` is another one than at that time. */
  | { readonly kind: 'changed'; readonly from: number; readonly to: number; readonly at: number }
  /** The log ends before `from`, and at that time it went up to `to` at least. */
  | { readonly kind: 'cutOff'; readonly from: number; readonly to: number; readonly at: number }
  /** A kept checkpoint that `signer` did not sign as it stands there. */
  | { readonly kind: 'forged'; readonly seq: number; readonly signer: string }
  /** The checkpoint at `seq` is gone; the one at `by` names it. */
  | { readonly kind: 'missing'; readonly seq: number; readonly by: number };

type Point = { readonly seq: number; readonly hash?: string; readonly at: number };

const byPlace = (a: Point, b: Point): number => a.seq - b.seq || a.at - b.at;

type Opened = Kept & { readonly prev: number };

/** The checkpoint, or whose signature it lacks. */
const opened = (kept: Kept, signers: Signers, venueId: string): Opened | string => {
  for (const group of signers) {
    const said = group.map((one) => openCheckpoint(kept.note, [one])).find((one) => one !== null);
    const { seq, hash, at } = kept;
    const isSame = said?.seq === seq && said.hash === hash && said.at === at;
    if (said === undefined || !isSame || said.venueId !== venueId) return group[0].name;
  }
  const prev = openCheckpoint(kept.note, [])?.prev ?? 0;
  return { ...kept, prev };
};

/** The first point that the log no longer reaches, or reaches with another hash. */
const firstWrong = (
  points: readonly Point[],
  head: number,
  hashAt: ReadonlyMap<number, string>,
): readonly Finding[] => {
  let agreed = 0;
  for (const { seq, hash, at } of points) {
    if (seq > head) continue;
    if (hash !== undefined && hashAt.get(seq) !== hash) {
      return [{ kind: 'changed', from: agreed + 1, to: seq, at }];
    }
    if (hash !== undefined) agreed = seq;
  }
  return [];
};

const cutOff = (points: readonly Point[], head: number): readonly Finding[] => {
  const last = points.findLast(({ seq }) => seq > head);
  return last === undefined ? [] : [{ kind: 'cutOff', from: head + 1, to: last.seq, at: last.at }];
};

/**
 * Holds a log against what was witnessed of it. Pure.
 * @param mayBeginLater the first one kept may name another before it: a log that was brought back has
 * only the newest of those that were made before.
 * @param head the last seq of the log. @param hashAt its hashes at the seqs of `kept` and `traces`.
 */
export const inspect = ({
  venueId,
  kept,
  traces = [],
  signers,
  mayBeginLater = false,
  head,
  hashAt,
}: {
  readonly venueId: string;
  readonly kept: readonly Kept[];
  readonly traces?: readonly Trace[];
  readonly signers: Signers;
  readonly mayBeginLater?: boolean;
  readonly head: number;
  readonly hashAt: ReadonlyMap<number, string>;
}): readonly Finding[] => {
  const looked = kept.map((one) => ({ one, is: opened(one, signers, venueId) }));
  const forged = looked.flatMap(({ one, is }): readonly Finding[] =>
    typeof is === 'string' ? [{ kind: 'forged', seq: one.seq, signer: is }] : [],
  );
  const good = looked.flatMap(({ is }) => (typeof is === 'string' ? [] : [is])).toSorted(byPlace);
  const held = new Set(kept.map(({ seq }) => seq));
  const missing = good
    .slice(mayBeginLater ? 1 : 0)
    .filter(({ prev }) => prev !== 0 && !held.has(prev))
    .map(({ seq, prev }): Finding => ({ kind: 'missing', seq: prev, by: seq }));
  const points = [...good, ...traces].toSorted(byPlace);
  return [...firstWrong(points, head, hashAt), ...cutOff(points, head), ...missing, ...forged];
};

type Events = Pick<Source, 'after'>;

async function* linesOf(source: Events) {
  let page = await source.after(0, PAGE);
  while (page.length > 0) {
    yield* page;
    page = await source.after(page.at(-1)?.seq ?? 0, PAGE);
  }
}

/** The hashes that a log has at some seqs now, read once from its beginning; and its last seq. */
export const hashesAt = async (
  source: Events,
  seqs: ReadonlySet<number>,
): Promise<{ readonly head: number; readonly hashAt: ReadonlyMap<number, string> }> => {
  const hashAt = new Map<number, string>();
  let head = 0;
  for await (const { seq, hash } of linesOf(source)) {
    head = seq;
    if (seqs.has(seq)) hashAt.set(seq, hash);
  }
  return { head, hashAt };
};

const when = (at: number): string => new Date(at).toISOString();

const wordsOf = (finding: Finding): string => {
  switch (finding.kind) {
    case 'changed':
      return `events ${finding.from} to ${finding.to}: at least one is another than at ${when(finding.at)}`;
    case 'cutOff':
      return `events from ${finding.from} are gone: there were ${finding.to} at ${when(finding.at)}`;
    case 'forged':
      return `the checkpoint at event ${finding.seq} is not as ${finding.signer} signed it`;
    case 'missing':
      return `the checkpoint at event ${finding.seq} is gone: the one at ${finding.by} names it`;
  }
};

/** What `verify` prints of it, with nothing at all where there was nothing to look at. */
export type Evidence = { readonly ok: boolean; readonly text: string };

/** Looks at a log by the checkpoints that are kept of it, whatever its own chain says. */
export const evidenceOf = async (
  source: Events,
  about: {
    readonly venueId: string;
    readonly kept: readonly Kept[];
    readonly traces?: readonly Trace[];
    readonly signers: Signers;
    readonly mayBeginLater?: boolean;
  },
): Promise<Evidence> => {
  const { kept, traces = [] } = about;
  const seqs = new Set([...kept, ...traces].map(({ seq }) => seq));
  const findings = inspect({ ...about, ...(await hashesAt(source, seqs)) });
  const newest = kept.toSorted(byPlace).at(-1);
  const held =
    newest === undefined
      ? 'none yet'
      : `${kept.length}, the newest at event ${newest.seq} of ${when(newest.at)}`;
  const verdict = findings.length === 0 ? 'ok' : 'NOT AS WITNESSED';
  const lines = [`checkpoints  ${held}: ${verdict}`, ...findings.map((one) => `  ${wordsOf(one)}`)];
  return { ok: findings.length === 0, text: lines.join('\n') };
};

/** Fewer could be met by chance. */
const DIGITS = 8;

/** Digits of a head as somebody types them from a sheet of paper; null for too few or others. */
export const headDigits = (typed: string): string | null => {
  const digits = typed.replaceAll(/\s/gu, '').toLowerCase();
  return new RegExp(`^[0-9a-f]{${DIGITS},64}$`, 'u').test(digits) ? digits : null;
};

/** Looks for the head that was printed: where it is, all before it is as it was on that day. */
export const evidenceOnPaper = async (source: Events, digits: string): Promise<Evidence> => {
  for await (const { seq, hash, envelope } of linesOf(source)) {
    if (hash.startsWith(digits)) {
      return { ok: true, text: `paper        ${digits}: event ${seq} of ${when(envelope.at)}` };
    }
  }
  return { ok: false, text: `paper        ${digits}: NO EVENT OF THIS LOG` };
};
