/** A release that is not taken, or a change of one that cannot be; its words are for a person. */
export class ReleaseRefused extends Error {
  override readonly name = 'ReleaseRefused';
  /** A code of `RELEASE_CODES`, or ALREADY_THERE, NO_BASE, WRONG_CHANNEL, NO_SUCH_RELEASE. */
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

export const keysOlder = (): ReleaseRefused =>
  new ReleaseRefused('KEYS_OLDER', 'a newer list of signing keys is known here');
