import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { TARGETS } from '../../scripts/targets.ts';
import { extractRelease } from '../../src/server/release/extract.ts';
import { readHeader } from '../../src/server/release/file.ts';
import { checkRelease } from '../../src/server/release/verify.ts';
import type { Front } from '../core/front.ts';
import { ADA, openFront } from '../core/front.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';

setDefaultTimeout(120_000);

const TARGET = process.arch === 'arm64' ? 'linux-arm64' : 'linux-x64';
const ROOT = join(import.meta.dir, '../..');

let folder: string;
let server: Server;
let front: Front;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-release-'));
  server = await startPostgres();
});
afterAll(async () => {
  await front?.stop();
  await server.stop();
  rmSync(folder, { recursive: true });
});

const at = (name: string): string => join(folder, name);

const run = async (...args: readonly string[]) => {
  const child = Bun.spawn([process.execPath, 'scripts/release.ts', ...args], {
    env: {
      ...process.env,
      FELT_KEY_PASSPHRASE: 'three of clubs',
      FELT_CORE_USER: ADA.email,
      FELT_CORE_PASSWORD: ADA.password,
    },
    ...{ cwd: ROOT, stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out, err };
};

const done = async (...args: readonly string[]): Promise<string> => {
  const { code, out, err } = await run(...args);
  if (code !== 0) throw new Error(`${args.join(' ')}: ${err}`);
  return out;
};

/** A program that tells of itself what Felt's do, as Bun's compiler makes it. */
const program = async (sequence: number): Promise<string> => {
  const outfile = at(`felt-leaf-${sequence}`);
  const about = {
    ...{ product: 'felt-leaf', target: TARGET, version: `1.8.${sequence}`, sequence },
    ...{
      parts: { 'nats-server': '2.15.1' },
      store: { reads: [1, 3], writes: 3, oldest: 2 },
      rootKeys: JSON.parse(readFileSync(at('roots.json'), 'utf8')),
    },
  };
  writeFileSync(at('program.ts'), `console.log(${JSON.stringify(JSON.stringify(about))});\n`);
  await Bun.build({
    entrypoints: [at('program.ts')],
    compile: { target: TARGETS[TARGET].bun, outfile },
  });
  return outfile;
};

test('OPS-3: from root keys to a delta that a leaf takes, each step by its command', async () => {
  await done('keys', 'root', '--out', folder);
  expect(statSync(at('root-1.pem')).mode & 0o077).toBe(0);
  expect(readFileSync(at('root-1.pem'), 'utf8')).toContain('ENCRYPTED');
  await done('keys', 'new', '--out', at('signing.pem'));
  expect((await run('keys', 'new', '--out', at('signing.pem'))).err).toContain('is there already');

  const list = ['--list', at('keys.json')];
  const add = ['--key', at('signing.pem.pub'), '--until', '2099-06-30', '--root', at('root-1.pem')];
  expect(await done('keys', 'add', ...list, ...add)).toContain('1 more');
  const first = await program(181);
  const how = [...list, '--key', at('signing.pem'), '--out', folder, '--level', '1'];
  expect((await run('sign', first, ...how)).err).toContain('lacks signatures of the root keys');
  expect(await done('keys', 'sign', ...list, '--root', at('root-3.pem'))).not.toContain('more');

  await done('sign', first, ...how);
  const [old, whole] = [181, 182].map((n) => at(`felt-leaf-1.8.${n}-${TARGET}.felt`));
  const next = await program(182);
  await done('sign', next, ...how, '--from', old ?? '', '--min', '181');
  const delta = at(`felt-leaf-1.8.182-${TARGET}-from-181.delta`);
  expect(statSync(delta).size).toBeLessThan(100_000);

  const config = { dataFolder: at('core'), rootKeysFile: at('roots.json') };
  front = await openFront(server, { config });
  const ada = await front.ada();
  const core = ['--core', front.url];
  await done('publish', old ?? '', ...core, '--rollout', '100');
  // What is there already, as a folder of builds has it, ends nothing.
  const again = await done('publish', delta, old ?? '', whole ?? '', ...core, '--rollout', '100');
  expect(again).toContain(`${old}: is there already`);
  const found = await ada.raw(`/api/v1/updates/felt-leaf/${TARGET}?sequence=181`);
  const offer = JSON.parse(await found.text());
  expect(offer).toMatchObject({ sequence: 182, version: '1.8.182' });
  const got = at('got.delta');
  await Bun.write(got, await ada.raw(offer.delta.url));

  const read = await readHeader(got);
  if (!read.ok) throw new Error(read.message);
  const checked = checkRelease({
    ...{ header: read.header, channel: 'stable', nowMs: Date.now() },
    roots: JSON.parse(readFileSync(at('roots.json'), 'utf8')),
    own: {
      ...{ product: 'felt-leaf', version: '1.8.181', sequence: 181, commit: null },
      target: TARGET,
    },
    held: { confirmedSequence: 181, minSequence: 0, keysIssued: 0 },
  });
  if (!checked.ok) throw new Error(checked.message);
  expect(checked.manifest).toMatchObject({ minSequence: 181, nats: '2.15.1', channel: 'stable' });
  expect(checked.manifest.schema).toEqual({ reads: [1, 3], writes: 3, oldest: 2 });
  const { header } = read;
  const to = at('felt-leaf');
  const made = await extractRelease({
    ...{ file: got, header, to },
    manifest: checked.manifest,
    base: first,
  });
  expect(made.ok).toBe(true);
  expect(readFileSync(to).equals(readFileSync(next))).toBe(true);

  const [id = ''] = /[0-9a-f]{16}/u.exec(await done('keys', 'show', ...list)) ?? [];
  const two = ['--root', at('root-2.pem'), '--root', at('root-3.pem')];
  expect(await done('revoke', id, ...list, ...two)).toContain('REVOKED');
  expect((await run('sign', next, ...how)).err).toContain('was revoked');
  expect(await done('publish', ...list, ...core)).toContain('halted: 181, 182');
  expect((await ada.raw(`/api/v1/updates/felt-leaf/${TARGET}?sequence=181`)).status).toBe(204);
});

test('OPS-3: what is wrong with a command is told in one line, with the exit code for it', async () => {
  expect(await run('keys', 'add', '--list', at('x'))).toMatchObject({ code: 2, out: '' });
  const none = await run('sign', at('nothing'), '--list', at('x'), '--key', at('y'));
  expect(none).toMatchObject({
    code: 1,
    err: `npm run release: there is no file ${at('nothing')}\n`,
  });
  expect((await run('help')).out).toContain('keys root --out FOLDER');
});
