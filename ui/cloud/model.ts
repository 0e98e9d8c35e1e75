import { SECOND } from '../../src/kernel/time.ts';
import type { CloudView } from '../../src/server/app.ts';
import type { Tone } from '../parts/bits.ts';

/** From here on a lag is no hiccup of the line any more (OPS-6). */
const LONG_MS = 30 * SECOND;
const MANY = 1_000;

type Seen = Pick<CloudView, 'state' | 'waiting' | 'lagMs' | 'applied'>;

/** States that no waiting mends: somebody has to do something. */
const STUCK: ReadonlySet<CloudView['state']> = new Set<CloudView['state']>([
  ...(['fork', 'behind', 'revoked', 'missing', 'hubFull', 'tooNew'] as const),
]);

/** Nothing is wrong, however much waits. */
const CALM: ReadonlySet<CloudView['state']> = new Set<CloudView['state']>([
  ...(['off', 'dayUsed'] as const),
]);

/** The copy in the cloud is not of what happens here. */
const DANGER: ReadonlySet<CloudView['state']> = new Set<CloudView['state']>([
  ...(['fork', 'behind', 'revoked'] as const),
]);

/** Whether the floor should hear of it; a short outage of the line is nothing to look up for. */
export const isTroubled = ({ state, waiting, lagMs }: Seen): boolean =>
  !CALM.has(state) && (STUCK.has(state) || waiting > MANY || lagMs >= LONG_MS);

/** A certificate that has not begun or is over is most often a clock that stands wrong. */
export const isClock = (reason: string | null): boolean =>
  reason !== null && /x509.*(?:expired|not yet valid)/u.test(reason);

/** How loudly its state is shown. */
export const toneOf = (seen: Seen): Tone => {
  if (seen.state === 'off') return 'plain';
  if (DANGER.has(seen.state)) return 'danger';
  if (isTroubled(seen)) return 'warning';
  return seen.state === 'connecting' || seen.state === 'dayUsed' ? 'info' : 'success';
};

export type CloudWords = {
  readonly upTo: (time: string) => string;
  readonly nothingYet: string;
  readonly allIn: string;
  readonly waiting: (n: string, one: boolean) => string;
};

/** `In the cloud up to 21:04 · 37 events waiting`. */
export const said = (
  { applied, waiting, state }: Seen,
  words: CloudWords,
  timeOf: (at: string) => string,
  number: (n: number) => string,
): string => {
  if (waiting === 0 && applied !== null && state === 'inStep') return words.allIn;
  const upTo = applied === null ? words.nothingYet : words.upTo(timeOf(applied.at));
  return waiting === 0 ? upTo : `${upTo} · ${words.waiting(number(waiting), waiting === 1)}`;
};
