import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import type { Log } from '../../src/log/port.ts';
import type { House } from './house.ts';
import { openHouse } from './house.ts';

let house: House;
beforeEach(async () => {
  house = await openHouse();
});
afterEach(() => house.close());

const last = async (orderId: string) => (await house.answers(orderId)).at(-1);
const ANNA = { firstName: 'Anna', lastName: 'Huber', phone: '111', email: 'a@b.ch' };

describe('SYN-2: each order once, in its place', () => {
  test('sent again, in any order and with a gap before it, nothing happens twice', async () => {
    const ids = ['p1', 'p2', 'p3'];
    for (const playerId of ids)
      house.order('profile', { playerId, fields: { firstName: playerId }, baseRev: 0 });
    await house.hear(house.message(2));
    expect(await house.downSeq()).toBe(0);
    await house.hear(house.message(1));
    await Promise.all([house.hear(house.message(1)), house.hear(house.message(3))]);
    expect(await house.downSeq()).toBe(3);
    expect(await house.version('requests:main')).toBe(6);
    for (const id of ids) expect(await house.version(`player:${id}`)).toBe(1);
    expect(house.errors).toEqual([]);
  });

  test('a restart goes on where the log ends', async () => {
    await house.send('profile', { playerId: 'p1', fields: { firstName: 'Anna' }, baseRev: 0 });
    await house.restart();
    expect(await house.downSeq()).toBe(1);
    await house.hear(house.message(1));
    expect(await house.version('requests:main')).toBe(2);
  });

  test('SYN-4: a leaf that was restored from the core goes on where the core’s log ends', async () => {
    for (const id of ['p1', 'p2', 'p3'])
      house.order('profile', { playerId: id, fields: { firstName: id }, baseRev: 0 });
    await house.hear(house.message(1));
    // Only this much had gone up when the board died.
    const bodies = (await house.log.after(0, 1_000)).slice(0, -3).map(({ body }) => body);
    const fresh = await openHouse({ bodies, epoch: 3 });
    expect(await fresh.downSeq()).toBe(2);
    await fresh.hear(house.message(1, { epoch: 3 }));
    expect(await fresh.downSeq()).toBe(3);
    expect(await fresh.profile('p3')).toMatchObject({ firstName: 'p3' });
    await fresh.close();
  });

  test('one that is for another of the venue’s leaves, or not understood, is not heard', async () => {
    house.order('erase', { playerId: 'p1' });
    await house.hear(house.message(1, { epoch: 3 }));
    await house.hear(house.message(1, { protocol: 9 }));
    await house.hear(new TextEncoder().encode('{"protocol":1'));
    expect(await house.downSeq()).toBe(0);
  });

  test('what comes of it names the order as its cause', async () => {
    const id = await house.send('profile', { playerId: 'p1', fields: ANNA, baseRev: 0 });
    const [added] = await house.log.stream('player:p1');
    expect(added?.envelope).toMatchObject({ by: 'system', device: null, cause: `core:${id}` });
  });

  test('SEC-6: what a core asks beyond its share of a day waits, and is told', async () => {
    const small = await openHouse({ share: { orders: 3, bytes: 1_000_000 } });
    for (const playerId of ['p1', 'p2', 'p3', 'p4', 'p5'])
      small.order('profile', { playerId, fields: { firstName: playerId }, baseRev: 0 });
    await small.hear(small.message(1));
    await small.hear(small.message(1));
    expect(await small.downSeq()).toBe(3);
    expect(small.errors.map(String)).toEqual([
      'Error: the core asks for more than a day’s share: the rest waits',
    ]);
    await small.close();
  });

  test('SEC-6: names that nobody knows make no event large', async () => {
    const names = Array.from({ length: 5_000 }, (_, n) => `${n}`.padEnd(150, 'x'));
    const fields = Object.fromEntries(names.map((name) => [name, 1]));
    await house.send('profile', { playerId: 'p1', fields: { ...fields, ...ANNA }, baseRev: 0 });
    const bodies = (await house.log.after(0, 1_000)).map(({ body }) => body);
    expect(Math.max(...bodies.map((body) => body.length))).toBeLessThan(10_000);
    expect(await house.profile('p1')).toMatchObject({ firstName: 'Anna' });
  });

  test('GDP-1: nothing personal of any order is in the log, conflicts included', async () => {
    await house.openTournament('t1');
    const playerId = await house.addPlayer(ANNA);
    await house.ask('PUT', `/players/${playerId}`, { body: { phone: '333-333' } });
    await house.send('profile', { playerId, fields: { phone: '222-222' }, baseRev: 1 });
    const ids = { registrationId: 'g1', tournamentId: 't1', playerId: 'p2' };
    await house.send('registration', { ...ids, profile: { firstName: 'Benedikta' } });
    await house.send('profileOfTomorrow', { firstName: 'Cleopatra' });
    const log = (await house.log.after(0, 1_000)).map(({ body }) => body).join('\n');
    expect(log).toContain('request.conflicted');
    for (const word of ['Huber', '333-333', '222-222', 'a@b.ch', 'Benedikta', 'Cleopatra'])
      expect(log).not.toContain(word);
  });
});

