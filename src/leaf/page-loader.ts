import { pageLoader } from '../server/built-pages.ts';
import { loadPages } from './pages.ts';

/** The leaf's pages, built on first need in a checkout. */
export const createPageLoader = () => pageLoader(() => loadPages());
