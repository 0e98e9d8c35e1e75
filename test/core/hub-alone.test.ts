import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fetchNats } from '../../scripts/fetch-nats.ts';
import { linesOf } from '../../src/sync/nats/lines.ts';
import { spawnCore } from '../cloud/processes.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import { until } from './stage.ts';

setDefaultTimeout(60_000);

const MAIN = join(import.meta.dir, '../../src/core/main.ts');

let server: Server;
let folder: string;
let hub: Bun.Subprocess<'ignore', 'pipe', 'inherit'>;

beforeAll(async () => {
  server = await startPostgres();
  folder = mkdtempSync(join(tmpdir(), 'felt-hub-'));
});

afterAll(async () => {
  hub?.kill();
  await hub?.exited;
  await server?.stop();
  rmSync(folder, { recursive: true, force: true });
});

/** The hub as its own unit runs it; answers what a core needs to join it. */
const spawnHub = async (): Promise<Readonly<Record<string, string>>> => {
  hub = Bun.spawn([process.execPath, MAIN, 'hub'], {
    env: {
      ...process.env,
      ...{ FELT_CORE_DATA: folder, FELT_HUB_PORT: '0', FELT_HUB_CLIENT_PORT: '0' },
      NATS_SERVER: process.env['NATS_SERVER'] || fetchNats(),
    },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  for await (const line of linesOf(hub.stdout)) {
    const [, url, secrets] =
      /joins it with FELT_HUB_CLIENT=(\S+) FELT_HUB_SECRETS=(\S+)/u.exec(line) ?? [];
    if (url !== undefined && secrets !== undefined) {
      return { FELT_HUB_CLIENT: url, FELT_HUB_SECRETS: secrets };
    }
  }
  throw new Error('the hub did not start');
};

test('OPS-5: a hub apart from its core takes the core that joins it, and stays when that one is killed', async () => {
  const env = await spawnHub();
  const databaseUrl = server.ownerUrl(await server.database());
  const isWell = async (url: string): Promise<boolean> => {
    const { status, hub: isUp } = await (await fetch(`${url}/health`)).json();
    return status === 'ok' && isUp === true;
  };
  const first = await spawnCore({ databaseUrl, folder, env });
  await until('the first core is well', () => isWell(first.url));
  await first.kill();
  expect(hub.exitCode).toBeNull();
  const second = await spawnCore({ databaseUrl, folder, env });
  await until('the second core is well', () => isWell(second.url));
  await second.stop();
  hub.kill('SIGTERM');
  expect(await hub.exited).toBe(0);
});
