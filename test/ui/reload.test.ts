import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { PEOPLE } from '../leaf.ts';
import type { Stage } from './stage.ts';
import { openStage, signIn } from './stage.ts';

setDefaultTimeout(60_000);

const SIZE = { width: 390, height: 844 };
const OLDER = 'older';

let stage: Stage;
let id: string;
beforeAll(async () => {
  stage = await openStage();
  await stage.leaf.token('floor');
  id = await stage.tournament({ name: 'Main', currency: 'EUR', template: 'standard' });
});
afterAll(() => stage?.close());

const buildOf = (page: Page): Promise<string | undefined> =>
  page.evaluate(() => document.documentElement.dataset['build']);

/** The page as a leaf before an update served it, the first so many times that it is asked for. */
const openOlder = async (path: string, times: number) => {
  const page = await stage.open('about:blank', SIZE);
  let asked = 0;
  await page.route(
    (url) => url.pathname === path,
    async (route) => {
      const response = await route.fetch();
      asked += 1;
      const body = await response.text();
      const older = body.replace(/data-build="[^"]*"/u, `data-build="${OLDER}"`);
      await route.fulfill({ response, body: asked > times ? body : older });
    },
  );
  let hellos = 0;
  let tellHello = () => {};
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      if (!String(payload).includes('"type":"hello"')) return;
      hellos += 1;
      tellHello();
    }),
  );
  const greeted = async (times: number): Promise<void> => {
    while (hellos < times)
      await new Promise<void>((resolve) => {
        tellHello = resolve;
      });
  };
  await page.goto(stage.leaf.url + path);
  return { page, greeted, asked: () => asked };
};

const isYounger = (page: Page) =>
  page.waitForFunction((older) => document.documentElement.dataset['build'] !== older, OLDER);

test('LIVE: after an update the pages of the build before load themselves again', async () => {
  const operator = await openOlder('/', 1);
  await signIn(operator.page, PEOPLE.floor);
  const [display, phone] = await Promise.all([
    openOlder('/display/bar', 1),
    openOlder(`/t/${id}`, 1),
  ]);
  await Promise.all([operator, display, phone].map(({ page }) => isYounger(page)));
  expect([operator, display, phone].map(({ asked }) => asked())).toEqual([2, 2, 2]);
  expect(stage.errors).toEqual([]);
});

test('LIVE: a leaf of two minds makes no page load itself for ever', async () => {
  const { page, asked, greeted } = await openOlder('/display/hall', Number.POSITIVE_INFINITY);
  await greeted(2);
  // Whatever that greeting brought about has begun by then.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(asked()).toBe(2);
});
