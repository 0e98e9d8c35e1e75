import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { FeedMessage, VenueLine } from '../../src/core/app.ts';
import { keepHealth } from '../../src/core/ingest/status.ts';
import { MINUTE, SECOND } from '../../src/kernel/time.ts';
import type { LeafAlert, Live } from '../../src/sync/protocol.ts';
import { decode, encode, Health, MOST_ALERTS, PROTOCOL } from '../../src/sync/protocol.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { Front, TestBrowser } from './front.ts';
import { openFront } from './front.ts';

setDefaultTimeout(60_000);

let server: Server;
let front: Front;
let ada: TestBrowser;

beforeAll(async () => {
  server = await startPostgres();
  front = await openFront(server);
  ada = await front.ada();
});
afterAll(async () => {
  await front.stop();
  await server.stop();
});

let made = 0;
const venue = async (): Promise<string> => {
  made += 1;
  const settings = { name: `Room ${made}`, slug: `room-${made}` };
  const body = { ...settings, timezone: 'Europe/Copenhagen', currency: 'DKK' };
  const answer = await ada.post('/venues', body);
  const { id, code } = answer.body as { id: string; code: string };
  await front.enrol(code);
  return id;
};

const HASH = '0'.repeat(64);

type Report = {
  readonly head?: number;
  readonly applied?: number;
  readonly live?: Live[];
  readonly alerts?: LeafAlert[];
};

/** What a leaf says of itself, and how far the core has its log. */
const report = async (
  id: string,
  { head = 10, applied = head, live = [], alerts }: Report,
  leafAheadMs = 0,
): Promise<void> => {
  const tenant = await front.tenants.open(id);
  if (tenant === null) throw new Error('no such venue');
  const [at, epoch] = [front.now(), 1];
  const health = {
    ...{ protocol: PROTOCOL, epoch, version: '0.1.0', downSeq: 0, docsWaiting: 0 },
    ...{ head: { seq: head, hash: HASH, at }, live, now: at + leafAheadMs },
    ...(alerts === undefined ? {} : { alerts }),
  };
  await keepHealth(tenant, health, { seq: applied, hash: HASH, epoch, at }, at);
};

const lineOf = async (id: string): Promise<VenueLine> => {
  const { items } = (await ada.get('/fleet')).body as { items: VenueLine[] };
  const line = items.find((one) => one.id === id);
  if (line === undefined) throw new Error('not in the fleet');
  return line;
};

const board = (wallMs: number): Live => ({
  ...{
    tournamentId: 't1',
    name: 'Friday',
    status: 'running',
    level: 3,
    entries: 40,
    remaining: 31,
  },
  clock: { level: 2, remainingMs: 10 * MINUTE, wallMs, running: true },
});

test('a venue shows its leaf, and nothing personal, once it was heard', async () => {
  const id = await venue();
  expect(await lineOf(id)).toMatchObject({ leaf: { epoch: 1 }, report: null, alarms: [] });
  await report(id, { live: [board(front.now())] });
  const line = await lineOf(id);
  expect(line.report).toMatchObject({ headSeq: 10, appliedSeq: 10, behindSince: null });
  expect(line.report?.live).toMatchObject([{ name: 'Friday', entries: 40, remaining: 31 }]);
  expect(Object.keys(line.report?.live[0] ?? {}).sort()).toEqual([
    ...['clock', 'entries', 'level', 'name', 'remaining', 'status', 'tournamentId'],
  ]);
});

test('CLK-7: a leaf whose wall clock is wrong shows the right time left all the same', async () => {
  const id = await venue();
  const ahead = 3 * 60 * MINUTE;
  const now = front.now();
  await report(id, { live: [board(now + ahead - 4 * MINUTE)] }, ahead);
  const clock = (await lineOf(id)).report?.live[0]?.clock;
  // Anchored four minutes ago by its own clock: so it was by ours.
  expect(Math.abs((clock?.at ?? 0) - (now - 4 * MINUTE))).toBeLessThan(SECOND);
});

test('OPS-6: how long something is missing counts from when it was missed, not from each report', async () => {
  const id = await venue();
  await report(id, { head: 100, applied: 90 });
  const since = (await lineOf(id)).report?.behindSince;
  expect(since).toBeNumber();
  front.pass(10 * SECOND);
  await report(id, { head: 120, applied: 99 });
  expect((await lineOf(id)).report?.behindSince).toBe(since ?? null);
  front.pass(10 * SECOND);
  // What was missing then is there; what is missing now is newer.
  await report(id, { head: 140, applied: 120 });
  expect((await lineOf(id)).report?.behindSince).toBeGreaterThan(since ?? 0);
  await report(id, { head: 140, applied: 140 });
  expect((await lineOf(id)).report?.behindSince).toBeNull();
});

test('an alarm stays until its owner puts it away', async () => {
  const id = await venue();
  await front.tenants.within(id, (query) =>
    query(
      `insert into alarms (venue_id, kind, seq, first_at, last_at, times)
       values ($1, 'gap', 12, 1, 2, 3)`,
      [id],
    ),
  );
  expect((await lineOf(id)).alarms).toEqual([
    { kind: 'gap', seq: 12, firstAt: 1, lastAt: 2, times: 3 },
  ]);
  expect((await ada.del(`/venues/${id}/alarms/gap`)).status).toBe(204);
  expect((await lineOf(id)).alarms).toEqual([]);
  expect((await ada.del(`/venues/${id}/alarms/gap`)).status).toBe(404);
});

