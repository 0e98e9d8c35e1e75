import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildPages } from '../../scripts/pages.ts';
import { run } from '../../scripts/targets.ts';
import { client, setUp, spawnLeaf } from '../leaf-process.ts';
import { buildDisplay } from './build.ts';
import { rootIsOnlyRead } from './first-boot.ts';
import type { Machine } from './machine.ts';
import { sizeOf, until } from './machine.ts';
import { memoryOf } from './measure.ts';
import { CACHE } from './places.ts';
import { takePicture } from './screen.ts';
import { createSteps, mustBe, mustSay } from './steps.ts';
import { joins, openWifi } from './wifi.ts';
import { withMachine } from './with-machine.ts';

const PAGES = join(CACHE, '../pages');
/** Of a Raspberry Pi Zero 2 W. */
const MEMORY_MIB = 512;
/** Where a guest of qemu finds the machine that it runs on. */
const HOST = '10.0.2.2';
/** Where build.sh lets the partition begin that an installer's computer opens. */
const CARD_OFFSET = '1M';
const PICTURE = join(CACHE, 'display.png');

type Leaf = { readonly url: string; readonly token: string };
type Seen = { readonly id: string; readonly status: string };

/** Multicast does not reach out of qemu, so the leaf is named. */
const leafLine = ({ url }: Leaf): string => `LEAF=${HOST}:${new URL(url).port}`;

/** As an installer does. */
const writeSettings = (image: string, folder: string, line: string): void => {
  const file = join(folder, 'felt-display.txt');
  writeFileSync(file, `${line}\n`);
  run(['mcopy', '-o', '-i', `${image}@@${CARD_OFFSET}`, file, '::/felt-display.txt'], folder);
};

/** The screen that the leaf hears; null: none, or it has fallen silent. */
const screenAt = async ({ url, token }: Leaf): Promise<Seen | null> => {
  const { body } = await client(url, token).get('/displays');
  return body.items.find(({ status }: Seen) => status === 'online') ?? null;
};

const connected = async (machine: Machine, leaf: Leaf): Promise<string> => {
  const begun = performance.now();
  await machine.booted();
  const ms = await until('the page is connected', async () => (await screenAt(leaf)) !== null);
  const seen = await screenAt(leaf);
  mustSay('id', seen?.id ?? '', /^screen-[0-9a-f]{8}$/u);
  const up = Math.round((performance.now() - begun - ms) / 1000);
  return `${seen?.id}; system up after ${up} s, its page ${Math.round(ms / 1000)} s later`;
};

const everythingRuns = async ({ out, sh }: Machine): Promise<string> => {
  const state = (await sh('systemctl is-system-running --wait')).out.trim();
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

/** Of the whole system, and of the browser as its unit counts it. */
const measured = async (machine: Machine): Promise<string> => {
  const kiosk = await machine.out('systemctl show --property MemoryCurrent --value felt-kiosk');
  const unit = Math.round(Number(kiosk) / 1e6);
  return `${await memoryOf(machine)}; the unit of the browser ${unit} MB, its files included`;
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
  const back = await until('the page is connected', async () => (await screenAt(leaf)) !== null);
  const seconds = (ms: number): number => Math.round(ms / 1000);
  return `started anew after ${seconds(restarted)} s, connected ${seconds(back)} s later`;
};

/** Without an address in the end, as nobody gives one there: the cable stays. */
const wifi = async (machine: Machine, keep: string): Promise<string> => {
  await openWifi(machine);
  const wrong = await joins(machine, { keep, password: 'five aces!', state: 'WRONG_PASSWORD' });
  const joined = await joins(machine, { keep, state: 'JOINED' });
  return [wrong, joined].join('; ');
};

const live = async (
  machine: Machine,
  leaf: Leaf,
  step: ReturnType<typeof createSteps>['step'],
  folder: string,
): Promise<void> => {
  await step('DSP-1: the page is connected', () => connected(machine, leaf));
  await step('OPS-4: every unit runs', () => everythingRuns(machine));
  await step('OPS-4: the card is only read', () => rootIsOnlyRead(machine));
  await step('OPS-4: what is not used is pressed, in memory', () => swapsIntoMemory(machine));
  await step('OPS-4: measured', () => measured(machine));
  await step('OPS-4: its picture, for eyes only', async () => {
    await takePicture(folder, PICTURE);
    return PICTURE;
  });
  await step('OPS-5: a page that stands still', () => healsFromStop(machine, leaf));
  await step('DSP-11: a Wi-Fi', () => wifi(machine, leafLine(leaf)));
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
    const leaf = { url: process.url, token: await setUp(process.url) };
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
