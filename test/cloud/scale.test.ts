import { expect, setDefaultTimeout, test } from 'bun:test';
import { runScale } from '../../scripts/bench/scale.ts';

/** `npm run soak` does it with 500. */
const VENUES = Number(process.env['FELT_VENUES'] ?? 8);
const IS_LONG = VENUES > 50;
const [LEAF_NODES, EACH, PER_SECOND] = IS_LONG ? [4, 120, 1_100] : [2, 20, 100];

setDefaultTimeout, test } from 'bun:test';

import { runScale } from '../../scripts/bench/scale.ts';

/** `npm run soak` does it with 500. */
const VENUES = Number(process.env['FELT_VENUES'] ?? 8);
const LEAF_NODES = VENUES > 50 ? 4 : 2;
/** A busy hour of each, in about a minute. */
const EACH = 60;
const PER_SECOND = VENUES * 10;

setDefaultTimeout(60_000 + VENUES * 2_000);

test(`SYN-1: ${VENUES} venues with keys of their own play at once into one core, and it has every event of all of them`, async () => {
  const events = VENUES * EACH;
  const scale = await runScale({
    ...{ venues: VENUES, leafNodes: LEAF_NODES, events, perSecond: PER_SECOND },
  });
  expect(scale).toMatchObject({ events, applied: events });
  // What it holds follows from the venues and not from how long they play.
  expect(scale.core.mostMb).toBeLessThan(scale.core.mb + 150);
  if (IS_LONG) console.log(JSON.stringify(scale));
});
