import type { Context } from 'hono';
import { Hono } from 'hono';
import type { Env } from '../../server/env.ts';
import { ApiError } from '../../server/errors.ts';
import { languageFor } from '../../server/page-language.ts';
import type { Pages } from '../../server/pages.ts';
import { pageResponse } from '../../server/pages.ts';

const NOT_BUILT = 'The core runs, but its pages are not built here. Start it with: npm run core\n';

/** The pages of the core: one HTML shell in each language, and what it loads. */
export const corePageRoutes = (load: () => Promise<Pages | undefined>) => {
  const serve = async (c: Context<Env>, path: string): Promise<Response> => {
    const pages = await load();
    if (pages === undefined) return c.text(NOT_BUILT, 503);
    const response = pageResponse(pages, path, c.req.raw);
    if (response === undefined) throw new ApiError('NOT_FOUND', 'There is no such page.');
    return response;
  };
  return new Hono<Env>()
    .get('/', (c) => serve(c, `/${languageFor(c, 'en')}/core.html`))
    .get('/assets/*', (c) => serve(c, c.req.path));
};
