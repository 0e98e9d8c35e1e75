import { afterAll, beforeAll, expect, test } from 'bun:test';
import {
  chmodSync,
  copyFileSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
  truncateSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MINUTE } from '../../src/kernel/time.ts';
import type { TestBrowser } from '../core/front.ts';
import { ADA, createBrowser } from '../core/front.ts';
import type { CoreWithVenues } from '../core/stage.ts';
import { startCoreWithVenues, until } from '../core/stage.ts';
import { client, setUp } from '../leaf-process.ts';
import { openCuttingLine } from './cutting-line.ts';
import { NEW, OLD } from './executables.ts';
import type { Keys, Version } from './publishing.ts';
import { BROKEN, makeKeys, publish, signBroken, signTwo } from './publishing.ts';
import type { Stage, Supervisor } from './stage.ts';
import { isAllThere, keepAsking, openStage, runningVersion, stageRelease, startNight } from './stage.ts';

const LIMIT_MS = 5 * MINUTE;

let folder = '';
let keys: Keys;
let cloud: CoreWithVenues;
let ada: TestBrowser;
let line: Awaited<ReturnType<typeof openCuttingLine>>;
let signed: Awaited<ReturnType<typeof signTwo>>;
const machines: Venue[] = [];

const firstCode = (): string => {
  const said = cloud.core.said.find((one) => one.includes('/#/first/')) ?? '';
  return said.split('/#/first/')[1] ?? '';
};

/** A machine with the older leaf, linked to the core over a line that can be cut. */
const openVenue = async (name: string) => {
  const stage = await openStage({ old: signed.executable }, { confirmMs: 300 });
  const machine = stage.boot();
  machine.start();
  await machine.running();
  const place = { name, slug: name, timezone: 'Europe/Copenhagen', currency: 'DKK' };
  const { code } = await cloud.venues.add(place);
  return { name, stage, machine, code };
};
type Venue = Awaited<ReturnType<typeof openVenue>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-from-core-'));
  chmodSync(folder, 0o755);
  keys = makeKeys(folder);
  cloud = await startCoreWithVenues({ rootKeysFile: keys.rootsFile });
  ada = createBrowser(cloud.core.url);
  await ada.post('/first', { code: firstCode(), ...ADA });
  line = await openCuttingLine(cloud.core.url);
  signed = await signTwo(folder, keys);
  await publish(cloud.core.url, signed.files);
  machines.push(...(await Promise.all([openVenue('harbour'), openVenue('lakeside')])));
}, LIMIT_MS);

afterAll(async () => {
  for (const { machine, stage } of machines) {
    await machine.close();
    stage.remove();
  }
  line?.close();
  await cloud?.stop();
  rmSync(folder, { recursive: true, force: true });
});

const venueOf = (index: number): Venue => {
  const venue = machines[index];
  if (venue === undefined) throw new Error('no such machine');
  return venue;
};

const joined = async ({ stage, machine, code }: Venue, token: string) => {
  const api = client(stage.url, token);
  const { status, body } = await api.post('/cloud/enrol', { core: line.url, code });
  if (status !== 200) throw new Error(JSON.stringify(body));
  await until('it is linked', async () => (await api.get('/cloud')).body.state === 'inStep');
  return { api, machine, stage };
};

/** What the core's administrator sees of a venue, and of a build. */
const fleet = async (venue: string, { sequence }: Version) => {
  const { body } = await ada.get('/releases');
  const { items, venues } = Object(body);
  return {
    release: items.find((one: Version) => one.sequence === sequence),
    venue: venues.find((one: { name: string }) => one.name === venue),
  };
};

const shows = (venue: string, build: Version, outcome: string) =>
  until(`the core shows ${venue}: ${build.sequence} ${outcome}`, async () => {
    const { outcomes = [] } = (await fleet(venue, build)).venue ?? {};
    return outcomes.some(
      (one: { sequence: number; outcome: string }) =>
        one.sequence === build.sequence && one.outcome === outcome,
    );
  });

const partOf = ({ staging }: Stage): number => {
  const part = readdirSync(staging.folder).find((name) => name.endsWith('.part'));
  return part === undefined ? 0 : statSync(join(staging.folder, part)).size;
};

const CUT_AFTER = 700;

/** Put in as root finds it cut off, though the leaf found it whole. */
const stageTruncated = (stage: Stage, file: string): void => {
  const short = join(stage.folder, 'short.felt');
  copyFileSync(file, short);
  truncateSync(short, statSync(short).size - 10);
  stageRelease(stage, short, NEW.sequence);
};

const wentBack = async (stage: Stage, machine: Supervisor, build: Version): Promise<void> => {
  await machine.wait('taken back', () => stage.state().STATE === 'rolledback');
  await machine.running();
  expect(await runningVersion(stage.url)).toBe(build.version);
  expect(stage.state()).toMatchObject({ TO: BROKEN.sequence, REASON: 'exit-code' });
};

