import { SECOND } from '../../kernel/time.ts';

/** By then a gap is no message on its way through another process: the leaf is asked for it. */
const ASK_MS = 2 * SECOND;
/** By then somebody must look. */
const ALARM_MS = 30 * SECOND;

type Standing = { readonly want: number; readonly since: number; alarmed: boolean };

/**
 * Remembers since when each venue misses which seq; one entry per venue, gone with the gap. And of
 * which venues messages were let go that might have been appended later: whatever comes behind the
 * log's end is missing then.
 * @param alarm told once per gap.
 */
export const createGaps = (alarm: (venueId: string, seq: number) => void) => {
  const standing = new Map<string, Standing>();
  const letGo = new Set<string>();
  const isLong = ({ since }: Standing, nowMs: number): boolean => nowMs - since >= ASK_MS;
  return {
    /** Something of the venue may have to be asked for. */
    has: (venueId: string): boolean => standing.has(venueId) || letGo.has(venueId),
    /**
     * The seq to ask a venue's leaf for once more, where the core's log ends at `headSeq` and the
     * leaf's at `itsSeq`; else null.
     */
    standing: (
      venueId: string,
      {
        headSeq,
        itsSeq,
        nowMs,
      }: { readonly headSeq: number } & {
        readonly itsSeq: number;
        readonly nowMs: number;
      },
    ): number | null => {
      const gap = standing.get(venueId);
      if (gap !== undefined && gap.want <= headSeq) standing.delete(venueId);
      if (itsSeq <= headSeq) letGo.delete(venueId);
      const isMissing = gap?.want === headSeq + 1 && isLong(gap, nowMs);
      return isMissing || letGo.has(venueId) ? headSeq + 1 : null;
    },
    /** Notes what a venue misses now (null: nothing); answers the seq to ask its leaf for, if any. */
    note: (venueId: string, want: number | null, nowMs: number): number | null => {
      if (want === null) {
        standing.delete(venueId);
        return null;
      }
      const before = standing.get(venueId);
      const gap = before?.want === want ? before : { want, since: nowMs, alarmed: false };
      standing.set(venueId, gap);
      if (!gap.alarmed && nowMs - gap.since >= ALARM_MS) {
        gap.alarmed = true;
        alarm(venueId, want);
      }
      return isLong(gap, nowMs) ? want : null;
    },
    /** Something was appended: should more be missing behind it, whatever comes next shows a gap. */
    came: (venueId: string): void => {
      letGo.delete(venueId);
    },
    /** Messages of the venue were let go before anybody could look at them. */
    letGo: (venueId: string): void => {
      letGo.add(venueId);
    },
  };
};
