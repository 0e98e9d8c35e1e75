import { Database } from 'bun:sqlite';
import { expect } from 'bun:test';
import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { readMended } from '../../src/leaf/update/across.ts';
import { STORE_SCHEMA } from '../../src/log/libsql-schema.ts';
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

/** Serves until it is told, then ends once its store is as a later release leaves it. */
const migrating = (name: string): Trial['release'] =>
  script(name, ({ next }) => [
    `${next} "$@" & leaf=$!`,
    'trap "kill $leaf" TERM',
    'until [ -e "$FELT_DATA/end" ]; do kill -0 $leaf || exit 1; sleep 0.05; done',
    'kill -9 $leaf; wait $leaf; touch "$FELT_DATA/ended"',
    'until [ -e "$FELT_DATA/migrated" ]; do sleep 0.05; done',
    'exit 1',
  ]);

/** Lets it serve and acknowledge, then brings its store to the next schema. */
const migrateLater =
  (sql: string, oldest: number): NonNullable<Trial['during']> =>
  async (stage, machine, night) => {
    const at = (name: string): string => join(stage.dataFolder, name);
    await machine.wait('serving', () => machine.sub() === 'running');
    await keepAsking(stage.url, night, 30).done;
    writeFileSync(at('end'), '');
    await machine.wait('ended', () => existsSync(at('ended')));
    const db = new Database(at('felt.db'));
    db.exec(`${sql}; insert or replace into meta (key, value)
      values ('schema', '${STORE_SCHEMA + 1}'), ('oldest', '${oldest}')`);
    db.close();
    writeFileSync(at('migrated'), '');
  };

/** On the very store that the later release left. */
const runsOnIt = (stage: Stage): void => {
  expect(damagedFiles(stage)).toEqual([]);
  expect(readMended(stage.staging)?.trouble).toBeNull();
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
  {
    fault: 'leaves a store of its own that the one before can run on',
    because: 'exit-code',
    release: migrating('expands'),
    served: true,
    during: migrateLater(
      'alter table operators add column badge text; alter table commands add column origin text',
      STORE_SCHEMA,
    ),
    after: runsOnIt,
  },
  {
    fault: 'leaves a store that the one before cannot open',
    because: 'exit-code',
    release: migrating('contracts'),
    served: true,
    during: migrateLater('alter table snapshots drop column state', STORE_SCHEMA + 1),
    after: keptBeside,
  },
];
