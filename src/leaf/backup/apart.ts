import { existsSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { MINUTE } from '../../kernel/time.ts';
import type { LibsqlLog } from '../../log/libsql.ts';
import { linesOf } from '../../sync/nats/lines.ts';
import { withParent } from '../../sync/nats/server.ts';
import type { Answer } from './helper.ts';
import { answerSchema } from './helper.ts';
import { keyFile } from './key.ts';
import { NoSpace } from './make.ts';
import type { Found } from './places.ts';
import { BackupRefused } from './refusal.ts';

/** There in a checkout, and not in an executable, which is the program itself. */
const MAIN = join(import.meta.dir, '../main.ts');

const program = (): readonly string[] =>
  existsSync(MAIN) ? [process.execPath, MAIN] : [process.execPath];

/** A slow card copies 100 MB within a minute. */
const COPIED_WITHIN_MS = 10 * MINUTE;

/** It is no service of its own, and joins no core. */
const NOT_ITS_OWN = ['NOTIFY_SOCKET', 'WATCHDOG_USEC', 'WATCHDOG_PID', 'FELT_ENROL', 'FELT_CORE'];

const environment = (dataFolder: string): Record<string, string | undefined> => ({
  ...process.env,
  ...Object.fromEntries(NOT_ITS_OWN.map((name) => [name, undefined])),
  FELT_DATA: dataFolder,
});

const answerIn = (line: string): Answer | null => {
  try {
    return v.parse(answerSchema, JSON.parse(line));
  } catch {
    return null;
  }
};

const madeOf = (answer: Answer): Found => {
  if ('made' in answer) return answer.made;
  if ('noSpace' in answer) throw new NoSpace();
  if ('refused' in answer) throw new BackupRefused(answer.refused, answer.detail);
  throw new Error(answer.failed);
};

/** The helper waits for a disk that does not answer. */
class Late extends Error {
  override readonly name = 'Late';
  override readonly message = 'the disk did not answer in time: no backup was made';
}

type Helper = Bun.Subprocess<'pipe', 'pipe', 'pipe'>;

/** What one backup is to be called, and when it is made. */
export type Order = { readonly slug: string; readonly nowMs: number };

/**
 * Makes backups in a process of their own, so that no command of the night waits for one: copying,
 * packing and reading back a large store takes seconds. It must be a process, no thread: whoever
 * closes a file of SQLite's gives back all locks that its process holds on it, and a second program
 * could open the log (sqlite.org/howtocorrupt.html, 2.2).
 */
export const createMaker = ({
  dataFolder,
  log,
  helper = [...program(), 'backup', '--apart'],
  copiedWithinMs = COPIED_WITHIN_MS,
}: {
  readonly dataFolder: string;
  readonly log: Pick<LibsqlLog, 'still'>;
  /** Others in tests. */
  readonly helper?: readonly string[];
  readonly copiedWithinMs?: number;
}) => {
  let child: Helper | null = null;

  /**
   * Says to the helper whatever it waits for, and hears its answer.
   * @throws Late: one that waits for a disk does not end either, and is not waited for.
   */
  const converse = async (own: Helper, order: Order): Promise<Answer | null> => {
    const end = (): void => own.kill('SIGKILL');
    const say = (word: string): void => {
      // Who has ended reads nothing more, which is seen by what it says.
      try {
        own.stdin.write(`${word}\n`);
        Promise.resolve(own.stdin.flush()).catch(end);
      } catch {
        end();
      }
    };
    let copied = (): void => undefined;
    let copying: Promise<void> = Promise.resolve();
    const copy = (): Promise<void> =>
      log.still(
        () =>
          new Promise<void>((resolve) => {
            copied = resolve;
            say('go');
          }),
      );
    const tooLong = Promise.withResolvers<never>();
    let isLate = false;
    // A disk that hangs must not keep the write-ahead log growing for ever.
    const late = setTimeout(() => {
      isLate = true;
      end();
      tooLong.reject(new Late());
    }, copiedWithinMs);
    const hear = async (): Promise<Answer | null> => {
      for await (const line of linesOf(own.stdout)) {
        // Said before it was killed: nobody listens any more.
        if (isLate) return null;
        if (line === 'copy') {
          copying = copy();
          copying.catch(end);
        } else if (line === 'copied') {
          clearTimeout(late);
          copied();
          // Where the file did not stay as it was, nothing comes of this one.
          await copying;
          say('go');
        } else {
          return answerIn(line);
        }
      }
      return null;
    };
    try {
      say(JSON.stringify(order));
      return await Promise.race([hear(), tooLong.promise]);
    } finally {
      clearTimeout(late);
      copied();
      await (isLate ? copying.catch(() => undefined) : copying);
    }
  };

  const made = async (order: Order): Promise<Found> => {
    // Made here where there is none yet: this process may be asked for it meanwhile, and make another.
    keyFile(dataFolder).get();
    if (child !== null) throw new Late();
    const own = Bun.spawn(withParent(helper), {
      env: environment(dataFolder),
      stdio: ['pipe', 'pipe', 'pipe'],
    });
    child = own;
    const ended = own.exited.finally(() => {
      child = null;
    });
    let isHung = false;
    const complaint = new Response(own.stderr).text();
    try {
      const answer = await converse(own, order);
      if (answer !== null) return madeOf(answer);
      const why = (await complaint).trim().split('\n')[0] ?? '';
      throw new Error(`the process that makes backups ended (${own.signalCode ?? why})`);
    } catch (error) {
      isHung = error instanceof Late;
      throw error;
    } finally {
      own.kill('SIGKILL');
      if (!isHung) await ended;
    }
  };

  return {
    /** @throws NoSpace, BackupRefused, Error: then there is nothing of it. */
    make: made,
    /** Whatever is half made is nothing, and the next one takes it away. */
    stop: (): void => child?.kill('SIGKILL'),
  };
};

export type Maker = ReturnType<typeof createMaker>;
