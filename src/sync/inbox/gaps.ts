import { SECOND } from '../../kernel/time.ts';

/** By then a gap is no message on its way through another process: the leaf is asked for it. */
const ASK_MS = 2 * SECOND;
/** By then somebody must look. */
const ALARM_MS = 30 * SECOND;

type Standing = { readonly want: number; readonly since: number; alarmed: boolean };

/**
 * Remembers since when each venue misses which seq; one entry per venue, gone with the gap.
 * @param alarm told once per gap.
 */
export const createGaps = (alarm: (venueId: string, seq: number) => void) => {
  const standing = new Map<string, Standing>();
  const isLong = ({ since }: Standing, nowMs: number): boolean => nowMs - since >= ASK_MS;
  return {
    /** The seq to ask a venue's leaf for once more where its log still ends before the gap; else null. */
    standing: (venueId: string, headSeq: number, nowMs: number): number | null => {
      const gap = standing.get(venueId);
      return gap?.want === headSeq + 1 && isLong(gap, nowMs) ? gap.want : null;
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
  };
};
