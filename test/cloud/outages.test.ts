import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Database } from '../../src/core/db/open.ts';
import { connectDatabase } from '../../src/core/db/open.ts';
import { statusOfAll } from '../../src/core/ingest/status.ts';
import { createTenants } from '../../src/core/tenants.ts';
import { DAY, MINUTE } from '../../src/kernel/time.ts';
import { until } from '../core/stage.ts';
import type { Answer, TestLeaf } from '../leaf.ts';
import { handClock, PEOPLE, startLeaf } from '../leaf.ts';
import { EVENING } from '../load.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { CoreProcess } from './processes.ts';
import { spawnCore } from './processes.ts';

setDefaultTimeout(90_000);

const MB = 1024 * 1024;
/** Of each of the seven days, and commands in each. */
const TURNS = 2;
const EACH = Number(process.env['FELT_WEEK'] ?? 20);

let server: Server;
let databaseUrl: string;
let core: CoreProcess;
let database: Database;

beforeAll(async () => {
  server = await startPostgres();
  databaseUrl = server.ownerUrl(await server.database());
  core = await spawnCore({ databaseUrl });
  database = connectDatabase(databaseUrl);
});

afterAll(async () => {
  await database?.close();
  await core?.stop();
  await server?.stop();
});

/** Signed in anew: what a clock did may have ended every session. */
const signIn = async (leaf: TestLeaf): Promise<string> => {
  await leaf.token('admin');
  const { body } = await leaf.login(PEOPLE.admin.name, PEOPLE.admin.pin);
  if (typeof body === 'object' && body !== null && 'accessToken' in body) {
    return String(body.accessToken);
  }
  throw new Error(`not signed in: ${JSON.stringify(body)}`);
};

type Status = {
  readonly state: string;
  readonly head: number;
  readonly waiting: number;
  readonly lagMs: number;
  readonly documentsWaiting: number;
};

/** A leaf in this process, whose clock the test moves, in the cloud. */
const joined = async (slug: string) => {
  const clock = handClock();
  const leaf = await startLeaf({ clock });
  const code = await core.addVenue(slug);
  const token = await signIn(leaf);
  expect(await leaf.post('/cloud/enrol', { core: core.url, code }, token)).toMatchObject({
    status: 200,
  });
  const link = JSON.parse(readFileSync(join(leaf.folder, 'link.json'), 'utf8'));
  const venueId: string = link.venueId;
  let current = token;
  const renew = async () => {
    // On a clock that stands still every limit stands, too.
    clock.pass(MINUTE);
    current = await signIn(leaf);
  };
  const again = async (ask: () => Promise<Answer>): Promise<Answer> => {
    const first = await ask();
    if (first.status !== 401) return first;
    await renew();
    return ask();
  };
  const open = async (): Promise<void> => {
    const body = { ...EVENING, currency: 'EUR' };
    expect((await again(() => leaf.post('/tournaments', body, current))).status).toBe(201);
  };
  const add = async (firstName: string) => {
    const { status } = await again(() => leaf.post('/players', { firstName }, current));
    expect(status).toBe(201);
  };
  const status = async () => (await again(() => leaf.get('/cloud', current))).body as Status;
  /** Everything that the leaf has is on the core, byte for byte. */
  const inStep = async () => {
    await until(`${slug} is in step`, async () => {
      const { state, documentsWaiting } = await status();
      return state === 'inStep' && documentsWaiting === 0;
    });
    const { head } = await status();
    const tenants = createTenants({ database, now: Date.now, told: () => undefined });
    expect((await (await tenants.log(venueId)).head()).seq).toBe(head);
  };
  return { clock, leaf, venueId, add, open, status, inStep };
};

test('CLK-7: a clock that jumps by a year and back keeps nothing from the cloud, and the core is told that it is unsure', async () => {
  const { clock, leaf, venueId, add, open, status, inStep } = await joined('clock');
  await add('Before');
  await inStep();
  clock.jumpWall(400 * DAY);
  await add('In the future');
  await inStep();
  clock.jumpWall(-800 * DAY);
  await add('In the past');
  await inStep();
  const { lagMs, waiting } = await status();
  expect([lagMs, waiting]).toEqual([0, 0]);
  clock.reboot(0, { isRight: false });
  await add('In 1970');
  await inStep();
  // What changes on the boards is reported at once, and not with the next turn.
  await open();
  await until('the core is told', async () => {
    const found = (await statusOfAll(database)).find((one) => one.venueId === venueId);
    return found?.clock === 'unsure';
  });
  await leaf.stop();
});

test('SYN-1: a week without the cloud is told as what it is, costs no memory, and drains completely', async () => {
  const { clock, leaf, add, status, inStep } = await joined('week');
  await inStep();
  await core.kill();
  await until('it is noticed', async () => {
    await add('Somebody');
    return (await status()).state === 'connecting';
  });
  const before = process.memoryUsage.rss();
  for (let turn = 0; turn < 7 * TURNS; turn++) {
    clock.pass(DAY / TURNS);
    for (let n = 0; n < EACH; n++) await add(`T${turn}-${n}`);
  }
  const away = await status();
  expect(away).toMatchObject({ state: 'connecting' });
  expect(away.waiting).toBeGreaterThan(7 * TURNS * EACH);
  expect(away.lagMs).toBeGreaterThanOrEqual(7 * DAY);
  // What waits is in the log and nowhere else.
  expect(process.memoryUsage.rss() - before).toBeLessThan(150 * MB);
  expect(statSync(join(leaf.folder, 'felt.db')).size).toBeLessThan(40 * MB);
  core = await spawnCore({ databaseUrl, folder: core.folder, ports: core.ports });
  await inStep();
  expect(await status()).toMatchObject({ state: 'inStep', waiting: 0, lagMs: 0 });
  await leaf.stop();
});
