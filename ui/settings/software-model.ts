import type { SoftwareView } from '../../src/server/app.ts';
import type { Tone } from '../parts/bits.ts';
import type { text } from '../text.ts';

type Words = typeof text.software;
type Last = NonNullable<SoftwareView['last']>;

export const toneOf = ({ state }: Pick<SoftwareView, 'state'>): Tone => {
  if (state === 'current') return 'success';
  if (state === 'unmanaged') return 'plain';
  return state === 'ready' || state === 'waiting' ? 'primary' : 'info';
};

const MEGABYTE = 1_000_000;
export const megabytes = (bytes: number): string =>
  String(Math.max(1, Math.round(bytes / MEGABYTE)));

/** What the first line says: the release that matters now. */
export const titleOf = (now: SoftwareView, { titles }: Words): string => {
  const { state, running, offer, goingBack, previous } = now;
  const { version } = running;
  if (state === 'updating' && goingBack) return titles.back(previous?.version ?? '');
  if (state === 'unmanaged' || state === 'current') return titles.current(version);
  if (state === 'trial') return titles.trial(version);
  return titles[state](offer?.version ?? version);
};

const wordOf = (words: Readonly<Record<string, string>>, code: string): string =>
  words[code] ?? words['other'] ?? '';

/** Why a release is not taken. */
export const refusalText = (reason: string, { refusals }: Words): string =>
  wordOf(refusals, reason);

/** Why the release before runs again, or the next one was not put in. */
export const becauseOf = ({ outcome, from, reason }: Last, words: Words): string => {
  if (outcome === 'refused') return refusalText(reason, words);
  if (reason === 'operator') return words.last.byHand(from);
  return words.last.because(from, wordOf(words.failed, reason));
};

/** Whether something happened by itself that nobody has read of yet. */
export const isNews = (last: SoftwareView['last']): last is Last =>
  last !== null && !last.seen && last.outcome !== 'updated' && last.reason !== 'operator';
