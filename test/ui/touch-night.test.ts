import { afterAll, beforeAll, test } from 'bun:test';
import { touch } from './hands.ts';
import type { Stage } from './stage.ts';
import { openStage } from './stage.ts';
import { playNight } from './story.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

for (const [device, width, height] of [
  ['a phone', 390, 844],
  ['a tablet', 1_024, 768],
] as const)
  test(`a whole night by touch on ${device}, seen on a screen and a player's phone`, async () => {
    await playNight(stage, { width, height }, touch, { touch: true });
  }, 120_000);
