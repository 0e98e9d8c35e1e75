import { expect, test } from 'bun:test';
import { gzipSync } from 'node:zlib';
import { fetchPatiently } from '../../../src/leaf/cloud/patient-fetch.ts';

const IDLE_MS = 400;
const PATIENCE = { idleMs: IDLE_MS, wholeMs: 60_000, mostBytes: 1_000 };

/** Sends a line at a time, so that all of them take three times as long as silence may. */
const serving = (lines: number, ends: boolean) =>
  Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () => {
      let sent = 0;
      const body = new ReadableStream<Uint8Array>({
        pull: async (stream) => {
          if (sent === lines) {
            if (ends) stream.close();
            else await new Promise(() => undefined);
            return;
          }
          await Bun.sleep(IDLE_MS / 4);
          sent += 1;
          stream.enqueue(new TextEncoder().encode(`line ${sent}\n`));
        },
      });
      return new Response(body);
    },
  });

test('SYN-4: what comes slowly is waited for, as long as something comes', async () => {
  const core = serving(12, true);
  const { ok, bytes } = await fetchPatiently(core.url.href, {}, PATIENCE);
  expect([ok, new TextDecoder().decode(bytes).split('\n').length]).toEqual([true, 13]);
  await core.stop(true);
});

test('SYN-4: where nothing comes any more it is given up, to be tried again', async () => {
  const core = serving(2, false);
  await expect(fetchPatiently(core.url.href, {}, PATIENCE)).rejects.toThrow('nothing came');
  await core.stop(true);
});

test('what drips on for good is given up after its whole time', async () => {
  const core = serving(1_000, false);
  const patience = { ...PATIENCE, wholeMs: 2 * IDLE_MS };
  await expect(fetchPatiently(core.url.href, {}, patience)).rejects.toThrow('did not end within');
  await core.stop(true);
});

test('what is larger than expected is given up, with no more of it taken', async () => {
  let sent = 0;
  const core = Bun.serve({
    ...{ port: 0, hostname: '127.0.0.1' },
    fetch: () =>
      new Response(
        new ReadableStream<Uint8Array>({
          pull: (stream) => {
            sent += 1;
            stream.enqueue(new Uint8Array(64 * 1024));
          },
        }),
      ),
  });
  await expect(fetchPatiently(core.url.href, {}, PATIENCE)).rejects.toThrow('over 1000 bytes');
  // What lay in the sockets between; an endless answer would have gone on.
  expect(sent).toBeLessThan(1_000);
  await core.stop(true);
});

test('what is packed is not unpacked: a few bytes could be gigabytes', async () => {
  const packed = gzipSync(Buffer.alloc(100_000));
  const core = Bun.serve({
    ...{ port: 0, hostname: '127.0.0.1' },
    fetch: () => new Response(packed, { headers: { 'content-encoding': 'gzip' } }),
  });
  const { bytes } = await fetchPatiently(core.url.href, {}, PATIENCE);
  expect(bytes.byteLength).toBe(packed.byteLength);
  await core.stop(true);
});

test('SEC-7: another address that the answer points to is not asked', async () => {
  const asked: string[] = [];
  const core = Bun.serve({
    ...{ port: 0, hostname: '127.0.0.1' },
    fetch: ({ url }) => {
      asked.push(new URL(url).pathname);
      return Response.redirect('/elsewhere', 307);
    },
  });
  await expect(fetchPatiently(core.url.href, {}, PATIENCE)).rejects.toThrow();
  expect(asked).toEqual(['/']);
  await core.stop(true);
});
