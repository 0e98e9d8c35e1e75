import { afterAll, beforeAll, expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import { parse } from 'acorn';
import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';
import { FLAGS } from '../ui/chromium.ts';
import { boardScene, clockScene, lobbyScene } from './scenes.ts';
import type { Teller } from './teller.ts';
import { startTeller } from './teller.ts';

const SCENES: { readonly [name: string]: readonly object[] } = {
  clock: clockScene('running'),
  rankings: boardScene('rankings'),
  seating: boardScene('seating'),
  schedule: boardScene('schedule'),
  prizePool: boardScene('prizePool'),
  finalTable: boardScene('finalTable'),
  movement: boardScene('movement'),
  lobby: lobbyScene(5),
};

let teller: Teller;
let browser: Browser;
let html = '';
const built = { script: '', styles: '' };

const textOf = async (kind: string): Promise<string> => {
  const path = new RegExp(`"(/assets/display-[^"]+\\.${kind})"`).exec(html)?.[1];
  return (await fetch(`${teller.url}${path}`)).text();
};

beforeAll(async () => {
  teller = await startTeller((nodeId) => SCENES[nodeId] ?? []);
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
  html = await (await fetch(`${teller.url}/display/clock`)).text();
  built.script = await textOf('js');
  built.styles = await textOf('css');
});

afterAll(async () => {
  await browser?.close();
  await teller?.stop();
});

test('DSP-8: the script is a classic one that a parser of 2017 reads', () => {
  expect(html).not.toContain('type="module"');
  expect(() => parse(built.script, { ecmaVersion: 2017, sourceType: 'script' })).not.toThrow();
});

test('DSP-7: the script is at most 25 KB, compressed', () => {
  expect(gzipSync(built.script, { level: 9 }).length).toBeLessThanOrEqual(25_000);
});

/** What style sheets learned after Chromium 56. */
const TOO_YOUNG: readonly (readonly [name: string, sign: RegExp])[] = [
  ['grid', /display:\s*(inline-)?grid|grid-template|grid-area/],
  ['gap', /[;{](row-|column-)?gap:/],
  ['min(), max(), clamp()', /[:\s,(](min|max|clamp)\(/],
  ['inset', /[;{]inset(-[a-z]+)?:/],
  ['aspect-ratio', /[;{]aspect-ratio:/],
  ['color-mix', /color-mix\(|oklch\(|oklab\(|lab\(/],
  ['layers', /@layer|@container|@property|@supports selector/],
  ['selectors', /:is\(|:where\(|:has\(|:focus-visible|:focus-within|:not\([^)]*,/],
  ['nesting', /[{;]\s*&/],
  ['units', /\d(dvh|svh|lvh|dvw|cqw|cqh|lh|rlh)\b/],
  ['colours with alpha in hex', /#([0-9a-f]{4}|[0-9a-f]{8})\b/i],
  ['colours with a slash', /(rgb|hsl)a?\([^),]*\//],
  ['place-*', /[;{]place-(items|content|self):/],
  ['logical sides', /[;{](margin|padding|border)-(inline|block)/],
  ['single transforms', /[;{](translate|rotate|scale):/],
  ['space-evenly', /space-evenly/],
];

test.each(TOO_YOUNG)('DSP-8: the styles know no %s', (_, sign) => {
  expect(sign.exec(built.styles)?.[0]).toBeUndefined();
});

test('the signs are seen where they are', () => {
  const young =
    '.a{display:grid;gap:1px;width:min(1px,2px);inset:0;aspect-ratio:1;color:color-mix(in srgb,red,red)}' +
    '@layer a{:is(b){margin-inline:1dvh;color:#ffff;scale:2;place-items:center;&:hover{}}}' +
    '.d{color:rgb(0 0 0/1);justify-content:space-evenly}';
  for (const [, sign] of TOO_YOUNG) expect(young).toMatch(sign);
});

/** What a browser's own functions learned after Chromium 56, taken away again. */
const takeAway = (): void => {
  const all: readonly (readonly [owner: object, names: readonly string[]])[] = [
    [Object, ['fromEntries', 'hasOwn', 'groupBy']],
    [Array.prototype, ['flat', 'flatMap', 'at', 'findLast', 'findLastIndex', 'toSorted']],
    [Array.prototype, ['toReversed', 'toSpliced', 'with']],
    [String.prototype, ['padStart', 'padEnd', 'trimStart', 'trimEnd', 'matchAll']],
    [String.prototype, ['replaceAll', 'at']],
    [Promise, ['allSettled', 'any', 'withResolvers', 'try']],
    [Promise.prototype, ['finally']],
    [Intl, ['PluralRules', 'ListFormat', 'RelativeTimeFormat', 'DisplayNames', 'Segmenter']],
    [Intl.DateTimeFormat.prototype, ['formatToParts', 'formatRange']],
    [Intl.NumberFormat.prototype, ['formatToParts', 'formatRange']],
    [Element.prototype, ['replaceChildren', 'toggleAttribute', 'getAnimations', 'checkVisibility']],
    [Symbol, ['asyncIterator', 'dispose']],
    [RegExp.prototype, ['flags', 'dotAll']],
    [
      globalThis,
      [
        ...['ResizeObserver', 'AbortController', 'AbortSignal', 'BigInt', 'structuredClone'],
        ...['queueMicrotask', 'WeakRef', 'FinalizationRegistry', 'globalThis', 'scheduler'],
        ...['trustedTypes', 'BroadcastChannel', 'CompressionStream'],
      ],
    ],
  ];
  for (const [owner, names] of all) for (const name of names) Reflect.deleteProperty(owner, name);
};

// Side by side: nearly all of it is waiting for seconds to pass.
test.concurrent.each(Object.keys(SCENES))(
  'DSP-8: %s runs without anything younger than Chromium 56',
  async (name) => {
    const page = await browser.newPage({ viewport: { width: 1280, height: 720 } });
    const errors: string[] = [];
    page.on('pageerror', (error) => errors.push(error.message));
    await page.addInitScript(takeAway);
    await page.goto(`${teller.url}/display/${name}`);
    await page.locator('[role=timer]').first().waitFor();
    // The clock counts on by itself: what was told was 12:47. A selector is looked for in a world of
    // its own, where nothing was taken away.
    await page
      .locator('[role=timer]', { hasText: /^12:4[0-5]$/ })
      .first()
      .waitFor();
    expect(errors).toEqual([]);
    await page.close();
  },
  60_000,
);
