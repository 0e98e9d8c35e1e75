import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPages } from '../../scripts/pages.ts';
import { run } from '../../scripts/targets.ts';
import { client, setUp, signIn, spawnLeaf } from '../leaf-process.ts';
import { prepareLoad } from '../load.ts';
import { lifeOf, lives, memoryInWords } from './browser.ts';
import { buildDisplay } from './build.ts';
import { rootIsOnlyRead } from './first-boot.ts';
import { changeOf, inWords, lookOf, showsPage } from './look.ts';
import type { Machine } from './machine.ts';
import { sizeOf, until } from './machine.ts';
import { CACHE } from './places.ts';
import { pictureOf, takePicture } from './screen.ts';
import { createSteps, mustBe, mustSay } from './steps.ts';
import { getsAddress, isToldByPhone, joins, openWifi } from './wifi.ts';
import { withMachine } from './with-machine.ts';

const PAGES = join(CACHE, '../pages');
/** Of a Raspberry Pi Zero 2 W. */
const MEMORY_MIB = 512;
/** Where a guest of qemu finds the machine that it runs on. */
const HOST = '10.0.2.2';
/** Where build.sh lets the partition begin that an installer's computer opens. */
const CARD_OFFSET = '1M';
const PICTURE = `${CACHE}/display.png` as const;
/** For how long the browser has to live by itself. */
const MINUTES = Number(process.env['FELT_SCREEN_MINUTES'] ?? 10);
const PLAYERS = 12;
const PICTURE_MS = 6 * 60_000;
/** Between two pictures of a clock that runs; it changes a few of its points. */
const TICK_MS = 3_000;
const TICK_PART = 0.2;

type Leaf = { readonly url: string };
type Seen = { readonly id: string; readonly status: string };

/** Multicast does not reach out of qemu, so the leaf is named. */
const leafLine = ({ url }: Leaf): string => `LEAF=${HOST}:${new URL(url).port}`;

/** As an installer does. */
const writeSettings = (image: string, folder: string, line: string): void => {
  const file = join(folder, 'felt-display.txt');
  writeFileSync(file, `${line}\n`);
  run(['mcopy', '-o', '-i', `${image}@@${CARD_OFFSET}`, file, '::/felt-display.txt'], folder);
};

type Api = ReturnType<typeof client>;

/** Signed in anew for each step: a sign-in ends sooner than this test. */
const signedIn = async ({ url }: Leaf): Promise<Api> => client(url, await signIn(url));

/** The screen that the leaf hears; null: none, or it has fallen silent. */
const screenAt = async (api: Api): Promise<Seen | null> => {
  const { body } = await api.get('/displays');
  return body.items.find(({ status }: Seen) => status === 'online') ?? null;
};

/** Its graphics card has shown what the firmware draws until the system is up: that is no page. */
const connected = async (machine: Machine, leaf: Leaf, folder: string): Promise<string> => {
  const begun = performance.now();
  const since = (): number => Math.round((performance.now() - begun) / 1000);
  await machine.booted();
  const up = since();
  let page = 0;
  const api = await signedIn(leaf);
  const heard = until('the page is connected', async () => (await screenAt(api)) !== null);
  const noticed = heard.then(() => {
    page = since();
  });
  const seesPage = async () => showsPage(lookOf(await pictureOf(folder)));
  await until('a picture that is not black', seesPage, PICTURE_MS);
  const picture = since();
  await noticed;
  const seen = await screenAt(api);
  mustSay('id', seen?.id ?? '', /^screen-[0-9a-f]{8}$/u);
  return `${seen?.id}; after power on: system ${up} s, page connected ${page} s, picture ${picture} s`;
};

/** As the floor gives a screen its tournament; its time moves on, and little else does. */
const clockRuns = async (leaf: Leaf, folder: string): Promise<string> => {
  const api = await signedIn(leaf);
  const { id: tournamentId, players } = await prepareLoad(api, PLAYERS);
  for (const playerId of players)
    await api.post(`/tournaments/${tournamentId}/players/buyin`, { playerId });
  const before = await pictureOf(folder);
  const nodeId = (await screenAt(api))?.id ?? '';
  const { status } = await api.put(`/displays/${nodeId}`, { name: 'Final table', tournamentId });
  mustBe('assigned', status, 200);
  await until('another page', async () => changeOf(before, await pictureOf(folder)) > TICK_PART);
  let change = 0;
  await until('a clock that runs', async () => {
    const first = await pictureOf(folder);
    await Bun.sleep(TICK_MS);
    change = changeOf(first, await pictureOf(folder));
    return change > 0 && change < TICK_PART;
  });
  const look = lookOf(await pictureOf(folder));
  if (!showsPage(look)) throw new Error(`no page: ${inWords(look)}`);
  await takePicture(folder, PICTURE);
  return `${inWords(look)}; ${(change * 100).toFixed(2)} % change in ${TICK_MS / 1000} s; ${PICTURE}`;
};

