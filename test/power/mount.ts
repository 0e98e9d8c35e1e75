import { existsSync, mkdtempSync, rmdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Only root may mount, and only where the kernel has FUSE. */
export const canMount = process.getuid?.() === 0 && existsSync('/dev/fuse');

/** A disk in memory whose power can be cut, mounted in a folder of its own. Takes root. */
export const mountDisk = async () => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-power-'));
  const child = Bun.spawn([process.execPath, join(import.meta.dir, 'disk.ts'), folder], {
    ...{ stdin: 'pipe', stdout: 'pipe', stderr: 'inherit' },
  });
  const answers = child.stdout.getReader();
  const answered = async () => {
    const { value } = await answers.read();
    if (value === undefined) throw new Error('the disk has ended');
  };
  await answered();
  return {
    folder,
    /**
     * The power is gone and back; nothing may have the disk open.
     * @param seed where given, a part of what was not synced survives.
     */
    cut: async (seed?: string): Promise<void> => {
      child.stdin.write(seed === undefined ? 'cut\n' : `cut ${seed}\n`);
      await child.stdin.flush();
      await answered();
    },
    unmount: async (): Promise<void> => {
      // By itself it goes as soon as nothing has it open: libSQL's driver lets go of its files at a
      // collection, and which one that is nobody knows.
      const { success, stderr } = Bun.spawnSync(['umount', '--lazy', folder]);
      if (!success) throw new Error(stderr.toString());
      const collecting = setInterval(() => Bun.gc(true), 50);
      await child.exited;
      clearInterval(collecting);
      if (child.exitCode !== 0) throw new Error(`the disk ended with ${child.exitCode}`);
      rmdirSync(folder);
    },
  };
};
