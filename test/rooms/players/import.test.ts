import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import type { Desk } from './desk.ts';
import { openDesk } from './desk.ts';

let desk: Desk;
beforeEach(async () => {
  desk = await openDesk();
});
afterEach(() => desk.close());

const FILE = [
  'Fornavn;Efternavn;Kaldenavn;E-mail;Mobil;Klub',
  'Åse;Møller;;aase@example.org;20 12 34 56;Nord',
  'Bo;;;;;',
  ';;The Rock;rock@example.org;;Syd',
  ';Only;;;;',
  'ÅSE;møller;;;;',
  'Cai;Dahl;;no-mail;;',
].join('\r\n');

const everything = async (): Promise<unknown> => ({
  head: await desk.log.head(),
  profiles: await desk.log.select({ table: 'profiles', limit: 1_000 }),
  found: await desk.log.select({ table: 'player_search', limit: 1_000 }),
  history: await desk.log.select({ table: 'profile_history', limit: 1_000 }),
});
const names = async (): Promise<string[]> => {
  const { body } = await desk.get('/players');
  return body.items.map((item: { boardName: string }) => item.boardName);
};

describe('PLY-2: a dry run', () => {
  test('tells columns, guesses, problems and duplicates by line, and changes nothing', async () => {
    const rock = await desk.add({ nickname: 'the rock' });
    const before = await everything();
    const { status, body } = await desk.import(FILE, '?dryRun=true');
    expect(status).toBe(200);
    expect(body).toMatchObject({
      ...{ encoding: 'utf-8', delimiter: ';', headings: true, rows: 6 },
      columns: ['Fornavn', 'Efternavn', 'Kaldenavn', 'E-mail', 'Mobil', 'Klub'],
      mapping: ['firstName', 'lastName', 'nickname', 'email', 'phone', 'custom'],
      ...{ toAdd: 3, toUpdate: 0, toSkip: 2 },
      rejected: [{ line: 5, problems: ['NO_NAME'] }],
      problems: [
        { line: 5, problems: ['NO_NAME'] },
        { line: 7, problems: ['BAD_EMAIL'] },
      ],
      duplicates: [
        { line: 4, playerId: rock, of: null, reason: 'nickname', name: 'the rock' },
        { line: 6, playerId: null, of: 2, reason: 'name', name: null },
      ],
    });
    expect(body.preview[0]).toMatchObject({ line: 2, player: { custom: { Klub: 'Nord' } } });
    expect(await everything()).toEqual(before);
  });
});

