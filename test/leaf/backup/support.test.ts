import { expect, setDefaultTimeout, test } from 'bun:test';
import { createLastLines } from '../../../src/leaf/backup/last-lines.ts';
import { supportBundle } from '../../../src/leaf/backup/support.ts';
import { openStore } from '../../../src/leaf/store.ts';
import { startLeaf } from '../../leaf.ts';

setDefaultTimeout(30_000);

/** Each of them stands somewhere in the leaf, and in what it said. */
const CANARIES = [
  ...['Zaphodia', 'Beeblebrox-Kørbitz', 'Kørbitz', 'Trillianissima', 'zaph@canary.example'],
  ...['+45 31 22 19 77', '31221977', 'whispersloudly', 'Ford Prefectus', 'Prefectus'],
  ...['192.168.77.13', 'fe80::1234:abcd', '2001:db8:0:1:2:3:4:5', '10.1.2.3'],
  ...['heart-of-gold', 'eyJhbGciOiJFZERTQSJ9', '482915', '/home/arthur', 'Magrathean Open'],
] as const;

test('OPS-7: in what support gets nobody is found: no player, operator, note, address or secret', async () => {
  const leaf = await startLeaf();
  const token = await leaf.token('admin');
  await leaf.post('/operators', { name: 'Ford Prefectus', pin: '482915', role: 'floor' }, token);
  await leaf.put('/venue', { wifi: { ssid: 'Magrathea', password: 'heart-of-gold' } }, token);
  const person = {
    firstName: 'Zaphodia',
    lastName: 'Beeblebrox-Kørbitz',
    phone: '+45 31 22 19 77',
  };
  const more = {
    nickname: 'Trillianissima',
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
  const folder = (await import('node:fs')).mkdtempSync('/tmp/felt-support-');
  const own = await startLeaf({ folder });
  const again = await own.token('admin');
  await own.post('/operators', { name: 'Ford Prefectus', pin: '482915', role: 'floor' }, again);
  await own.post('/players', { ...person, ...more }, again);
  await own.stop();
  const log = await openStore(folder);
  const lines = createLastLines(() => 1_790_000_000_000);
  const say = lines.saying(() => undefined);
  say(
    'no seat for Zaphodia Beeblebrox-Kørbitz (zaph@canary.example, +45 31 22 19 77) from 192.168.77.13',
  );
  say('Prefectus signed in from fe80::1234:abcd with pin=482915, whispersloudly');
  say('reset by 2001:db8:0:1:2:3:4:5 token eyJhbGciOiJFZERTQSJ9.eyJzdWIiOiJ4In0.abc');
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
  (await import('node:fs')).rmSync(folder, { recursive: true });

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
  const parsed = JSON.parse(served);
  expect(parsed).toMatchObject({ health: { status: 'ok' }, backups: { making: false } });
});