test('SYN-2: a disk that fails takes nothing of an order; sent again it is taken whole', async () => {
  let sick = false;
  const wrap = (log: Log): Log => ({
    ...log,
    append: (batch) => (sick ? Promise.reject(new Error('disk full')) : log.append(batch)),
  });
  const other = await openHouse({ wrap });
  sick = true;
  await other.send('profile', { playerId: 'p1', fields: ANNA, baseRev: 0 });
  expect(other.errors).toHaveLength(1);
  expect(await other.downSeq()).toBe(0);
  // Nothing was taken, so nobody hurries the core to send it again.
  expect(await other.hear(other.message(1))).toBe(false);
  sick = false;
  expect(await other.hear(other.message(1))).toBe(true);
  expect(await other.hear(other.message(1))).toBe(false);
  expect(await other.downSeq()).toBe(1);
  expect(await other.profile('p1')).toMatchObject({ firstName: 'Anna', phone: '111' });
  await other.close();
});

describe('SYN-3: profiles, the core wins and says so', () => {
  test('somebody whom only the core knew is added', async () => {
    const order = await house.send('profile', { playerId: 'p1', fields: ANNA, baseRev: 0 });
    expect(await house.profile('p1')).toMatchObject(ANNA);
    expect(await last(order)).toEqual({
      type: 'request.applied',
      data: { orderId: order, ignored: [] },
    });
  });

  test('what nobody changed here meanwhile is no conflict', async () => {
    const playerId = await house.addPlayer(ANNA);
    const baseRev = await house.version(`player:${playerId}`);
    await house.ask('PUT', `/players/${playerId}`, { body: { notes: 'likes seat 1' } });
    const order = await house.send('profile', { playerId, fields: { phone: '222' }, baseRev });
    expect(await last(order)).toMatchObject({ type: 'request.applied' });
    expect(await house.profile(playerId)).toMatchObject({ phone: '222', notes: 'likes seat 1' });
    expect(await house.requests()).toMatchObject([{ status: 'applied' }]);
  });

  test('what was changed here before the core looked is no conflict', async () => {
    const playerId = await house.addPlayer(ANNA);
    await house.ask('PUT', `/players/${playerId}`, { body: { phone: '333' } });
    const baseRev = await house.version(`player:${playerId}`);
    const order = await house.send('profile', { playerId, fields: { phone: '222' }, baseRev });
    expect(await last(order)).toMatchObject({ type: 'request.applied' });
  });

  test('what is changed here at that very moment is a conflict, too', async () => {
    const playerId = await house.addPlayer(ANNA);
    house.meanwhile(async () => {
      await house.ask('PUT', `/players/${playerId}`, { body: { phone: '333' } });
    });
    const order = await house.send('profile', { playerId, fields: { phone: '222' }, baseRev: 1 });
    expect(await last(order)).toMatchObject({ type: 'request.conflicted' });
    expect(await house.requests()).toMatchObject([{ values: [{ ours: '333', theirs: '222' }] }]);
  });

  test('what was changed here is overwritten and shown; "keep ours" brings it back', async () => {
    const playerId = await house.addPlayer(ANNA);
    const baseRev = await house.version(`player:${playerId}`);
    await house.ask('PUT', `/players/${playerId}`, { body: { phone: '333' } });
    const fields = { phone: '222', email: 'anna@b.ch' };
    const id = await house.send('profile', { playerId, fields, baseRev });
    expect(await house.profile(playerId)).toMatchObject(fields);
    expect(await house.requests()).toMatchObject([
      {
        ...{ id, kind: 'profile', status: 'conflicted', stands: 'theirs' },
        player: { id: playerId, name: 'Anna Huber' },
        values: [{ field: 'phone', ours: '333', theirs: '222' }],
      },
    ]);
    const kept = await house.ask('POST', `/requests/${id}/settle`, { body: { side: 'ours' } });
    expect(kept).toMatchObject({ status: 200, body: { type: 'request.settled' } });
    expect(await house.profile(playerId)).toMatchObject({ phone: '333', email: 'anna@b.ch' });
    const { eventId } = kept.body;
    await house.ask('POST', `/requests/${id}/undo`, { body: { eventId } });
    expect(await house.profile(playerId)).toMatchObject({ phone: '222', email: 'anna@b.ch' });
    expect((await house.ask('GET', '/requests')).body).toMatchObject({ open: 1 });
  });

  test('to keep what stands anyway changes nothing, whatever it has become since', async () => {
    const playerId = await house.addPlayer(ANNA);
    await house.ask('PUT', `/players/${playerId}`, { body: { phone: '333' } });
    const id = await house.send('profile', { playerId, fields: { phone: '222' }, baseRev: 1 });
    await house.ask('PUT', `/players/${playerId}`, { body: { phone: '555' } });
    const kept = await house.ask('POST', `/requests/${id}/settle`, { body: { side: 'theirs' } });
    await house.ask('POST', `/requests/${id}/undo`, { body: { eventId: kept.body.eventId } });
    expect(await house.profile(playerId)).toMatchObject({ phone: '555' });
  });

  test('the core’s own change is no conflict for its next one, also on an old base', async () => {
    const playerId = await house.addPlayer(ANNA);
    const baseRev = await house.version(`player:${playerId}`);
    await house.ask('PUT', `/players/${playerId}`, { body: { phone: '333' } });
    await house.send('profile', { playerId, fields: { phone: '222' }, baseRev });
    const next = await house.send('profile', { playerId, fields: { phone: '444' }, baseRev });
    expect(await last(next)).toMatchObject({ type: 'request.applied' });
  });

  test('a field that another build knows is named; one that cannot be is refused', async () => {
    const playerId = await house.addPlayer(ANNA);
    const more = { phone: '222', favouriteSeat: 4 };
    const order = await house.send('profile', { playerId, fields: more, baseRev: 1 });
    expect(await last(order)).toMatchObject({ data: { ignored: ['favouriteSeat'] } });
    const bad = { phone: 7, notes: 'x' };
    const refused = await house.send('profile', { playerId, fields: bad, baseRev: 1 });
    expect(await last(refused)).toMatchObject({ data: { code: 'INVALID' } });
    expect(await house.profile(playerId)).toMatchObject({ phone: '222', notes: '' });
    const unnamed = { firstName: '', nickname: '' };
    const none = await house.send('profile', { playerId, fields: unnamed, baseRev: 1 });
    expect(await last(none)).toMatchObject({ data: { code: 'NAME_NEEDED' } });
  });

  test('of one who was merged or erased here, nothing comes back', async () => {
    const [from, into] = [await house.addPlayer(ANNA), await house.addPlayer(ANNA)];
    await house.ask('POST', '/players/merge', { body: { from, into } });
    const fields = { phone: '9' };
    const merged = await house.send('profile', { playerId: from, fields, baseRev: 1 });
    expect(await last(merged)).toMatchObject({ data: { code: 'MERGED' } });
    await house.ask('DELETE', `/players/${into}`, { role: 'admin' });
    const erased = await house.send('profile', { playerId: into, fields, baseRev: 1 });
    expect(await last(erased)).toMatchObject({ data: { code: 'NO_SUCH_PLAYER' } });
    expect((await house.ask('GET', `/players/${into}`)).status).toBe(404);
  });
});

