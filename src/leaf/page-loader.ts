import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Pages } from '../server/pages.ts';
import { loadPages } from './pages.ts';

/** There in a checkout, and not in an executable, which has its pages inside. */
const BUILDER = join(import.meta.dir, '../../scripts/pages.ts');

const build = async (): Promise<void> => {
  const builder = Bun.spawn([process.execPath, BUILDER], {
    stdio: ['ignore', 'ignore', 'inherit'],
  });
  await builder.exited;
};

/**
 * The built pages; where there are none, they are built once, on first need. Undefined where that is
 * not possible: whoever asks for a page is told so.
 */
export const createPageLoader = () => {
  let pages = loadPages();
  let building: Promise<void> | undefined;
  return {
    now: (): Pages | undefined => pages,
    load: async (): Promise<Pages | undefined> => {
      if (pages === undefined && existsSync(BUILDER)) {
        building ??= build();
        await building;
        pages = loadPages();
      }
      return pages;
    },
  };
};
