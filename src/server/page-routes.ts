import type { Context } from 'hono';
import { Hono } from 'hono';
import type { Env } from './env.ts';
import { ApiError } from './errors.ts';
import type { Pages } from './pages.ts';
import { pageResponse } from './pages.ts';

const NOT_BUILT = 'Felt runs, but its pages are not built here. Start it with: npm start\n';

/**
 * The pages: one HTML shell for each audience, and what they load.
 * @param load the built pages, undefined where there are none and none can be built.
 */
export const pageRoutes = (load: () => Promise<Pages | undefined>) => {
  const serve = async (c: Context<Env>, path: string): Promise<Response> => {
    const pages = await load();
    if (pages === undefined) return c.text(NOT_BUILT, 503);
    const response = pageResponse(pages, path, c.req.raw);
    if (response === undefined) throw new ApiError('NOT_FOUND', 'There is no such page.');
    return response;
  };
  const index = (c: Context<Env>) => serve(c, '/index.html');
  const display = (c: Context<Env>) => serve(c, '/display.html');
  const player = (c: Context<Env>) => serve(c, '/player.html');
  return new Hono<Env>()
    .get('/', index)
    .get('/setup', index)
    .get('/tv', display)
    .get('/display/:nodeId', display)
    .get('/t/:tournamentId', player)
    .get('/assets/*', (c) => serve(c, c.req.path));
};
