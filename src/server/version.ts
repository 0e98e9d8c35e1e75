/** Of package.json; here too, because an executable has no file beside it. */
const CHECKED_OUT = '0.1.0';

export type Product = 'felt-leaf' | 'felt-core';

export type Build = {
  /** What the executable is; `felt` in a checkout, which no release is for. */
  readonly product: Product | 'felt';
  readonly version: string;
  /** Rises from build to build: what is newer than what. 0 in a checkout. */
  readonly sequence: number;
  /** Hash of the commit, with `-changed` where the tree held more than it; null where there is none. */
  readonly commit: string | null;
  readonly target: 'linux-arm64' | 'linux-x64' | null;
};

/** JSON of a `Build`, which the bundler writes here as it makes an executable (scripts/build.ts). */
declare const FELT_BUILD: string | undefined;

/** What runs: of an executable as it was built, or of a checkout. */
export const BUILD: Build =
  typeof FELT_BUILD === 'string'
    ? JSON.parse(FELT_BUILD)
    : { product: 'felt', version: CHECKED_OUT, sequence: 0, commit: null, target: null };

export const VERSION = BUILD.version;
