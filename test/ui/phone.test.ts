import { afterAll, beforeAll, expect, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { chromium } from 'playwright-core';
import { startLeaf, type TestLeaf } from '../leaf.ts';
import { builtPages } from './built-pages.ts';
import { FLAGS } from './chromium.ts';

let leaf: TestLeaf;
let browser: Browser;

beforeAll(async () => {
  await builtPages();
  leaf = await startLeaf();
  browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: FLAGS });
});

afterAll(async () => {
  await browser?.close();
  await leaf?.stop();
});

/** A phone on a network that lets only some of the ways through. */
const phoneWithout = async (
  path: string,
  blocked: readonly ('sockets' | 'events')[],
): Promise<Page> => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 } });
  const page = await context.newPage();
  if (blocked.includes('sockets')) await page.routeWebSocket(/./u, (socket) => socket.close());
  if (blocked.includes('events')) await page.route('**/live', (route) => route.abort());
  await page.goto(leaf.url + path);
  await page.getByText('SETUP').waitFor();
  return page;
};

test('PWA-1: without WebSocket a phone follows by events, without both by asking', async () => {
  const token = await leaf.token('floor');
  const made = await leaf.post('/tournaments', { template: 'turbo', name: 'Bar' }, token);
  const { id } = made.body as { id: string };
  const phones = await Promise.all([
    phoneWithout(`/t/${id}`, ['sockets']),
    phoneWithout(`/t/${id}`, ['sockets', 'events']),
  ]);
  await leaf.post(`/tournaments/${id}/start`, {}, token);
  await Promise.all(phones.map((page) => page.getByText('RUNNING').waitFor()));
  await leaf.post(`/tournaments/${id}/pause`, {}, token);
  await Promise.all(phones.map((page) => page.getByText('PAUSED').waitFor()));
  const said = await Promise.all(phones.map((page) => page.getByText('RUNNING').count()));
  expect(said).toEqual([0, 0]);
}, 60_000);
