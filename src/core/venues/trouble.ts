import { decodeBatch, lastSeqOf } from '../../sync/batch.ts';

/** What a person should look at in a venue, in words. Moments are wall clock, ms. */
export type AlarmRow = {
  readonly kind: string;
  readonly seq: number | null;
  readonly firstAt: number;
  readonly lastAt: number;
  readonly times: number;
};

export type AsideRow = {
  readonly why: string;
  readonly at: number;
  readonly payload: Uint8Array;
};

const when = (ms: number): string => new Date(ms).toISOString();

const TOLD: { readonly [kind: string]: (seq: number) => string } = {
  gap: (seq) => `a gap: event ${seq} was missing for more than half a minute`,
  fork: (seq) =>
    `a fork: leaf and core hold different events${seq > 0 ? ` from event ${seq} on` : ''}; nothing of the leaf's is taken`,
  stale: () => 'a leaf that was replaced still sends; what it sent is kept aside',
  damaged: () => 'messages came that contradict themselves; they are kept aside',
  tooNew: () => 'the leaf is newer than this core understands: upgrade the core',
  witness: (seq) =>
    `the leaf holds a checkpoint of event ${seq} that this core signed and no longer has`,
  twin: () =>
    'two leaves report themselves with one key: a data folder was copied; end one of them',
  quota: () =>
    'it sends more than a day’s share (FELT_VENUE_DAY_MB); the rest waits on its leaf and comes by itself, unless it floods: then revoke it',
  rows: () =>
    'its rows cannot be brought to this build, and nothing of it is taken; its leaf keeps what waits',
  wentBack: (seq) =>
    `an update to build ${seq} did not prove itself there: the one before runs again`,
  behind: (seq) =>
    `the leaf was set back to event ${seq}, behind what is here; restore it with a replacement code`,
};

/** @param appliedSeq how far the log is here: a gap below has closed. */
export const alarmWords = (
  { kind, seq, firstAt, lastAt, times }: AlarmRow,
  appliedSeq: number,
): string => {
  const told = TOLD[kind]?.(seq ?? 0) ?? kind;
  const isOver = kind === 'gap' && (seq ?? 0) <= appliedSeq ? '; it has come since' : '';
  const span =
    times === 1 ? when(firstAt) : `${times} times from ${when(firstAt)} to ${when(lastAt)}`;
  return `${told}${isOver} (${span})`;
};

const WHY: { readonly [why: string]: string } = {
  stale: 'of a leaf that was replaced',
  fork: 'of another story than the one here',
  damaged: 'that contradicts itself',
  tooNew: 'that this build cannot read',
};

const inside = (payload: Uint8Array): string => {
  const batch = decodeBatch(payload);
  if (typeof batch === 'string') return 'a message';
  const last = lastSeqOf(batch);
  const events = batch.firstSeq === last ? `event ${last}` : `events ${batch.firstSeq} to ${last}`;
  return `${events} of leaf ${batch.epoch}`;
};

const bytesText = (n: number): string => (n === 1 ? '1 byte' : `${n} bytes`);

export const asideWords = ({ why, at, payload }: AsideRow): string =>
  `${inside(payload)}, ${WHY[why] ?? why}, ${bytesText(payload.byteLength)} (${when(at)})`;
