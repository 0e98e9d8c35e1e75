import { Database } from 'bun:sqlite';
import { expect } from 'bun:test';
import { readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Leaves } from './executables.ts';
import type { Release } from './releases.ts';
import { goodRelease, releaseOf } from './releases.ts';
import type { Acknowledged, Stage, Supervisor } from './stage.ts';
import { keepAsking } from './stage.ts';

type Night = Acknowledged & { readonly data: string };

/** A release that everybody signed, and that does not work. */
export type Trial = {
  readonly fault: string;
  readonly release: (folder: string, leaves: Leaves) => Promise<Release>;
  /** REASON in the state afterwards. */
  readonly because: string;
  /** Whether it got so far that it served. */
  readonly served?: boolean;
  readonly during?: (stage: Stage, machine: Supervisor, night: Night) => Promise<void>;
  readonly after?: (stage: Stage) => Promise<void> | void;
};

const script =
  (name: string, lines: (leaves: Leaves) => readonly string[]): Trial['release'] =>
  (folder, leaves) =>
    releaseOf(folder, leaves, name, `#!/bin/sh\n${lines(leaves).join('\n')}\n`);

/** 40 pages from the very first one on. */
const SPOIL =
  'dd if=/dev/urandom of="$FELT_DATA/felt.db" bs=4096 count=40 conv=notrunc 2>/dev/null';

/** A page that no command writes: whoever may sign in. By the file that the machine began with. */
const operatorsPage = ({ data }: Night): number => {
  const db = new Database(join(data, 'felt.db'), { readonly: true });
  const [row] = db
    .query<{ rootpage: number }, []>("select rootpage from sqlite_master where name = 'operators'")
    .all();
  db.close();
  return row?.rootpage ?? 0;
};

const damagedFiles = ({ dataFolder }: Stage): readonly string[] =>
  readdirSync(dataFolder).filter((name) => /^felt\.db\.damaged-\d+$/u.test(name));

const keptBeside = (stage: Stage): void => {
  expect(damagedFiles(stage)).toHaveLength(1);
};

/** Stops what runs as a blocked disk or an endless loop does, each time that it runs. */
const freeze = async (_: Stage, machine: Supervisor): Promise<void> => {
  for (let start = 0; start < 2; start += 1) {
    await machine.wait('serving', () => machine.sub() === 'running');
    process.kill(machine.pid() ?? 0, 'SIGSTOP');
    await machine.wait('ended by the watchdog', () => machine.sub() !== 'running');
  }
};

/** Lets it serve for a while, so that it acknowledges commands of its own, then spoils its log. */
const spoilLater = async (stage: Stage, machine: Supervisor, night: Night): Promise<void> => {
  await machine.wait('serving', () => machine.sub() === 'running');
  await keepAsking(stage.url, night, 30).done;
  writeFileSync(join(stage.dataFolder, 'spoil'), String(operatorsPage(night) - 1));
};

export const TRIALS: readonly Trial[] = [
  {
    fault: 'exits at once',
    because: 'exit-code',
    release: script('exits', () => ['exit 3']),
  },
  {
    fault: 'cannot be run at all',
    because: 'exit-code',
    release: script('no-program', () => ['exec /nowhere/felt-leaf']),
  },
  {
    fault: 'hangs',
    because: 'timeout',
    release: script('hangs', () => ['exec sleep 3600']),
  },
  {
    fault: 'serves, and never says that it is ready',
    because: 'timeout',
    release: script('never', ({ next }) => ['unset NOTIFY_SOCKET', `exec ${next} "$@"`]),
    served: true,
  },
  {
    fault: 'stops answering once it is ready',
    because: 'watchdog',
    release: (folder, leaves) => goodRelease(folder, leaves, 'freezes'),
    served: true,
    during: freeze,
  },
  {
    fault: 'corrupts the log before it is ready',
    because: 'exit-code',
    release: script('spoils', ({ next }) => [SPOIL, `exec ${next} "$@"`]),
    after: keptBeside,
  },
  {
    fault: 'corrupts the log after it has served',
    because: 'exit-code',
    release: script('spoils-later', ({ next }) => [
      `${next} "$@" & leaf=$!`,
      'trap "kill $leaf" TERM',
      'until [ -e "$FELT_DATA/spoil" ]; do kill -0 $leaf || exit 1; sleep 0.05; done',
      'kill -9 $leaf',
      'dd if=/dev/urandom of="$FELT_DATA/felt.db" bs=4096 seek="$(cat "$FELT_DATA/spoil")" count=1 conv=notrunc',
      'exit 1',
    ]),
    served: true,
    during: spoilLater,
    after: keptBeside,
  },
];
