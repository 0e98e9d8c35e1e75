import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline/promises';
import { Failed } from '../../server/failed.ts';
import { openBackup } from './archive.ts';
import { keyFile, keyIdOf, readRecoveryKey } from './key.ts';

const STANDARD_INPUT = 0;

/** A key as somebody gave it. @throws Failed */
const readTyped = (typed: string): string => {
  const key = readRecoveryKey(typed);
  if (key !== null) return key;
  throw new Failed('a letter of the recovery key is wrong: read it again, five groups of five');
};

const readKeyFile = (path: string): string => {
  try {
    return readFileSync(path === '-' ? STANDARD_INPUT : path, 'utf8');
  } catch (error) {
    throw new Failed(error instanceof Error ? error.message : String(error));
  }
};

/** Seen while it is typed: it stands on paper beside the keyboard, and has 25 letters. */
const askFor = async (): Promise<string> => {
  const lines = createInterface({ input: process.stdin, output: process.stderr });
  const closed = new Promise<never>((_resolve, reject) => lines.once('close', reject));
  try {
    return await Promise.race([lines.question('recovery key: '), closed]);
  } catch {
    throw new Failed('no recovery key was given');
  } finally {
    lines.close();
  }
};

/**
 * The key for a backup, and whether somebody holds it beside this machine: as it was given, else this
 * machine's own where it fits, else asked for. On the command line everybody on the machine could read
 * it in the list of processes, which is why there is a file and a question, too.
 * @throws Failed in one line; BackupRefused for what is no backup.
 */
export const typedKey = async (
  file: string,
  dataFolder: string,
  given: { readonly key?: string | undefined; readonly 'key-file'?: string | undefined },
): Promise<{ readonly key: string; readonly holdsKey: boolean }> => {
  if (given.key !== undefined) return { key: readTyped(given.key), holdsKey: true };
  const path = given['key-file'];
  if (path !== undefined) return { key: readTyped(readKeyFile(path)), holdsKey: true };
  const { keyId } = (await openBackup(file)).header;
  const own = keyFile(dataFolder).known()?.key ?? null;
  if (own !== null && keyIdOf(own) === keyId) return { key: own, holdsKey: false };
  if (process.stdin.isTTY) return { key: readTyped(await askFor()), holdsKey: true };
  if (own !== null) return { key: own, holdsKey: false };
  throw new Failed(
    'this machine has no recovery key of its own: give the one that was written down, --key-file FILE, or - to read it from standard input',
  );
};
