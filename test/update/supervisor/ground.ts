import { chmodSync, mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { FOLDER } from '../../systemd/unit.ts';
import { createProcesses, isRoot, LEAF_UID } from './processes.ts';

type Variables = Readonly<Record<string, string>>;

/** Words of a command line as systemd takes them: quotes hold together, `$$` is one `$`. */
const wordsIn = (line: string): readonly string[] =>
  (line.match(/'[^']*'|"[^"]*"|\S+/gu) ?? []).map((word) =>
    word.replace(/^(['"])(.*)\1$/u, '$2').replaceAll('$$', () => '$'),
  );

/**
 * A machine's folders below one of a test's, and command lines of units that run in them, in groups
 * of their own.
 */
export const openGround = (folder: string, factor: number, env: Variables) => {
  const places = {
    '/opt/felt': join(folder, 'opt'),
    '/var/lib/felt/leaf': join(folder, 'data'),
    '/usr/lib/felt/rollback.sh': join(FOLDER, 'rollback.sh'),
    '/usr/lib/felt': join(folder, 'factory'),
  };
  const bin = join(folder, 'bin');
  const at = (text: string): string =>
    Object.entries(places).reduce((now, [from, to]) => now.replaceAll(from, to), text);
  for (const one of [places['/opt/felt'], places['/var/lib/felt/leaf']]) {
    mkdirSync(one, { recursive: true });
  }
  const processes = createProcesses({
    cwd: places['/var/lib/felt/leaf'],
    env: {
      ...{ PATH: `${bin}:${process.env['PATH'] ?? ''}`, HOME: folder, TMPDIR: '/tmp' },
      ...{ FELT_RELEASES: places['/opt/felt'], FELT_FACTORY: places['/usr/lib/felt'] },
      ...{ FELT_DATA: places['/var/lib/felt/leaf'], FELT_PAUSE_S: String(5 * factor) },
      ...env,
    },
  });
  return {
    ...{ places, at, bin, said: processes.said, all: processes.all },
    words: (line: string): readonly string[] => wordsIn(at(line)),
    /** A line of a unit, or a command. */
    spawn: (line: string | readonly string[], more: Variables = {}) =>
      processes.run(
        typeof line === 'string' ? wordsIn(at(line).replace(/^[+!-]+/u, '')) : line,
        more,
      ),
    /** To the leaf's user belongs what is its own. */
    own: (): void => {
      if (!isRoot) return;
      chmodSync(folder, 0o755);
      Bun.spawnSync(['chown', '-R', `${LEAF_UID}:${LEAF_UID}`, places['/var/lib/felt/leaf']]);
    },
  };
};

export type Ground = ReturnType<typeof openGround>;
