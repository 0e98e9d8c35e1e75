import type { ReleaseLine, RunningLine } from '../../src/core/app.ts';
import { number } from '../amounts.ts';
import { ApiProblem } from '../api.ts';
import type { Tone } from '../parts/bits.ts';
import { core as text } from '../texts/en/core.ts';
import { locale } from '../texts/en/locale.ts';
import { toast } from '../toasts.ts';
import type { ReleaseState } from './releases-model.ts';
import { bytesText, momentText, wordsOf } from './words.ts';

const say = text.releases;

export const STATE_TONES: { readonly [S in ReleaseState]: Tone } = {
  ...{ halted: 'danger', expired: 'plain', held: 'warning', partly: 'info', all: 'success' },
};

export const stateText = (state: ReleaseState, { rollout }: ReleaseLine): string =>
  state === 'partly' ? say.state.partly(rollout) : say.state[state];

/** `1.8.0 · build 182` */
export const buildText = (version: string, sequence: number | null): string =>
  sequence === null || sequence === 0 ? version : `${version} · ${say.build(number(sequence))}`;

const day = new Intl.DateTimeFormat(locale.times, {
  ...{ day: 'numeric', month: 'short', year: 'numeric' },
});
export const dayText = (at: number): string => day.format(new Date(at));

const KB = 1024;
/** A delta may be a few kilobytes. */
export const sizeText = (bytes: number): string =>
  bytes < KB * KB ? `${number(Math.max(1, Math.round(bytes / KB)))} kB` : bytesText(bytes);

/** How many run it, get it, went back and found it wrong; nothing of those that are none. */
export const countsText = ({ venues: { running, offered, wentBack, refused } }: ReleaseLine) => [
  ...(running > 0 ? [say.running(number(running))] : []),
  ...(offered > 0 ? [say.offered(number(offered))] : []),
  ...(wentBack > 0 ? [say.wentBack(number(wentBack))] : []),
  ...(refused > 0 ? [say.refused(number(refused))] : []),
];

export const channelText = (channel: string | null): string =>
  channel === null ? '–' : (say.channels[channel] ?? channel);

export const becauseText = (reason: string | null): string =>
  reason === null ? '' : (say.because[reason] ?? reason);

/** What became of a venue's last update, or what it gets next. */
export const updateText = ({ outcomes, offered, sequence }: RunningLine): string => {
  const [last] = outcomes;
  if (sequence === null) return say.unknown;
  if (last === undefined) return offered === null ? '–' : say.gets(number(offered));
  const what = `${number(last.sequence)} ${say.outcome[last.outcome] ?? last.outcome}`;
  const more = last.outcome === 'confirmed' ? [] : [becauseText(last.reason)];
  return [what, ...more, momentText(last.seenAt)].filter(Boolean).join(' · ');
};

/** Runs what a tap asked for; why a release is not taken is told in its own words. */
export const attemptRelease = async (work: () => Promise<void>): Promise<void> => {
  try {
    await work();
  } catch (error) {
    const code = error instanceof ApiProblem ? String(error.details['code']) : '';
    toast({ tone: 'danger', title: say.codes[code] ?? wordsOf(error) });
  }
};
