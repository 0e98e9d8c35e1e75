import { join } from 'node:path';
import { pagesIn } from '../server/built-pages.ts';
import type { Pages } from '../server/pages.ts';

/** Where `npm start` puts the built pages; in an executable this whole module is replaced. */
const BUILT = join(import.meta.dir, '../../.cache/pages');

/** The built pages, undefined while they are not built: whoever needs them says so. */
export const loadPages = (folder: string = BUILT): Pages | undefined => pagesIn(folder);
