import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER } from '../systemd/unit.ts';
import type { Fate } from './cut-files.ts';
import { copyRoot, diskState, doWork, leaveOnce, WORKS } from './cuts.ts';
import type { Leaves } from './executables.ts';
import { releaseOf } from './releases.ts';
import type { Acknowledged, Stage } from './stage.ts';
import { ackedIn, isAllThere, openStage, runningVersion } from './stage.ts';
import type { Row, Table } from './table.ts';

type Night = Acknowledged & { readonly data: string };
const ROLLBACK = join(FOLDER, 'rollback.sh');
/** Commands of the script that change the disk, or bring it there. */
const DURABLE = ['mv', 'ln', 'rm', 'sync', 'chmod'];
const FATES: readonly Fate[] = ['kept', 'lost'];

const script = (stage: Stage, words: readonly string[], path = process.env['PATH']) =>
  Bun.spawnSync(['/bin/sh', ROLLBACK, ...words], {
    env: { ...process.env, PATH: path, FELT_RELEASES: stage.places.root, FELT_PAUSE_S: '0' },
  });

/**
 * Commands in front of the real ones, that end the script in front of one of its steps as a power cut
 * does. Answers the folder for PATH.
 */
const cuttingCommands = (stage: Stage, at: number): string => {
  const bin = join(stage.folder, 'cutting');
  mkdirSync(bin, { recursive: true });
  const count = join(stage.folder, 'count');
  writeFileSync(count, '0');
  for (const name of DURABLE) {
    const lines = [
      '#!/bin/sh',
      `read -r done <${count}`,
      `if [ "$done" -ge ${at} ]; then kill -9 $PPID; exit 1; fi`,
      `echo $((done + 1)) >${count}`,
      `exec /usr/bin/${name} "$@"`,
    ];
    writeFileSync(join(bin, name), `${lines.join('\n')}\n`);
    chmodSync(join(bin, name), 0o755);
  }
  for (const name of ['systemctl']) {
    writeFileSync(join(bin, name), '#!/bin/sh\n');
    chmodSync(join(bin, name), 0o755);
  }
  return `${bin}:/usr/bin:/bin`;
};

/** The script until it is cut. Answers whether it was. */
const runScript = (stage: Stage, words: readonly string[], at: number): boolean =>
  script(stage, words, cuttingCommands(stage, at)).exitCode !== 0;

export type Cut = { readonly where: string; readonly stage: Stage };

type Deps = { readonly folder: string; readonly leaves: Leaves; readonly night: Night };

/** Every place where an update can lose power, each as the disk that is found afterwards. */
async function* cutsOf({ folder, leaves, night }: Deps): AsyncGenerator<Cut> {
  const fresh = () => openStage(leaves, { data: night.data, confirmMs: 300 });
  const { path: release } = await releaseOf(
    folder,
    leaves,
    'cut',
    `#!/bin/sh\nexec ${leaves.next} "$@"\n`,
  );
  const maker = await fresh();
  const left = await leaveOnce(maker, leaves.old);
  const given = (stage: Stage) => ({ stage, leaves, left, release });
  const trial = await fresh();
  await doWork(given(trial), 'apply', Number.POSITIVE_INFINITY, 'kept');
  script(trial, ['start']);
  const onTrial = async () => {
    const stage = await fresh();
    copyRoot(trial, stage);
    return stage;
  };
  for (const work of WORKS) {
    for (const fate of FATES) {
      for (let at = 0, isCut = true; isCut; at += 1) {
        const stage = work === 'apply' ? await fresh() : await onTrial();
        const done = await doWork(given(stage), work, at, fate);
        isCut = done.isCut;
        if (isCut) yield { where: work, stage };
        else stage.remove();
      }
    }
  }
  for (const [where, words] of [
    ['a failing trial', []],
    ['a start on trial', ['start']],
  ] as const) {
    for (let at = 0, isCut = true; isCut; at += 1) {
      const stage = await onTrial();
      isCut = runScript(stage, words, at);
      if (isCut) yield { where, stage };
      else stage.remove();
    }
  }
  maker.remove();
  trial.remove();
}

/** Starts what is found, with real leaves, until it has come to rest. */
const boot = async (stage: Stage, night: Night): Promise<Omit<Row, 'fault'>> => {
  const machine = stage.boot();
  try {
    machine.start();
    await machine.running();
    const rests = () => stage.state().STATE !== 'trial';
    await machine.wait('at rest', rests);
    await machine.running();
    await isAllThere(stage.url, { ...night, sent: new Set(night.sent) });
    const again = machine.log.find(({ what }) => what === 'running');
    const { STATE, REASON } = stage.state();
    return {
      ...{ runs: await runningVersion(stage.url), downMs: again?.atMs ?? 0 },
      ...{ because: REASON || STATE, kept: ackedIn(night.sent) },
    };
  } finally {
    await machine.close();
  }
};

/** One row for each place and what comes of it, with how many cuts came to that. */
export const tableOfCuts = async (deps: Deps, table: Table): Promise<readonly Row[]> => {
  const outcomes = new Map<string, Omit<Row, 'fault'>>();
  const rows = new Map<string, { readonly row: Omit<Row, 'fault'>; where: string; cuts: number }>();
  for await (const { where, stage } of cutsOf(deps)) {
    const found = diskState(stage);
    const outcome = outcomes.get(found) ?? (await boot(stage, deps.night));
    outcomes.set(found, outcome);
    const name = `${where} ${outcome.runs} ${outcome.because}`;
    const known = rows.get(name) ?? { row: outcome, where, cuts: 0 };
    known.cuts += 1;
    rows.set(name, known);
    stage.remove();
  }
  const all = [...rows.values()].map(({ row, where, cuts }) => ({
    ...{ fault: `power lost in ${where} (${cuts} places)`, ...row },
  }));
  for (const row of all) table.add(row);
  return all;
};
