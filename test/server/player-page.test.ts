import { afterAll, beforeAll, expect, test } from 'bun:test';
import { loadPages } from '../../src/leaf/pages.ts';
import { pageRoutes } from '../../src/server/page-routes.ts';
import { startLeaf, type TestLeaf } from '../leaf.ts';
import { builtPages } from '../ui/built-pages.ts';
import { openStage } from './stage.ts';

let leaf: TestLeaf;
let token: string;
let id: string;

const TITLE = `</script><b>"Friday" & 'Co'`;

const enter = async (tournament: string, profile: object): Promise<string> => {
  const { body } = await leaf.post('/players', profile, token);
  const { playerId } = body as { playerId: string };
  await leaf.post(`/tournaments/${tournament}/players/buyin`, { playerId }, token);
  return playerId;
};

beforeAll(async () => {
  await builtPages();
  leaf = await startLeaf();
  token = await leaf.token('admin');
  const made = await leaf.post('/tournaments', { template: 'turbo', name: TITLE }, token);
  id = (made.body as { id: string }).id;
  await leaf.post(`/tournaments/${id}/tables`, { tables: 1, seats: 9 }, token);
  await enter(id, { firstName: 'Anna', lastName: 'Hansen', phone: '+45 12345678' });
  await enter(id, { firstName: 'Anna', lastName: 'Holm', email: 'holm@example.com' });
  await enter(id, { firstName: '<img src=x>', lastName: 'Bold', nickname: '</script><i>' });
}, 60_000);

afterAll(() => leaf?.stop());

const page = async (path: string, headers: Record<string, string> = {}) => {
  const response = await fetch(leaf.url + path, { headers });
  return { response, html: await response.text() };
};

type View = {
  readonly title: string;
  readonly listed: number;
  readonly rankings: readonly {
    readonly name: string;
    readonly player: number;
    readonly seat: { readonly seat: number } | null;
  }[];
};

const toldIn = (html: string): { readonly view: View } =>
  JSON.parse(/<script type="application\/json" id="told">(.*)<\/script>/u.exec(html)?.[1] ?? '');

test('PWA-1: the first HTML holds the clock, the blinds and the room as text', async () => {
  await leaf.post(`/tournaments/${id}/start`, {}, token);
  const { response, html } = await page(`/t/${id}`);
  expect(response.status).toBe(200);
  expect(html).toMatch(/role="timer"[^>]*>(10:00|9:5\d)</u);
  for (const words of ['Level 1 of', 'Running', '50/100', '3/3', 'Card Room'])
    expect(html).toContain(words);
  const { view } = toldIn(html);
  expect(view.title).toBe(TITLE);
  expect(view.listed).toBe(3);
});

test('PWA-1: the first HTML brings no more of a long list along than it shows', async () => {
  const made = await leaf.post('/tournaments', { template: 'turbo', name: 'Long' }, token);
  const long = (made.body as { id: string }).id;
  const names = Array.from({ length: 120 }, (_, i) => `P${String(i).padStart(3, '0')}`);
  for (let from = 0; from < names.length; from += 20)
    await Promise.all(names.slice(from, from + 20).map((firstName) => enter(long, { firstName })));
  const whole = (await leaf.get(`/tournaments/${long}/public`)).body as View;
  expect(whole.rankings).toHaveLength(120);
  const clock = toldIn((await page(`/t/${long}`)).html).view;
  expect([clock.rankings.length, clock.listed]).toEqual([0, 120]);
  const mine = toldIn((await page(`/t/${long}`, { cookie: 'felt-me=7' })).html).view;
  expect(mine.rankings).toEqual(whole.rankings.filter(({ player }) => player === 7));
  const { html } = await page(`/t/${long}?tab=rank`, { cookie: 'felt-me=7' });
  const rank = toldIn(html).view;
  const shown = (name: string) => html.split('id="told"')[0]?.includes(`>${name}<`);
  expect(names.filter(shown)).toEqual(names.slice(0, 100));
  const told = names.filter((name) => rank.rankings.some((line) => line.name === name));
  const own = mine.rankings[0]?.name ?? '';
  expect(told).toEqual([...new Set([...names.slice(0, 100), own])].sort());
  expect(html).toContain('120 in the list');
}, 60_000);

test('a page that cannot be written is told to whoever minds the leaf, and its script fetches it', async () => {
  const stage = await openStage();
  const told: unknown[] = [];
  const broken = new Error('a painter that throws');
  const load = async () => ({
    ...{ build: '', assets: {}, ...loadPages() },
    first: async () => () => {
      throw broken;
    },
  });
  const routes = pageRoutes(load, stage.shell, (error) => told.push(error));
  const response = await routes.request('/t/any');
  expect(response.status).toBe(200);
  expect(await response.text()).not.toContain('id="told"');
  expect(told).toEqual([broken]);
  await stage.stop();
});

test('SEC-3: names and titles are text there, whatever they are made of', async () => {
  for (const path of [`/t/${id}`, `/t/${id}?tab=rank`]) {
    const { html } = await page(path);
    expect(html.match(/<\/script>/gu)).toHaveLength(2);
    expect(html).not.toMatch(/<(?:b|i|img)[ >]/u);
    expect(html).not.toMatch(/<script(?![^>]* (?:src|type="application\/json")[^>]*>)| style=/u);
    expect(html).toContain('<title>&lt;/script&gt;&lt;b&gt;&quot;Friday&quot; &amp;');
  }
});

