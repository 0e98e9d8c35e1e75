import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import fc from 'fast-check';
import type { Desk } from './desk.ts';
import { openDesk } from './desk.ts';

const RUNS = Number(process.env['FELT_RUNS'] ?? 40);

let desk: Desk;
beforeAll(async () => {
  desk = await openDesk();
});
afterAll(() => desk.close());

const codeOf = ({ status, body }: { status: number; body: { error?: { code: string } } }) =>
  `${status} ${body.error?.code ?? ''}`;
const namesFor = async (q: string): Promise<string[]> => {
  const { body } = await desk.get(`/players?q=${encodeURIComponent(q)}`);
  return body.items.map((item: { firstName: string; lastName: string }) =>
    `${item.firstName} ${item.lastName}`.trim(),
  );
};

describe('PLY-1: the player database', () => {
  test('keeps a profile and answers it with its version', async () => {
    const profile = {
      ...{ firstName: 'Ada', lastName: 'Lovelace', nickname: '', email: 'ada@example.org' },
      ...{ phone: '+44 20 1234', notes: 'two\nlines', tags: ['vip'], custom: { 'Member no': '7' } },
    };
    const { status, body } = await desk.post('/players', profile, { role: 'floor' });
    expect(status).toBe(201);
    expect(body).toMatchObject({ similar: [], version: 1 });
    const answer = await desk.get(`/players/${body.playerId}`, { role: 'floor' });
    expect(answer).toMatchObject({ status: 200, etag: '"1"' });
    expect(answer.body).toMatchObject({ ...profile, boardName: 'Ada L.', mergedIds: [] });
  });

  test('GDP-3: the full name goes out only after the person agreed, until they change their mind', async () => {
    const id = await desk.add({ firstName: 'Consa', lastName: 'Hansen', nickname: 'Con' });
    const outside = async () => (await desk.names.outside([id]))[id];
    const agree = (fullNameOutside: unknown) =>
      desk.ask('PUT', `/players/${id}`, { body: { fullNameOutside }, role: 'floor' });
    expect((await desk.get(`/players/${id}`)).body.fullNameOutside).toBe(false);
    expect(await outside()).toBe('Con');
    const agreed = await agree(true);
    expect(agreed.body.events[0].data).toEqual({ fields: ['fullNameOutside'] });
    expect((await desk.get(`/players/${id}`)).body.fullNameOutside).toBe(true);
    expect(await outside()).toBe('Consa Hansen');
    expect((await desk.names.of([id]))[id]).toBe('Con');
    await agree(false);
    expect(await outside()).toBe('Con');
    const { items } = (await desk.get(`/players/${id}/history`)).body;
    expect(items).toMatchObject([
      { field: 'fullNameOutside', before: '', after: 'yes', by: 'the-floor' },
      { field: 'fullNameOutside', before: 'yes', after: '', by: 'the-floor' },
    ]);
    expect(codeOf(await agree('yes'))).toBe('422 INVALID');
  });

  test('GDP-3: a merge takes over no consent: only who stays may have given it', async () => {
    const from = await desk.add({ firstName: 'Mergo', fullNameOutside: true });
    const into = await desk.add({ firstName: 'Mergo', lastName: 'Stays' });
    await desk.post('/players/merge', { from, into });
    expect((await desk.get(`/players/${into}`)).body.fullNameOutside).toBe(false);
  });

  test('changes only what is named, with a history and a version', async () => {
    const id = await desk.add({ firstName: 'Bea', phone: '123', tags: ['a'] });
    const changed = await desk.ask('PUT', `/players/${id}`, {
      body: { phone: '456', tags: ['a'] },
    });
    expect(changed.body).toMatchObject({ playerId: id, version: 2 });
    expect(changed.body.events[0].data).toEqual({ fields: ['phone'] });
    const same = await desk.ask('PUT', `/players/${id}`, { body: { phone: '456' } });
    expect(same.body).toMatchObject({ version: 2, events: [] });
    const { body } = await desk.get(`/players/${id}/history`);
    expect(body.items).toMatchObject([
      { field: 'phone', before: '123', after: '456', by: 'the-admin' },
    ]);
    expect((await desk.get(`/players/${id}`)).body).toMatchObject({
      firstName: 'Bea',
      phone: '456',
    });
  });

  test('refuses to overwrite what somebody else changed meanwhile', async () => {
    const id = await desk.add({ firstName: 'Cleo' });
    const put = (etag: string, phone: string) =>
      desk.ask('PUT', `/players/${id}`, { body: { phone }, headers: { 'if-match': etag } });
    expect((await put('"1"', '111111')).status).toBe(200);
    expect(codeOf(await put('"1"', '222222'))).toBe('412 VERSION_MISMATCH');
    expect((await desk.get(`/players/${id}`)).body.phone).toBe('111111');
  });

  test('changes at the same time both hold, because the later one looks again', async () => {
    const id = await desk.add({ firstName: 'Dora' });
    const put = (body: unknown) => desk.ask('PUT', `/players/${id}`, { body });
    await Promise.all([put({ phone: '1' }), put({ email: 'd@e.f' }), put({ notes: 'n' })]);
    const { body, etag } = await desk.get(`/players/${id}`);
    expect(body).toMatchObject({ phone: '1', email: 'd@e.f', notes: 'n' });
    expect(etag).toBe('"4"');
  });

  test('names those of the same name, and adds all the same', async () => {
    const [one, two] = [
      await desk.add({ firstName: 'Søren', lastName: 'Dahl' }),
      await desk.add({ nickname: 'The  Søren' }),
    ];
    const named = await desk.post('/players', { firstName: 'soren', lastName: 'DAHL' });
    expect(named.body.similar).toEqual([one]);
    const nicked = await desk.post('/players', { firstName: 'X', nickname: 'the soren' });
    expect(nicked.body.similar).toEqual([two]);
  });

  test.each([
    ['no name', {}],
    ['only a last name', { lastName: 'Holm' }],
    ['an empty name', { firstName: '  ' }],
    ['a broken e-mail', { firstName: 'A', email: 'a@' }],
    ['a name of two lines', { firstName: 'A\nB' }],
    ['an unknown field', { firstName: 'A', photo: 'x' }],
    ['a custom field that is no text', { firstName: 'A', custom: { a: 1 } }],
  ])('%s is refused with 422 and adds nobody', async (_, body) => {
    const before = await desk.log.count('profiles');
    expect(codeOf(await desk.post('/players', body))).toBe('422 INVALID');
    expect(await desk.log.count('profiles')).toBe(before);
  });

  test('a change that leaves no name is refused', async () => {
    const id = await desk.add({ firstName: 'Eva' });
    const answer = await desk.ask('PUT', `/players/${id}`, { body: { firstName: '' } });
    expect(codeOf(answer)).toBe('422 NAME_NEEDED');
    expect((await desk.get(`/players/${id}`)).body.firstName).toBe('Eva');
  });

  test('who is unknown is not found, whatever is asked', async () => {
    expect(codeOf(await desk.get('/players/nobody'))).toBe('404 NO_SUCH_PLAYER');
    expect(codeOf(await desk.ask('PUT', '/players/nobody', { body: {} }))).toBe(
      '404 NO_SUCH_PLAYER',
    );
    expect(codeOf(await desk.ask('DELETE', '/players/nobody'))).toBe('404 NO_SUCH_PLAYER');
    expect(codeOf(await desk.get('/players/no%20id'))).toBe('404 NOT_FOUND');
  });

  test('profiles are the floor’s, erasing and importing the admin’s', async () => {
    const id = await desk.add({ firstName: 'Fay' });
    const viewer = { role: 'viewer' } as const;
    const floor = { role: 'floor' } as const;
    for (const path of ['/players', '/players?q=fay', `/players/${id}`, `/players/${id}/history`]) {
      expect(codeOf(await desk.get(path, viewer))).toBe('403 FORBIDDEN');
    }
    expect(codeOf(await desk.ask('DELETE', `/players/${id}`, floor))).toBe('403 FORBIDDEN');
    expect(codeOf(await desk.post('/players/import', {}, floor))).toBe('403 FORBIDDEN');
  });

  test('RCP-4: the same request under the same key adds one player and answers the same', async () => {
    const headers = { 'idempotency-key': 'add-gina' };
    const once = () => desk.post('/players', { firstName: 'Gina' }, { headers });
    const [first, second] = await Promise.all([once(), once()]);
    expect(second).toEqual(first);
    expect(await once()).toEqual(first);
    expect(await namesFor('gina')).toEqual(['Gina']);
    const other = await desk.post('/players', { firstName: 'Gina B' }, { headers });
    expect(codeOf(other)).toBe('422 IDEMPOTENCY_MISMATCH');
  });

  test('the list goes by name, page by page, each once', async () => {
    const seen: string[] = [];
    let path = '/players?limit=3';
    for (;;) {
      const { body } = await desk.get(path);
      seen.push(...body.items.map((item: { playerId: string }) => item.playerId));
      if (body.nextCursor === null) break;
      path = `/players?limit=3&cursor=${body.nextCursor}`;
    }
    expect(new Set(seen).size).toBe(seen.length);
    expect(seen.length).toBe(await desk.log.count('player_search'));
    expect(codeOf(await desk.get('/players?cursor=abc'))).toBe('422 INVALID');
    expect(codeOf(await desk.get('/players?limit=0'))).toBe('422 INVALID');
  });
});