describe('GDP-2: erasure', () => {
  test('erases as the leaf does: profile, history, and both sides of a conflict', async () => {
    const playerId = await house.addPlayer(ANNA);
    await house.ask('PUT', `/players/${playerId}`, { body: { phone: '333' } });
    await house.send('profile', { playerId, fields: { phone: '222' }, baseRev: 1 });
    const order = await house.send('erase', { playerId });
    expect(await last(order)).toMatchObject({ type: 'request.applied' });
    expect((await house.ask('GET', `/players/${playerId}`)).status).toBe(404);
    for (const table of ['profiles', 'player_search', 'profile_history'])
      expect(await house.log.count(table)).toBe(0);
    const [, conflict] = (await house.requests()).toReversed();
    expect(conflict).toMatchObject({ player: null, values: [] });
  });

  test('whom nobody knows any more is erased already', async () => {
    const order = await house.send('erase', { playerId: 'p9' });
    expect(await last(order)).toMatchObject({ type: 'request.applied' });
    expect(await house.version('player:p9')).toBe(0);
  });
});

describe('SYN-3: settings, what was changed here stays', () => {
  test('what the core had seen is changed', async () => {
    const changes = { name: 'The Card Room', accent: '#123456' };
    const order = await house.send('settings', {
      changes,
      base: { name: 'Card Room', accent: null },
    });
    expect(await last(order)).toMatchObject({ type: 'request.applied' });
    expect(await house.settings()).toMatchObject(changes);
  });

  test('what was changed since stays, the rest is taken; "take theirs" and its undo', async () => {
    await house.execute('venue:main', { type: 'configure', venue: { name: 'Our Room' } });
    const id = await house.send('settings', {
      changes: { name: 'Their Room', language: 'da', lighting: 'dim' },
      base: { name: 'Card Room', language: 'en' },
    });
    expect(await house.settings()).toMatchObject({ name: 'Our Room', language: 'da' });
    expect(await house.requests()).toMatchObject([
      {
        ...{ status: 'conflicted', stands: 'ours', ignored: ['lighting'] },
        values: [{ field: 'name', ours: 'Our Room', theirs: 'Their Room' }],
      },
    ]);
    const settle = { body: { side: 'theirs' } };
    expect((await house.ask('POST', `/requests/${id}/settle`, settle)).status).toBe(403);
    const asAdmin = { ...settle, role: 'admin' } as const;
    const taken = await house.ask('POST', `/requests/${id}/settle`, asAdmin);
    expect(await house.settings()).toMatchObject({ name: 'Their Room', language: 'da' });
    const undo = { body: { eventId: taken.body.eventId }, role: 'admin' } as const;
    expect((await house.ask('POST', `/requests/${id}/undo`, undo)).status).toBe(200);
    expect(await house.settings()).toMatchObject({ name: 'Our Room', language: 'da' });
  });

  test('what is changed here at that very moment stays, too', async () => {
    house.meanwhile(() =>
      house.execute('venue:main', { type: 'configure', venue: { name: 'Our Room' } }),
    );
    const changes = { name: 'Their Room' };
    const order = await house.send('settings', { changes, base: { name: 'Card Room' } });
    expect(await last(order)).toMatchObject({ type: 'request.conflicted' });
    expect(await house.settings()).toMatchObject({ name: 'Our Room' });
  });

  test('a setting that cannot be is refused, and nothing of the order is taken', async () => {
    const changes = { name: 'The Card Room', currency: 'BEER' };
    const order = await house.send('settings', { changes, base: changes });
    expect(await last(order)).toMatchObject({ data: { code: 'INVALID' } });
    expect(await house.settings()).toMatchObject({ name: 'Card Room' });
  });
});

