import { watch } from 'node:fs';
import { join } from 'node:path';
import { placePages } from './pages.ts';

const ROOT = join(import.meta.dir, '..');
/** Editors write a file in several steps; what comes within this time is one change. */
const QUIET_MS = 150;

const startLeaf = () =>
  Bun.spawn([process.execPath, 'src/leaf/main.ts', 'serve', ...process.argv.slice(2)], {
    cwd: ROOT,
    stdio: ['ignore', 'inherit', 'inherit'],
  });

/** Pages that do not build are reported, and the leaf goes on with those before. */
const build = async (): Promise<void> => {
  try {
    await placePages();
  } catch (error) {
    console.error(error);
  }
};

await build();
let leaf = startLeaf();

const restart = async (): Promise<void> => {
  leaf.kill('SIGTERM');
  // The log has one process only: the next one starts when this one has let go of it.
  await Promise.all([leaf.exited, build()]);
  leaf = startLeaf();
};

let working: Promise<void> = Promise.resolve();
let timer: ReturnType<typeof setTimeout> | undefined;
for (const folder of ['src', 'ui', 'displays']) {
  watch(join(ROOT, folder), { recursive: true }, () => {
    clearTimeout(timer);
    timer = setTimeout(() => {
      working = working.then(restart);
    }, QUIET_MS);
  });
}

const end = async (): Promise<void> => {
  clearTimeout(timer);
  await working;
  leaf.kill('SIGTERM');
  process.exit(await leaf.exited);
};
process.on('SIGINT', end).on('SIGTERM', end);
