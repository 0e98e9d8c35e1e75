import { afterAll, beforeAll, describe, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Hono } from 'hono';
import { readConfig } from '../../src/core/config.ts';
import { keepHealth } from '../../src/core/ingest/status.ts';
import type { VenueStanding } from '../../src/core/watch/rule.ts';
import { changesOf, errorsAlert, venueAlerts } from '../../src/core/watch/rule.ts';
import { openCoreWatch } from '../../src/core/watch.ts';
import { MINUTE, SECOND } from '../../src/kernel/time.ts';
import type { Message } from '../../src/server/alerts/webhook.ts';
import { newSecret } from '../../src/server/alerts/webhook.ts';
import { createCounting } from '../../src/server/metrics/counting.ts';
import { createRegistry } from '../../src/server/metrics/registry.ts';
import { prometheusText } from '../../src/server/metrics/text.ts';
import { PROTOCOL } from '../../src/sync/protocol.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import { parsePrometheus } from '../server/metrics/prometheus.ts';
import type { Front } from './front.ts';
import { openFront } from './front.ts';

setDefaultTimeout(60_000);

const NOW = 1_790_000_000_000;
const venue = (what: Partial<VenueStanding>): VenueStanding => ({
  ...{ venueId: 'a', slug: 'card-room', heardAt: NOW, waiting: 0, behindSince: null },
  ...{ overShareAt: null, ...what },
});
const kinds = (what: Partial<VenueStanding>, before: Parameters<typeof venueAlerts>[1] = []) =>
  venueAlerts([venue(what)], before, NOW).map(({ kind }) => kind);

describe('OPS-6: what a core says of its venues', () => {
  test.each([
    ['offline', { heardAt: NOW - 5 * MINUTE }, { heardAt: NOW - 5 * MINUTE + 1 }],
    ['lag', { behindSince: NOW - 30 * SECOND - 1 }, { behindSince: NOW - 30 * SECOND }],
    ['backlog', { waiting: 1_001 }, { waiting: 1_000 }],
  ] as const)('%s at its limit and not below', (kind, over, below) => {
    expect(kinds(over)).toEqual([kind]);
    expect(kinds(below)).toEqual([]);
  });

  test('a venue whose share of a day is used up waits because it was told to: that is said, and no lag', () => {
    const waits = { waiting: 9_000, behindSince: 0 };
    expect(kinds({ ...waits, overShareAt: NOW - 59 * MINUTE })).toEqual(['dayUsed']);
    expect(kinds({ ...waits, overShareAt: NOW - 66 * MINUTE })).toEqual(['lag', 'backlog']);
    expect(kinds({ overShareAt: NOW })).toEqual([]);
  });

  test('it stands until it is well below, and keeps since when', () => {
    const raised = venueAlerts([venue({ waiting: 1_001 })], [], NOW - MINUTE);
    expect(venueAlerts([venue({ waiting: 101 })], raised, NOW)).toMatchObject([
      { kind: 'backlog', since: NOW - MINUTE, value: 101 },
    ]);
    expect(kinds({ waiting: 99 }, raised)).toEqual([]);
  });

  test('more than 5 % of its own answers that fail are an alert, until it is below 2 %', () => {
    const shares = [
      ...[
        { asked: 1_000, failed: 50 },
        { asked: 19, failed: 19 },
      ],
      ...[
        { asked: 1_000, failed: 51 },
        { asked: 1_000, failed: 20 },
        { asked: 1_000, failed: 19 },
      ],
    ];
    let before: ReturnType<typeof errorsAlert> = null;
    const since = shares.map((one, i) => {
      before = errorsAlert(one, before, NOW + i);
      return before?.since ?? null;
    });
    expect(since).toEqual([null, null, NOW + 2, NOW + 2, null]);
  });

  test('what a core did not hear while it was away was its own silence', () => {
    const old = [venue({ heardAt: NOW - 60 * MINUTE, behindSince: NOW - 60 * MINUTE })];
    expect(venueAlerts(old, [], NOW, NOW - 29 * SECOND)).toEqual([]);
    expect(venueAlerts(old, [], NOW + 5 * MINUTE, NOW)).toMatchObject([{ kind: 'offline' }]);
  });

  test('of a leaf that is not heard nothing else is told', () => {
    expect(kinds({ heardAt: NOW - 6 * MINUTE, waiting: 9_000, behindSince: 0 })).toEqual([
      'offline',
    ]);
  });

  test('each is told once when it comes and once when it is over, also of a venue that is gone', () => {
    const one = venueAlerts([venue({ waiting: 2_000 })], [], NOW);
    expect(changesOf([], one)).toEqual({ raised: [...one], cleared: [] });
    expect(changesOf(one, venueAlerts([venue({ waiting: 3_000 })], one, NOW))).toEqual({
      ...{ raised: [], cleared: [] },
    });
    expect(changesOf(one, venueAlerts([], one, NOW))).toEqual({ raised: [], cleared: [...one] });
  });
});

