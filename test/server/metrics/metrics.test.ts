import { afterAll, beforeAll, describe, expect, test } from 'bun:test';
import { networkInterfaces } from 'node:os';
import { createRegistry, gauge } from '../../../src/server/metrics/registry.ts';
import { prometheusText } from '../../../src/server/metrics/text.ts';
import type { TestLeaf } from '../../leaf.ts';
import { startLeaf } from '../../leaf.ts';
import { parsePrometheus } from './prometheus.ts';

const TOKEN = 'prometheus-of-the-house-7';

describe('OPS-6: the text format', () => {
  test('what has to be escaped is, and reads back as it was', async () => {
    const registry = createRegistry();
    const counter = registry.counter('odd_total', 'With \\ and\na line.', 'what');
    for (const what of ['a"b', 'c\\d', 'e\nf', '', 'ü']) counter.count(what);
    registry.source(() => gauge('half', 'h', 0.5));
    registry.source(() => gauge('nothing', 'h', null));
    registry.source(() => Promise.reject(new Error('this one fails and the others go on')));
    const text = prometheusText(await registry.families());
    const parsed = parsePrometheus(text);
    expect([...parsed.keys()]).toEqual(['odd_total', 'half']);
    const labels = parsed.get('odd_total')?.samples.map((one) => one.labels['what']);
    expect(labels).toEqual(['a\\"b', 'c\\\\d', 'e\\nf', '', 'ü']);
  });

  test('a histogram counts each bound with all below it', async () => {
    const registry = createRegistry();
    const spread = registry.spread('t_seconds', 'h', [1, 2, 4]);
    for (const value of [0.5, 1, 1.5, 4, 100]) spread.observe(value);
    const samples = parsePrometheus(prometheusText(await registry.families())).get('t_seconds');
    expect(samples?.samples.map(({ value }) => value)).toEqual([2, 3, 4, 5, 107, 5]);
  });

  test('a label that anybody could make up does not grow for ever', async () => {
    const registry = createRegistry();
    const counter = registry.counter('many_total', 'h', 'what');
    for (let i = 0; i < 5_000; i += 1) counter.count(`w${i}`);
    const parsed = parsePrometheus(prometheusText(await registry.families()));
    const all = parsed.get('many_total')?.samples ?? [];
    expect(all.length).toBeLessThan(400);
    expect(all.reduce((sum, { value }) => sum + value, 0)).toBe(5_000);
  });

  test.each([
    'a 1',
    '# HELP a h\na 1\n',
    '# HELP a h\n# TYPE a counter\na 1\n',
    '# HELP a h\n# TYPE a gauge\na 1\na 2\n',
    '# HELP a h\n# TYPE a gauge\na{b=c} 1\n',
    '# HELP a h\n# TYPE a gauge\na one\n',
    '# HELP a h\n# TYPE a histogram\na_bucket{le="1"} 2\na_bucket{le="+Inf"} 1\na_sum 1\na_count 1\n',
  ])('the strict reader refuses %p', (text) => {
    expect(() => parsePrometheus(text)).toThrow();
  });
});

/** Names and numbers of people that no figure may hold. */
const CANARIES = [
  'Bartholomäus',
  'Hohenlohe',
  '739154',
  'Ada',
  'Sunday Deepstack',
  '+4915112345678',
];

