import { existsSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Target } from '../../server/alerts/webhook.ts';
import { targetSchema } from '../../server/alerts/webhook.ts';
import { writeSecretFile } from '../../sync/nats/secret-file.ts';

const FILE = 'webhook.json';

/** Where alerts go: as the program was started, else as an admin said, in a file of its own. */
export const openTarget = (folder: string, fixed: Target | undefined) => {
  const path = join(folder, FILE);
  const read = (): Target | null => {
    try {
      return existsSync(path)
        ? v.parse(targetSchema, JSON.parse(readFileSync(path, 'utf8')))
        : null;
    } catch {
      return null;
    }
  };
  let own = read();
  return {
    isFixed: fixed !== undefined,
    now: (): Target | null => fixed ?? own,
    set: (target: Target): void => {
      writeSecretFile(path, `${JSON.stringify(target)}\n`);
      own = target;
    },
    remove: (): void => {
      rmSync(path, { force: true });
      own = null;
    },
  };
};
