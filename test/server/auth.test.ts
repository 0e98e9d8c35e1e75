import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { openClock } from '../../src/leaf/clock.ts';
import type { Answer, TestLeaf } from '../leaf.ts';
import { handClock, PEOPLE, startLeaf, VENUE } from '../leaf.ts';

const { admin } = PEOPLE;
const errorOf = ({ status, body }: Answer) => ({ status, ...Object(Object(body).error) });
const cookieIn = (answer: Answer, name: string): string => {
  const found = answer.headers.getSetCookie().find((one) => one.startsWith(`${name}=`));
  return found?.split(';')[0] ?? '';
};
const refresh = (leaf: TestLeaf, cookie: string) =>
  leaf.post('/auth/refresh', undefined, undefined, { cookie });

/** Wrong in its last digit. */
const wrong = '739155';
const SECOND = 1_000;
const MINUTE = 60 * SECOND;

describe('setup', () => {
  let leaf: TestLeaf;
  beforeAll(async () => {
    leaf = await startLeaf();
  });
  afterAll(() => leaf.stop());

  test('SEC-1: a weak PIN, a made-up zone and currency are refused, and change nothing', async () => {
    const refused = await leaf.post('/setup', {
      venue: { name: 'X', slug: 'No Slug', timezone: 'Mars/Phobos', currency: 'XXQ' },
      admin: { name: 'Ada', pin: '123456' },
    });
    const { status, code, details } = errorOf(refused);
    expect([status, code]).toEqual([422, 'INVALID']);
    expect(details.issues.map(({ path }: { path: string }) => path)).toEqual([
      'venue.slug',
      'venue.timezone',
      'venue.currency',
      'admin.pin',
    ]);
    expect(await leaf.get('/setup')).toMatchObject({ status: 200, body: { needed: true } });
  });

  test('OPS-2: the venue is set up once, even when two ask at the same time', async () => {
    const ask = () => leaf.post('/setup', { venue: VENUE, admin });
    const answers = await Promise.all([ask(), ask(), ask()]);
    expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    expect(errorOf(await ask())).toMatchObject({ status: 409, code: 'ALREADY_SET_UP' });
    expect(await leaf.get('/setup')).toMatchObject({ body: { needed: false } });
    expect(await leaf.login('ada', admin.pin)).toMatchObject({
      status: 200,
      body: { expiresIn: 900, operator: { name: 'Ada', role: 'admin' } },
    });
  });
});

