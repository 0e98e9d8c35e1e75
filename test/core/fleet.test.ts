import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { FeedMessage, VenueLine } from '../../src/core/app.ts';
import { keepHealth } from '../../src/core/ingest/status.ts';
import { MINUTE, SECOND } from '../../src/kernel/time.ts';
import type { Live } from '../../src/sync/protocol.ts';
import { PROTOCOL } from '../../src/sync/protocol.ts';
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

type Report = { readonly head?: number; readonly applied?: number; readonly live?: Live[] };

/** What a leaf says of itself, and how far the core has its log. */
const report = async (
  id: string,
  { head = 10, applied = head, live = [] }: Report,
  leafAheadMs = 0,
): Promise<void> => {
  const tenant = await front.tenants.open(id);
  if (tenant === null) throw new Error('no such venue');
  const [at, epoch] = [front.now(), 1];
  const health = {
    ...{ protocol: PROTOCOL, epoch, version: '0.1.0', downSeq: 0, docsWaiting: 0 },
    ...{ head: { seq: head, hash: HASH, at }, live, now: at + leafAheadMs },
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