describe('PLY-2: an import', () => {
  test('brings everybody with their columns, in other encodings too', async () => {
    const latin = Uint8Array.from(FILE, (c) => c.charCodeAt(0));
    const { body } = await desk.import(latin);
    expect(body).toMatchObject({ rows: 6, added: 4, updated: 0, skipped: 1, rejected: 1 });
    expect(await names()).toEqual(['Åse M.', 'Bo', 'Cai D.', 'The Rock']);
    const { items } = (await desk.get('/players?q=ase')).body;
    const { body: ase } = await desk.get(`/players/${items[0].playerId}`);
    expect(ase).toMatchObject({ phone: '20 12 34 56', custom: { Klub: 'Nord' } });
  });

  test('goes by the mapping that is asked for', async () => {
    const query = '?mapping=nickname,,,,,&headings=true';
    expect((await desk.import(FILE, query)).body).toMatchObject({ added: 3, rejected: 2 });
    expect(await names()).toEqual(['Åse', 'Bo', 'Cai']);
  });

  test.each(['skip', 'update', 'add'])(
    'IMP-4: %s: the same file again changes nothing',
    async (duplicates) => {
      await desk.add({ firstName: 'Bo', phone: '999999' });
      const query = `?duplicates=${duplicates}`;
      const first = await desk.import(FILE, query);
      expect(first.status).toBe(200);
      const before = await everything();
      const again = await desk.import(FILE, query);
      expect(again.body).toMatchObject({ added: 0, updated: 0, skipped: 5, rejected: 1 });
      expect(await everything()).toEqual(before);
    },
  );

  test('update fills and overwrites what the file says, and keeps what it does not', async () => {
    const id = await desk.add({ firstName: 'Ase', nickname: 'Queen', email: 'AASE@example.org' });
    const { body } = await desk.import(FILE, '?duplicates=update');
    expect(body).toMatchObject({ added: 3, updated: 1 });
    const { body: ase } = await desk.get(`/players/${id}`);
    expect(ase).toMatchObject({ firstName: 'ÅSE', nickname: 'Queen', phone: '20 12 34 56' });
    const { body: changes } = await desk.get(`/players/${id}/history`);
    expect(changes.items.map(({ field }: { field: string }) => field)).toContain('phone');
  });

  test('add brings two of the same name in, but the very same row once', async () => {
    await desk.add({ firstName: 'Bo', phone: '999999' });
    const { body } = await desk.import(FILE, '?duplicates=add');
    expect(body).toMatchObject({ added: 5, updated: 0, skipped: 0, rejected: 1 });
    expect((await names()).filter((name) => name === 'Bo')).toHaveLength(2);
  });

  test('who was merged is not brought back', async () => {
    await desk.import('Name\nAnna Holm\nAnnika Holm');
    const ids = (await desk.get('/players')).body.items.map(
      (i: { playerId: string }) => i.playerId,
    );
    await desk.post('/players/merge', { from: ids[0], into: ids[1] });
    const { body } = await desk.import('Name\nAnna Holm\nAnnika Holm');
    expect(body).toMatchObject({ added: 0, skipped: 2 });
    expect(await names()).toEqual(['Annika H.']);
  });

  test('RCP-4: the same key again answers the same; another file under it is refused', async () => {
    const headers = { 'idempotency-key': 'night-1' };
    const first = await desk.import(FILE, '', headers);
    expect(first.body).toMatchObject({ added: 4 });
    const before = await everything();
    expect(await desk.import(FILE, '', headers)).toEqual(first);
    const other = await desk.import('Name\nEva', '', headers);
    expect(other).toMatchObject({ status: 422, body: { error: { code: 'IDEMPOTENCY_MISMATCH' } } });
    const asked = await desk.import(FILE, '?duplicates=add', headers);
    expect(asked).toMatchObject({ status: 422, body: { error: { code: 'IDEMPOTENCY_MISMATCH' } } });
    expect(await everything()).toEqual(before);
  });

  test('one at a time', async () => {
    const answers = await Promise.all([desk.import(FILE), desk.import(FILE)]);
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
    expect(await names()).toHaveLength(4);
    expect((await desk.import(FILE)).status).toBe(200);
  });

  test.each([
    ['nothing', '', '', 422, { reason: 'EMPTY', line: null }],
    ['an open quote', 'Name,Mail\nA,\nB,"x\nC,', '', 422, { reason: 'UNCLOSED_QUOTE', line: 3 }],
    ['a workbook', 'PK\u0003\u0004\u0000', '', 422, { reason: 'NOT_TEXT', line: null }],
    [
      'a mapping too short',
      'A,B\n1,2',
      '?mapping=name',
      422,
      { reason: 'BAD_MAPPING', line: null },
    ],
  ])('%s gets a clear error', async (_, file, query, status, details) => {
    const before = await everything();
    const answer = await desk.import(file, query);
    expect(answer).toMatchObject({ status, body: { error: { code: 'INVALID', details } } });
    expect(await everything()).toEqual(before);
  });

  test('another type, an unknown column or choice is refused', async () => {
    const json = { 'content-type': 'application/json' };
    expect((await desk.import(FILE, '', json)).status).toBe(415);
    expect((await desk.import(FILE, '?mapping=shoe')).status).toBe(422);
    expect((await desk.import(FILE, '?duplicates=maybe')).status).toBe(422);
    expect(await names()).toEqual([]);
  });
});
