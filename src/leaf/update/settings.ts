import { MINUTE } from '../../kernel/time.ts';
import { WrongUse } from '../../server/failed.ts';
import type { Channel } from '../../server/release/manifest.ts';
import { CHANNELS } from '../../server/release/manifest.ts';

export type UpdateSettings = {
  /** Folder of releases, links and state. */
  readonly releases: string;
  readonly channel: Channel;
  /** So long a release has to be well before it is confirmed. */
  readonly confirmMs: number;
};

const HEALTHY_MS = 10 * MINUTE;

type Variables = { readonly [name: string]: string | undefined };

const channelOf = (text: string): Channel => {
  const channel = CHANNELS.find((one) => one === text);
  if (channel !== undefined) return channel;
  throw new WrongUse(`FELT_CHANNEL must be ${CHANNELS.join(' or ')}, not "${text}"`);
};

const confirmMsOf = (text: string): number => {
  // Shorter in tests only.
  if (text === '') return HEALTHY_MS;
  if (/^[1-9]\d{0,8}$/u.test(text)) return Number(text);
  throw new WrongUse(`FELT_CONFIRM_MS must be a whole number of ms from 1, not "${text}"`);
};

/** @throws WrongUse that names the variable. */
export const readUpdateSettings = (env: Variables): UpdateSettings => ({
  releases: env['FELT_RELEASES'] || '/opt/felt',
  channel: channelOf(env['FELT_CHANNEL'] || 'stable'),
  confirmMs: confirmMsOf(env['FELT_CONFIRM_MS'] ?? ''),
});