describe('PLY-1: typeahead', () => {
  test('folds diacritics both ways, in any order, beginnings of names first', async () => {
    await desk.add({ firstName: 'Jørgen', lastName: 'Ærø', phone: '+45 20 77 88 99' });
    await desk.add({ firstName: 'Łukasz', lastName: 'Strauß', email: 'luk@example.net' });
    await desk.add({ firstName: 'Bjorgen', lastName: 'Zar' });
    expect(await namesFor('jorgen')).toEqual(['Jørgen Ærø', 'Bjorgen Zar']);
    expect(await namesFor('JØRGEN')).toEqual(['Jørgen Ærø', 'Bjorgen Zar']);
    expect(await namesFor('joerg')).toEqual(['Jørgen Ærø']);
    expect(await namesFor('aer jo')).toEqual(['Jørgen Ærø']);
    expect(await namesFor('lukasz strauss')).toEqual(['Łukasz Strauß']);
    expect(await namesFor('luk@example')).toEqual(['Łukasz Strauß']);
    expect(await namesFor('2077 88')).toEqual(['Jørgen Ærø']);
    expect(await namesFor('jorgen zzz')).toEqual([]);
    expect(await namesFor('"%_\\ \' --')).toEqual([]);
  });

  test('a changed name is found by the new one only', async () => {
    const id = await desk.add({ firstName: 'Hillary', lastName: 'Oldname' });
    await desk.ask('PUT', `/players/${id}`, { body: { lastName: 'Newname' } });
    expect(await namesFor('oldname')).toEqual([]);
    expect(await namesFor('newname')).toEqual(['Hillary Newname']);
  });
});

