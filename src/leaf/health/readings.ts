import type { PARTS } from './identity.ts';
import type { Memory, Supply } from './sensors.ts';

/** All that is judged at one look: plain values, so that judging them is pure. */
export type Readings = {
  /** Wall clock, a label. */
  readonly wallMs: number;
  /** The clock that never jumps. */
  readonly bootMs: number;
  readonly log: { readonly unwell: boolean };
  /** Null: the data folder's file system does not answer. */
  readonly disk: {
    readonly freeBytes: number;
    readonly totalBytes: number;
    /** The ballast was wanted and is not there: there was no room, or it was given up. */
    readonly ballastGiven: boolean;
    readonly wear: number | null;
    readonly isEnding: boolean | null;
  } | null;
  readonly celsius: number | null;
  readonly underVoltage: boolean | null;
  readonly supply: Supply | null;
  readonly memory: Memory | null;
  /** Within the last five minutes. */
  readonly requests: { readonly asked: number; readonly failed: number };
  readonly clock: {
    readonly synchronised: boolean;
    readonly offsetMs: number;
    /** The largest step of the wall clock within the last ten minutes, ms. */
    readonly jumpedMs: number;
  };
  /** Null: this leaf belongs to no core. */
  readonly cloud: {
    /** Since the core was last heard, or the line began; 0 while it is heard. */
    readonly silentMs: number;
    readonly lagMs: number;
    readonly waiting: number;
    /** The core takes a share a day, and this leaf's is used up: it waits because it was told to. */
    readonly isShareUsed: boolean;
  } | null;
  /** Of the nats-server, within the last ten minutes. */
  readonly childRestarts: number;
  /** The last update was taken back, and nobody has read that. */
  readonly rolledBack: boolean;
  /** Null: none are made here. */
  readonly backup: { readonly ageMs: number; readonly dueMs: number } | null;
  /** Ends that nobody asked for, since somebody read of them. */
  readonly restarts: number;
  /** Parts that are others than before, until somebody has read that. */
  readonly changed: readonly (typeof PARTS)[number][];
};