test(
  'OPS-3, COR-4: from root keys to a leaf that runs the next release, and one that halts itself',
  async () => {
    const [harbour, lakeside] = [venueOf(0), venueOf(1)];
    const night = await startNight(harbour.stage.url);
    const [{ api, machine, stage }, quiet] = await Promise.all([
      joined(harbour, night.token),
      setUp(lakeside.stage.url).then((token) => joined(lakeside, token)),
    ]);

    // The line breaks in the middle, and it goes on from there.
    line.holdIn('/updates/files/', CUT_AFTER);
    const looking = api.post('/software/look');
    await until('a part is here', () => partOf(stage) === CUT_AFTER);
    expect((await api.get('/software')).body.state).toBe('downloading');
    line.cut();
    expect((await looking).body).toMatchObject({ state: 'current', problem: expect.any(String) });
    expect(partOf(stage)).toBe(CUT_AFTER);
    const { body: ready } = await api.post('/software/look');
    expect(ready).toMatchObject({ state: 'ready', running: OLD, offer: NEW, problem: null });
    const files = line.asked.filter((one) => one.includes('/updates/files/'));
    expect(files.map((head) => /range: (.*)/iu.exec(head)?.[1])).toEqual([
      undefined,
      `bytes=${CUT_AFTER}-`,
    ]);
    expect(files.every((head) => head.includes(`-from-${OLD.sequence}.delta`))).toBe(true);

    // Nobody is interrupted but by who says so.
    const asked = await api.post('/software/update', { when: 'now' });
    expect(asked).toMatchObject({ status: 409, body: { error: { code: 'CLOCKS_RUN' } } });
    expect((await api.post('/software/update', { when: 'tonight' })).body.state).toBe('waiting');
    const floor = keepAsking(stage.url, night);
    const now = { when: 'now', despiteClocks: true };
    expect((await api.post('/software/update', now)).body.state).toBe('updating');
    await machine.wait('on trial', () => stage.state().STATE === 'trial');
    await floor.done;
    await machine.running();
    await machine.wait('confirmed', () => stage.state().STATE === 'idle');
    expect(await runningVersion(stage.url)).toBe(NEW.version);
    await isAllThere(stage.url, night);
    expect((await api.get('/software')).body).toMatchObject({
      ...{ state: 'current', running: NEW, previous: OLD },
      last: { outcome: 'updated', from: OLD.version, to: NEW.version },
    });

    // What root does not take is told with its own number, not with that of an update before.
    stageTruncated(quiet.stage, signed.files[1] ?? '');
    await quiet.machine.wait('refused', () => quiet.stage.state().REASON === 'TRUNCATED');
    await Promise.all([shows('harbour', NEW, 'confirmed'), shows('lakeside', NEW, 'refused')]).catch(async (e)=>{ console.log(quiet.stage.state(), JSON.stringify((await ada.get('/releases')).body), cloud.core.said, cloud.core.failures, quiet.machine.said, (await quiet.api.get('/cloud')).body); throw e; });
    expect((await fleet('harbour', NEW)).release.venues).toMatchObject({ running: 1, wentBack: 0 });
    expect((await fleet('lakeside', NEW)).venue).toMatchObject({
      ...{ sequence: OLD.sequence, offered: NEW.sequence },
      outcomes: [{ sequence: NEW.sequence, outcome: 'refused', reason: 'TRUNCATED' }],
    });

    await publish(cloud.core.url, [await signBroken(folder, keys)]);
    for (const one of [api, quiet.api]) {
      expect((await one.post('/software/look')).body.offer).toMatchObject(BROKEN);
      expect((await one.post('/software/update', now)).body.state).toBe('updating');
    }
    await Promise.all([
      wentBack(stage, machine, NEW),
      wentBack(quiet.stage, quiet.machine, OLD),
    ]);
    await Promise.all([
      shows('harbour', BROKEN, 'rolledBack'),
      shows('lakeside', BROKEN, 'rolledBack'),
    ]);
    await until('the core halts it', async () => {
      const { release } = await fleet('harbour', BROKEN);
      return release.haltedWhy === 'rolledBack' && release.venues.wentBack === 2;
    });
    expect(cloud.core.said.join('\n')).toContain(`felt-leaf ${BROKEN.version} is halted`);
    // Who has not taken the one before is offered that one again.
    const [{ venue: first }, { venue: second }] = await Promise.all([
      fleet('harbour', NEW),
      fleet('lakeside', NEW),
    ]);
    expect([first.offered, second.offered]).toEqual([null, NEW.sequence]);
    await isAllThere(stage.url, night);
    expect(cloud.core.failures).toEqual([]);
  },
  LIMIT_MS,
);
