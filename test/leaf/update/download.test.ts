import { afterEach, beforeEach, expect, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { download } from '../../../src/leaf/update/download.ts';

const BODY = Buffer.from(Array.from({ length: 5_000 }, (_, i) => i % 251));

let folder = '';
let to = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'felt-download-'));
  to = join(folder, 'release.part');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Serves as `answer` says, for as long as `use` lasts; says which ranges were asked for. */
const served = async (
  answer: (range: string | null) => Response,
  use: (url: string, asked: readonly (string | null)[]) => Promise<void>,
) => {
  const asked: (string | null)[] = [];
  const server = Bun.serve({
    port: 0,
    fetch: (request) => {
      const range = request.headers.get('range');
      asked.push(range);
      return answer(range);
    },
  });
  try {
    await use(`http://localhost:${server.port}/file`, asked);
  } finally {
    await server.stop(true);
  }
};

const get = (url: string, size = BODY.length) =>
  download({ url, to, size, signal: new AbortController().signal, progressed: () => undefined });

const ranged = (range: string | null): Response => {
  const from = Number(/^bytes=(\d+)-$/u.exec(range ?? '')?.[1] ?? 0);
  if (from === 0) return new Response(BODY);
  const headers = { 'content-range': `bytes ${from}-${BODY.length - 1}/${BODY.length}` };
  return new Response(BODY.subarray(from), { status: 206, headers });
};

test('OPS-3: a download that was cut off goes on from where it ended', () =>
  served(ranged, async (url, asked) => {
    writeFileSync(to, BODY.subarray(0, 1_234));
    await get(url);
    expect(asked).toEqual(['bytes=1234-']);
    expect(readFileSync(to).equals(BODY)).toBe(true);
    await get(url);
    expect(asked).toHaveLength(1);
  }));

test('OPS-3: a core that knows no ranges sends all of it again', () =>
  served(
    () => new Response(BODY),
    async (url) => {
      writeFileSync(to, 'something else that was here before');
      await get(url);
      expect(readFileSync(to).equals(BODY)).toBe(true);
    },
  ));

test('OPS-3: what ends too early stays for the next try', () =>
  served(ranged, async (url) => {
    expect(get(url, BODY.length + 1)).rejects.toThrow('ends too early');
    await get(url).catch(() => undefined);
    expect(statSync(to).size).toBe(BODY.length);
  }));

test('OPS-3: never more is taken than was told, whoever sends without an end', () =>
  served(
    () =>
      new Response(
        new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(65_536)) }),
      ),
    async (url) => {
      expect(get(url, 200_000)).rejects.toThrow('more than it says');
      await get(url, 200_000).catch(() => undefined);
      expect(statSync(to).size).toBeLessThanOrEqual(200_000);
    },
  ));

test('OPS-3: an answer that is no file is none', () =>
  served(
    () => new Response('gone', { status: 404 }),
    async (url) => {
      expect(get(url)).rejects.toThrow('answered 404');
    },
  ));
