import { existsSync, readFileSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { SECOND } from '../../kernel/time.ts';
import type { LibsqlLog } from '../../log/libsql.ts';
import { LogTaken } from '../../log/libsql-connection.ts';
import { Failed } from '../../server/failed.ts';
import type { ServiceManager } from '../../server/systemd.ts';
import { openStore, STORE_FILE } from '../store.ts';
import type { Before } from './before.ts';
import { readBefore } from './before.ts';
import { DISK, replaceFile } from './files.ts';
import type { Staging } from './places.ts';
import { salvage } from './salvage.ts';
import { troubleWith } from './self-test.ts';
import { mendSmallFiles } from './small-files.ts';
import type { Standing } from './standing.ts';

/** Of a file that is read from a slow disk, per second. */
const READ_BYTES = 20_000_000;

/** What looking at the log may take, which holds up everything else: little, but for a large one. */
const lookMs = (dataFolder: string): number => {
  const path = join(dataFolder, STORE_FILE);
  const bytes = existsSync(path) ? statSync(path).size : 0;
  return 5 * SECOND + (bytes / READ_BYTES) * SECOND;
};

type Asked = {
  readonly dataFolder: string;
  readonly staging: Staging;
  readonly standing: Standing;
  readonly manager: Pick<ServiceManager, 'extendStart'>;
};

const mendedSchema = v.object({
  /** The moment of the state that it belongs to. */
  at: v.number(),
  /** What was wrong with the log; null: nothing. */
  trouble: v.nullable(v.string()),
  /** Events that came along behind the snapshot. */
  came: v.nullable(v.number()),
  /** Where the damaged file is kept. */
  aside: v.nullable(v.string()),
});
/** What was found when the release before took over again. */
export type Mended = v.InferOutput<typeof mendedSchema>;

export const readMended = ({ mended }: Pick<Staging, 'mended'>): Mended | null => {
  try {
    return v.parse(mendedSchema, JSON.parse(readFileSync(mended, 'utf8')));
  } catch {
    return null;
  }
};

const troubleIn = async ({ dataFolder, staging }: Asked): Promise<string | null> => {
  let log: LibsqlLog;
  try {
    log = await openStore(dataFolder);
  } catch (error) {
    // Another process has it: that says nothing about the file.
    if (error instanceof Error && error.cause instanceof LogTaken) throw error;
    return error instanceof Error ? error.message : String(error);
  }
  try {
    return await troubleWith(log, readBefore(staging));
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  } finally {
    await log.close();
  }
};

const NOTHING = { came: null, aside: null } as const;

/** Where even that cannot be done, the leaf goes on with what there is, and says by itself how it is. */
const madeAnew = async (
  { dataFolder, staging, standing }: Asked,
  before: Before,
): Promise<Pick<Mended, 'came' | 'aside'>> => {
  const aside = `${STORE_FILE}.damaged-${standing.state.AT}`;
  try {
    return { came: await salvage(dataFolder, staging, before, aside), aside };
  } catch (error) {
    console.error('the log could not be made anew:', error);
    return NOTHING;
  }
};

/**
 * Once after each way back, before the log is opened: looks at what the other release left, and makes
 * the log anew where it is not sound.
 */
export const mend = async (asked: Asked): Promise<void> => {
  const { dataFolder, staging, standing, manager } = asked;
  const { kind, state } = standing;
  const before = readBefore(staging);
  if (kind !== 'back' || before === null || readMended(staging)?.at === state.AT) return;
  manager.extendStart(lookMs(dataFolder));
  for (const name of mendSmallFiles(dataFolder, staging)) console.error(`${name} was put back`);
  // Cut off while it was put in place: there may be no log to look at.
  const isBuilt = existsSync(staging.salvaged);
  const trouble = isBuilt ? 'a power cut while it was made anew' : await troubleIn(asked);
  const made = trouble === null ? NOTHING : await madeAnew(asked, before);
  const found = { at: state.AT, trouble, ...made };
  replaceFile(DISK, staging.mended, JSON.stringify(found satisfies Mended), 0o600);
  if (trouble !== null) console.error(`after the update: ${trouble}`);
};

/**
 * In front of everything that a release on trial does: it may serve only where the log is sound and
 * means to it what it meant to the release before.
 * @throws Failed with what is wrong, which the release before will find beside the log.
 */
export const proveItself = async (log: LibsqlLog, asked: Asked): Promise<void> => {
  if (asked.standing.kind !== 'trial') return;
  const { dataFolder, staging, manager } = asked;
  manager.extendStart(lookMs(dataFolder));
  const trouble = await troubleWith(log, readBefore(staging));
  if (trouble === null) return;
  sayWhy(staging, trouble);
  throw new Failed(`this release does not start here: ${trouble}`);
};

/** For the release before, which tells the operators. */
export const sayWhy = ({ failed }: Pick<Staging, 'failed'>, words: string): void =>
  replaceFile(DISK, failed, words.slice(0, 500), 0o600);

export const forgetWhy = ({ failed }: Pick<Staging, 'failed'>): void =>
  rmSync(failed, { force: true });
