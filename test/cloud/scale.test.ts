import { expect, setDefaultTimeout, test } from 'bun:test';
import { runScale } from '../../scripts/bench/scale.ts';

/** `npm run soak` does it with 500. */
const VENUES = Number(process.env['FELT_VENUES'] ?? 8);
const IS_LONG = VENUES > 50;
const PLAN = IS_LONG
  ? { leafNodes: 4, each: 120, perSecond: 1_100 }
  : { leafNodes: 2, each: 20, perSecond: 100 };

setDefaultTimeout(60_000 + VENUES * 2_000);

test(`SYN-1: ${VENUES} venues with keys of their own play at once into one core, and it has every event of all of them`, async () => {
  const { leafNodes, each, perSecond } = PLAN;
  const events = VENUES * each;
  const scale = await runScale({ venues: VENUES, leafNodes, eventsEach: each, perSecond });
  expect(scale).toMatchObject({ events, applied: events + VENUES });
  // What it holds follows from the venues and not from how long they play.
  expect(scale.core.mostMb).toBeLessThan(scale.core.mb + 150);
  if (IS_LONG) console.log(JSON.stringify(scale));
});
