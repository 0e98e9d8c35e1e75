import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { applyRelease } from '../../src/leaf/update/apply.ts';
import { confirmRelease } from '../../src/leaf/update/confirm.ts';
import { goBack } from '../../src/leaf/update/go-back.ts';
import type { Machine } from '../../src/leaf/update/machine.ts';
import { RELEASED_AT } from '../release-files.ts';
import type { Fate } from './cut-files.ts';
import { cutFiles } from './cut-files.ts';
import type { Leaves } from './executables.ts';
import { NEW, OLD, TARGET } from './executables.ts';
import type { Stage } from './stage.ts';

/** What root does in an update, each by the files of a disk that may lose power. */
export const WORKS = ['apply', 'confirm', 'rollback'] as const;
export type Work = (typeof WORKS)[number];

/** What a leaf that ends for an update leaves, made once by a real one. */
export const leaveOnce = async (stage: Stage, executable: string): Promise<string> => {
  mkdirSync(stage.staging.folder, { recursive: true });
  writeFileSync(stage.staging.ending, 'token');
  const env = { ...process.env, ...stage.env, FELT_DATA: stage.dataFolder };
  const made = Bun.spawnSync([executable, 'update', 'prepare'], { env });
  if (made.exitCode !== 0) throw new Error(made.stderr.toString());
  return stage.staging.folder;
};

/** Ends the leaf as a real one ends, starts none: a test decides when the power is back. */
const machineOn = (
  stage: Stage,
  left: string,
  { files, isCut }: Pick<ReturnType<typeof cutFiles>, 'files' | 'isCut'>,
): Machine => ({
  files,
  nowMs: () => RELEASED_AT,
  isReady: async () => true,
  prepare: async () => undefined,
  start: async () => undefined,
  stop: async () => {
    if (isCut()) return;
    const token = readFileSync(stage.staging.ending, 'utf8');
    const before = readFileSync(join(left, 'before.json'), 'utf8');
    copyFileSync(join(left, 'snapshot.db'), stage.staging.snapshot);
    writeFileSync(stage.staging.before, before.replace('"token":"token"', `"token":"${token}"`));
  },
});

type Given = {
  readonly stage: Stage;
  readonly leaves: Leaves;
  /** Of `leaveOnce`. */
  readonly left: string;
  readonly release: string;
};

/** Does the work on a disk that loses power in front of step `at`. Answers the steps that were done. */
export const doWork = async (
  { stage, leaves, left, release }: Given,
  work: Work,
  at: number,
  fate: Fate,
): Promise<{ readonly steps: readonly string[]; readonly isCut: boolean }> => {
  const disk = cutFiles(at, fate);
  const machine = machineOn(stage, left, disk);
  const deps = { places: stage.places, staging: stage.staging, machine };
  const own = { product: 'felt-leaf', ...OLD, commit: null, target: TARGET } as const;
  const judge = { own, roots: leaves.keys.roots, channel: 'stable', nowMs: RELEASED_AT } as const;
  mkdirSync(stage.staging.folder, { recursive: true });
  if (work === 'apply') await applyRelease(deps, release, judge);
  if (work === 'confirm') await confirmRelease(deps, NEW.sequence);
  if (work === 'rollback') await goBack(deps, NEW.sequence, NEW.version);
  return { steps: disk.steps, isCut: disk.isCut() };
};

/** All that a start finds: states that are the same go on in the same way. */
export const diskState = ({ places }: Stage): string =>
  JSON.stringify([
    readFileSync(places.state, 'utf8').replace(/AT=\d+/u, ''),
    readlinkSync(places.current),
    existsSync(places.previous) ? readlinkSync(places.previous) : null,
    readdirSync(places.releases).sort(),
  ]);

/** With the executables as links: nothing writes into a file that is there. */
export const copyRoot = (from: Stage, to: Stage): void => {
  rmSync(to.places.root, { recursive: true });
  Bun.spawnSync(['cp', '-al', from.places.root, to.places.root]);
};
