import { expect, test } from 'bun:test';
import { fetchPatiently } from '../../../src/leaf/cloud/patient-fetch.ts';

const IDLE_MS = 400;

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
  const { ok, bytes } = await fetchPatiently(core.url.href, {}, IDLE_MS);
  expect([ok, new TextDecoder().decode(bytes).split('\n').length]).toEqual([true, 13]);
  await core.stop(true);
});

test('SYN-4: where nothing comes any more it is given up, to be tried again', async () => {
  const core = serving(2, false);
  await expect(fetchPatiently(core.url.href, {}, IDLE_MS)).rejects.toThrow('nothing came');
  await core.stop(true);
});
