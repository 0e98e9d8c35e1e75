import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { Browser, Page } from 'playwright-core';
import { playNight } from '../../../scripts/bench/night.ts';
import { placeCorePages } from '../../../scripts/pages.ts';
import { settle } from '../../../scripts/pictures/camera.ts';
import { keepHealth } from '../../../src/core/ingest/status.ts';
import { MINUTE, SECOND } from '../../../src/kernel/time.ts';
import { GENESIS } from '../../../src/log/chain.ts';
import type { ReplicaHead } from '../../../src/sync/port.ts';
import { PROTOCOL } from '../../../src/sync/protocol.ts';
import type { Front, TestBrowser } from '../../core/front.ts';
import { openFront } from '../../core/front.ts';
import type { Server } from '../../postgres.ts';
import { startPostgres } from '../../postgres.ts';
import { findings } from '../axe.ts';
import { openBrowser } from '../chromium.ts';

setDefaultTimeout(90_000);

const PHONE = { width: 390, height: 844 } as const;
const LAPTOP = { width: 1_440, height: 900 } as const;
const PATIENCE_MS = 15_000;

const night = playNight(40);
const tournamentId = night.stream.split(':')[1] ?? '';
const startsAt = night.events.findIndex(({ type }) => type === 'tournament.started') + 1;
const LONG = { firstName: 'Bartholomäus-Maximilian', lastName: 'von Hohenlohe-Waldenburg' };

let server: Server;
let front: Front;
let browser: Browser;
let ada: TestBrowser;
let venueId: string;
let sent = 0;
let head: ReplicaHead = { seq: 0, hash: GENESIS, epoch: 1, at: 0 };
const errors: string[] = [];

const tenantOf = async () => {
  const tenant = await front.tenants.open(venueId);
  if (tenant === null) throw new Error('no such venue');
  return tenant;
};

/** The leaf sends the night's next events, and says how it is. */
const goOn = async (upTo: number): Promise<void> => {
  const tenant = await tenantOf();
  const more = night.events.slice(sent, upTo).map((event) => JSON.stringify(event));
  head = (await tenant.apply(head, more)) ?? head;
  sent = upTo;
  const at = front.now();
  const said = { protocol: PROTOCOL, epoch: 1, version: '0.1.0', downSeq: 0, docsWaiting: 0 };
  const room = 'http://192.168.1.20:8080';
  await keepHealth(tenant, { ...said, head: { ...head, at }, live: [], now: at, room }, head, at);
};

beforeAll(async () => {
  await placeCorePages();
  server = await startPostgres();
  [front, browser] = await Promise.all([openFront(server), openBrowser()]);
  // The core's clock stands where the night began.
  const start = night.events[startsAt - 1]?.at ?? 0;
  front.pass(start + 30 * SECOND - Date.now());
  ada = await front.ada();
  const place = {
    name: 'Kärnten Straße 9',
    slug: 'k9',
    timezone: 'Europe/Vienna',
    currency: 'EUR',
  };
  const made = (await ada.post('/venues', place)).body as { id: string; code: string };
  await front.enrol(made.code);
  venueId = made.id;
  await goOn(startsAt);
  const common = { protocol: PROTOCOL, venueId, epoch: 1, kind: 'player', rev: 1 } as const;
  await (await tenantOf()).put(
    night.playerIds.map((id, i) => ({
      ...{ ...common, id },
      doc: i === 0 ? LONG : { firstName: `Vorname${i}`, lastName: `Nachname${i}` },
    })),
  );
});
afterAll(async () => {
  await browser?.close();
  await front?.stop();
  await server?.stop();
});

type Look = { readonly size?: typeof PHONE | typeof LAPTOP; readonly theme?: 'dark' | 'light' };

