import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { compactVerify, importJWK } from 'jose';
import { startLeaf } from '../leaf.ts';

let leaf: Awaited<ReturnType<typeof startLeaf>>;
let admin: string;
let floor: string;
beforeAll(async () => {
  leaf = await startLeaf();
  admin = await leaf.token('admin');
  floor = await leaf.token('floor');
});
afterAll(() => leaf.stop());

const made = async (): Promise<string> =>
  Object((await leaf.post('/tournaments', { name: 'Audit', template: 'turbo' }, floor)).body).id;

describe('SEC-4: evidence', () => {
  test('who looked at money reports is kept, newest first, and only admins see it', async () => {
    const id = await made();
    await leaf.get(`/tournaments/${id}/prizepool`, floor);
    await leaf.get(`/tournaments/${id}/transactions`, admin);
    await leaf.get(`/tournaments/${id}/players`, admin);
    const { body } = await leaf.get('/audit/reads?limit=2', admin);
    expect(
      Object(body).items.map((l: { operator: { name: string }; path: string }) => [
        l.operator.name,
        l.path.split('/').at(-1),
      ]),
    ).toEqual([
      ['Ada', 'transactions'],
      ['Flo', 'prizepool'],
    ]);
    const next = await leaf.get(`/audit/reads?limit=2&cursor=${Object(body).nextCursor}`, admin);
    expect(Object(next.body).items).toEqual([]);
    expect((await leaf.get('/audit/reads', floor)).status).toBe(403);
  });

  test('one dispute is exported signed, and a changed byte is noticed', async () => {
    const id = await made();
    await leaf.post(`/tournaments/${id}/start`, {}, floor);
    const { body } = await leaf.get(`/audit/export?stream=tournament:${id}`, admin);
    const { jws, key } = Object(body);
    const verified = await compactVerify(jws, await importJWK(key, 'EdDSA'));
    const payload = JSON.parse(new TextDecoder().decode(verified.payload));
    expect(payload.events.map((e: { body: string }) => JSON.parse(e.body).type)).toEqual([
      'tournament.created',
      'tournament.started',
    ]);
    const [head, text, signature] = jws.split('.');
    const forged = `${head}.${text.slice(0, -4)}AAAA.${signature}`;
    await expect(compactVerify(forged, await importJWK(key, 'EdDSA'))).rejects.toThrow();
    expect((await leaf.get('/audit/export?stream=tournament:none', admin)).status).toBe(404);
  });
});