describe('OPS-6: the watch over a core', () => {
  let server: Server;
  let front: Front;
  beforeAll(async () => {
    server = await startPostgres();
    front = await openFront(server);
  });
  afterAll(async () => {
    await front.stop();
    await server.stop();
  });

  test('a leaf that falls silent is told to another service, and that it is back; figures say both', async () => {
    const ada = await front.ada();
    const body = {
      name: 'Canary Room',
      slug: 'canary-room',
      timezone: 'Europe/Berlin',
      currency: 'EUR',
    };
    const { id, code } = (await ada.post('/venues', body)).body as { id: string; code: string };
    await front.enrol(code);
    const tenant = await front.tenants.open(id);
    if (tenant === null) throw new Error('no such venue');
    const hash = '0'.repeat(64);
    const report = () => {
      const at = front.now();
      const health = {
        ...{ protocol: PROTOCOL, epoch: 1, version: '1', downSeq: 0, docsWaiting: 0, now: at },
        ...{ head: { seq: 7, hash, at }, live: [] },
      };
      return keepHealth(tenant, health, { seq: 7, hash, epoch: 1, at }, at);
    };
    const told: Message[] = [];
    const heard: (() => void)[] = [];
    const service = Bun.serve({
      port: 0,
      fetch: async (request) => {
        told.push((await request.json()) as Message);
        for (const tell of heard.splice(0)) tell();
        return new Response();
      },
    });
    const until = async (count: number): Promise<void> => {
      while (told.length < count) await new Promise<void>((tell) => heard.push(tell));
    };
    const folder = mkdtempSync(join(tmpdir(), 'felt-core-watch-'));
    const registry = createRegistry();
    const counting = createCounting(registry);
    const app = new Hono().use(counting.middleware).get('/:status', (c) => {
      return new Response(null, { status: Number(c.req.param('status')) });
    });
    const asking = async (status: number) => app.request(`/${status}`);
    const said: string[] = [];
    const watch = openCoreWatch({
      config: {
        ...{ ...readConfig({}), dataFolder: folder },
        webhook: { url: `http://localhost:${service.port}/`, secret: newSecret() },
      },
      ...{ platform: front.platform, registry, counting, now: front.now },
      health: async () => ({
        ...{ status: 'ok', version: '', uptime: 0, database: true, hub: true, ingest: 'taking' },
      }),
      say: (line) => said.push(line),
      failed: (error) => {
        throw error;
      },
    });
    const figure = async (name: string) =>
      parsePrometheus(prometheusText(await registry.families())).get(name)?.samples[0]?.value;

    await report();
    await watch.look();
    expect([watch.alerts(), await figure('felt_venues_heard')]).toEqual([[], 1]);
    front.pass(5 * MINUTE);
    await watch.look();
    await until(1);
    expect(told[0]).toMatchObject({
      type: 'alert.raised',
      data: { from: 'felt-core', venue: 'canary-room', kind: 'offline' },
    });
    expect(said).toEqual(['ALERT offline of venue canary-room: nothing was heard for 5 min']);
    expect([await figure('felt_venue_alerts'), await figure('felt_venues_heard')]).toEqual([1, 0]);
    await report();
    await watch.look();
    await until(2);
    expect(told[1]).toMatchObject({ type: 'alert.cleared', data: { kind: 'offline' } });
    const text = prometheusText(await registry.families());
    expect(await figure('felt_events_total')).toBe(7);
    for (const canary of ['Canary', 'canary', 'Ada', id]) expect(text).not.toContain(canary);
    // Its own answers, also while the database is what fails.
    for (let i = 0; i < 30; i += 1) await asking(i < 3 ? 500 : 200);
    await watch.look();
    await until(3);
    expect(told[2]).toMatchObject({ type: 'alert.raised', data: { kind: 'errors', value: 0.1 } });
    expect(told[2]?.data.venue).toBeUndefined();
    expect(said.at(-1)).toBe('ALERT errors: 10 % of the requests failed');
    await watch.stop();
    await service.stop(true);
    rmSync(folder, { recursive: true });
  });
});
