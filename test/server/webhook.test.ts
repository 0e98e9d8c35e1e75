import { afterEach, expect, test } from 'bun:test';
import { createHmac } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Message, Target } from '../../src/server/alerts/webhook.ts';
import { createWebhook, newSecret, signatureOf } from '../../src/server/alerts/webhook.ts';

const undo: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const one of undo.splice(0).reverse()) await one();
});

const said = (says: string): Message => ({
  ...{ type: 'alert.raised', timestamp: new Date(0).toISOString() },
  data: {
    ...{ from: 'felt-leaf card-room', kind: 'diskLow', tone: 'warning', says, value: 0.5 },
    since: new Date(0).toISOString(),
  },
});

/** A service that checks the signature as standardwebhooks.com has it, by code of its own. */
const openService = (secret: string) => {
  const taken: { readonly id: string; readonly says: string }[] = [];
  let refusing = false;
  const waiting: (() => void)[] = [];
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: async (request) => {
      const body = await request.text();
      const [id, at, signature] = ['id', 'timestamp', 'signature'].map(
        (name) => request.headers.get(`webhook-${name}`) ?? '',
      );
      const key = Buffer.from(secret.slice('whsec_'.length), 'base64');
      const own = createHmac('sha256', key).update(`${id}.${at}.${body}`).digest('base64');
      const isFresh = Math.abs(Date.now() / 1000 - Number(at)) < 300;
      if (signature !== `v1,${own}` || !isFresh) return new Response(null, { status: 401 });
      if (refusing) return new Response('later', { status: 503 });
      const { data } = JSON.parse(body) as Message;
      taken.push({ id: id ?? '', says: data.says });
      for (const tell of waiting.splice(0)) tell();
      return new Response(null, { status: 204 });
    },
  });
  undo.push(() => server.stop(true));
  return {
    ...{ taken, url: `http://127.0.0.1:${server.port}/felt` },
    refuse: (is: boolean) => {
      refusing = is;
    },
    until: async (count: number): Promise<void> => {
      while (taken.length < count) await new Promise<void>((tell) => waiting.push(tell));
    },
  };
};

const stage = (target: () => Target | null, folder = mkdtempSync(join(tmpdir(), 'felt-hook-'))) => {
  undo.push(() => rmSync(folder, { recursive: true, force: true }));
  const webhook = createWebhook({
    ...{ path: join(folder, 'waiting.json'), save: writeFileSync, target, firstWaitMs: 5 },
    failed: (error) => {
      throw error;
    },
  });
  undo.push(webhook.stop);
  return { webhook, folder };
};

test('OPS-6: an alert is signed so that its receiver can be sure of it', async () => {
  const secret = newSecret();
  const service = openService(secret);
  const { webhook } = stage(() => ({ url: service.url, secret }));
  webhook.send(said('one'));
  await service.until(1);
  expect(service.taken[0]?.says).toBe('one');
  // The example of the standard's own documentation.
  const example = {
    id: 'msg_p5jXN8AQM9LWM0D4loKWxJek',
    timestamp: 1614265330,
    body: '{"test": 2432232314}',
  };
  expect(signatureOf({ secret: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw' }, example)).toBe(
    'v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=',
  );
});

test('OPS-6: what is refused is sent again until it is taken, in order and once each', async () => {
  const secret = newSecret();
  const service = openService(secret);
  const { webhook } = stage(() => ({ url: service.url, secret }));
  service.refuse(true);
  for (const says of ['a', 'b', 'c']) webhook.send(said(says));
  while (webhook.status().problem === null) await Bun.sleep(1);
  expect(webhook.status()).toMatchObject({ waiting: 3, problem: 'it answered 503' });
  service.refuse(false);
  await service.until(3);
  expect(service.taken.map(({ says }) => says)).toEqual(['a', 'b', 'c']);
  expect(new Set(service.taken.map(({ id }) => id)).size).toBe(3);
});

test('OPS-6: what waits survives the end of the program', async () => {
  const secret = newSecret();
  const { webhook, folder } = stage(() => ({ url: 'http://127.0.0.1:1/', secret }));
  webhook.send(said('before'));
  while (webhook.status().problem === null) await Bun.sleep(1);
  await webhook.stop();
  const service = openService(secret);
  const after = stage(() => ({ url: service.url, secret }), folder);
  after.webhook.start();
  await service.until(1);
  expect(service.taken[0]?.says).toBe('before');
});

test('OPS-6: what waits is bounded, and the oldest goes first', () => {
  const { webhook } = stage(() => ({ url: 'http://127.0.0.1:1/', secret: newSecret() }));
  for (let i = 0; i < 300; i += 1) webhook.send(said(`n${i}`));
  expect(webhook.status().waiting).toBe(200);
});

test('OPS-6: nobody wants to know: nothing is kept', () => {
  const { webhook } = stage(() => null);
  webhook.send(said('x'));
  expect(webhook.status().waiting).toBe(0);
});

test('OPS-6: once nobody is to be told, what waited is gone: whoever is told later hears nothing of it', async () => {
  const secret = newSecret();
  const service = openService(secret);
  let to: Target | null = { url: 'http://127.0.0.1:1/', secret };
  const { webhook, folder } = stage(() => to);
  webhook.send(said('old'));
  expect(webhook.status().waiting).toBe(1);
  to = null;
  webhook.forget();
  expect(webhook.status()).toMatchObject({ waiting: 0, problem: null });
  expect(readFileSync(join(folder, 'waiting.json'), 'utf8')).not.toContain('old');
  to = { url: service.url, secret };
  webhook.send(said('new'));
  await service.until(1);
  expect(service.taken.map(({ says }) => says)).toEqual(['new']);
});

test('OPS-6: a service that leads elsewhere is not followed', async () => {
  const secret = newSecret();
  const trap = openService(secret);
  const server = Bun.serve({ port: 0, fetch: () => Response.redirect(trap.url, 307) });
  undo.push(() => server.stop(true));
  const { webhook } = stage(() => ({ url: `http://127.0.0.1:${server.port}/`, secret }));
  webhook.send(said('x'));
  while (webhook.status().problem === null) await Bun.sleep(1);
  expect([webhook.status().problem, trap.taken]).toEqual(['it answered 307', []]);
});

/** Says yes, and then does not stop talking. */
const openChatterer = () => {
  const seen = { asked: 0, bytes: 0 };
  let told = (): void => undefined;
  const left = new Promise<void>((resolve) => {
    told = resolve;
  });
  const server = Bun.serve({
    port: 0,
    hostname: '127.0.0.1',
    fetch: () => {
      seen.asked += 1;
      const body = new ReadableStream({
        pull: async (controller) => {
          controller.enqueue(new Uint8Array(64 * 1024));
          seen.bytes += 64 * 1024;
          await Bun.sleep(0);
        },
        cancel: () => told(),
      });
      return new Response(body);
    },
  });
  undo.push(() => server.stop(true));
  return { seen, left, url: `http://127.0.0.1:${server.port}` };
};

test('OPS-6: a service that says yes and does not stop talking fills no memory, and is told once', async () => {
  const { url, seen, left } = openChatterer();
  const { webhook } = stage(() => ({ url, secret: newSecret() }));
  webhook.send(said('one'));
  await left;
  while (webhook.status().waiting > 0) await Bun.sleep(1);
  expect(webhook.status().problem).toBe(null);
  expect(seen.asked).toBe(1);
  expect(seen.bytes).toBeLessThan(16 * 1024 * 1024);
});
