import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Answer, TestLeaf } from '../leaf.ts';
import { PEOPLE, startLeaf } from '../leaf.ts';

let leaf: TestLeaf;
let admin: string;
beforeAll(async () => {
  leaf = await startLeaf();
  admin = await leaf.token('admin');
});
afterAll(() => leaf.stop());

const codeOf = ({ status, body }: Answer) => [status, Object(Object(body).error).code];
const signIn = async (name: string, pin: string) => {
  const answer = await leaf.login(name, pin);
  return { answer, token: String(Object(answer.body).accessToken) };
};
const idOf = async (name: string): Promise<string> => {
  const { body } = await leaf.get('/operators', admin);
  return Object(body).items.find((one: { name: string }) => one.name === name).id;
};

describe('roles', () => {
  test('SEC-1: each role may do what lies below it, and nothing above', async () => {
    const floor = await leaf.token('floor');
    const viewer = await leaf.token('viewer');
    const tournament = (token?: string) => leaf.post('/tournaments', {}, token);
    expect((await tournament()).status).toBe(401);
    expect(codeOf(await tournament(viewer))).toEqual([403, 'FORBIDDEN']);
    expect((await tournament(floor)).status).toBe(422);
    for (const path of ['/operators', '/audit']) {
      expect((await leaf.get(path)).status).toBe(401);
      expect(codeOf(await leaf.get(path, floor))).toEqual([403, 'FORBIDDEN']);
      expect((await leaf.get(path, admin)).status).toBe(200);
    }
    expect((await leaf.get('/venue', viewer)).status).toBe(200);
    expect(codeOf(await leaf.put('/venue', { name: 'Mine' }, floor))).toEqual([403, 'FORBIDDEN']);
  });

  test('SEC-1: a role that was taken away, and an operator who was, are gone with the next request', async () => {
    await leaf.post('/operators', { name: 'Gus', role: 'admin', pin: '571938' }, admin);
    const { token } = await signIn('Gus', '571938');
    const id = await idOf('Gus');
    expect((await leaf.get('/operators', token)).status).toBe(200);
    await leaf.put(`/operators/${id}`, { role: 'viewer' }, admin);
    expect((await leaf.get('/operators', token)).status).toBe(403);
    expect((await leaf.get('/venue', token)).status).toBe(200);
    await leaf.put(`/operators/${id}`, { active: false }, admin);
    expect((await leaf.get('/venue', token)).status).toBe(401);
    expect((await leaf.login('Gus', '571938')).status).toBe(401);
    await leaf.put(`/operators/${id}`, { active: true }, admin);
    expect((await leaf.get('/venue', token)).status).toBe(401);
    expect((await leaf.login('Gus', '571938')).status).toBe(200);
  });
});

