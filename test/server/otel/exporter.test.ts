import { afterEach, describe, expect, spyOn, test } from 'bun:test';
import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Traced } from '../../../src/server/metrics/counting.ts';
import { createRegistry } from '../../../src/server/metrics/registry.ts';
import { openBuffer } from '../../../src/server/otel/buffer.ts';
import { MOST_BYTES, openExporter } from '../../../src/server/otel/exporter.ts';
import { startLeaf } from '../../leaf.ts';
import { openReceiver } from './receiver.ts';

const undo: (() => unknown)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

const folderOf = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-otel-'));
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};
const receiverOf = (port?: number) => {
  const receiver = openReceiver(port);
  undo.push(receiver.stop);
  return receiver;
};

const stage = (url: string, folder = folderOf(), mostBytes = 1_000_000) => {
  const registry = createRegistry();
  let trace: ((one: Traced) => void) | null = null;
  const exporter = openExporter({
    ...{ config: { url, headers: {} }, folder, registry, mostBytes, version: '1.2.3' },
    ...{ tracesEveryMs: 3_600_000, metricsEveryMs: 3_600_000 },
    counting: {
      traceTo: (to) => {
        trace = to;
      },
    },
    resource: { 'service.name': 'felt-leaf' },
    failed: (error) => {
      throw error;
    },
  });
  undo.push(exporter.stop);
  const give = (name: string) =>
    trace?.({ ...{ name, room: 'tournament', code: 'ok', events: 1, fromMs: 10, tookMs: 2 } });
  return { exporter, give, registry, folder };
};

describe('OPS-6: OpenTelemetry', () => {
  test('a leaf’s commands and figures are taken by a receiver that is strict about the protocol', async () => {
    const receiver = receiverOf();
    const leaf = await startLeaf({ more: { otel: { url: receiver.url, headers: {} } } });
    const admin = await leaf.token('admin');
    await leaf.post('/players', { firstName: 'Canaria', lastName: 'Hohenlohe' }, admin);
    await leaf.post('/tournaments/nowhere/start', {}, admin);
    await leaf.stop();
    expect(receiver.faults).toEqual([]);
    const names = receiver.spans.map(({ name }) => name);
    expect(names).toContain('player add');
    expect(names).toContain('venue setUp');
    const [first] = receiver.spans;
    const startedMs = Number(BigInt(first?.startTimeUnixNano ?? '0') / 1_000_000n);
    expect(Math.abs(Date.now() - startedMs)).toBeLessThan(60_000);
    for (const body of receiver.bodies) {
      for (const canary of ['Canaria', 'Hohenlohe', '739154', 'Ada'])
        expect(body).not.toContain(canary);
    }
  });

  test('figures of every kind', async () => {
    const receiver = receiverOf();
    const { exporter, registry } = stage(receiver.url);
    registry.counter('a_total', 'h', 'what').count('ok');
    registry.spread('b_seconds', 'h', [1, 2]).observe(1.5);
    await exporter.flush();
    expect(receiver.faults).toEqual([]);
    expect(receiver.figures).toEqual(
      expect.arrayContaining([
        expect.objectContaining({ name: 'a_total', unit: '1', sum: expect.anything() }),
        expect.objectContaining({ name: 'b_seconds', unit: 's', histogram: expect.anything() }),
        expect.objectContaining({
          name: 'felt_otel_buffer_bytes',
          unit: 'By',
          gauge: expect.anything(),
        }),
      ]),
    );
  });

  test('what could not go out waits on the disk, over a restart, and comes in order', async () => {
    const receiver = receiverOf();
    const { port } = receiver;
    receiver.stop();
    const folder = folderOf();
    const before = stage(`http://127.0.0.1:${port}`, folder);
    before.give('first');
    await before.exporter.flush();
    before.give('second');
    await before.exporter.stop();
    expect(readdirSync(folder).filter((name) => name.endsWith('traces.json.gz'))).toHaveLength(2);

    const back = receiverOf(port);
    const after = stage(`http://127.0.0.1:${port}`, folder);
    after.give('third');
    await after.exporter.flush();
    expect(back.faults).toEqual([]);
    const names = back.spans.map(({ name }) => name.replace('tournament ', ''));
    expect(names).toEqual(['first', 'second', 'third']);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a receiver that says later is asked later; one that refuses for good is not asked again', async () => {
    const receiver = receiverOf();
    const { exporter, give, folder } = stage(receiver.url);
    receiver.answer(503);
    give('kept');
    await exporter.flush();
    expect(readdirSync(folder).length).toBeGreaterThan(0);
    receiver.answer(200);
    await exporter.flush();
    expect(receiver.spans.map(({ name }) => name)).toEqual(['tournament kept']);
    expect(readdirSync(folder)).toEqual([]);
    receiver.answer(400);
    give('refused');
    await exporter.flush();
    expect(readdirSync(folder)).toEqual([]);
  });

  test('what an older leaf left uncompressed goes out, too', async () => {
    const receiver = receiverOf();
    const folder = folderOf();
    const old = { resourceSpans: [{ resource: { attributes: [] }, scopeSpans: [] }] };
    writeFileSync(join(folder, '000000000007-traces.json'), JSON.stringify(old));
    const { exporter, give } = stage(receiver.url, folder);
    give('after it');
    await exporter.flush();
    expect(receiver.faults).toEqual([]);
    expect(receiver.bodies[0]).toBe(JSON.stringify(old));
    expect(receiver.spans.map(({ name }) => name)).toEqual(['tournament after it']);
    expect(readdirSync(folder)).toEqual([]);
  });

  test('a weekend without a network fits: the figures of a leaf for 72 hours and more', async () => {
    const receiver = receiverOf();
    const timers = spyOn(globalThis, 'setInterval');
    undo.push(() => timers.mockRestore());
    const leaf = await startLeaf({ more: { otel: { url: receiver.url, headers: {} } } });
    const admin = await leaf.token('admin');
    await leaf.post('/players', { firstName: 'Ann', lastName: 'Orr' }, admin);
    for (let said = ''; !said.includes('felt_disk_free_bytes'); ) {
      said = await (await fetch(`${leaf.url}/metrics`)).text();
    }
    // The minute's work, without the minute.
    for (const [work, everyMs] of timers.mock.calls) if (everyMs === 60_000) work();
    await leaf.stop();
    expect(receiver.faults).toEqual([]);
    const sent = receiver.wire.find(({ path }) => path === '/v1/metrics');
    const body = sent?.bytes ?? new Uint8Array();
    expect(receiver.figures.length).toBeGreaterThan(30);
    const hours = MOST_BYTES / body.byteLength / 60;
    expect(hours).toBeGreaterThan(72);
    // Traces of a night beside them, and what a disk makes of it.
    const buffer = openBuffer(folderOf(), MOST_BYTES);
    for (let minute = 0; minute < 72 * 60; minute += 1) buffer.add({ signal: 'metrics', body });
    expect([buffer.dropped(), buffer.bytes()]).toEqual([0, 72 * 60 * body.byteLength]);
  });

  test('what waits is bounded: the oldest goes, and how much is told', () => {
    const folder = folderOf();
    const buffer = openBuffer(folder, 1_000);
    for (let i = 0; i < 20; i += 1)
      buffer.add({ signal: 'traces', body: new Uint8Array(100).fill(i) });
    expect(buffer.bytes()).toBe(1_000);
    expect(buffer.dropped()).toBe(10);
    expect(buffer.first()?.body).toEqual(new Uint8Array(100).fill(10));
    const again = openBuffer(folder, 1_000);
    expect([again.bytes(), again.first()?.body[0]]).toEqual([1_000, 10]);
  });
});