describe('signing in', () => {
  let leaf: TestLeaf;
  const clock = handClock();
  beforeAll(async () => {
    leaf = await startLeaf({ clock });
    await leaf.token('admin');
  });
  afterAll(() => leaf.stop());

  test('SEC-1: an operator who does not exist answers like a wrong PIN, lock included', async () => {
    const browser = { 'user-agent': 'stranger' };
    const answers: unknown[] = [];
    for (let i = 0; i < 6; i++) answers.push(errorOf(await leaf.login('nobody', wrong, browser)));
    expect(answers.slice(0, 5)).toEqual(
      Array(5).fill({ status: 401, code: 'PIN_WRONG', message: 'Name or PIN is wrong.' }),
    );
    expect(answers[5]).toMatchObject({ status: 429, code: 'LOCKED_OUT' });
  });

  test('SEC-1: five tries, then 30 s, 1, 2, 4, 8 min; after ten only an admin helps; nobody else is held up', async () => {
    const floor = PEOPLE.floor;
    await leaf.token('floor');
    const guess = (n: number, pin = '482916') =>
      leaf.login(floor.name, pin, { 'user-agent': `guesser ${n % 3}` });
    for (let i = 0; i < 5; i++) expect(await guess(i)).toMatchObject({ status: 401 });
    const waits = [30, 60, 120, 240, 480];
    for (const [i, seconds] of waits.entries()) {
      const locked = await guess(i, floor.pin);
      expect(errorOf(locked)).toMatchObject({ status: 429, code: 'LOCKED_OUT' });
      expect(locked.headers.get('retry-after')).toBe(String(seconds));
      // A wall clock that jumps opens nothing.
      clock.jumpWall(10 * 3_600 * SECOND);
      expect(await guess(i, floor.pin)).toMatchObject({ status: 429 });
      clock.pass(seconds * SECOND);
      expect(await guess(i)).toMatchObject({ status: 401 });
    }
    clock.pass(24 * 60 * MINUTE);
    expect(errorOf(await guess(0, floor.pin))).toMatchObject({ details: { needsAdmin: true } });

    // By now the admin's own sign-in is old, and works with the right PIN, from anywhere.
    const signedIn = await leaf.login(admin.name, admin.pin);
    const token = Object(signedIn.body).accessToken;
    const { body } = await leaf.get('/operators', token);
    const { id } = Object(body).items.find(({ name }: { name: string }) => name === floor.name);
    expect(await leaf.put(`/operators/${id}`, { unlock: true }, token)).toMatchObject({
      status: 200,
    });
    expect(await guess(0, floor.pin)).toMatchObject({ status: 200 });
  });

  test('SEC-1: guesses at a name elsewhere do not lock the device on which the operator signed in before', async () => {
    const mine = await leaf.login(admin.name, admin.pin, { 'user-agent': 'tablet' });
    const device = cookieIn(mine, 'felt_device');
    for (let i = 0; i < 6; i++) {
      await leaf.login(admin.name, wrong, { 'user-agent': `prankster ${i}` });
    }
    expect(await leaf.login(admin.name, admin.pin, { 'user-agent': 'elsewhere' })).toMatchObject({
      status: 429,
    });
    expect(await leaf.login(admin.name, admin.pin, { cookie: device })).toMatchObject({
      status: 200,
    });
    const forged = `${device.slice(0, -2)}xx`;
    expect(await leaf.login(admin.name, admin.pin, { cookie: forged })).toMatchObject({
      status: 429,
    });
    clock.pass(HOUR);
  });

  test('SEC-1: one device that tries many names is slowed down, others are not', async () => {
    const browser = { 'user-agent': 'sprayer' };
    const answers: number[] = [];
    for (let i = 0; i < 12; i++) {
      answers.push((await leaf.login(`name ${i}`, wrong, browser)).status);
    }
    expect(answers).toEqual([...Array(10).fill(401), 429, 429]);
    expect(await leaf.login('somebody', wrong, { 'user-agent': 'honest' })).toMatchObject({
      status: 401,
    });
  });

  test('SEC-1: many guesses at once are counted before any of them is looked at', async () => {
    const guess = (n: number) => leaf.login('Crowd', wrong, { 'user-agent': `crowd ${n}` });
    const answers = await Promise.all(Array.from({ length: 12 }, (_, i) => guess(i)));
    expect(answers.filter(({ status }) => status === 401)).toHaveLength(5);
    expect(answers.filter(({ status }) => status === 429)).toHaveLength(7);
  });
});

const HOUR = 60 * MINUTE;