test('PWA-1: every part of it reads without a script', async () => {
  const rank = (await page(`/t/${id}?tab=rank`)).html;
  expect(rank).toContain('Anna H.');
  expect(rank).toContain('Table 1');
  const schedule = (await page(`/t/${id}?tab=schedule`)).html;
  expect(schedule).toContain('100/200');
});

test('GDP-3: outside the room nobody has a family name, and search engines are sent away', async () => {
  const { response, html } = await page(`/t/${id}?tab=rank`);
  const json = JSON.stringify((await leaf.get(`/tournaments/${id}/public`)).body);
  for (const text of [html, json])
    for (const secret of ['Hansen', 'Holm', 'Bold', '12345678', 'example.com'])
      expect(text).not.toContain(secret);
  expect(response.headers.get('x-robots-tag')).toContain('noindex');
  expect(html).toContain('<meta name="robots" content="noindex, nofollow">');
});

test('GDP-3: whoever agreed to it is told by the full name, from the next page on', async () => {
  const made = await leaf.post('/tournaments', { template: 'turbo', name: 'Consent' }, token);
  const own = (made.body as { id: string }).id;
  const playerId = await enter(own, { firstName: 'Consuelo', lastName: 'Agreed' });
  const read = async () => (await page(`/t/${own}?tab=rank`)).html;
  expect(await read()).not.toContain('Agreed');
  await leaf.put(`/players/${playerId}`, { fullNameOutside: true }, token);
  expect(await read()).toContain('Consuelo Agreed');
  await leaf.put(`/players/${playerId}`, { fullNameOutside: false }, token);
  expect(await read()).not.toContain('Agreed');
});

test('GDP-3: two who look the same stay apart by their seats, and an erased person is nobody', async () => {
  const gone = await enter(id, { firstName: 'Erasmus', lastName: 'Erased' });
  await leaf.del(`/players/${gone}`, token);
  const { view } = toldIn((await page(`/t/${id}?tab=rank`)).html);
  const annas = view.rankings.filter(({ name }) => name === 'Anna H.');
  expect(new Set(annas.map(({ seat }) => seat?.seat)).size).toBe(2);
  expect(new Set(view.rankings.map(({ player }) => player)).size).toBe(4);
  expect(view.rankings.map(({ name }) => name)).not.toContain('Erasmus E.');
});

test('a tournament that is not there is said so, with 404', async () => {
  const { response, html } = await page('/t/nowhere');
  expect(response.status).toBe(404);
  expect(html).toContain('This tournament is not here');
});

test('a tournament that was taken back says that it was called off, with 404', async () => {
  const made = await leaf.post('/tournaments', { template: 'turbo', name: 'Off' }, token);
  const path = `/t/${(made.body as { id: string }).id}`;
  await leaf.del(`/tournaments/${(made.body as { id: string }).id}`, token);
  const { response, html } = await page(path);
  expect(response.status).toBe(404);
  expect(html).toContain('This tournament was called off');
});

test('PWA-1: the page opens at the part, the theme and the player that the phone chose', async () => {
  const { html } = await page(`/t/${id}`, { cookie: 'felt-me=1; felt-theme=light' });
  expect(html).toContain('<html data-theme="light"');
  expect(html).toContain('My seat');
  expect((await page(`/t/${id}`)).html).toContain('<html data-theme="auto"');
});

test('PWA-1: it can be kept as an app: manifest, icons, and a worker that speaks to the leaf only', async () => {
  const { html } = await page(`/t/${id}`);
  expect(html).toContain(`<link rel="manifest" href="/t/${id}/manifest.webmanifest">`);
  const { body, headers } = await leaf.ask('GET', `/api/../t/${id}/manifest.webmanifest`, {});
  expect(headers.get('content-type')).toContain('application/manifest+json');
  const manifest = JSON.parse(String(body)) as {
    name: string;
    start_url: string;
    icons: { src: string; sizes: string }[];
  };
  expect(manifest).toMatchObject({ name: TITLE, start_url: `/t/${id}`, display: 'standalone' });
  for (const { src, sizes } of manifest.icons) {
    const icon = await fetch(leaf.url + src);
    expect(icon.headers.get('content-type')).toBe('image/png');
    const bytes = new DataView(await icon.arrayBuffer());
    expect(`${bytes.getUint32(16)}x${bytes.getUint32(20)}`).toBe(sizes);
  }
  expect(new Set(manifest.icons.map(({ sizes }) => sizes))).toEqual(
    new Set(['192x192', '512x512']),
  );
  const worker = await fetch(`${leaf.url}/t-worker.js`);
  expect(worker.headers.get('service-worker-allowed')).toBe('/t/');
  expect(worker.headers.get('content-security-policy')).toBe(
    "default-src 'none'; connect-src 'self'",
  );
});

test('ACC-5: the operator reads where the phones find it, and the way into the Wi-Fi', async () => {
  const path = `/tournaments/${id}/address`;
  expect((await leaf.get(path)).status).toBe(401);
  const viewer = await leaf.token('viewer');
  const wifi = { ssid: 'Guests', password: 'royal;flush' };
  await leaf.put('/venue', { publicUrl: 'https://cards.example', wifi }, token);
  const answer = await leaf.get(path, viewer);
  expect(answer.body).toEqual({ url: `https://cards.example/t/${id}`, wifi });
  await leaf.put('/venue', { publicUrl: null, wifi: null }, token);
  const here = (await leaf.get(path, viewer)).body as { url: string; wifi: null };
  expect(here.url).toMatch(new RegExp(`^http://[^/]+:\\d+/t/${id}$`, 'u'));
  expect(here.wifi).toBeNull();
  expect((await leaf.get('/tournaments/nowhere/address', viewer)).status).toBe(404);
});
