import { expect, test } from 'bun:test';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import type { Before } from '../../../src/leaf/update/before.ts';
import { LINE_MS, proveLine } from '../../../src/leaf/update/line.ts';
import { stagingOf } from '../../../src/leaf/update/places.ts';
import { inFolder } from '../../folder.ts';

/** A release on trial behind one that had a line, or had none; its time passes as it is waited. */
const onTrial = (
  { nats }: Pick<Before, 'nats'>,
  isUpAtMs: number,
  use: (
    proved: Promise<void>,
    seen: { passedMs: () => number; granted: readonly number[]; failed: string },
  ) => Promise<void>,
) =>
  inFolder({}, async (folder) => {
    const staging = stagingOf(folder);
    mkdirSync(staging.folder);
    const before: Before = {
      ...{ token: 't', sequence: 181, version: '1.7.0', head: { seq: 0, hash: '' } },
      ...{ nats, digestVersion: 1, digests: {} },
    };
    writeFileSync(staging.before, JSON.stringify(before));
    let passedMs = 0;
    const granted: number[] = [];
    const manager = { extendStart: (ms: number) => void granted.push(ms) };
    const proved = proveLine(
      { staging, manager, isUp: () => passedMs >= isUpAtMs },
      {
        nowMs: () => passedMs,
        pause: async (ms) => {
          passedMs += ms;
        },
      },
    );
    await use(proved, { passedMs: () => passedMs, granted, failed: staging.failed });
  });

test('OPS-3: a release on trial waits for its nats-server, and asks for the time that this takes', () =>
  onTrial({ nats: true }, 7_000, async (proved, { passedMs, granted, failed }) => {
    await proved;
    expect(passedMs()).toBe(7_000);
    expect(granted).toHaveLength(1);
    expect(granted[0]).toBeGreaterThan(LINE_MS);
    expect(existsSync(failed)).toBe(false);
  }));

test('OPS-3: one whose nats-server never runs does not start, and says why to the one before', () =>
  onTrial({ nats: true }, Number.POSITIVE_INFINITY, async (proved, { passedMs, failed }) => {
    await expect(proved).rejects.toThrow('its nats-server does not run');
    expect(passedMs()).toBe(LINE_MS);
    expect(readFileSync(failed, 'utf8')).toBe('its nats-server does not run');
  }));

test('OPS-3: where there was no line before, none is waited for', () =>
  onTrial({ nats: false }, Number.POSITIVE_INFINITY, async (proved, { passedMs, granted }) => {
    await proved;
    expect([passedMs(), granted]).toEqual([0, []]);
  }));
