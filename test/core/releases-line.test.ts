import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { releaseFile, releaseKeys } from '../release-files.ts';
import type { CoreWithVenues } from './stage.ts';
import { enrol, leafLog, startCoreWithVenues, startLeafSync, until } from './stage.ts';

setDefaultTimeout(60_000);

const keys = releaseKeys();
let stage: CoreWithVenues;
let folder: string;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-releases-'));
  writeFileSync(join(folder, 'roots.json'), JSON.stringify(keys.roots));
  stage = await startCoreWithVenues();
});
afterAll(async () => {
  await stage.stop();
  rmSync(folder, { recursive: true });
});

/** `felt-core …` in a process of its own, beside the core that runs. */
const run = async (...args: readonly string[]) => {
  const child = Bun.spawn([process.execPath, 'src/core/main.ts', ...args], {
    env: {
      ...process.env,
      DATABASE_URL: stage.core.core.databaseUrl,
      FELT_CORE_DATA: stage.core.folder,
      FELT_ROOT_KEYS: join(folder, 'roots.json'),
    },
    ...{ stdout: 'pipe', stderr: 'pipe', stdin: 'ignore' },
  });
  const [out, err] = [
    await new Response(child.stdout).text(),
    await new Response(child.stderr).text(),
  ];
  return { code: await child.exited, out, err };
};

const leafOf = async (name: string) => {
  const venue = { ...{ name, slug: name, timezone: 'Europe/Copenhagen', currency: 'DKK' } };
  const { code } = await stage.venues.add(venue);
  return startLeafSync({
    ...{ enrolled: await enrol(stage.core, code), log: leafLog() },
    software: {
      ...{ sequence: 181, target: 'linux-x64', channel: 'stable' },
      update: { outcome: 'rolledBack', to: 182, at: 5, reason: 'EXITED' },
    },
  });
};

test('COR-4: two leaves that report that they went back halt what the console rolled out', async () => {
  const executable = join(folder, 'felt-leaf');
  writeFileSync(executable, 'felt '.repeat(1_000));
  mkdirSync(join(folder, 'out'));
  const file = await releaseFile({ folder: join(folder, 'out'), executable, keys });

  const added = await run('release', 'add', file, '--rollout', '30');
  expect(added).toMatchObject({ code: 0, err: '' });
  expect(added.out).toContain('felt-leaf 1.8.0 (182) linux-x64');
  expect((await run('release', 'rollout', '182', '100')).out).toContain('stable: 100 %');
  const wrong = await run('release', 'add', join(folder, 'roots.json'));
  expect(wrong).toMatchObject({ code: 1, out: '' });
  expect(wrong.err).toStartWith('felt-core: FORMAT: this is no release of Felt');

  const ask = () => stage.core.get('/api/v1/updates/felt-leaf/linux-x64?sequence=181');
  expect((await ask()).status).toBe(200);
  const leaves = [await leafOf('harbour'), await leafOf('lakeside')];
  await until('nobody is offered it any more', async () => (await ask()).status === 204);
  const alarms = () => stage.core.said.filter((line) => line.startsWith('ALARM'));
  // Said once the database has it, from when on nobody is offered it.
  await until('it is said', async () => alarms().join().includes('felt-leaf 1.8.0 is halted'));
  await until('both', async () => alarms().join().split('wentBack').length === 3);
  expect((await run('release', 'list')).out).toContain(
    'halted (rolledBack), was at 100 %; 0 run it, 0 are offered it, 2 went back',
  );
  for (const leaf of leaves) await leaf.stop();
  expect(stage.core.failures).toEqual([]);
});