describe('OPS-6: /metrics of a leaf', () => {
  let leaf: TestLeaf;
  let text = '';
  const own = Object.values(networkInterfaces())
    .flatMap((all) => all ?? [])
    .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;

  beforeAll(async () => {
    leaf = await startLeaf({ more: { bind: '0.0.0.0', metricsToken: TOKEN } });
    const admin = await leaf.token('admin');
    const profile = {
      firstName: 'Bartholomäus',
      lastName: 'von Hohenlohe',
      phone: '+4915112345678',
    };
    await leaf.post('/players', profile, admin);
    await leaf.post('/tournaments', { template: 'turbo', name: 'Sunday Deepstack' }, admin);
    await leaf.post('/tournaments/nowhere/start', {}, admin);
    await leaf.login('Ada', '000000');
    text = await (await fetch(`${leaf.url}/metrics`)).text();
  });
  afterAll(() => leaf.stop());

  test('is well formed, also for promtool where there is one', () => {
    const parsed = parsePrometheus(text);
    expect(parsed.size).toBeGreaterThan(30);
    const promtool = process.env['PROMTOOL'] ?? Bun.which('promtool');
    if (promtool) {
      const { exitCode, stderr, stdout } = Bun.spawnSync([promtool, 'check', 'metrics'], {
        stdin: Buffer.from(text),
      });
      expect([exitCode, String(stderr) + String(stdout)]).toEqual([0, '']);
    }
  });

  test('holds what somebody who runs many houses wants to know', () => {
    const parsed = parsePrometheus(text);
    const one = (name: string) => parsed.get(name)?.samples[0]?.value;
    const by = (name: string, label: string, value: string) =>
      parsed.get(name)?.samples.find(({ labels }) => labels[label] === value)?.value ?? 0;
    expect(by('felt_http_requests_total', 'status', '201')).toBeGreaterThanOrEqual(2);
    expect(by('felt_commands_total', 'code', 'ok')).toBeGreaterThanOrEqual(2);
    expect(parsed.get('felt_commit_seconds')?.samples.at(-1)?.value).toBeGreaterThanOrEqual(2);
    expect(one('felt_events_total')).toBeGreaterThanOrEqual(3);
    expect(one('felt_tournaments_running')).toBe(0);
    expect(one('felt_players_waiting')).toBe(0);
    expect(one('felt_ballast_bytes')).toBe(0);
    expect(one('felt_offline_seconds_total')).toBe(0);
    expect(by('felt_sync_state', 'state', 'off')).toBe(1);
    expect(by('felt_update_state', 'state', 'unmanaged')).toBe(1);
    expect(one('felt_disk_free_bytes')).toBeGreaterThan(0);
  });

  test('holds nothing of anybody', () => {
    for (const canary of CANARIES) expect(text).not.toContain(canary);
  });

  test('is for this machine, and for others with the token', async () => {
    if (own === undefined) return console.log('this machine has no network: not looked at');
    const from = (headers: Record<string, string>, host = own) =>
      fetch(`http://${host}:${new URL(leaf.url).port}/metrics`, { headers });
    expect((await from({}, '127.0.0.1')).status).toBe(200);
    expect((await from({})).status).toBe(401);
    expect((await from({ authorization: `Bearer ${TOKEN}x` })).status).toBe(401);
    expect((await from({ authorization: `Bearer ${TOKEN}` })).status).toBe(200);
    // What came through a proxy of this machine did not come from this machine.
    for (const name of ['x-forwarded-for', 'forwarded', 'via', 'x-real-ip'])
      expect((await from({ [name]: '127.0.0.1' }, '127.0.0.1')).status).toBe(401);
  });

  test('without a token nobody else may', async () => {
    if (own === undefined) return;
    const other = await startLeaf({ more: { bind: '0.0.0.0' } });
    const answer = await fetch(`http://${own}:${new URL(other.url).port}/metrics`);
    expect(answer.status).toBe(403);
    await other.stop();
  });

  test('/health tells its parts in words, and nothing that is nobody’s business', async () => {
    const health = await fetch(`${leaf.url}/health`);
    expect(health.status).toBe(200);
    expect(await health.json()).toEqual({
      ...{ status: 'ok', version: expect.any(String), uptime: expect.any(Number) },
      events: expect.any(Number),
      parts: {
        ...{ log: 'ok', clock: expect.stringMatching(/^(?:ok|unsure)$/u) },
        ...{
          disk: expect.stringMatching(/^(?:ok|low)$/u),
          hub: 'off',
          lag: null,
          children: 'none',
        },
      },
    });
  });
});