describe('PLY-2: merging duplicates', () => {
  const full = { firstName: 'Ivan', lastName: 'Berg', email: 'ivan@example.org', tags: ['x'] };

  test('the survivor keeps its profile, its gaps are filled, both ids lead to it', async () => {
    const from = await desk.add({ ...full, custom: { a: '1', b: '2' } });
    const into = await desk.add({
      firstName: 'Iwan',
      phone: '77',
      tags: ['y'],
      custom: { a: '9' },
    });
    const { status, body } = await desk.post('/players/merge', { from, into });
    expect(status).toBe(200);
    expect(body).toMatchObject({ playerId: into, mergedId: from, version: 2 });
    const merged = {
      ...{ playerId: into, firstName: 'Iwan', lastName: 'Berg', email: 'ivan@example.org' },
      ...{ phone: '77', tags: ['y', 'x'], custom: { a: '9', b: '2' }, mergedIds: [from] },
    };
    expect((await desk.get(`/players/${into}`)).body).toMatchObject(merged);
    expect((await desk.get(`/players/${from}`)).body).toMatchObject(merged);
    expect(await namesFor('ivan berg')).toEqual(['Iwan Berg']);
    expect(await desk.players.resolve(from)).toBe(into);
    expect(await desk.names.of([from, into])).toEqual({ [from]: 'Iwan B.', [into]: 'Iwan B.' });
    const change = await desk.ask('PUT', `/players/${from}`, { body: { phone: '1' } });
    expect(codeOf(change)).toBe('409 MERGED');
    expect(change.body.error.details).toEqual({ into });
  });

  test('taking it back restores both, but not what was changed since', async () => {
    const from = await desk.add({ ...full, notes: 'from the other' });
    const into = await desk.add({ nickname: 'Jo' });
    await desk.post('/players/merge', { from, into });
    await desk.ask('PUT', `/players/${into}`, { body: { lastName: 'Kept' } });
    const undone = await desk.post('/players/merge/undo', { from });
    expect(undone.status).toBe(200);
    expect((await desk.get(`/players/${from}`)).body).toMatchObject({ playerId: from, ...full });
    const survivor = (await desk.get(`/players/${into}`)).body;
    expect(survivor).toMatchObject({ nickname: 'Jo', lastName: 'Kept', firstName: '', notes: '' });
    expect(survivor.mergedIds).toEqual([]);
    expect(codeOf(await desk.post('/players/merge/undo', { from }))).toBe('409 NOT_MERGED');
  });

  test('nobody is merged into themselves, a ring or nobody', async () => {
    const [a, b] = [await desk.add({ firstName: 'Ka' }), await desk.add({ firstName: 'Kb' })];
    const merge = (from: string, into: string) => desk.post('/players/merge', { from, into });
    expect(codeOf(await merge(a, a))).toBe('422 INVALID');
    expect(codeOf(await merge(a, 'nobody'))).toBe('404 NO_SUCH_PLAYER');
    expect((await desk.get(`/players/${a}`)).body.playerId).toBe(a);
    expect((await merge(a, b)).status).toBe(200);
    expect(codeOf(await merge(b, a))).toBe('409 MERGED');
  });

  test('any chain of merges, taken back in order, leaves every profile as it was', async () => {
    const text = fc.constantFrom('', 'x', 'ø', 'long name');
    const profile = fc.record({
      firstName: fc.constantFrom('A', 'B'),
      lastName: text,
      nickname: text,
      phone: fc.constantFrom('', '123456'),
      notes: text,
      tags: fc.uniqueArray(fc.constantFrom('t', 'u')),
      custom: fc.dictionary(fc.constantFrom('k', 'l'), text),
    });
    const plan = fc.array(fc.tuple(fc.nat(3), fc.nat(3)), { minLength: 1, maxLength: 4 });
    await fc.assert(
      fc.asyncProperty(fc.tuple(profile, profile, profile, profile), plan, async (all, merges) => {
        const ids = await Promise.all(all.map((one) => desk.add(one)));
        const look = async (id: string) => {
          const { createdAt: _, updatedAt: __, ...rest } = (await desk.get(`/players/${id}`)).body;
          return rest;
        };
        const before = await Promise.all(ids.map(look));
        const done: string[] = [];
        for (const [i, j] of merges) {
          const [from = '', into = ''] = [ids[i], ids[j]];
          const { status } = await desk.post('/players/merge', { from, into });
          if (status === 200) done.push(from);
        }
        for (const from of done.reverse()) {
          expect((await desk.post('/players/merge/undo', { from })).status).toBe(200);
        }
        expect(await Promise.all(ids.map(look))).toEqual(before);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('GDP-3: names on boards', () => {
  test('are the nickname or first name and initial, and follow every change', async () => {
    const told: string[] = [];
    const stop = desk.names.onChanged((ids) => {
      told.push(...ids);
    });
    const id = await desk.add({ firstName: 'Lena', lastName: 'østergaard' });
    expect(await desk.names.of([id, 'nobody'])).toEqual({ [id]: 'Lena Ø.' });
    expect(await desk.players.exists(id)).toBe(true);
    await desk.ask('PUT', `/players/${id}`, { body: { nickname: 'Ace' } });
    expect(await desk.names.of([id])).toEqual({ [id]: 'Ace' });
    const into = await desk.add({ firstName: 'Mia' });
    expect(await desk.names.of([into])).toEqual({ [into]: 'Mia' });
    await desk.post('/players/merge', { from: id, into });
    expect(await desk.names.of([id, into])).toEqual({ [id]: 'Ace', [into]: 'Ace' });
    await desk.post('/players/merge/undo', { from: id });
    expect(await desk.names.of([id, into])).toEqual({ [id]: 'Ace', [into]: 'Mia' });
    await desk.post('/players/merge', { from: id, into });
    await desk.ask('PUT', `/players/${into}`, { body: { nickname: 'King' } });
    expect(await desk.names.of([id])).toEqual({ [id]: 'King' });
    await desk.ask('DELETE', `/players/${into}`);
    expect(await desk.names.of([id, into])).toEqual({});
    expect(await desk.players.exists(id)).toBe(false);
    expect(told.filter((one) => one === id).length).toBeGreaterThanOrEqual(5);
    stop();
  });
});
