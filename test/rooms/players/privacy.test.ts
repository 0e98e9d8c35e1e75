import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { verifyLog } from '../../../src/log/verify.ts';
import { player } from '../../../src/rooms/players/room.ts';
import type { Desk } from './desk.ts';
import { openDesk } from './desk.ts';

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

/** Texts that occur nowhere but in this person's profile, with the forms that are searched by. */
const SECRETS = {
  firstName: 'Qvaxia',
  lastName: 'Zørblatt',
  nickname: 'Xyloqueen',
  email: 'qvaxia.z@secretmail.example',
  phone: '+45 98765431',
  notes: 'allergic to wolframite',
  tags: ['tagquux'],
  custom: { Shoes: 'sizequork' },
};
const BEFORE = { firstName: 'Oldquill', notes: 'formerly plumbago' };
const OTHER = { firstName: 'Twinzell', phone: '+45 12312399', notes: 'also gadolinium' };
const TRACES = [
  ...['Qvaxia', 'qvaxia', 'Zørblatt', 'zorblatt', 'zoerblatt', 'Xyloqueen', 'xyloqueen'],
  ...['secretmail', '98765431', '4598765431', 'wolframite', 'tagquux', 'sizequork'],
  ...['Oldquill', 'oldquill', 'plumbago'],
  ...['Twinzell', 'twinzell', '12312399', 'gadolinium', 'Importella', 'importella'],
];
const found = (bytes: Buffer): string[] => TRACES.filter((trace) => bytes.includes(trace));

const logText = async (): Promise<Buffer> => {
  const bodies = (await desk.log.after(0, 10_000)).map(({ body }) => body);
  return Buffer.from(bodies.join('\n'));
};

/** The database file with everything in it that is not in its write-ahead log. */
const fileBytes = (): Buffer => {
  desk.log.checkpoint();
  return Buffer.concat([readFileSync(desk.path), readFileSync(`${desk.path}-wal`)]);
};

test('GDP-1: nothing personal is ever in the log, and after erasure nowhere', async () => {
  const id = await desk.add(BEFORE);
  await desk.ask('PUT', `/players/${id}`, { body: SECRETS });
  await desk.ask('PUT', `/players/${id}`, { body: { notes: 'none', phone: '' } });
  await desk.ask('PUT', `/players/${id}`, { body: { phone: SECRETS.phone, notes: SECRETS.notes } });
  const twin = await desk.add(OTHER);
  await desk.post('/players/merge', { from: twin, into: id });
  await desk.post('/players/merge/undo', { from: twin });
  await desk.post('/players/merge', { from: twin, into: id });
  await desk.import(`Name,E-mail,Notes\nImportella,${SECRETS.email},later`, '?duplicates=update', {
    'idempotency-key': 'import',
  });
  const stranger = await desk.add({ firstName: 'Bystander', notes: 'stays here' });
  expect(found(await logText())).toEqual([]);
  // The test would see them where they are.
  expect(found(fileBytes()).length).toBeGreaterThan(10);

  const erased = await desk.ask('DELETE', `/players/${id}`);
  expect(erased.status).toBe(200);
  expect(found(fileBytes())).toEqual([]);
  expect(found(await logText())).toEqual([]);
  for (const gone of [id, twin]) {
    expect((await desk.get(`/players/${gone}`)).status).toBe(404);
    expect((await desk.get(`/players/${gone}/history`)).body.items).toEqual([]);
  }
  expect((await desk.get('/players?q=qvaxia')).body.items).toEqual([]);
  expect((await desk.get(`/players/${stranger}`)).body.notes).toBe('stays here');
  expect(await verifyLog(desk.log, [player])).toMatchObject({ firstBadSeq: null, differences: [] });
});
