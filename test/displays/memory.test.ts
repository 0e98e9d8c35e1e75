import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { heapsOf } from '../../scripts/bench/screen-night.ts';
import { FLAGS } from '../ui/chromium.ts';
import { assign, boards, screenView } from './samples.ts';
import type { Teller } from './teller.ts';
import { startTeller } from './teller.ts';

const TS = 1_790_000_000_000;
const state = (view: string, data: object) => ({
  ...{ type: 'state', view, tournamentId: 't1', ts: TS, version: 1 },
  data,
});
const told = [
  state('clock', screenView()),
  ...boards(200).map((board) => state(board.kind, { ...screenView(), board })),
];
const cycle = [
  { view: 'clock', seconds: 5 },
  { view: 'rankings', seconds: 16 },
  { view: 'finalTable', seconds: 6 },
] as const;

const SCENES: { readonly [name: string]: readonly object[] } = {
  pages: [assign({ view: 'rankings' }), ...told],
  cycle: [assign({ cycle }), ...told],
};

let teller: Teller;
let browser: Browser;

beforeAll(async () => {
  teller = await startTeller((nodeId) => SCENES[nodeId] ?? []);
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
});

afterAll(async () => {
  await browser?.close();
  await teller?.stop();
});

/** One page of a list that is kept weighs about 90 KB: 75 of them are turned in ten minutes. */
const ROUNDING_MB = 1.5;

test.each(Object.keys(SCENES))(
  'DSP-7: nothing is kept of what a screen showed before: %s',
  async (name) => {
    const url = `${teller.url}/display/${name}`;
    const { heaps } = await heapsOf(browser, url, { times: 2, seconds: 600 });
    expect((heaps[1] ?? 99) - (heaps[0] ?? 0)).toBeLessThan(ROUNDING_MB);
  },
  60_000,
);
