import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { canStart, librariesOf } from './moved/cell.ts';
import { TARGETS, type Target } from './targets.ts';

const INSIDE = join(import.meta.dir, 'moved/inside.ts');

/**
 * Whether an executable of this target can be started in a cell here. Only root makes cells, and what
 * is foreign the kernel itself has to start, because a cell holds no qemu.
 */
export const canMove = (target: Target): boolean =>
  process.getuid?.() === 0 && Bun.which('unshare') !== null && canStart(target);

/**
 * Runs a core and leaves, each alone in a root folder with nothing but the C library, without Node,
 * Bun or an environment, in a network that has only loopback: each leaf serves, stores, and syncs a
 * tournament to the core; one for arm64 under qemu-user, where the kernel starts those.
 * @param leaves by target.
 * @returns what was seen.
 * @throws Error with what went wrong.
 */
export const moved = async (
  core: string,
  leaves: Partial<Record<Target, string>>,
): Promise<string> => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-moved-'));
  const namespaces = ['--net', '--mount', '--pid', '--fork', '--kill-child', '--mount-proc'];
  const files = Object.entries(leaves).map(([target, file]) => `${target}=${file}`);
  // Inside, no archive can be reached.
  for (const target of Object.keys(TARGETS) as Target[]) if (leaves[target]) librariesOf(target);
  try {
    const child = Bun.spawn(
      ['unshare', ...namespaces, '--', process.execPath, INSIDE, folder, core, ...files],
      { stdio: ['ignore', 'pipe', 'pipe'] },
    );
    const [out, err] = await Promise.all([
      new Response(child.stdout).text(),
      new Response(child.stderr).text(),
    ]);
    if ((await child.exited) !== 0) throw new Error(err);
    return out.trim();
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
};
