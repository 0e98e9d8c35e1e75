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
    | 'behind'
    /** What stands beside the venue's log cannot be brought to this build of the core. */
    | 'rows'
    /** It sent more than its share of a day; the rest waits on the leaf. */
    | 'quota'
    /** An update did not prove itself at the venue: the build before it runs again. */
    | 'wentBack';
  readonly seq?: number;
  readonly error?: unknown;
};
