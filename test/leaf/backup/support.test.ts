import { expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { createLastLines } from '../../../src/leaf/backup/last-lines.ts';
import { openBackups } from '../../../src/leaf/backup/open.ts';
import { supportBundle } from '../../../src/leaf/backup/support.ts';
import { openStore } from '../../../src/leaf/store.ts';
import type { Committed } from '../../../src/log/handle.ts';
import { handClock, startLeaf } from '../../leaf.ts';

setDefaultTimeout(30_000);

/** Each of them stands somewhere in the leaf, and in what it said. */
const CANARIES = [
  ...['Zaphodia', 'Beeblebrox-Kørbitz', 'Kørbitz', 'Trillianissima', 'zaph@canary.example'],
  ...['+45 31 22 19 77', '31221977', 'whispersloudly', 'Ford Prefectus', 'Prefectus'],
  ...['192.168.77.13', 'fe80::1234:abcd', '2001:db8:0:1:2:3:4:5', '10.1.2.3'],
  ...['heart-of-gold', 'eyJhbGciOiJFZERTQSJ9', '482915', '/home/arthur', 'Magrathean Open'],
  // In tags, in fields of one's own, in what a profile was before; and as nobody thinks of them.
  ...['Vogonistan', 'Krikkitian', 'Wowbaggerson', 'ABCDE-FGHJK-MNPQR', '4F9Q4-VGZGJ', 'deadbeef'],
  ...['0045-3122', 'Magrathean', 'felt_live_x'],
  // What the house, its net and its screens are called, now and before.
  ...['Milliways', 'milliways-am-ring', 'Betelgeuse', 'Sirius Cybernetics', 'Damogran', 'Hotblack'],
  ...['disasterarea', 'Eccentrica'],
] as const;

type Leaf = Awaited<ReturnType<typeof startLeaf>>;

/** A house of another name than before, with screens of other names than before. */
const house = async (leaf: Leaf, token: string): Promise<void> => {
  const wifi = { ssid: 'Betelgeuse Guests', password: 'disasterarea' };
  const put = async (path: string, body: object) =>
    expect((await leaf.put(path, body, token)).status).toBe(200);
  await put('/venue', { name: 'Sirius Cybernetics Club', slug: 'milliways-am-ring', wifi });
  await put('/venue', { name: 'Milliways', publicUrl: 'https://eccentrica.example' });
  await put('/displays/tv-1', { name: 'Hotblack’s corner', group: 'Damogran' });
  await put('/displays/tv-1', { name: 'Clock 1', group: '' });
};

const LATER = { nickname: 'Trillianissima' };

test('OPS-7: in what support gets nobody is found: no player, operator, note, address or secret', async () => {
  const leaf = await startLeaf();
  const token = await leaf.token('admin');
  await leaf.post('/operators', { name: 'Ford Prefectus', pin: '482915', role: 'floor' }, token);
  await leaf.put('/venue', { wifi: { ssid: 'Magrathea', password: 'heart-of-gold' } }, token);
  await house(leaf, token);
  const person = {
    firstName: 'Zaphodia',
    lastName: 'Beeblebrox-Kørbitz',
    phone: '+45 31 22 19 77',
  };
  const more = {
    nickname: 'Wowbaggerson',
    tags: ['Vogonistan'],
    custom: { club: 'Krikkitian' },
    email: 'zaph@canary.example',
    notes: 'whispersloudly at night',
  };
  const added = await leaf.post('/players', { ...person, ...more }, token);
  expect(added.status).toBe(201);
  await leaf.post(
    '/tournaments',
    { name: 'Magrathean Open', currency: 'EUR', template: 'standard' },
    token,
  );
  const served = JSON.stringify((await leaf.get('/support', token)).body);
  expect((await leaf.get('/support', await leaf.token('floor'))).status).toBe(403);
  await leaf.stop();

  // What bugs and other programs say may hold anything.
  const folder = mkdtempSync('/tmp/felt-support-');
  const own = await startLeaf({ folder });
  const again = await own.token('admin');
  await own.post('/operators', { name: 'Ford Prefectus', pin: '482915', role: 'floor' }, again);
  await house(own, again);
  const made = await own.post('/players', { ...person, ...more }, again);
  expect(made.status).toBe(201);
  // What it was before stands in its history alone.
  const { id } = made.body as { id: string };
  const changed = await own.put(`/players/${id}`, { ...person, ...more, ...LATER }, again);
  expect(changed.status).toBe(200);
  await own.post(
    '/tournaments',
    { name: 'Magrathean Open', currency: 'EUR', template: 'standard' },
    again,
  );
  await own.stop();
  const log = await openStore(folder);
  const lines = createLastLines(() => 1_790_000_000_000);
  const say = lines.saying(() => undefined);
  say(
    'no seat for Zaphodia Beeblebrox-Kørbitz (zaph@canary.example, +45 31 22 19 77) from 192.168.77.13',
  );
  say('Prefectus signed in from fe80::1234:abcd with pin=482915, whispersloudly');
  say('reset by 2001:db8:0:1:2:3:4:5 token eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.abc');
  say('Zaphodia’s seat, Beeblebrox2, wrong PIN 482915 from 0045-31221977 at the Magrathean Open');
  say('Vogonistan and krikkitian, once Wowbaggerson, with cookie felt=deadbeef and felt_live_x9');
  say('key ABCDE-FGHJK-MNPQR-STVWX-YZ012 or code 4f9q4-vgzgj-by0sn was refused');
  say(
    'the Sirius Cybernetics Club is Milliways (milliways-am-ring, https://eccentrica.example) now',
  );
  say('screen Hotblack’s corner of DAMOGRAN joined Betelgeuse Guests with disasterarea');
  say('screen Clock 1: table 4 has no clock');
  lines.failing(() => undefined)(new Error('ENOENT: /home/arthur/felt/felt.db for TRILLIANISSIMA'));
  const cloud = () => ({
    reason: 'dial 10.1.2.3: refused Prefectus',
    core: 'https://x',
    waiting: 3,
  });
  const parts = { cloud, software: () => ({ clocks: ['Magrathean Open'], state: 'current' }) };
  const nowMs = () => 1_790_000_000_000;
  const bundle = await supportBundle({ dataFolder: folder, log, nowMs, lines: lines.all, parts });
  await log.close();
  rmSync(folder, { recursive: true });

  for (const canary of CANARIES) {
    for (const text of [served, bundle])
      expect(text.toLowerCase()).not.toContain(canary.toLowerCase());
  }
  // And what support needs is there.
  const told = JSON.parse(bundle);
  expect(told).toMatchObject({
    ...{
      build: { version: expect.any(String) },
      cloud: { waiting: 3 },
      software: { state: 'current' },
    },
    log: { seq: expect.any(Number), rows: { profiles: 1, operators: 2 } },
  });
  expect(told.lines[0]).toMatchObject({
    at: '2026-09-21T14:13:20.000Z',
    text: expect.stringContaining('no seat for'),
  });
  expect(JSON.stringify(told.lines)).toContain('ENOENT');
  // A screen that is called by what it shows takes no word out of the others.
  expect(JSON.stringify(told.lines)).toContain('screen Clock 1: table 4 has no clock');
  const parsed = JSON.parse(served);
  expect(parsed).toMatchObject({ health: { status: 'ok' }, backups: { making: false } });
});

test('OPS-7: which commit runs is told, and nothing personal passes as one', async () => {
  const folder = mkdtempSync('/tmp/felt-support-');
  const leaf = await startLeaf({ folder });
  const token = await leaf.token('admin');
  // Names of letters that a hash is made of, too.
  await leaf.post('/players', { firstName: 'Adeba', lastName: 'Facee', phone: '31221977' }, token);
  await leaf.stop();
  const log = await openStore(folder);
  const commit = '0123456789abcdef0123456789abcdef01234567';
  const told = [commit, `${commit}-changed`];
  const hidden = [
    'Adeba',
    'adeba',
    'Facee',
    '31221977',
    `${commit} of Adeba`,
    'heart=of-gold@x.yz',
  ];
  const software = () => ({ running: { commit: told[0] }, offer: { commit: told[1] } });
  const odd = () => ({ all: hidden.map((one) => ({ commit: one })), name: commit });
  const bundle = await supportBundle({
    ...{ dataFolder: folder, log, nowMs: () => 1_790_000_000_000, lines: () => [] },
    parts: { software, odd },
  });
  await log.close();
  rmSync(folder, { recursive: true });
  expect(JSON.parse(bundle).software).toEqual(software());
  const { all } = JSON.parse(bundle).odd as { all: { commit: string }[] };
  for (const { commit: text } of all) expect(text).not.toMatch(/adeba|facee|31221977|x\.yz/iu);
});

test('GDP-1: whoever is erased is erased from what support would get, too', async () => {
  const folder = mkdtempSync('/tmp/felt-support-');
  const first = await startLeaf({ folder });
  await first.token('admin');
  await first.stop();
  const log = await openStore(folder);
  const heard: ((events: readonly Committed[]) => void)[] = [];
  const lines = createLastLines(() => 0);
  const backups = openBackups({
    ...{ dataFolder: folder, clock: handClock(), lines, isLinked: () => false, parts: {} },
    house: {
      log,
      handle: {
        look: () => Promise.reject(new Error('nobody looks')),
        onCommitted: (listener) => {
          heard.push(listener);
          return () => undefined;
        },
      },
      auth: { venue: () => null },
    },
    failed: () => undefined,
  });
  lines.saying(() => undefined)('no seat for Slartibartfast');
  const committed = (type: string) => {
    const envelope = {
      ...{ id: 'a', stream: 'player:a', version: 1, type, schema: 1, at: 0, by: 'system' },
      ...{ device: null, cause: null, data: {} },
    };
    for (const hear of heard) hear([{ seq: 1, envelope, body: '' }]);
  };
  committed('player.renamed');
  expect(lines.all()).toHaveLength(1);
  committed('player.erased');
  expect(lines.all()).toEqual([]);
  await backups.stop();
  await log.close();
  rmSync(folder, { recursive: true });
});