const everythingRuns = async ({ out, sh }: Machine): Promise<string> => {
  const state = (await sh('systemctl is-system-running --wait')).out.trim();
  mustBe('restarts', await out('systemctl show --property NRestarts --value felt-kiosk'), '0');
  mustBe('failed units', await out('systemctl --failed --plain --no-legend'), '');
  mustBe('system', state, 'running');
  const services = 'felt-kiosk felt-settings avahi-daemon nftables systemd-networkd';
  await out(`systemctl is-active ${services}`);
  return `running: ${services}`;
};

const swapsIntoMemory = async ({ out }: Machine): Promise<string> => {
  const swaps = await out('cat /proc/swaps');
  mustSay('swap', swaps, /^\/dev\/zram0\s/mu);
  return swaps.split('\n').at(-1)?.replace(/\s+/gu, ' ') ?? '';
};

const pidOf = ({ out }: Machine): Promise<string> =>
  out('systemctl show --property MainPID --value felt-kiosk');

/** The process that draws the page stands still, as one that hangs. */
const healsFromStop = async (machine: Machine, leaf: Leaf): Promise<string> => {
  const before = await pidOf(machine);
  await machine.out('grep -l ^WPEWebProcess /proc/[0-9]*/comm | cut -d/ -f3 | xargs kill -STOP');
  const restarted = await until('the kiosk is started anew', async () => {
    const now = await pidOf(machine);
    return now !== before && now !== '0';
  });
  // Silent for longer than the leaf waits, so that it is the new page which is heard now.
  const api = await signedIn(leaf);
  const back = await until('the page is connected', async () => (await screenAt(api)) !== null);
  const seconds = (ms: number): number => Math.round(ms / 1000);
  return `started anew after ${seconds(restarted)} s, connected ${seconds(back)} s later`;
};

/** The cable stays. */
const wifi = async (machine: Machine, keep: string): Promise<string> => {
  await openWifi(machine);
  const none = await joins(machine, { keep, network: 'Nowhere', state: 'NOT_FOUND' });
  const wrong = await joins(machine, { keep, password: 'five aces!', state: 'WRONG_PASSWORD' });
  const joined = await joins(machine, { keep, state: 'JOINED' });
  return [none, wrong, joined, await getsAddress(machine)].join('; ');
};

const live = async (
  machine: Machine,
  leaf: Leaf,
  step: ReturnType<typeof createSteps>['step'],
  folder: string,
): Promise<void> => {
  await step('DSP-11: the page is connected, and seen', () => connected(machine, leaf, folder));
  const first = await lifeOf(machine);
  await step('OPS-4: every unit runs', () => everythingRuns(machine));
  await step('OPS-4: the card is only read', () => rootIsOnlyRead(machine));
  await step('OPS-4: what is not used is pressed, in memory', () => swapsIntoMemory(machine));
  await step('DSP-2: a running clock is seen', () => clockRuns(leaf, folder));
  await step('OPS-4: measured', () => memoryInWords(machine));
  await step('DSP-7: the browser lives', () => lives(machine, MINUTES));
  mustBe('the browser that was started first', await lifeOf(machine), first);
  await step('OPS-5: a page that stands still', () => healsFromStop(machine, leaf));
  const second = await lifeOf(machine);
  await step('DSP-11: a Wi-Fi', () => wifi(machine, leafLine(leaf)));
  mustBe('the browser that was started second', await lifeOf(machine), second);
  await step('DSP-11: told by a phone', () => isToldByPhone(machine));
};

/** Builds the image of a screen, and shows a leaf of this machine with it. */
export const testDisplay = async (): Promise<void> => {
  const { step } = createSteps();
  const data = mkdtempSync(join(tmpdir(), 'felt-display-'));
  const folder = join(CACHE, 'display');
  let image = '';
  await step('OPS-4: the image of a screen is built', async () => {
    image = buildDisplay();
    return `${sizeOf(image).megabytes} MB`;
  });
  await buildPages(PAGES);
  const process = await spawnLeaf(data, { FELT_HOSTS: HOST });
  try {
    const leaf = { url: process.url };
    await setUp(leaf.url);
    writeSettings(image, data, leafLine(leaf));
    await withMachine({ image, folder, tpm: false, memoryMib: MEMORY_MIB, screen: true }, (it) =>
      live(it, leaf, step, folder),
    );
  } finally {
    await process.stop();
    rmSync(data, { recursive: true, force: true });
  }
  console.log('the image of a screen does what it should, as far as an emulator shows it');
};