/** The messages of the stream, one after the other. */
async function* messages(browser: TestBrowser, signal: AbortSignal): AsyncGenerator<FeedMessage> {
  const response = await browser.raw('/api/v1/fleet/stream', { signal });
  const decoder = new TextDecoder();
  let text = '';
  for await (const bytes of response.body ?? []) {
    text += decoder.decode(bytes, { stream: true });
    const events = text.split('\n\n');
    text = events.pop() ?? '';
    for (const event of events) {
      const data = /^data: (.*)$/mu.exec(event)?.[1];
      if (data !== undefined) yield JSON.parse(data);
    }
  }
}

test('whoever looks on is told what changes, without asking', async () => {
  const id = await venue();
  await report(id, { head: 5 });
  const over = new AbortController();
  const told = messages(ada, over.signal);
  const first = (await told.next()).value as FeedMessage;
  expect(first.type).toBe('all');
  expect(first.items.find((one) => one.id === id)?.report?.headSeq).toBe(5);
  await report(id, { head: 6 });
  const second = (await told.next()).value as FeedMessage;
  expect(second.type).toBe('changed');
  expect(second.items.map((one) => [one.id, one.report?.headSeq])).toEqual([[id, 6]]);
  over.abort();
});

test('who may not see a venue is told nothing of it, whatever happens there', async () => {
  const id = await venue();
  const hidden = await venue();
  const grant = { role: 'venueOwner', venueId: id };
  const person = { name: 'Otto', email: 'otto@example.com' };
  const answer = await ada.post('/users', { ...person, grant, password: true });
  const { password } = answer.body as { password: string };
  const otto = front.browser();
  await otto.post('/session', { email: person.email, password });
  const over = new AbortController();
  const told = messages(otto, over.signal);
  const first = (await told.next()).value as FeedMessage;
  expect(first.items.map((one) => one.id)).toEqual([id]);
  // Something happens at both: only one of them is told.
  await report(hidden, { head: 7 });
  await report(id, { head: 8 });
  const second = (await told.next()).value as FeedMessage;
  expect(second.items.map((one) => one.id)).toEqual([id]);
  over.abort();
  expect(front.failures).toEqual([]);
});

const hot = (more: Partial<LeafAlert> = {}): LeafAlert => ({
  ...{ kind: 'temperature', tone: 'warning', since: front.now(), value: 83.5 },
  ...{ says: 'the board is at 84 °C', ...more },
});

test('OPS-6: what somebody should look at on a leaf stands on its line until the leaf says that it is over, and on no other', async () => {
  const [id, neighbour] = [await venue(), await venue()];
  const since = front.now();
  // The leaf's clock is an hour ahead: since when is told by the core's.
  const ahead = 60 * MINUTE;
  const told = [
    hot({ since: since + ahead }),
    hot({ kind: 'diskLow', tone: 'danger', value: 0.9 }),
  ];
  await report(id, { alerts: told }, ahead);
  await report(neighbour, { alerts: [] });
  const line = async (of: string) => (await lineOf(of)).report?.alerts;
  const [first, second] = (await line(id)) ?? [];
  expect(first).toEqual({ ...hot(), since: expect.any(Number) });
  expect(Math.abs((first?.since ?? 0) - since)).toBeLessThan(10 * SECOND);
  expect([second?.kind, second?.tone]).toEqual(['diskLow', 'danger']);
  // Asked for once more, as a page that is loaded anew does, and by whoever may see only one of the two.
  expect(await line(id)).toHaveLength(2);
  expect(await line(neighbour)).toEqual([]);
  const person = { name: 'Nina', email: 'nina@example.com' };
  const grant = { role: 'venueOwner', venueId: neighbour };
  const made = await ada.post('/users', { ...person, grant, password: true });
  const nina = front.browser();
  const { password } = made.body as { password: string };
  await nina.post('/session', { email: person.email, password });
  const seen = JSON.stringify((await nina.get('/fleet')).body);
  expect([seen.includes(neighbour), seen.includes(id), seen.includes('84 °C')]).toEqual([
    ...[true, false, false],
  ]);
  // Who may write as one venue cannot make another one say anything.
  const own = await front.tenants.open(neighbour);
  const forged = own?.within((query) =>
    query('update status set alerts = $2 where venue_id = $1 returning 1', [id, '[]']),
  );
  expect(await forged).toEqual([]);
  expect(await line(id)).toHaveLength(2);

  await report(id, { alerts: [] }, ahead);
  expect(await line(id)).toEqual([]);
  // A leaf of an earlier build tells none.
  await report(id, {});
  expect(await line(id)).toEqual([]);
});

test('OPS-6: a leaf that says too much, or what cannot be read, loses its alerts and nothing else', () => {
  const health = (alerts: unknown) => {
    const own = { protocol: PROTOCOL, epoch: 1, version: '1', downSeq: 0, docsWaiting: 0, now: 1 };
    const head = { seq: 1, hash: HASH, at: 1 };
    return decode(Health, encode({ ...own, head, live: [], alerts: alerts as LeafAlert[] }));
  };
  const many = Array.from({ length: MOST_ALERTS }, () => hot());
  expect(health(many)?.alerts).toHaveLength(MOST_ALERTS);
  for (const bad of [
    [...many, hot()],
    [hot({ says: 'x'.repeat(201) })],
    [hot({ says: 'two\nlines' })],
    [{ ...hot(), tone: 'purple' }],
    'all is lost',
  ]) {
    expect(health(bad)).toMatchObject({ head: { seq: 1 }, alerts: [] });
  }
});
