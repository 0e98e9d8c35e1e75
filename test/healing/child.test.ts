import { afterAll, beforeAll, expect, test } from 'bun:test';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { MINUTE, SECOND } from '../../src/kernel/time.ts';
import type { CoreProcess } from '../cloud/processes.ts';
import { spawnCore } from '../cloud/processes.ts';
import { until } from '../core/stage.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { Healing } from './stage.ts';
import { openHealing } from './stage.ts';

const WITHIN_MS = 30 * SECOND;

let server: Server;
let core: CoreProcess;
let leaf: Healing;

beforeAll(async () => {
  server = await startPostgres();
  const databaseUrl = server.ownerUrl(await server.database());
  [core, leaf] = await Promise.all([spawnCore({ databaseUrl }), openHealing()]);
}, MINUTE);

afterAll(async () => {
  await leaf?.close();
  await core?.stop();
  await server?.stop();
}, MINUTE);

/** Of the nats-server that the leaf has as a child. */
const childPid = (): number => Number(readFileSync(join(leaf.data, 'nats/nats.pid'), 'utf8'));

const inStep = () =>
  until('it is in step', async () => {
    const { state, waiting } = (await leaf.api.get('/cloud')).body;
    return state === 'inStep' && waiting === 0;
  });

test(
  'OPS-5: its nats-server killed, the leaf works on, has another one within 30 s, and all of it arrives',
  async () => {
    const { api, supervisor } = leaf;
    const code = await core.addVenue('healing');
    expect(await api.post('/cloud/enrol', { core: core.url, code })).toMatchObject({ status: 200 });
    await inStep();
    const [own, child] = [leaf.pid(), childPid()];
    let isOver = false;
    const asking = leaf.underLoad(() => isOver);
    process.kill(child, 'SIGKILL');
    const killedAtMs = performance.now();
    await until('there is another', () => {
      const pid = childPid();
      return pid !== child && pid > 0;
    });
    isOver = true;
    await asking;
    await inStep();
    const tookMs = performance.now() - killedAtMs;
    console.log(`nats-server killed: all arrived after ${(tookMs / SECOND).toFixed(1)} s`);
    expect(tookMs).toBeLessThan(WITHIN_MS);
    expect(leaf.acknowledged()).toBeGreaterThan(0);
    expect(leaf.pid()).toBe(own);
    expect(supervisor.sub()).toBe('running');
    await leaf.nothingIsLost();
    expect(await core.command(['verify'])).not.toBe('');
  },
  2 * MINUTE,
);
