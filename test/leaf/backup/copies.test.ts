import { afterAll, expect, setDefaultTimeout, test } from 'bun:test';
import { generateKeyPairSync } from 'node:crypto';
import { mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawnLeaf } from '../../leaf-process.ts';
import { nightFolder } from './stage.ts';

setDefaultTimeout(30_000);

const MAIN = join(import.meta.dir, '../../../src/leaf/main.ts');
const root = mkdtempSync(join(tmpdir(), 'felt-copies-'));
const mounted: string[] = [];
afterAll(() => {
  for (const folder of mounted) Bun.spawnSync(['umount', '-l', folder]);
  rmSync(root, { recursive: true, force: true });
});

/** A stick of so many bytes; false where nobody may mount one. */
const stick = (name: string, options: string): string | null => {
  const folder = join(root, name);
  mkdirSync(folder);
  const { exitCode } = Bun.spawnSync(['mount', '-t', 'tmpfs', '-o', options, 'tmpfs', folder]);
  if (exitCode !== 0) return null;
  mounted.push(folder);
  return folder;
};

const run = async (env: Readonly<Record<string, string>>, ...args: readonly string[]) => {
  const child = Bun.spawn([process.execPath, MAIN, ...args], {
    env: { ...process.env, ...env },
    ...{ stdin: 'ignore', stdout: 'pipe', stderr: 'pipe' },
  });
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  return { code: await child.exited, out, err };
};

test('OPS-7: backup and its list name each place with whether it has a copy and why not, beside a leaf and beside none', async () => {
  const good = stick('good', 'size=4m');
  const full = stick('full', 'size=64k');
  if (good === null || full === null) return console.log('skipped: mounting needs root');
  writeFileSync(join(full, 'fill'), new Uint8Array(60_000));
  const away = join(root, 'not-there');
  const folder = await nightFolder(join(root, 'data'), 60);
  const env = { FELT_DATA: folder, FELT_BACKUP_TO: [good, full, away].join(',') };
  const lacking =
    /^felt-leaf: 2 of 3 places have no copy of the newest backup; \S+full: no room on it[^\n]*; \S+not-there: no stick or other disk is there\n$/u;
  const each = (out: string) => [
    out.includes(`${good}: has it`),
    out.includes(`${full}: NO COPY: no room on it`),
    out.includes(`${away}: NO COPY: no stick or other disk is there`),
  ];

  const alone = await run(env, 'backup');
  expect([alone.code, each(alone.out)]).toEqual([1, [true, true, true]]);
  expect(alone.err).toMatch(lacking);
  expect(readdirSync(good)).toHaveLength(1);
  const listed = await run(env, 'backup', 'list');
  expect(listed.code).toBe(1);
  expect(listed.out).toContain(`${good}  has it`);
  expect(listed.out).toContain(`${away}  NO COPY: no stick or other disk is there`);

  const leaf = await spawnLeaf(folder, env);
  try {
    const beside = await run(env, 'backup');
    expect([beside.code, each(beside.out)]).toEqual([1, [true, true, true]]);
    expect(beside.err).toMatch(lacking);
    const besideList = await run(env, 'backup', 'list');
    expect([besideList.code, besideList.err]).toEqual([1, beside.err]);
  } finally {
    await leaf.stop();
  }

  const served = { ...env, FELT_BACKUP_TO: good };
  const all = await run(served, 'backup');
  expect([all.code, all.err]).toEqual([0, '']);
  expect((await run(served, 'backup', 'list')).code).toBe(0);
  expect((await run({ ...served, FELT_BACKUP_TO: '' }, 'backup')).out).toContain('nowhere else');
  for (const name of readdirSync(good)) rmSync(join(good, name));
  const old = await run(served, 'backup', 'list');
  expect([old.code, old.out.includes(`${good}  NO COPY: not yet`)]).toEqual([1, true]);
});

test('OPS-7: a core that is away is named, too', async () => {
  const folder = await nightFolder(join(root, 'linked'), 3);
  const { privateKey } = generateKeyPairSync('ed25519');
  const url = 'http://127.0.0.1:1';
  const signingKey = privateKey.export({ type: 'pkcs8', format: 'pem' });
  const link = {
    ...{ venueId: crypto.randomUUID(), epoch: 1, natsSeed: '', natsKey: '', signingKey },
    venue: { name: 'Room', slug: 'room', timezone: 'UTC', currency: 'EUR' },
    ...{ creds: '', hub: { urls: [] }, core: { url, signingKey: '' } },
  };
  writeFileSync(join(folder, 'link.json'), JSON.stringify(link));
  const made = await run({ FELT_DATA: folder, FELT_BACKUP_TO: '' }, 'backup');
  expect(made.out).toContain(`${url}: NO COPY: the core does not answer`);
  expect([made.code, made.err]).toEqual([
    1,
    `felt-leaf: 1 of 1 places has no copy of the newest backup; ${url}: the core does not answer\n`,
  ]);
});
