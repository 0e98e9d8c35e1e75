import { expect, test } from 'bun:test';
import { quietly } from '../../../src/sync/nats/quietly.ts';

test('a hub that is away for a week does not fill the disk with lines', () => {
  const said: string[] = [];
  let ms = 0;
  const hear = quietly(
    'nats',
    (line) => said.push(line),
    () => ms,
  );
  for (let i = 0; i < 7 * 24 * 60 * 30; i++) {
    ms += 2_000;
    hear(`[ERR] Error trying to connect as leafnode (attempt ${i}): connection refused`);
    hear('[INF] all is well');
  }
  expect(said.length).toBe(7 * 24 * 6);
  expect(said.every((line) => line.startsWith('nats: [ERR]'))).toBe(true);
});

test('a replaced leaf that runs on is told once in ten minutes, whatever its address and port', () => {
  const said: string[] = [];
  const hear = quietly(
    'hub',
    (line) => said.push(line),
    () => 0,
  );
  for (let i = 0; i < 100; i++) {
    hear(`[ERR] 10.0.0.${i}:${50_000 + i} - lid:${i} - authentication error`);
    hear(`[ERR] [2001:db8::${i.toString(16)}a]:${50_000 + i} - lid:${i} - authentication error`);
  }
  expect(said).toEqual(['hub: [ERR] 10.0.0.0:50000 - lid:0 - authentication error']);
});
