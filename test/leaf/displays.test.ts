import { expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { TestLeaf } from '../leaf.ts';
import { handClock, PEOPLE, startLeaf } from '../leaf.ts';
import { listen } from '../server/stage.ts';
import { builtPages } from '../ui/built-pages.ts';

const SECOND = 1_000;

const display = (leaf: TestLeaf, nodeId: string) =>
  listen(`${leaf.url.replace('http', 'ws')}/ws/display/${nodeId}`);

const signIn = async (leaf: TestLeaf): Promise<string> => {
  const { name, pin } = PEOPLE.admin;
  return Object((await leaf.login(name, pin)).body).accessToken;
};

test('DSP-1, DSP-4, DSP-10: assignment, playlist, lock, override and announcement survive a restart', async () => {
  const [clock, folder] = [handClock(), mkdtempSync(join(tmpdir(), 'felt-screens-'))];
  let leaf = await startLeaf({ clock, folder });
  const token = await leaf.token('admin');
  const must = async (method: string, path: string, body: object) => {
    const answer = await leaf.ask(method, path, { token, body });
    if (answer.status >= 300) throw new Error(`${path}: ${JSON.stringify(answer.body)}`);
    return Object(answer.body);
  };
  const night = { name: 'Friday', currency: 'EUR', template: 'turbo' };
  const { id } = await must('POST', '/tournaments', night);
  const cycle = [
    { view: 'seating', seconds: 30 },
    { view: 'clock', seconds: 60 },
  ];
  await must('PUT', '/displays/locked', { name: 'L', tournamentId: id, locked: true });
  await must('PUT', '/displays/locked/playlist', { cycle });
  await must('PUT', '/displays/open', { name: 'O', tournamentId: id, view: 'schedule' });
  const rankings = { view: 'rankings', tournamentId: null };
  await must('POST', '/displays/override', { ...rankings, seconds: 60 });
  const said = { text: 'Dinner', seconds: 100, sound: false, phones: false, nodeIds: ['open'] };
  await must('POST', '/displays/announce', said);

  await leaf.stop();
  clock.reboot(40 * SECOND);
  leaf = await startLeaf({ clock, folder });
  const open = display(leaf, 'open');
  const isAssign = ({ type }: { type: string }) => type === 'assign';
  expect(await open.next(isAssign)).toMatchObject({
    view: 'rankings',
    tournamentId: id,
    cycle: [],
  });
  expect(await open.next(({ type }) => type === 'announce')).toMatchObject({
    ...{ text: 'Dinner', seconds: 60 },
  });
  const locked = display(leaf, 'locked');
  expect(await locked.next(isAssign)).toMatchObject({ view: 'clock', cycle: [] });
  open.socket.close();
  await open.closed();
  const items = Object((await leaf.get('/displays', await signIn(leaf))).body).items;
  expect(items).toMatchObject([
    { id: 'locked', locked: true, cycle, override: null, holdsClock: true },
    { id: 'open', view: 'schedule', override: { ...rankings } },
  ]);
  const again = display(leaf, 'open');
  await again.next(({ type }) => type === 'announce');
  clock.pass(20 * SECOND);
  await again.next((m) => m.type === 'assign' && m['view'] === 'schedule');
  clock.pass(40 * SECOND);
  await again.next(({ type }) => type === 'announceEnd');
  await leaf.stop();
  rmSync(folder, { recursive: true });
}, 60_000);

test('OPS-12: a screen’s page speaks its own language, else the venue’s; no reader’s choice counts', async () => {
  await builtPages();
  const leaf = await startLeaf();
  const token = await leaf.token('admin');
  const german = { 'accept-language': 'de', cookie: 'felt-language=de' };
  const languageOf = async (path: string) => {
    const html = await (await fetch(`${leaf.url}${path}`, { headers: german })).text();
    return /<html lang="(\w+)"/u.exec(html)?.[1];
  };
  expect(await languageOf('/display/tv-1')).toBe('en');
  await leaf.put('/venue', { language: 'da' }, token);
  expect(await languageOf('/display/tv-1')).toBe('da');
  expect(await languageOf('/tv')).toBe('da');
  await leaf.put('/displays/tv-1', { language: 'en' }, token);
  expect(await languageOf('/display/tv-1')).toBe('en');
  await leaf.put('/displays/tv-1', { language: null }, token);
  expect(await languageOf('/display/tv-1')).toBe('da');
  await leaf.stop();
}, 60_000);

test('ACC-5: screens hold the venue’s address and Wi-Fi, follow its settings, and strangers hear of neither', async () => {
  const leaf = await startLeaf();
  const token = await leaf.token('admin');
  const night = { name: 'Friday', currency: 'EUR', template: 'turbo' };
  const { id } = Object((await leaf.post('/tournaments', night, token)).body);
  await leaf.put('/displays/tv-1', { name: 'Bar', tournamentId: id }, token);
  const [tv, stranger] = [display(leaf, 'tv-1'), display(leaf, 'stranger')];
  // The leaf of a test listens on the loopback address: no phone could reach it.
  expect(await tv.next(({ type }) => type === 'assign')).toMatchObject({
    config: { venue: 'Card Room', playerUrl: null, wifi: null, logo: null },
  });
  await stranger.next(({ type }) => type === 'assign');
  const wifi = { ssid: 'Guests', password: 'pair of kings' };
  const look = { accent: '#1a7f37', background: '#101010' };
  await leaf.put('/venue', { publicUrl: 'https://club.example', wifi, ...look }, token);
  const config = { playerUrl: `https://club.example/t/${id}`, wifi, ...look };
  await tv.next((m) => Bun.deepMatch({ config }, m));
  await stranger.next((m) => Bun.deepMatch({ config: { accent: '#1a7f37', wifi: null } }, m));
  expect(JSON.stringify(stranger.came)).not.toContain('pair of kings');
  const said = { text: 'Dinner', seconds: 60, sound: false, phones: false };
  await leaf.post('/displays/announce', said, token);
  await tv.next(({ type }) => type === 'announce');
  await leaf.put('/venue', { name: 'Other Room' }, token);
  await stranger.next((m) => Bun.deepMatch({ config: { venue: 'Other Room' } }, m));
  expect(stranger.came.map(({ type }) => type)).not.toContain('announce');
  for (const one of [tv, stranger]) one.socket.close();
  await leaf.stop();
});

test('DSP-9: codes cannot be tried one after the other', async () => {
  const leaf = await startLeaf({ clock: handClock() });
  const token = await leaf.token('floor');
  const claim = async (code: string) =>
    (await leaf.post('/displays/claim', { code }, token)).status;
  const tried: number[] = [];
  for (let i = 0; i < 31; i++) tried.push(await claim(String(i).padStart(4, '0')));
  expect(tried).toEqual([...Array<number>(30).fill(404), 429]);
  expect((await leaf.get('/displays', token)).status).toBe(200);
  await leaf.stop();
});
