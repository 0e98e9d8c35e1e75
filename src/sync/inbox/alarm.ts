/** What a person should hear of; sync goes on for all other venues. */
export type Alarm = {
  readonly venueId: string;
  readonly kind:
    | 'gap'
    | 'fork'
    | 'stale'
    | 'damaged'
    | 'tooNew'
    | 'unknown'
    | 'failed'
    /** The leaf holds a checkpoint that this core signed and no longer has. */
    | 'witness'
    /** Two leaves report themselves with one key: a data folder was copied. */
    | 'twin'
    /** The leaf has less of its log than this core: it was set back. */
    | 'behind';
  readonly seq?: number;
  readonly error?: unknown;
};
