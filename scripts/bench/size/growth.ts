import { percentile } from '../numbers.ts';

/** What a process held at moments that lie equally far apart, MB. */
export type Samples = readonly number[];

/**
 * MB by which a process grew in an hour of which it was looked at all the time. The first third does
 * not count: it fills caches and compiles what is used. What the collector frees now and then does
 * not count either: the middle of the last third is held against that of the one before, and those
 * lie a third of an hour apart.
 */
export const growthMb = (samples: Samples): number => {
  const third = Math.floor(samples.length / 3);
  const [before, last] = [samples.slice(third, 2 * third), samples.slice(2 * third)];
  return (percentile(last, 50) - percentile(before, 50)) * 3;
};

/** As a line: what was held at the start, after each sixth of the hour, and at most. */
export const courseOf = (samples: Samples): string => {
  const at = Array.from({ length: 7 }, (_, i) => {
    const sample = samples[Math.round((i / 6) * (samples.length - 1))] ?? Number.NaN;
    return sample.toFixed(0);
  });
  return `${at.join(', ')} MB by sixths, at most ${Math.max(...samples).toFixed(0)}`;
};
