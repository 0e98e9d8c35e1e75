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
import { BROKEN, buildTwo, makeKeys, publish, signBroken, signTwo } from './publishing.ts';
import type { Acknowledged, Stage } from './stage.ts';
import {
  isAllThere,
  keepAsking,
  openStage,
  runningVersion,
  stageRelease,
  startNight,
} from './stage.ts';

const LIMIT_MS = 5 * MINUTE;

let folder = '';
let keys: Keys;
let cloud: CoreWithVenues;
let ada: TestBrowser;
let line: Awaited<ReturnType<typeof openCuttingLine>>;
let leaves: Awaited<ReturnType<typeof buildTwo>>;
const machines: Venue[] = [];

const firstCode = (): string => {
  const said = cloud.core.said.find((one) => one.includes('/#/first/')) ?? '';
  return said.split('/#/first/')[1] ?? '';
};

/** A machine with the older leaf, linked to the core over a line that can be cut. */
const openVenue = async (name: string) => {
  const stage = await openStage(leaves, { confirmMs: 300 });
  const machine = stage.boot();
  machine.start();
  await machine.running();
  const place = { name, slug: name, timezone: 'Europe/Copenhagen', currency: 'DKK' };
  const { id, code } = await cloud.venues.add(place);
  return { id, stage, machine, code };
};
type Venue = Awaited<ReturnType<typeof openVenue>>;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'felt-from-core-'));
  chmodSync(folder, 0o755);
  keys = makeKeys(folder);
  const [core, built] = await Promise.all([
    startCoreWithVenues({ rootKeysFile: keys.rootsFile }),
    buildTwo(folder, keys),
  ]);
  [cloud, ada, leaves] = [core, createBrowser(core.core.url), built];
  await ada.post('/first', { code: firstCode(), ...ADA });
  line = await openCuttingLine(cloud.core.url);
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
}, LIMIT_MS);

const venueOf = (index: number): Venue => {
  const venue = machines[index];
  if (venue === undefined) throw new Error('no such machine');
  return venue;
};

const joined = async ({ id, stage, machine, code }: Venue, token: string) => {
  const api = client(stage.url, token);
  const { status, body } = await api.post('/cloud/enrol', { core: line.url, code });
  if (status !== 200) throw new Error(JSON.stringify(body));
  await until('it is linked', async () => (await api.get('/cloud')).body.state === 'inStep');
  return { id, api, machine, stage };
};
type Linked = Awaited<ReturnType<typeof joined>>;

/** What the core's administrator sees of a venue, and of a build. */
const fleet = async (id: string, { sequence }: Version) => {
  const { body } = await ada.get('/releases');
  const { items, venues } = Object(body);
  return {
    release: items.find((one: Version) => one.sequence === sequence),
    venue: venues.find((one: { id: string }) => one.id === id),
  };
};

const shows = ({ id }: Pick<Venue, 'id'>, build: Version, outcome: string) =>
  until(`the core shows ${build.sequence} ${outcome}`, async () => {
    const { outcomes = [] } = (await fleet(id, build)).venue ?? {};
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

/** Asks the core over a line that breaks in the middle, and again. */
const fetchAcrossCut = async ({ api, stage }: Linked): Promise<void> => {
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
};

const NOW = { when: 'now', despiteClocks: true };

/** A night goes on: nobody is interrupted but by who says so. */
const updateInTheNight = async (
  { api, stage, machine }: Linked,
  night: Acknowledged,
): Promise<void> => {
  const asked = await api.post('/software/update', { when: 'now' });
  expect(asked).toMatchObject({ status: 409, body: { error: { code: 'CLOCKS_RUN' } } });
  expect((await api.post('/software/update', { when: 'tonight' })).body.state).toBe('waiting');
  const floor = keepAsking(stage.url, night);
  expect((await api.post('/software/update', NOW)).body.state).toBe('updating');
  await machine.wait('on trial', () => stage.state().STATE === 'trial');
  await floor.done;
  await machine.running();
  await machine.wait('confirmed', () => stage.state().STATE === 'idle');
  expect(await runningVersion(stage.url)).toBe(NEW.version);
  await isAllThere(stage.url, night);
  expect((await api.get('/software')).body).toMatchObject({
    ...{ state: 'current', running: NEW, previous: { sequence: OLD.sequence } },
    last: { outcome: 'updated', from: OLD.version, to: NEW.version },
  });
};

/** Root finds it cut off: that is told with its own number, not with that of an update before. */
const refuse = async (linked: Linked, file: string): Promise<void> => {
  const { id, stage, machine } = linked;
  const short = join(stage.folder, 'short.felt');
  copyFileSync(file, short);
  truncateSync(short, statSync(short).size - 10);
  stageRelease(stage, short, NEW.sequence);
  await machine.wait('refused', () => stage.state().REASON === 'TRUNCATED');
  await shows(linked, NEW, 'refused');
  expect((await fleet(id, NEW)).venue).toMatchObject({
    ...{ sequence: OLD.sequence, offered: NEW.sequence },
    outcomes: [{ sequence: NEW.sequence, outcome: 'refused', reason: 'TRUNCATED' }],
  });
};

const goBackFrom = async (linked: Linked, to: Version): Promise<void> => {
  const { api, stage, machine } = linked;
  expect((await api.post('/software/look')).body.offer).toMatchObject(BROKEN);
  expect((await api.post('/software/update', NOW)).body.state).toBe('updating');
  await machine.wait('taken back', () => stage.state().STATE === 'rolledback');
  await machine.running();
  expect(await runningVersion(stage.url)).toBe(to.version);
  expect(stage.state()).toMatchObject({ TO: BROKEN.sequence, REASON: 'exit-code' });
  await shows(linked, BROKEN, 'rolledBack');
};

test(
  'OPS-3, COR-4: from root keys to a leaf that runs the next release, and one that halts itself',
  async () => {
    const night = await startNight(venueOf(0).stage.url);
    const [harbour, lakeside] = await Promise.all([
      joined(venueOf(0), night.token),
      setUp(venueOf(1).stage.url).then((token) => joined(venueOf(1), token)),
    ]);
    const { before, whole, delta } = await signTwo(folder, leaves, keys);
    await publish(cloud.core.url, [before, whole, delta]);

    const refused = refuse(lakeside, whole);
    await fetchAcrossCut(harbour);
    await updateInTheNight(harbour, night);
    await refused;
    await publish(cloud.core.url, [await signBroken(folder, keys)]);
    await Promise.all([shows(harbour, NEW, 'confirmed'), goBackFrom(lakeside, OLD)]);
    const { release } = await fleet(harbour.id, NEW);
    expect(release.venues).toMatchObject({ running: 1, wentBack: 0 });

    await goBackFrom(harbour, NEW);
    await until('the core halts it by itself', async () => {
      const { release: broken } = await fleet(harbour.id, BROKEN);
      return broken.haltedWhy === 'rolledBack' && broken.venues.wentBack === 2;
    });
    // Said once the database has it.
    const halted = `felt-leaf ${BROKEN.version} is halted`;
    await until('it is said', async () => cloud.core.said.join().includes(halted));
    // Who has not taken the one before is offered that one again.
    expect((await fleet(harbour.id, NEW)).venue.offered).toBeNull();
    expect((await fleet(lakeside.id, NEW)).venue.offered).toBe(NEW.sequence);
    await isAllThere(harbour.stage.url, night);
    expect(cloud.core.failures).toEqual([]);
  },
  LIMIT_MS,
);
