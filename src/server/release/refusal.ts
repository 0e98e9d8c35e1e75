/** Why a release is not taken; in the order in which it is looked at. */
export const RELEASE_CODES = [
  'FORMAT',
  'NO_ROOTS',
  'ROOT_SIGNATURES',
  'KEYS_OLDER',
  'KEY_UNKNOWN',
  'KEY_REVOKED',
  'KEY_EXPIRED',
  'SIGNATURE',
  'MANIFEST',
  'PRODUCT',
  'TARGET',
  'CHANNEL',
  'OLDER',
  'BELOW_MINIMUM',
  'SCHEMA',
  'EXPIRED',
  'BASE',
  'NO_SPACE',
  'TOO_LARGE',
  'TRUNCATED',
  'HASH',
] as const;
export type ReleaseCode = (typeof RELEASE_CODES)[number];

/** Those of them that speak of one machine: another one may well take the same file. */
const OF_THE_MACHINE: ReadonlySet<ReleaseCode> = new Set<ReleaseCode>([
  ...(['NO_ROOTS', 'MANIFEST', 'CHANNEL', 'OLDER', 'BELOW_MINIMUM'] as const),
  ...(['SCHEMA', 'BASE', 'NO_SPACE'] as const),
]);

/** Why a file is not taken, wherever it is looked at. */
export const FILE_CODES: readonly ReleaseCode[] = RELEASE_CODES.filter(
  (code) => !OF_THE_MACHINE.has(code),
);

/** Whether what is wrong is wrong with the file itself. */
export const isOfTheFile = (code: string): boolean => FILE_CODES.some((one) => one === code);

export type ReleaseRefusal = {
  readonly ok: false;
  readonly code: ReleaseCode;
  /** What is wrong and what to do, in one line of English. */
  readonly message: string;
  /**
   * Issue of the newest list of keys that this file proved, ms: to be kept even though the file is
   * refused, so that a key which it revokes stays revoked. Null where it proved none.
   */
  readonly keysIssued: number | null;
  /** The build that it is, by the word of its signing key; null where nobody proved that. */
  readonly sequence: number | null;
};

const GET_AGAIN = 'get the file again from where it was published';

const WORDS = {
  FORMAT: `this is no release of Felt, or it was damaged on its way: ${GET_AGAIN}`,
  NO_ROOTS: 'this build takes no updates: it was built without root keys',
  ROOT_SIGNATURES: 'its signing keys are not vouched for by the keys of this build: do not use it',
  KEYS_OLDER: 'a newer list of signing keys is known here than the one it carries: get it anew',
  KEY_UNKNOWN: 'it was signed by a key that nobody vouches for: do not use it',
  KEY_REVOKED: 'the key that signed it was revoked: do not use it, a newer release will come',
  KEY_EXPIRED: 'the key that signed it has expired: get a newer release',
  SIGNATURE: 'its signature is wrong: it was changed by somebody, do not use it',
  MANIFEST: 'this build does not understand its description: update to a release in between first',
  PRODUCT: 'it is for another product',
  TARGET: 'it is for another kind of machine',
  CHANNEL: 'it is not for the channel of this machine',
  OLDER: 'it is not newer than what runs here; the release before can be had back by a rollback',
  BELOW_MINIMUM: 'it is older than the oldest release that may run here',
  SCHEMA: 'it cannot open the data of this machine: update to a release in between first',
  EXPIRED: 'it has expired: get a newer release',
  BASE: 'it holds only what changed since a release that does not run here: get the whole file',
  NO_SPACE: 'there is not enough space for it: free some, then try again',
  TOO_LARGE: `it holds more than it says: ${GET_AGAIN}`,
  TRUNCATED: `it ends too early: ${GET_AGAIN}`,
  HASH: `its contents are not what was signed: ${GET_AGAIN}`,
} as const satisfies Record<ReleaseCode, string>;

/** @param detail stands in parentheses behind the words. */
export const refusal = (
  code: ReleaseCode,
  {
    detail,
    keysIssued = null,
    sequence = null,
  }: { readonly detail?: string } & Partial<Pick<ReleaseRefusal, 'keysIssued' | 'sequence'>> = {},
): ReleaseRefusal => ({
  ...{ ok: false, code, keysIssued, sequence },
  message: detail === undefined ? WORDS[code] : `${WORDS[code]} (${detail})`,
});