describe('staying signed in', () => {
  let leaf: TestLeaf;
  const clock = handClock();
  beforeAll(async () => {
    leaf = await startLeaf({ clock });
    await leaf.token('admin');
  });
  afterAll(() => leaf.stop());

  const signIn = async () => {
    const answer = await leaf.login(admin.name, admin.pin);
    const token: string = Object(answer.body).accessToken;
    return { token, cookie: cookieIn(answer, 'felt_refresh') };
  };

  test('SEC-1: the refresh cookie is for its path alone, and no script sees it', async () => {
    const answer = await leaf.login(admin.name, admin.pin);
    const header = answer.headers.getSetCookie().find((one) => one.startsWith('felt_refresh='));
    expect(header).toMatch(/; Path=\/api\/v1\/auth; HttpOnly; SameSite=Strict$/u);
    expect(JSON.stringify(answer.body)).not.toContain(header?.split(/[=;]/u)[1] ?? '?');
  });

  test('SEC-1: an access token ends after 15 minutes, by the clock that never jumps', async () => {
    const { token, cookie } = await signIn();
    clock.jumpWall(5 * HOUR);
    expect(await leaf.get('/venue', token)).toMatchObject({ status: 200 });
    clock.jumpWall(-8 * HOUR);
    clock.pass(15 * MINUTE - 1);
    expect(await leaf.get('/venue', token)).toMatchObject({ status: 200 });
    clock.pass(1);
    expect(errorOf(await leaf.get('/venue', token))).toMatchObject({
      status: 401,
      code: 'UNAUTHENTICATED',
    });
    const next = await refresh(leaf, cookie);
    expect(await leaf.get('/venue', Object(next.body).accessToken)).toMatchObject({ status: 200 });
  });

  test('SEC-1: a refresh token serves once; within 10 s its repetition gets the same successor', async () => {
    const { cookie } = await signIn();
    const first = await refresh(leaf, cookie);
    const second = cookieIn(first, 'felt_refresh');
    expect(second).not.toBe(cookie);
    clock.pass(10 * SECOND);
    expect(cookieIn(await refresh(leaf, cookie), 'felt_refresh')).toBe(second);
    expect(await refresh(leaf, second)).toMatchObject({ status: 200 });
  });

  test('SEC-1: a refresh token that comes back later ends the whole sign-in at once', async () => {
    const { cookie } = await signIn();
    const first = await refresh(leaf, cookie);
    const token: string = Object(first.body).accessToken;
    expect(await leaf.get('/venue', token)).toMatchObject({ status: 200 });
    clock.pass(10 * SECOND + 1);
    expect(await refresh(leaf, cookie)).toMatchObject({ status: 401 });
    expect(await refresh(leaf, cookieIn(first, 'felt_refresh'))).toMatchObject({ status: 401 });
    expect(await leaf.get('/venue', token)).toMatchObject({ status: 401 });
  });

  test('SEC-1: also within 10 s, a token whose successor was used already ends the sign-in', async () => {
    const { cookie } = await signIn();
    const second = cookieIn(await refresh(leaf, cookie), 'felt_refresh');
    const third = cookieIn(await refresh(leaf, second), 'felt_refresh');
    expect(await refresh(leaf, cookie)).toMatchObject({ status: 401 });
    expect(await refresh(leaf, third)).toMatchObject({ status: 401 });
  });

  test('SEC-1: what was never given out ends nothing', async () => {
    const { token } = await signIn();
    expect(await refresh(leaf, `felt_refresh=${'A'.repeat(43)}`)).toMatchObject({ status: 401 });
    expect(await leaf.post('/auth/refresh')).toMatchObject({ status: 401 });
    expect(await leaf.get('/venue', token)).toMatchObject({ status: 200 });
  });

  test('SEC-1: signing out ends the access token and the cookie', async () => {
    const { token, cookie } = await signIn();
    expect(await leaf.post('/auth/logout', undefined, token, { cookie })).toMatchObject({
      status: 204,
    });
    expect(await leaf.get('/venue', token)).toMatchObject({ status: 401 });
    expect(await refresh(leaf, cookie)).toMatchObject({ status: 401 });
  });

  test('SEC-1: a sign-in that nobody refreshed for 12 hours is over, whatever the wall clock says', async () => {
    const { cookie } = await signIn();
    clock.jumpWall(50 * 24 * HOUR);
    const renewed = cookieIn(await refresh(leaf, cookie), 'felt_refresh');
    expect(renewed).not.toBe('');
    clock.pass(12 * HOUR + 1);
    expect(await refresh(leaf, renewed)).toMatchObject({ status: 401 });
  });

  test('SEC-1: a token signed by nobody, or changed, is none', async () => {
    const { token } = await signIn();
    const [head = '', body = '', seal = ''] = token.split('.');
    const none = Buffer.from('{"alg":"none","typ":"at+jwt"}').toString('base64url');
    const other = Buffer.from(JSON.stringify({ ...JSON.parse(atob(body)), sub: 'x' }));
    for (const bad of [
      `${none}.${body}.`,
      `${head}.${other.toString('base64url')}.${seal}`,
      `${head}.${body}.${seal.slice(0, -4)}AAAA`,
      'x',
      'x'.repeat(6_000),
    ]) {
      expect(await leaf.get('/venue', bad)).toMatchObject({ status: 401 });
    }
  });

  test('SEC-1: /auth/ticket needs a sign-in', async () => {
    const { token } = await signIn();
    expect(await leaf.post('/auth/ticket')).toMatchObject({ status: 401 });
    const answer = await leaf.post('/auth/ticket', undefined, token);
    expect(answer).toMatchObject({ status: 201, body: { expiresIn: 30 } });
    expect(Object(answer.body).ticket).toMatch(/^[\w-]{32}$/u);
  });
});

describe('over a restart', () => {
  test('SEC-1: sign-ins, access tokens and wrong PINs counted so far outlive the process', async () => {
    const folder = (await import('node:fs')).mkdtempSync('/tmp/felt-restart-');
    const clock = handClock({ wallMs: openClock().now().wallMs });
    const first = await startLeaf({ clock, folder });
    await first.token('admin');
    const answer = await first.login(admin.name, admin.pin, { 'user-agent': 'tablet' });
    for (let i = 0; i < 5; i++) await first.login(admin.name, wrong, { 'user-agent': `x${i}` });
    await first.stop();

    const second = await startLeaf({ clock, folder });
    const token: string = Object(answer.body).accessToken;
    expect(await second.get('/venue', token)).toMatchObject({ status: 200 });
    expect(await refresh(second, cookieIn(answer, 'felt_refresh'))).toMatchObject({ status: 200 });
    expect(await second.login(admin.name, admin.pin)).toMatchObject({ status: 429 });
    await second.stop();
    (await import('node:fs')).rmSync(folder, { recursive: true });
  });
});
