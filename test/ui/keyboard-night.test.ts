import { afterAll, beforeAll, test } from 'bun:test';
import { keyboard } from './hands.ts';
import type { Stage } from './stage.ts';
import { openStage } from './stage.ts';
import { playNight } from './story.ts';

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

test('a whole night by the keyboard alone on a laptop, seen on a screen and a player’s phone', async () => {
  await playNight(stage, { width: 1_440, height: 900 }, keyboard, { touch: false });
}, 120_000);
