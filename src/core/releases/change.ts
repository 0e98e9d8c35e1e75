import type { Channel } from '../../server/release/manifest.ts';
import type { Platform } from '../db/open.ts';
import { ReleaseRefused } from './refused.ts';

export type Build = { readonly product: string; readonly sequence: number };

/** What shall be different about a build; what is left out stays. */
export type Change = {
  /** 0 to 100. */
  readonly rollout?: number | undefined;
  readonly channel?: Channel | undefined;
  /** False: it goes on, and what went wrong before does not halt it again. */
  readonly halted?: boolean | undefined;
};

type Found = {
  readonly version: string;
  readonly signedFor: string;
  readonly haltedWhy: string | null;
};

const found = async (platform: Platform, { product, sequence }: Build): Promise<Found> => {
  const [row] = await platform<Found[]>`select version, signed_for, halted_why from releases
    where product = ${product} and sequence = ${sequence}`;
  if (row === undefined) throw new ReleaseRefused('NO_SUCH_RELEASE', `no build ${sequence}`);
  return row;
};

const check = ({ signedFor, haltedWhy }: Found, { channel, halted }: Change): void => {
  if (channel === 'stable' && signedFor !== 'stable') {
    throw new ReleaseRefused('WRONG_CHANNEL', `it was signed for ${signedFor} alone`);
  }
  if (haltedWhy === 'revoked' && halted === false) {
    throw new ReleaseRefused('KEY_REVOKED', 'the key that signed it was revoked');
  }
};

const wordsOf = ({ rollout, channel, halted }: Change): string =>
  [
    ...(rollout === undefined ? [] : [`${rollout} %`]),
    ...(channel === undefined ? [] : [channel]),
    ...(halted === undefined ? [] : [halted ? 'halted' : 'let go on']),
  ].join(', ');

/**
 * Rolls a build out further, moves it to another channel, halts it or lets it go on.
 * @returns what was done, in words.
 * @throws ReleaseRefused NO_SUCH_RELEASE, KEY_REVOKED, WRONG_CHANNEL.
 */
export const changeRelease = async (
  platform: Platform,
  build: Build,
  change: Change,
  nowMs: number,
): Promise<string> => {
  const before = await found(platform, build);
  check(before, change);
  const { rollout = null, channel = null, halted } = change;
  const [halts, resumes] = [halted === true, halted === false];
  await platform`update releases set
      rollout = coalesce(${rollout}, rollout),
      channel = coalesce(${channel}, channel),
      halted_at = case when ${halts} then coalesce(halted_at, ${nowMs})
        when ${resumes} then null else halted_at end,
      halted_why = case when ${halts} then coalesce(halted_why, 'asked')
        when ${resumes} then null else halted_why end,
      resumed_at = case when ${resumes} then ${nowMs} else resumed_at end
    where product = ${build.product} and sequence = ${build.sequence}`;
  return `${build.product} ${before.version}: ${wordsOf(change)}`;
};
