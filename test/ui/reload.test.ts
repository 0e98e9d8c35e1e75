import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Page } from 'playwright-core';
import { PEOPLE } from '../leaf.ts';
import type { Stage } from './stage.ts';
import { openStage, signIn } from './stage.ts';

setDefaultTimeout(60_000);

const SIZE = { width: 390, height: 844 };

let stage: Stage;
let id: string;
beforeAll(async () => {
  stage = await openStage();
  await stage.leaf.token('floor');
  id = await stage.tournament({ name: 'Main', currency: 'EUR', template: 'standard' });
});
afterAll(() => stage?.close());

/**
 * A page on a line that comes back as after an update: the leaf greets it as one of another build, so
 * many times. Answers its loads as they happen.
 */
const openBefore = async (path: string, greetings: number) => {
  const page = stage.listen(await (await stage.newContext(SIZE, {})).newPage());
  let greeted = 0;
  await page.routeWebSocket(/\/ws\//u, (socket) => {
    const server = socket.connectToServer();
    server.onMessage((message) => {
      const isHello = String(message).includes('"type":"hello"');
      greeted += Number(isHello);
      const other = String(message).replace(/"build":"[^"]*"/u, '"build":"younger"');
      socket.send(isHello && greeted <= greetings ? other : message);
    });
  });
  let loads = 0;
  page.on('load', () => {
    loads += 1;
  });
  await page.goto(stage.leaf.url + path);
  return { page, loads: () => loads, greeted: () => greeted };
};

/** Waits until it holds, asked whenever the page has painted. */
const until = async (page: Page, holds: () => boolean): Promise<void> => {
  while (!holds())
    await page.evaluate(() => new Promise(requestAnimationFrame)).catch(() => undefined);
};

test('a page of the build before an update loads itself again: operator, screen and phone', async () => {
  const operator = await openBefore('/', 1);
  await signIn(operator.page, PEOPLE.floor);
  const others = await Promise.all(['/display/bar', `/t/${id}`].map((path) => openBefore(path, 1)));
  // The second greeting is of the build that was loaded.
  for (const { page, loads, greeted } of [operator, ...others]) {
    await until(page, () => greeted() === 2);
    expect(loads()).toBe(2);
  }
  expect(stage.errors).toEqual([]);
});

test('a leaf that goes on naming another build is not asked for its page for ever', async () => {
  const { page, loads, greeted } = await openBefore('/display/hall', Number.POSITIVE_INFINITY);
  await until(page, () => greeted() === 2);
  // What that greeting would bring about begins in a timer of the page, and this one comes after it.
  await page.evaluate(() => new Promise((resolve) => setTimeout(resolve, 50)));
  expect(loads()).toBe(2);
});