const open = async ({ size = LAPTOP, theme = 'dark' }: Look = {}): Promise<Page> => {
  const context = await browser.newContext({ viewport: size, reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  await context.addInitScript((name) => localStorage.setItem('felt-theme', name), theme);
  const page = await context.newPage();
  page.on('pageerror', (error) => errors.push(error.message));
  page.on('console', (message) => {
    if (message.type() === 'error') errors.push(message.text());
  });
  return page;
};

const signedIn = async (look: Look = {}): Promise<Page> => {
  const page = await open(look);
  const cookies = [...ada.cookies].map(([name, value]) => ({ name, value, url: front.url }));
  await page.context().addCookies(cookies);
  return page;
};

const changes = (page: Page, text: string | null): Promise<unknown> =>
  page.waitForFunction(
    (before) => document.querySelector('[role=timer]')?.textContent !== before,
    text,
  );

test('COR-2: a venue’s night is followed from the core: clock, blinds, ranking, levels, pool', async () => {
  const page = await signedIn();
  await page.goto(`${front.url}/#/v/${venueId}`);
  await page.getByLabel('Find a tournament').fill('friday');
  await page.getByRole('link', { name: /Friday Night Main/u }).click();
  await page.getByRole('heading', { name: 'Friday Night Main' }).waitFor();
  const clock = page.getByRole('timer');
  await clock.waitFor();
  const before = await clock.textContent();
  expect(before).toMatch(/^\d+:\d\d$/u);
  await changes(page, before);
  await page.getByText('40/40').waitFor();
  await page.getByText('Bartholomäus-Maximilian von Hohenlohe-Waldenburg').waitFor();
  await page.getByLabel('Find a player').fill('nachname7');
  await page.getByText('Vorname7 Nachname7').waitFor();
  expect(await page.getByText(/^Vorname\d+ Nachname\d+$/u).count()).toBe(1);
  await page.getByRole('heading', { name: 'Levels' }).waitFor();
  await page.getByRole('heading', { name: 'Money' }).waitFor();
  // Nobody loads the page again.
  await goOn(startsAt + 6);
  await page.getByText(/^3\d\/4\d$/u).waitFor();
  await page.context().close();
});

test('COR-2: players are found by name, and each has a page of results', async () => {
  await goOn(night.events.length);
  const page = await signedIn();
  await page.goto(`${front.url}/#/v/${venueId}/players`);
  await page.getByLabel('Find a player by name, number or e-mail address').fill('hohenlohe');
  await page.getByRole('link', { name: /Hohenlohe/u }).click();
  await page.getByRole('heading', { level: 1, name: /Hohenlohe/u }).waitFor();
  const result = page.getByRole('link', { name: /Friday Night Main/u });
  expect(await result.textContent()).toMatch(/(st|nd|rd|th) of 4\d/u);
  await result.click();
  await page.getByText('Winner').waitFor();
  await page.context().close();
});

test('SYN-2: what was sent down is listed with its state, and changes as the leaf answers', async () => {
  const [playerId = ''] = night.playerIds;
  await ada.post(`/venues/${venueId}/players/${playerId}`, { fields: { phone: '1' } });
  await ada.post(`/venues/${venueId}/settings`, { changes: { language: 'de' } });
  const page = await signedIn({ size: PHONE });
  await page.goto(`${front.url}/#/v/${venueId}/orders`);
  const list = page.getByRole('list', { name: 'Sent down to the leaf' });
  const profile = list.getByRole('listitem').filter({
    hasText: 'Profile of Bartholomäus-Maximilian von Hohenlohe-Waldenburg',
  });
  await profile.getByText('On its way').waitFor();
  await profile.getByText('Phone').waitFor();
  await list.getByText('Venue settings').waitFor();

  // As the leaf's log would have brought it.
  const { items } = Object((await ada.get(`/venues/${venueId}/asked`)).body);
  const { id, seq } = items.find(({ kind }: { kind: string }) => kind === 'profile');
  await (await tenantOf()).within((query) =>
    query(
      `insert into requests (venue_id, id, seq, kind, status, code, conflicts, ignored,
         "receivedAt", "decidedAt")
       values ($1, $2, $3, 'profile', 'refused', 'NO_SUCH_PLAYER', '[]', '[]', 1, 2)`,
      [venueId, id, seq],
    ),
  );
  await profile.getByText('Refused').waitFor();
  await profile.getByText('Nobody here goes by this id.').waitFor();
  await page.context().close();
  expect(errors).toEqual([]);
});

test('SYN-5: what this core cannot follow yet is seen on the dashboard and at the leaf', async () => {
  await (await tenantOf()).within((query) =>
    query(
      `insert into waiting (venue_id, room, type, events, "firstSeq")
       values ($1, 'tournament', 'seat.reserved', 3, 7)`,
      [venueId],
    ),
  );
  await goOn(sent);
  const page = await signedIn({ size: LAPTOP });
  await page.goto(front.url);
  await page.getByText('Upgrade this core: 3 events wait for it').waitFor();
  await page.goto(`${front.url}/#/v/${venueId}/leaf`);
  await page.getByText('seat.reserved').waitFor();
  await page.getByText('from event 7 on').waitFor();
  await (await tenantOf()).within((query) =>
    query('delete from waiting where venue_id = $1', [venueId]),
  );
  await goOn(sent);
  await page.getByText('Upgrade this core').waitFor({ state: 'detached' });
  await page.context().close();
});

test.each([
  [PHONE, 'dark'],
  [LAPTOP, 'light'],
] as const)(
  'axe finds nothing serious, and nothing is wider than the window (%o, %s)',
  async (size, theme) => {
    const page = await signedIn({ size, theme });
    const [player = ''] = night.playerIds;
    const paths = [
      '',
      '/players',
      '/money',
      '/orders',
      '/leaf',
      `/t/${tournamentId}`,
      `/p/${player}`,
    ];
    const found: Record<string, readonly string[]> = {};
    for (const path of paths) {
      await page.goto(`${front.url}/#/v/${venueId}${path}`);
      await page.getByRole('heading', { level: 1 }).waitFor();
      await page.locator('.breathe').first().waitFor({ state: 'detached' });
      await settle(page);
      const isTooWide = await page.evaluate(
        () => document.documentElement.scrollWidth > document.documentElement.clientWidth,
      );
      const all = [...(await findings(page)), ...(isTooWide ? ['too wide'] : [])];
      if (all.length > 0) found[path] = all;
    }
    await page.context().close();
    expect(found).toEqual({});
  },
);

test('ACC-5: a phone follows the night at the core without a socket, and says when it is old', async () => {
  const page = await open({ size: PHONE });
  let sockets = 0;
  page.on('websocket', () => {
    sockets += 1;
  });
  await page.goto(`${front.url}/t/${tournamentId}`);
  await page.getByText('Friday Night Main').first().waitFor();
  const room = page.getByRole('link', { name: 'In the room? Open the page of the house itself' });
  expect(await room.getAttribute('href')).toBe(`http://192.168.1.20:8080/t/${tournamentId}`);
  front.pass(7 * MINUTE);
  await page.getByText(/What you see is 7 min old/u).waitFor();
  await goOn(night.events.length);
  await page.getByText(/What you see is/u).waitFor({ state: 'detached' });
  expect(sockets).toBe(0);
  await page.context().close();
  expect(errors).toEqual([]);
});
