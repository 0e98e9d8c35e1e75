import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import {
  chownSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { coreOf } from '../../../src/leaf/update/core-of.ts';
import { download } from '../../../src/leaf/update/download.ts';
import { endTidily } from '../../../src/leaf/update/ending.ts';
import { openMachine } from '../../../src/leaf/update/machine.ts';
import { askCore } from '../../../src/leaf/update/offer.ts';
import { pinned, placesOf, stagingIn, stagingOf } from '../../../src/leaf/update/places.ts';
import { linesText, readState } from '../../../src/leaf/update/state.ts';
import { workAlone } from '../../../src/server/release/alone.ts';

let root: string;
let data: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'felt-hostile-'));
  data = join(root, 'data');
  mkdirSync(join(data, 'update'), { recursive: true });
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const SOURCES = resolve(import.meta.dir, '../../../src/leaf/update');
const MAIN = resolve(SOURCES, '../main.ts');

const start = (...args: readonly string[]) =>
  Bun.spawn([process.execPath, ...args], {
    env: {
      PATH: `${join(root, 'bin')}:${process.env['PATH']}`,
      ...{ FELT_DATA: data, FELT_RELEASES: join(root, 'opt'), FELT_CONFIG: join(root, 'conf') },
    },
    ...{ stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  });

/** Waits for a process, however long a busy machine takes. */
const run = async (...args: readonly string[]) => {
  const child = start(...args);
  const said = await new Response(child.stderr).text();
  return { code: await child.exited, said };
};
const update = (...args: readonly string[]) => run(MAIN, 'update', ...args);

/** A systemctl that notes what it is asked, after some commands of a test's. */
const systemctl = (commands: string): void => {
  mkdirSync(join(root, 'bin'));
  const lines = ['#!/bin/sh', commands, `echo "$*" >>${join(root, 'asked')}`];
  writeFileSync(join(root, 'bin/systemctl'), `${lines.join('\n')}\n`, { mode: 0o755 });
};
const asked = (): readonly string[] => readFileSync(join(root, 'asked'), 'utf8').trim().split('\n');

/** Something is installed, so that root has something to do. */
const install = () => {
  mkdirSync(join(root, 'opt/releases/181'), { recursive: true });
  writeFileSync(join(root, 'opt/releases/181/felt-leaf'), '');
  symlinkSync('releases/181', join(root, 'opt/current'));
  writeFileSync(join(root, 'conf'), '');
};

describe('SEC-10: a leaf that was taken over makes root do nothing else', () => {
  test('root runs nothing of it itself: a unit with the leaf’s own rights does', async () => {
    systemctl('');
    const code = `(await import('${SOURCES}/machine.ts')).openMachine().prepare();`;
    const { said } = await run('-e', code);
    expect(said).toBe('');
    expect(asked()).toEqual(['start felt-update-prepare.service']);
  });

  test('a pipe in the place of a file does not hold root up', async () => {
    Bun.spawnSync(['mkfifo', join(data, 'pipe')]);
    const code = `(await import('${SOURCES}/files.ts')).DISK.sync('${join(data, 'pipe')}');`;
    const child = Bun.spawn([process.execPath, '-e', code], { stderr: 'ignore' });
    const ended = await Promise.race([child.exited, Bun.sleep(10_000).then(() => 'held up')]);
    child.kill(9);
    expect(ended).not.toBe('held up');
  });

  test('which core is the leaf’s root reads from the leaf’s own file alone, and through no link', () => {
    const link = join(data, 'link.json');
    const text = JSON.stringify({ venueId: 'v', core: { url: 'https://core.example.com' } });
    writeFileSync(join(root, 'secret.json'), text);
    symlinkSync(join(root, 'secret.json'), link);
    expect(() => coreOf(data)).toThrow('belongs to no core');
    rmSync(link);
    writeFileSync(link, text);
    expect(coreOf(data)).toEqual({ url: 'https://core.example.com', venueId: 'v' });
    writeFileSync(link, text.replace('https', 'file'));
    expect(() => coreOf(data)).toThrow('cannot be read');
    if (process.getuid?.() !== 0) return;
    writeFileSync(link, text);
    chownSync(data, 64_999, 64_999);
    expect(() => coreOf(data)).toThrow('belongs to no core');
    chownSync(link, 64_999, 64_999);
    expect(coreOf(data).venueId).toBe('v');
  });

  test('a folder that is exchanged while root works is the one that it began with', () => {
    const folder = join(data, 'update');
    const staging = stagingIn(pinned(folder));
    renameSync(folder, join(data, 'aside'));
    mkdirSync(join(root, 'elsewhere'));
    symlinkSync(join(root, 'elsewhere'), folder);
    writeFileSync(staging.ending, 'token');
    expect(readdirSync(join(root, 'elsewhere'))).toEqual([]);
    expect(readFileSync(join(data, 'aside/ending'), 'utf8')).toBe('token');
    expect(() => pinned(folder)).toThrow();
  });

  test('a link in the place of the file that root makes changes nothing where it leads', async () => {
    const target = join(root, 'felt-leaf');
    writeFileSync(target, 'runs', { mode: 0o555 });
    const staging = stagingOf(data);
    const attack = `
      const { renameSync, symlinkSync } = require('node:fs');
      for (const until = Date.now() + 2_000; Date.now() < until;) {
        try {
          symlinkSync(${JSON.stringify(target)}, ${JSON.stringify(`${staging.ending}.x`)});
          renameSync(${JSON.stringify(`${staging.ending}.x`)}, ${JSON.stringify(staging.ending)});
        } catch {}
      }`;
    const attacker = Bun.spawn([process.execPath, '-e', attack], { stdin: 'ignore' });
    const nothing = async () => undefined;
    const machine = {
      ...openMachine(),
      ...{ stop: nothing, start: nothing, prepare: nothing },
    };
    while (attacker.exitCode === null) {
      await endTidily(machine, staging).catch(() => false);
      expect(statSync(target).mode & 0o777).toBe(0o555);
      await Bun.sleep(0);
    }
  });

  test('a request that is a folder is put away, else root would be called for it without end', async () => {
    install();
    mkdirSync(join(data, 'update/request/inside'), { recursive: true });
    const { code, said } = await update('do');
    expect({ code, said }).toMatchObject({ code: 1, said: expect.stringContaining('asks for') });
    expect(existsSync(join(data, 'update/request'))).toBe(false);
  });

  test('a folder that is a link is not entered', async () => {
    install();
    const elsewhere = join(root, 'elsewhere');
    mkdirSync(elsewhere);
    writeFileSync(join(elsewhere, 'request'), 'DO=rollback\nSEQUENCE=181\n');
    rmSync(join(data, 'update'), { recursive: true });
    symlinkSync(elsewhere, join(data, 'update'));
    expect((await update('do')).code).toBe(1);
    expect(readdirSync(elsewhere)).toEqual(['request']);
  });
});

/** However busy the machine is. */
const LIMIT_MS = 30_000;

describe('OPS-3: by hand', () => {
  /** One release before the one that runs. */
  const installTwo = () => {
    install();
    mkdirSync(join(root, 'opt/releases/180'));
    writeFileSync(join(root, 'opt/releases/180/felt-leaf'), '');
    symlinkSync('releases/180', join(root, 'opt/previous'));
  };

  test.each(['SIGHUP', 'SIGINT'] as const)(
    'a line that breaks (%s) while the leaf is ended leaves no venue without its leaf',
    async (signal) => {
      installTwo();
      const stopping = join(root, 'stopping');
      systemctl(
        `[ "$1 $3" != "stop felt-leaf.service" ] || { touch ${stopping}; while [ -e ${stopping} ]; do sleep 0.02; done; }`,
      );
      const child = start(MAIN, 'update', 'rollback');
      while (!existsSync(stopping)) await Bun.sleep(10);
      child.kill(signal);
      rmSync(stopping);
      expect(await child.exited).toBe(0);
      expect(asked().at(-1)).toBe('--no-block start felt-leaf.service');
      expect(readState(placesOf(join(root, 'opt')))).toMatchObject({ STATE: 'rolledback' });
    },
    LIMIT_MS,
  );

  test(
    'a running level is interrupted by nobody who did not say so',
    async () => {
      installTwo();
      systemctl('');
      const leaf = Bun.serve({
        unix: join(data, 'felt.sock'),
        fetch: ({ url }) =>
          url.endsWith('/clocks')
            ? Response.json({ clocks: ['Main', '\u001b[2JSi\u009bde'] })
            : new Response(),
      });
      const { code, said } = await update('rollback');
      expect({ code, said: said.trim() }).toEqual({
        ...{ code: 1, said: 'felt-leaf: a clock runs: Main,  [2JSi de; wait, or say --now' },
      });
      expect(existsSync(join(root, 'asked'))).toBe(false);
      expect((await update('rollback', '--now')).code).toBe(0);
      await leaf.stop(true);
    },
    LIMIT_MS,
  );

  test(
    'nobody changes what runs while another one does, and whoever dies lets go',
    async () => {
      installTwo();
      systemctl('');
      const code = `await (await import('${SOURCES}/../../server/release/alone.ts')).workAlone({ lock: '${join(root, 'opt/lock')}' }); console.log('held'); await Bun.sleep(60_000);`;
      const holder = start('-e', code);
      await holder.stdout.getReader().read();
      const lock = { lock: join(root, 'opt/lock') };
      await expect(workAlone(lock, 100)).rejects.toThrow('another update is under way');
      holder.kill(9);
      await holder.exited;
      expect((await update('rollback')).code).toBe(0);
    },
    LIMIT_MS,
  );
});

test(
  'OPS-3: where the release that came with the image took over, root goes on to do what is asked',
  async () => {
    install();
    const factory = join(root, 'factory');
    renameSync(join(root, 'opt/releases/181'), factory);
    rmSync(join(root, 'opt/current'));
    symlinkSync(factory, join(root, 'opt/current'));
    const request = join(data, 'update/request');
    writeFileSync(request, 'DO=apply\nSEQUENCE=182\n');
    writeFileSync(join(data, 'update/ready.felt'), 'no release at all');
    const { said } = await update('do');
    expect(said).toContain('FORMAT: ');
    // Else root would be called for it without end.
    expect(existsSync(request)).toBe(false);
    const state = { STATE: 'idle', REASON: 'FORMAT', REFUSED: 182 };
    expect(readState(placesOf(join(root, 'opt')))).toMatchObject(state);
  },
  LIMIT_MS,
);

describe('SEC-10: what is known of keys and builds survives a line that makes no sense', () => {
  test.each(['STATE=odd', 'REASON=two words', 'AT=x', 'FROM=../../evil', 'TRIES_LEFT=-1'])(
    '%s',
    (line) => {
      const [key = ''] = line.split('=');
      const known = { CONFIRMED_SEQUENCE: 181, MIN_SEQUENCE: 170, KEYS_ISSUED: 1_790_000_000_000 };
      const places = placesOf(root);
      writeFileSync(places.state, `${linesText({ STATE: 'idle', ...known })}${line}\n`);
      expect(readState(places)).toMatchObject(known);
      expect(readState(places)).toMatchObject(key === 'STATE' ? { STATE: 'idle' } : {});
    },
  );
});

describe('SEC-10: a core names no place but its own', () => {
  const own = { product: 'felt-leaf', version: '1.7.0', sequence: 181, commit: null } as const;
  const offered = async (url: string) => {
    const server = Bun.serve({
      ...{ port: 0, hostname: '127.0.0.1' },
      fetch: () => Response.json({ sequence: 182, version: '1.8.0', notes: null, url, size: 9 }),
    });
    const judge = { own: { ...own, target: 'linux-x64' }, channel: 'stable' } as const;
    try {
      return await askCore(`http://127.0.0.1:${server.port}`, judge, crypto.randomUUID());
    } finally {
      await server.stop(true);
    }
  };

  test.each([
    'file:///etc/passwd',
    'http://192.168.1.1/reboot',
    '//169.254.169.254/latest',
    '\\\\169.254.169.254/latest',
    'data:,x',
    'blob:x',
  ])('%s is not fetched', async (url) => {
    await expect(offered(url)).rejects.toThrow('the core did not answer as it should');
  });

  test('more than fits beside the log is not even asked for', async () => {
    let asked = 0;
    const server = Bun.serve({
      ...{ port: 0, hostname: '127.0.0.1' },
      fetch: () => {
        asked += 1;
        return new Response('some of it');
      },
    });
    const [url, to] = [`http://127.0.0.1:${server.port}/`, join(data, 'update/182.part')];
    const { signal } = new AbortController();
    try {
      const all = { url, to, size: Number.MAX_SAFE_INTEGER, signal, progressed: () => undefined };
      await expect(download(all)).rejects.toThrow('not enough space');
    } finally {
      await server.stop(true);
    }
    expect({ asked, there: existsSync(to) }).toEqual({ asked: 0, there: false });
  });

  test('a path below its own address is', async () => {
    expect(await offered('/api/v1/updates/files/x')).toMatchObject({ sequence: 182 });
  });
});
