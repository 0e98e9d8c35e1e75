import { afterEach, expect, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openServiceManager } from '../../src/server/systemd.ts';
import { openNotifySocket } from '../notify-socket.ts';

const ends: (() => void)[] = [];
afterEach(() => {
  for (const end of ends.splice(0)) end();
});

/** A service manager that keeps what it hears; `next` answers what comes next. */
const listen = (name: string) => {
  const heard: string[] = [];
  let told = () => {};
  const { close } = openNotifySocket(name, (message) => {
    heard.push(message);
    told();
  });
  ends.push(close);
  return {
    next: async (): Promise<string> => {
      for (;;) {
        const message = heard.shift();
        if (message !== undefined) return message;
        await new Promise<void>((resolve) => {
          told = resolve;
        });
      }
    },
  };
};

const folder = (): string => {
  const made = mkdtempSync(join(tmpdir(), 'felt-notify-'));
  ends.push(() => rmSync(made, { recursive: true, force: true }));
  return made;
};

test.each([
  ['a path', () => join(folder(), 'notify')],
  ['an abstract name', () => `@felt-notify-${crypto.randomUUID()}`],
])('OPS-5: the service manager is told at %s', async (_, name) => {
  const NOTIFY_SOCKET = name();
  const { next } = listen(NOTIFY_SOCKET);
  const manager = openServiceManager({ NOTIFY_SOCKET });
  manager.extendStart(15_000);
  expect(await next()).toBe('EXTEND_TIMEOUT_USEC=15000000');
  manager.ready('serves http://felt.local');
  expect(await next()).toBe('READY=1\nSTATUS=serves http://felt.local');
  manager.beat();
  expect(await next()).toBe('READY=1\nWATCHDOG=1');
  manager.status('two\nlines');
  expect(await next()).toBe('STATUS=two lines');
  manager.stopping(10_000);
  expect(await next()).toBe('STOPPING=1\nSTATUS=ends\nEXTEND_TIMEOUT_USEC=10000000');
});

test('OPS-5: long work lengthens the watchdog for as long as it takes, also where it fails', async () => {
  const NOTIFY_SOCKET = join(folder(), 'notify');
  const { next } = listen(NOTIFY_SOCKET);
  const manager = openServiceManager({ NOTIFY_SOCKET, WATCHDOG_USEC: '10000000' });
  const failing = manager.patiently(60_000, async () => {
    expect(await next()).toBe('WATCHDOG_USEC=60000000');
    throw new Error('the copy failed');
  });
  await expect(failing).rejects.toThrow('the copy failed');
  expect(await next()).toBe('WATCHDOG_USEC=10000000');
  expect(await manager.patiently(5_000, () => 'short')).toBe('short');
  manager.status('nothing was said of short work');
  expect(await next()).toBe('STATUS=nothing was said of short work');
});

test('OPS-5: without a service manager nothing is told, and nothing fails', async () => {
  for (const env of [
    {},
    { NOTIFY_SOCKET: '' },
    { NOTIFY_SOCKET: '/nowhere/notify', WATCHDOG_USEC: 'x' },
    { NOTIFY_SOCKET: `/${'long'.repeat(40)}` },
  ]) {
    const manager = openServiceManager(env);
    manager.ready('well');
    manager.beat();
    expect(manager.watchdogMs).toBeNull();
    expect(await manager.patiently(60_000, () => 1)).toBe(1);
  }
});

test('OPS-5: a watchdog for another process is none for this one', () => {
  const env = { NOTIFY_SOCKET: '/nowhere/notify', WATCHDOG_USEC: '10000000' };
  expect(openServiceManager(env).watchdogMs).toBe(10_000);
  expect(openServiceManager({ ...env, WATCHDOG_PID: `${process.pid}` }).watchdogMs).toBe(10_000);
  expect(openServiceManager({ ...env, WATCHDOG_PID: '1' }).watchdogMs).toBeNull();
});
