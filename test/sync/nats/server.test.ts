import { afterEach, describe, expect, test } from 'bun:test';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '@nats-io/transport-node';
import { leafConfig } from '../../../src/sync/nats/config.ts';
import { natsProgram } from '../../../src/sync/nats/program.ts';
import type { NatsServer } from '../../../src/sync/nats/server.ts';
import { createNatsServer } from '../../../src/sync/nats/server.ts';
import { program, until } from '../nats-stage.ts';

const clears: (() => void | Promise<void>)[] = [];
afterEach(async () => {
  for (const clear of clears.splice(0).reverse()) await clear();
});

const newFolder = (): string => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-server-'));
  clears.push(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
};

const TOKEN = 'a-token';
const configFor = (folder: string): string =>
  leafConfig({
    ...{ folder, serverName: 'one', token: TOKEN, credsFile: join(folder, 'none.creds') },
    hub: { urls: ['nats://127.0.0.1:9'] },
  }).replace(/"credentials": "[^"]*", /u, '');

const start = (options: { folder?: string; config?: string; checkEveryMs?: number } = {}) => {
  const folder = options.folder ?? newFolder();
  const said: string[] = [];
  const server = createNatsServer({
    ...{ program: program(), folder, checkEveryMs: options.checkEveryMs ?? 2000 },
    config: () => options.config ?? configFor(folder),
    log: (line) => {
      said.push(line);
    },
  });
  clears.push(server.stop);
  server.start();
  return { server, said, folder };
};

const pidOf = (server: NatsServer): number => {
  const status = server.status();
  if (status.state !== 'up') throw new Error(`it is ${status.state}`);
  return status.pid;
};

const isAlive = (pid: number): boolean => existsSync(`/proc/${pid}`);

/** The state of a process as the kernel has it: `T` is stopped. */
const stateOf = async (pid: number): Promise<string | undefined> =>
  /\) (\S)/u.exec(await Bun.file(`/proc/${pid}/stat`).text())?.[1];

describe('the supervised nats-server', () => {
  test('is up and takes a client with the token, and nobody without it', async () => {
    const { server, said } = start();
    const { client } = await server.whenUp();
    const connection = await connect({ servers: client, token: TOKEN });
    await connection.flush();
    await connection.close();
    await expect(connect({ servers: client, reconnect: false })).rejects.toThrow(/authorization/iu);
    expect(client).toMatch(/^nats:\/\/127\.0\.0\.1:\d+$/u);
    expect(said.join('\n')).toContain('Server is ready');
  });

  test('killed, it is started again and serves', async () => {
    const { server } = start();
    await server.whenUp();
    const before = pidOf(server);
    const states: string[] = [];
    server.onStatus(({ state }) => states.push(state));
    process.kill(before, 'SIGKILL');
    await until('it is up again', () => states.at(-1) === 'up');
    expect(states).toEqual(['down', 'starting', 'up']);
    expect(pidOf(server)).not.toBe(before);
  });

  test('hung, it is killed and started again', async () => {
    const { server, said } = start({ checkEveryMs: 100 });
    await server.whenUp();
    const before = pidOf(server);
    process.kill(before, 'SIGSTOP');
    await until('another is up', () => {
      const status = server.status();
      return status.state === 'up' && status.pid !== before;
    });
    expect(isAlive(before)).toBe(false);
    expect(said).toContain('it hangs: killed');
  });

  test('with a configuration that it does not take, it is down with its words, tried ever more rarely', async () => {
    const { server, said } = start({ config: 'no_such_thing: 1\n' });
    await expect(server.whenUp()).rejects.toThrow(/unknown field "no_such_thing"/u);
    const waits = () => said.flatMap((line) => /again in (\d+) ms/u.exec(line)?.[1] ?? []);
    await until('the third attempt', () => waits().length === 3);
    expect(waits()).toEqual(['200', '400', '800']);
    expect(server.status().state).toBe('down');
  });

  test('stops within 3 s, even where it hangs, and is not started again', async () => {
    const { server, folder } = start();
    await server.whenUp();
    const pid = pidOf(server);
    process.kill(pid, 'SIGSTOP');
    await until('it is stopped', async () => (await stateOf(pid)) === 'T');
    const startedAtMs = performance.now();
    await server.stop();
    expect(performance.now() - startedAtMs).toBeLessThan(3000);
    expect([isAlive(pid), server.status(), existsSync(join(folder, 'nats.pid'))]).toEqual([
      false,
      { state: 'off' },
      false,
    ]);
  });

  test('what a killed parent left behind is ended by the next start', async () => {
    const folder = newFolder();
    await Bun.write(join(folder, 'nats.conf'), configFor(folder));
    const orphan = Bun.spawn([program(), '-c', join(folder, 'nats.conf')], {
      stdio: ['ignore', 'ignore', 'ignore'],
    });
    // Between fork and exec it still looks like this test.
    await until('it is nats-server', () =>
      readFileSync(`/proc/${orphan.pid}/cmdline`, 'utf8').includes('nats.conf'),
    );
    await Bun.write(join(folder, 'nats.pid'), String(orphan.pid));
    const { server, said } = start({ folder });
    await server.whenUp();
    await orphan.exited;
    expect(orphan.signalCode).toBe('SIGKILL');
    expect(said).toContain('ended the nats-server of an earlier process');
  });

  test('a pid that belongs to somebody else by now is left alone', async () => {
    const folder = newFolder();
    const other = Bun.spawn(['sleep', '60']);
    clears.push(() => other.kill());
    await Bun.write(join(folder, 'nats.pid'), String(other.pid));
    const { server } = start({ folder });
    await server.whenUp();
    expect([other.exitCode, other.signalCode]).toEqual([null, null]);
  });

  test('it ends with the process that started it, however that ends', async () => {
    const folder = newFolder();
    const parent = Bun.spawn(
      [process.execPath, join(import.meta.dir, '../nats-parent.ts'), program(), folder],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    );
    const { value } = await parent.stdout.getReader().read();
    const pid = Number(new TextDecoder().decode(value));
    expect(isAlive(pid)).toBe(true);
    parent.kill('SIGKILL');
    await until('the child is gone', () => !isAlive(pid));
  });
});

describe('the program', () => {
  test('one given by path is taken, an old one or another is refused in words', async () => {
    const folder = newFolder();
    expect(await natsProgram(folder, program())).toBe(program());
    const old = join(folder, 'old');
    writeFileSync(old, '#!/bin/sh\necho "nats-server: v2.14.9"\n', { mode: 0o755 });
    await expect(natsProgram(folder, old)).rejects.toThrow('2.14.9 is too old, 2.15.1');
    await expect(natsProgram(folder, join(folder, 'none'))).rejects.toThrow('is no nats-server');
    await expect(natsProgram(folder, '/bin/true')).rejects.toThrow('is no nats-server');
  });
});