describe('SYN-2: pictures', () => {
  const png = Buffer.from(
    'iVBORw0KGgoAAAANSUhEUgAAABAAAAAQCAYAAAAf8/9hAAAAFklEQVR4nGP8z8DwnwEPYMQnOWgUAAAFogMB4pLxnQAAAABJRU5ErkJggg==',
    'base64',
  ).toString('base64');

  test('a logo comes in two steps, and takes the one before down', async () => {
    await house.send('media', { id: 'old', type: 'image/png', content: png });
    await house.send('settings', { changes: { logo: 'old' }, base: { logo: null } });
    const order = await house.send('media', { id: 'logo', type: 'image/png', content: png });
    expect(await last(order)).toMatchObject({ type: 'request.applied' });
    await house.send('settings', { changes: { logo: 'logo' }, base: { logo: 'old' } });
    expect(await house.settings()).toMatchObject({ logo: 'logo' });
    const rows = await house.log.select({ table: 'media', limit: 9 });
    expect(rows.map(({ id }) => id)).toEqual(['logo']);
  });

  test.each([
    ['no picture', { type: 'image/png', content: 'aGVsbG8=' }, 'NOT_A_PICTURE'],
    ['another type than it says', { type: 'image/jpeg', content: png }, 'NOT_A_PICTURE'],
  ])('%s is refused', async (_, body, code) => {
    const order = await house.send('media', { id: 'logo', ...body });
    expect(await last(order)).toMatchObject({ data: { code } });
    expect(await house.log.count('media')).toBe(0);
  });

  test('SEC-6: a core that sends pictures without end fills no disk, and the logo stays', async () => {
    await house.send('media', { id: 'logo', type: 'image/png', content: png });
    await house.send('settings', { changes: { logo: 'logo' }, base: { logo: null } });
    for (let n = 0; n < 30; n += 1)
      await house.send('media', { id: `p${n}`, type: 'image/png', content: png });
    const ids = (await house.log.select({ table: 'media', limit: 99 })).map(({ id }) => id);
    expect(ids).toContain('logo');
    expect(ids).toContain('p29');
    expect(ids.length).toBe(9);
  });

  test('a logo without its picture is refused', async () => {
    const order = await house.send('settings', { changes: { logo: 'x' }, base: { logo: null } });
    expect(await last(order)).toMatchObject({ data: { code: 'NO_SUCH_PICTURE' } });
  });
});

