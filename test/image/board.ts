import { join } from 'node:path';
import { buildImage } from './build.ts';
import * as first from './first-boot.ts';
import { isClean } from './handed-out.ts';
import type { Machine } from './machine.ts';
import { sizeOf } from './machine.ts';
import { measured } from './measure.ts';
import { CACHE } from './places.ts';
import { createSteps, mustBe, mustSay } from './steps.ts';
import { healsFromStop, rollsBack, updates, waitsForYes, withOwnTimes } from './updates.ts';
import { beginEvening, goOn, isAllThere, NAME } from './venue.ts';
import { buildVersions } from './versions.ts';
import { withMachine } from './with-machine.ts';

const COMMANDS = 40;
const { step } = createSteps();
const folder = join(CACHE, 'machine');

const built = async () => {
  const { leaf, usb } = await buildVersions(join(CACHE, 'versions'));
  const product = buildImage(leaf, 'product');
  const image = buildImage(leaf, 'test');
  return { product, image, usb };
};

const firstBoot = async (machine: Machine): Promise<void> => {
  await step('OPS-4: first boot', () => first.firstPage(machine));
  await step('OPS-4: every unit runs', () => first.everythingRuns(machine));
  await step('OPS-4: the wizard answers at http://felt.local', () => first.wizardAnswers(machine));
  await step('OPS-4: the root file system is only read', () => first.rootIsReadOnly(machine));
  await step('OPS-5: nothing else can be reached', () => first.isShut(machine));
  await step('OPS-5: what is not asked for is dropped', () => first.rulesHold(machine));
};

/** All of a board's life: the evening goes on through reboots, a power cut, and updates. */
const life = async (machine: Machine): Promise<void> => {
  const { url, out } = machine;
  await interrupted(machine);
  await firstBoot(machine);
  const id = await out('cat /etc/machine-id');
  const evening = await beginEvening(url);
  await step('OPS-4: set up, and a tournament runs', async () => {
    const acked = await goOn(url, evening, COMMANDS);
    return `${acked} commands acknowledged; ${await isAllThere(url, evening)}`;
  });
  await step('SEC-5: the data volume is encrypted by the TPM', async () => {
    mustSay('LUKS', await out('cryptsetup luksDump /dev/vda3'), /systemd-tpm2/u);
    await out('sync');
    mustBe('found on the disk', first.findsOnDisk(folder, NAME), false);
    return `"${NAME}" is nowhere on the disk`;
  });
  await step('OPS-4: measured', () => measured(machine));
  await step('OPS-4: a reboot keeps all of it', async () => {
    const up = await first.rebooted(machine);
    mustBe('machine-id', await out('cat /etc/machine-id'), id);
    await first.forgetsVar(machine);
    return `${up}; ${await isAllThere(url, evening)}`;
  });
  await step('OPS-4: a power cut keeps what was acknowledged', async () => {
    await goOn(url, evening, COMMANDS);
    await machine.cutPower();
    await first.firstPage(machine);
    return isAllThere(url, evening);
  });
  await step('OPS-3: no update in a running level', () => waitsForYes(machine, 'next'));
  await step('OPS-3: an update', () => updates(machine, 'next'));
  await step('OPS-3: after it all is there', () => isAllThere(url, evening));
  await step('OPS-3: a release that ends at once', () => rollsBack(machine, 'exits', 'next'));
  await step('OPS-5: the own times of the unit', () => withOwnTimes(machine));
  await step('OPS-3: a release that never is ready', () => rollsBack(machine, 'hangs', 'next'));
  await step('OPS-5: a leaf that stands still', () => healsFromStop(machine));
  await step('OPS-3: still all is there', () => isAllThere(url, evening));
};

/** What a first boot is doing, by its console, when the plug is pulled. */
const FIRST_STEPS = [
  ['while the key goes into the TPM', /New TPM2 token enrolled/u],
  ['while the first release is copied', /Starting .*felt-firstboot/u],
] as const;

const interrupted = async (machine: Machine): Promise<void> => {
  for (const [when, said] of FIRST_STEPS)
    await step(`OPS-4: the power is cut at the first boot, ${when}`, async () => {
      await machine.cutPowerAt(said);
      return '';
    });
};

/** A board without a key store: as an Orange Pi, a Rock or a Raspberry Pi is sold. */
const plain = async (machine: Machine): Promise<void> => {
  await step('OPS-4: first boot without a key store', () => first.firstPage(machine));
  await step('OPS-4: every unit runs at a first boot', () => first.everythingRuns(machine));
  await step('OPS-4: the data volume is there, and says that it is not encrypted', async () => {
    await beginEvening(machine.url);
    await machine.out('sync');
    mustSay('note', await machine.out('cat /run/felt-image/data'), /^DATA_ENCRYPTED=no$/u);
    mustBe('found on the disk', first.findsOnDisk(folder, NAME), true);
    return `"${NAME}" can be read from the disk`;
  });
};

/** Builds the image of a board, and lives through an evening with it. */
export const testBoard = async (): Promise<void> => {
  let images: Awaited<ReturnType<typeof built>> | undefined;
  await step('OPS-4: both images are built', async () => {
    images = await built();
    const { megabytes, usedMegabytes } = sizeOf(images.product);
    return `the one to hand out: ${megabytes} MB, ${usedMegabytes} MB of them not empty`;
  });
  if (images === undefined) throw new Error('nothing was built');
  const { product, image, usb } = images;
  await step('OPS-4: nothing of the test is in the one to hand out', () => isClean(product));
  await withMachine({ image, folder, tpm: true, usb }, life);
  await withMachine({ image, folder, tpm: false }, plain);
  console.log('the image does what it should');
};
