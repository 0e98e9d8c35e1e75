import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Page } from 'playwright-core';
import type { Stage } from './stage.ts';
import { openStage } from './stage.ts';

/** What a small board's graphics move without laying anything out anew (DSP-7). */
const CHEAP = ['transform', 'opacity', 'translate', 'scale', 'rotate'];

let stage: Stage;
beforeAll(async () => {
  stage = await openStage();
}, 60_000);
afterAll(() => stage?.close());

/** Properties that any rule of the page's style sheets would animate. */
const animated = (page: Page): Promise<readonly string[]> =>
  page.evaluate(() => {
    const found = new Set<string>();
    const walk = (rules: CSSRuleList): void => {
      for (const rule of rules) {
        if (rule instanceof CSSKeyframesRule)
          for (const frame of rule.cssRules)
            if (frame instanceof CSSKeyframeRule) for (const name of frame.style) found.add(name);
        if (rule instanceof CSSStyleRule)
          for (const name of rule.style.transitionProperty.split(',')) found.add(name.trim());
        if (rule instanceof CSSGroupingRule) walk(rule.cssRules);
      }
    };
    for (const sheet of document.styleSheets) walk(sheet.cssRules);
    return [...found].filter((name) => name !== '' && name !== 'none');
  });

test('DSP-7: a screen animates only what needs no layout and no painting', async () => {
  const id = await stage.tournament({ template: 'turbo', name: 'Slow', currency: 'EUR' });
  const tv = await stage.screen('tv', id, { width: 1_280, height: 720 });
  const others = (await animated(tv)).filter((name) => !CHEAP.includes(name));
  // Timing functions stand in keyframes too, and move nothing by themselves.
  expect(others.filter((name) => !name.startsWith('animation-'))).toEqual([]);
});

test('DSP-7: the page of a screen asks the leaf for nothing while it counts, and nobody else ever', async () => {
  const id = await stage.tournament({ template: 'turbo', name: 'Quiet', currency: 'EUR' });
  await stage.leaf.post(`/tournaments/${id}/start`, {}, await stage.leaf.token('floor'));
  const asked: string[] = [];
  const context = await stage.newContext({ width: 1_280, height: 720 }, {});
  await stage.leaf.put('/displays/tv-3', { tournamentId: id }, await stage.leaf.token('floor'));
  const tv = stage.listen(await context.newPage());
  tv.on('request', (request) => asked.push(request.url()));
  await tv.goto(`${stage.leaf.url}/display/tv-3`);
  const timer = tv.getByRole('timer').first();
  await timer.waitFor();
  await tv.evaluate(() => document.fonts.ready.then(() => undefined));
  expect(
    asked.filter((url) => !url.startsWith(stage.leaf.url) && !url.startsWith('data:')),
  ).toEqual([]);
  const before = asked.length;
  const [first] = [await timer.textContent()];
  await tv.waitForFunction(
    (words) => document.querySelector('[role=timer]')?.textContent !== words,
    first,
  );
  expect(asked.slice(before)).toEqual([]);
  expect(stage.errors).toEqual([]);
});