describe('SYN-2: registrations', () => {
  const register = (playerId: string, tournamentId = 't1', profile = {}) =>
    house.send('registration', {
      ...{ registrationId: `g-${playerId}`, tournamentId, playerId },
      ...(Object.keys(profile).length === 0 ? {} : { profile }),
    });

  test('before the start it is an entry at once, unpaid, with a seat', async () => {
    await house.openTournament('t1');
    const order = await register('p1', 't1', ANNA);
    const { entries } = await house.tournament('t1');
    const [entry] = Object.values(entries);
    expect(entry).toMatchObject({ playerId: 'p1', price: 100_00, paid: 0 });
    expect(entry?.seat).not.toBeNull();
    expect(await last(order)).toEqual({
      type: 'request.accepted',
      data: { orderId: order, entryId: entry?.id ?? '' },
    });
    expect(await house.profile('p1')).toMatchObject({ firstName: 'Anna' });
  });

  test('into a running tournament nothing goes by itself; the floor lets it in', async () => {
    await house.openTournament('t1');
    await house.start('t1');
    const id = await register('p1', 't1', ANNA);
    const before = await house.version('tournament:t1');
    expect(Object.keys((await house.tournament('t1')).entries)).toEqual([]);
    expect(await house.requests()).toMatchObject([
      {
        ...{ id, status: 'waiting', isClosed: false, currency: 'EUR' },
        player: { id: 'p1', name: 'Anna Huber' },
        tournament: { id: 't1', name: 'Friday', status: 'running' },
        prices: [{ id: 'standard', price: 100_00 }],
      },
    ]);
    const body = { payment: { method: 'cash', paid: 100_00 } };
    const accept = { body, key: 'tap-1' };
    const accepted = await house.ask('POST', `/requests/${id}/accept`, accept);
    expect(accepted.body).toMatchObject({ id, type: 'request.accepted' });
    // The same tap again, after a dropped connection.
    expect(await house.ask('POST', `/requests/${id}/accept`, accept)).toEqual(accepted);
    const [entry, ...others] = Object.values((await house.tournament('t1')).entries);
    expect([entry?.paid, others.length]).toEqual([100_00, 0]);
    expect(await house.version('tournament:t1')).toBe(before + 1);

    const undo = { body: { eventId: accepted.body.eventId } };
    expect((await house.ask('POST', `/requests/${id}/undo`, undo)).status).toBe(200);
    expect(Object.keys((await house.tournament('t1')).entries)).toEqual([]);
    expect(await house.requests()).toMatchObject([{ status: 'waiting', entryId: null }]);
  });

  test('one that starts at that very moment runs already', async () => {
    await house.openTournament('t1');
    house.meanwhile(() => house.start('t1'));
    const order = await register('p1', 't1', ANNA);
    expect(await last(order)).toMatchObject({ type: 'request.received' });
    expect(Object.keys((await house.tournament('t1')).entries)).toEqual([]);
    expect(await house.requests()).toMatchObject([{ status: 'waiting' }]);
  });

  test('or does not, with a reason; two tablets: the second one is told', async () => {
    await house.openTournament('t1');
    await house.start('t1');
    const id = await register('p1', 't1', ANNA);
    const [one, other] = await Promise.all([
      house.ask('POST', `/requests/${id}/refuse`, { body: { reason: 'full' } }),
      house.ask('POST', `/requests/${id}/accept`, { body: {} }),
    ]);
    expect([one.status, other.status].sort()).toEqual([200, 409]);
    const late = one.status === 409 ? one : other;
    expect(late.body.error.code).toBe('REQUEST_DECIDED');
    const entered = Object.keys((await house.tournament('t1')).entries).length;
    expect(entered).toBe(other.status === 200 ? 1 : 0);
  });

  test('an entry that was taken back in the tournament shows so, and its undo still works', async () => {
    await house.openTournament('t1');
    const id = await register('p1', 't1', ANNA);
    const [entry] = Object.values((await house.tournament('t1')).entries);
    await house.execute('tournament:t1', {
      ...{ type: 'undo', eventId: entry?.boughtIn, reason: '', seed: 's' },
      now: { wallMs: 1, bootMs: 1, bootId: 'boot-1' },
    });
    const [request] = await house.requests();
    expect(request).toMatchObject({ status: 'accepted', isGone: true });
    const body = { eventId: request?.undoes };
    expect((await house.ask('POST', `/requests/${id}/undo`, { body })).status).toBe(200);
  });

  test.each([
    ['no such tournament', 'NOT_FOUND', async () => {}],
    [
      'entries are closed',
      'REGISTRATION_CLOSED',
      async () => {
        await house.openTournament('t1', { registration: { until: 1 } });
      },
    ],
    [
      'entries are closed while it runs',
      'REGISTRATION_CLOSED',
      async () => {
        await house.openTournament('t1', { registration: { until: 1 } });
        await house.start('t1');
      },
    ],
    [
      'it counts without names',
      'COUNTERS_ONLY',
      async () => {
        const stream = 'tournament:t1';
        const { config, LEVELS } = await import('../rooms/tournament/night.ts');
        const now = { wallMs: 1, bootMs: 1, bootId: 'boot-1' };
        const simple = config({ mode: 'counters' });
        await house.execute(stream, { type: 'create', config: simple, levels: LEVELS, now });
      },
    ],
  ])('%s: refused with %p, and the tournament stays as it is', async (_, code, prepare) => {
    await prepare();
    const before = await house.version('tournament:t1');
    const order = await register('p1', 't1', ANNA);
    expect(await last(order)).toMatchObject({ type: 'request.refused', data: { code } });
    expect(await house.version('tournament:t1')).toBe(before);
  });

  test('who is in already is not let in twice, by whichever of their ids', async () => {
    await house.openTournament('t1');
    const [from, into] = [await house.addPlayer(ANNA), await house.addPlayer(ANNA)];
    await register(from);
    await house.ask('POST', '/players/merge', { body: { from, into } });
    const again = await register(into);
    expect(await last(again)).toMatchObject({ data: { code: 'ALREADY_IN' } });
  });

  test('somebody whom nobody knows, and of whom nothing is said', async () => {
    await house.openTournament('t1');
    expect(await last(await register('p9'))).toMatchObject({ data: { code: 'NO_SUCH_PLAYER' } });
  });
});

test('SYN-5: an order of another build is answered, and what comes behind it is taken', async () => {
  const [one, other] = [
    await house.send('seatMap', { tables: [1, 2] }),
    await house.send('profile', { playerId: 'p1', wishes: 'unreadable' }),
  ];
  const id = await house.send('profile', { playerId: 'p1', fields: ANNA, baseRev: 0 });
  expect(await last(one)).toEqual({ type: 'request.unknown', data: { orderId: one } });
  expect(await last(other)).toMatchObject({ type: 'request.unknown' });
  expect(await last(id)).toMatchObject({ type: 'request.applied' });
});
