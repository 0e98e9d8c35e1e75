import { describe, expect, test } from 'bun:test';
import { createGaps } from '../../../src/sync/inbox/gaps.ts';
import { backoffMs } from '../../../src/sync/outbox/backoff.ts';
import type { Progress, Told } from '../../../src/sync/outbox/progress.ts';
import { heard, NO_PROGRESS } from '../../../src/sync/outbox/progress.ts';

const told = (now: number, seq: number, handedOver = 50, want: number | null = null): Told => ({
  ...{ now, handedOver, want, since: 0 },
  applied: { seq, hash: `h${seq}`, at: seq },
});

/** Hears the core say the same every ten seconds; answers at which seconds it sent again. */
const listen = (words: readonly Told[]) => {
  let progress: Progress = NO_PROGRESS;
  const rewound: number[] = [];
  for (const word of words) {
    const next = heard(progress, word);
    progress = next.progress;
    if (next.rewind) rewound.push(word.now / 1_000);
  }
  return { progress, rewound };
};

const every = (stepMs: number, seconds: number, word: (now: number) => Told) =>
  Array.from({ length: (1_000 * seconds) / stepMs + 1 }, (_, i) => word(i * stepMs));
const every10s = (seconds: number, word: (now: number) => Told) => every(10_000, seconds, word);
const everySecond = (seconds: number, word: (now: number) => Told) => every(1_000, seconds, word);

describe('what the core says', () => {
  test('moves the mark on', () => {
    const { progress, rewound } = listen([told(0, 3), told(10, 7)]);
    expect([progress.applied, rewound]).toEqual([{ seq: 7, hash: 'h7', at: 7 }, []]);
  });

  test('late changes nothing', () => {
    const { progress, rewound } = listen([told(0, 7), told(10, 3), told(20, 8), told(30, 7)]);
    expect([progress.applied?.seq, rewound]).toEqual([8, []]);
  });

  test('for five seconds without moving on, makes the leaf send again, and then less and less', () => {
    const { rewound } = listen(everySecond(100, (now) => told(now, 5)));
    expect(rewound).toEqual([5, 15, 35, 75]);
  });

  test('says nothing of what came a moment ago, however long nothing had come before', () => {
    const late = (now: number): Told => ({ ...told(now, 5), since: 8_000 });
    expect(listen(everySecond(15, late)).rewound).toEqual([13]);
  });

  test('while nothing is under way makes it send nothing', () => {
    expect(listen(every10s(300, (now) => told(now, 5, 5))).rewound).toEqual([]);
  });

  test('after an outage starts the five seconds anew', () => {
    const words = [told(0, 5), ...[600, 602, 604, 606].map((second) => told(second * 1_000, 5))];
    expect(listen(words).rewound).toEqual([606]);
  });

  test('it wants is sent at once, and not again for five seconds', () => {
    const wants = (now: number) => told(now, 5, 50, 6);
    expect(listen([wants(0), wants(1_000), wants(4_000), wants(6_000)]).rewound).toEqual([0, 6]);
    expect(listen([told(0, 5, 5, 6)]).rewound).toEqual([]);
  });

  test('is less than before for half a minute: its database was set back', () => {
    const { progress, rewound } = listen([
      told(0, 40),
      ...every10s(50, (now) => told(now + 1_000, 20)),
    ]);
    expect([progress.applied?.seq, rewound[0]]).toEqual([20, 31]);
  });

  test('counts from now on where the clock was set back by a day', () => {
    const DAY = 86_400_000;
    const stuck = [told(DAY, 5), ...everySecond(12, (now) => told(now, 5))];
    expect(listen(stuck).rewound).toEqual([5]);
    const wanted = [told(DAY, 5, 50, 6), told(0, 5, 50, 6)];
    expect(listen(wanted).rewound).toEqual([DAY / 1_000, 0]);
    const less = [told(DAY, 40), told(DAY + 1, 20), ...every10s(60, (now) => told(now, 20))];
    expect(listen(less).progress.applied?.seq).toBe(20);
  });
});

test('attempts are spread, from a tenth of a second to half a minute', () => {
  const least = [0, 1, 2, 8, 50].map((attempt) => backoffMs(attempt, () => 0));
  const most = [0, 1, 2, 8, 50].map((attempt) => backoffMs(attempt, () => 0.999_999));
  expect(least).toEqual([100, 200, 400, 15_000, 15_000]);
  expect(most).toEqual([200, 400, 800, 30_000, 30_000]);
});

describe('a gap', () => {
  const hear = (notes: readonly (readonly [number, number | null])[]) => {
    const alarms: string[] = [];
    const gaps = createGaps((venueId, seq) => alarms.push(`${venueId}:${seq}`));
    return { asked: notes.map(([now, want]) => gaps.note('v1', want, now)), alarms };
  };

  test('is asked for once it stands, and alarms once', () => {
    const { asked, alarms } = hear([
      [0, 7],
      [1_000, 7],
      [2_000, 7],
      [30_000, 7],
      [40_000, 7],
    ]);
    expect([asked, alarms]).toEqual([[null, null, 7, 7, 7], ['v1:7']]);
  });

  test('that closes is forgotten, and another one begins anew', () => {
    const { asked, alarms } = hear([
      [0, 7],
      [29_000, null],
      [31_000, 7],
      [32_000, 9],
      [62_000, 9],
    ]);
    expect([asked, alarms]).toEqual([[null, null, null, null, 9], ['v1:9']]);
  });
});