describe('operators', () => {
  test('SEC-1: a new PIN ends the sign-ins made with the old one, but not the one that set it', async () => {
    await leaf.post('/operators', { name: 'Pia', role: 'admin', pin: '618273' }, admin);
    const other = await signIn('Pia', '618273');
    const own = await signIn('Pia', '618273');
    const id = await idOf('Pia');
    expect((await leaf.put(`/operators/${id}`, { pin: '273619' }, own.token)).status).toBe(200);
    expect((await leaf.get('/venue', own.token)).status).toBe(200);
    expect((await leaf.get('/venue', other.token)).status).toBe(401);
    expect((await leaf.login('Pia', '618273')).status).toBe(401);
    expect((await leaf.login('Pia', '273619')).status).toBe(200);
  });

  test('SEC-1: a name is taken once, however it is spelled, also by two at the same time', async () => {
    const add = (name: string) =>
      leaf.post('/operators', { name, role: 'viewer', pin: '918264' }, admin);
    const answers = await Promise.all([add('Zoë'), add('zoë'), add(' ZOË ')]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    const rename = await leaf.put(`/operators/${await idOf('Ada')}`, { name: 'ZOË' }, admin);
    expect(codeOf(rename)).toEqual([409, 'NAME_TAKEN']);
    expect((await leaf.login('zoë', '918264')).status).toBe(200);
  });

  test('SEC-1: the last admin stays', async () => {
    for (const name of ['Pia', 'Gus']) {
      const { body } = await leaf.get('/operators', admin);
      const found = Object(body).items.find((one: { name: string }) => one.name === name);
      if (found !== undefined) await leaf.put(`/operators/${found.id}`, { active: false }, admin);
    }
    const id = await idOf(PEOPLE.admin.name);
    for (const change of [{ role: 'floor' }, { active: false }]) {
      expect(codeOf(await leaf.put(`/operators/${id}`, change, admin))).toEqual([
        409,
        'LAST_ADMIN',
      ]);
    }
    expect(codeOf(await leaf.put('/operators/nobody', { role: 'floor' }, admin))).toEqual([
      404,
      'NO_SUCH_OPERATOR',
    ]);
  });

  test('GDP-1: neither names nor PINs are in any event, nor a PIN or token anywhere in the file', async () => {
    const token = await leaf.token('floor');
    const { body } = await leaf.get('/audit?limit=200', admin);
    const data = JSON.stringify(Object(body).items.map((line: { data: unknown }) => line.data));
    for (const { name, pin } of Object.values(PEOPLE)) {
      expect(data).not.toContain(name);
      expect(data).not.toContain(pin);
    }
    const wal = readFileSync(join(leaf.folder, 'felt.db-wal'), 'latin1');
    const stored = readFileSync(join(leaf.folder, 'felt.db'), 'latin1') + wal;
    expect(stored).toContain('pinMac');
    expect(stored).not.toContain(PEOPLE.floor.pin);
    expect(stored).not.toContain(token.split('.')[2] ?? '?');
  });
});

describe('SEC-4: the audit trail', () => {
  test('it says who did what, when and from where, newest first', async () => {
    await leaf.put('/venue', { slug: 'audited' }, admin, { 'user-agent': 'x' });
    const { body } = await leaf.get('/audit?limit=2', admin);
    const [first, second] = Object(body).items;
    expect(first).toMatchObject({
      type: 'venue.configured',
      stream: 'venue:main',
      at: expect.stringMatching(/^\d{4}-\d\d-\d\dT.*Z$/u),
      operator: { name: 'Ada' },
      device: { session: expect.any(String), address: expect.stringMatching(/127\.0\.0\.1|::1/u) },
      data: { slug: 'audited' },
    });
    expect(first.device.userAgent).toContain('Bun/');
    expect(second.seq).toBe(first.seq - 1);
  });

  test('paging walks the whole log once, down to the setup', async () => {
    const seqs: number[] = [];
    let cursor: string | null = '';
    while (cursor !== null) {
      const query: string = cursor === '' ? '' : `&cursor=${cursor}`;
      const { body } = await leaf.get(`/audit?limit=3${query}`, admin);
      seqs.push(...Object(body).items.map(({ seq }: { seq: number }) => seq));
      cursor = Object(body).nextCursor;
    }
    expect(seqs).toEqual(Array.from({ length: seqs.length }, (_, i) => seqs.length - i));
    expect(seqs.length).toBeGreaterThan(6);
  });

  test('it is filtered by stream, operator and type', async () => {
    const ada = await idOf('Ada');
    const types = async (query: string) =>
      Object((await leaf.get(`/audit?${query}`, admin)).body).items.map(
        ({ type }: { type: string }) => type,
      );
    expect(await types('type=venue.setUp')).toEqual(['venue.setUp']);
    expect(await types('stream=venue:main&type=venue.setUp')).toEqual(['venue.setUp']);
    expect(await types('stream=venue:other')).toEqual([]);
    expect(await types('operator=nobody')).toEqual([]);
    expect((await types(`operator=${ada}`)).at(-1)).toBe('venue.setUp');
  });

  test('a cursor of another list, or of nobody, is refused', async () => {
    for (const cursor of ['x', 'WyJhIl0', '']) {
      expect((await leaf.get(`/audit?cursor=${cursor}`, admin)).status).toBe(422);
    }
  });
});
