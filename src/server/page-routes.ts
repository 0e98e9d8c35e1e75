import type { Context } from 'hono';
import { Hono } from 'hono';
import type { Env } from './env.ts';
import { ApiError } from './errors.ts';
import { languageFor } from './page-language.ts';
import type { Pages } from './pages.ts';
import { pageResponse } from './pages.ts';
import type { Shell } from './shell.ts';

const NOT_BUILT = 'Felt runs, but its pages are not built here. Start it with: npm start\n';

/**
 * The pages: one HTML shell for each audience and language, and what they load.
 * @param load the built pages, undefined where there are none and none can be built.
 */
export const pageRoutes = (
  load: () => Promise<Pages | undefined>,
  shell: { readonly auth: Pick<Shell['auth'], 'venue'> },
) => {
  const venueLanguage = () => shell.auth.venue()?.language ?? 'en';
  const serve = async (c: Context<Env>, path: string): Promise<Response> => {
    const pages = await load();
    if (pages === undefined) return c.text(NOT_BUILT, 503);
    const response = pageResponse(pages, path, c.req.raw);
    if (response === undefined) throw new ApiError('NOT_FOUND', 'There is no such page.');
    return response;
  };
  const spoken = (name: string) => (c: Context<Env>) =>
    serve(c, `/${languageFor(c, venueLanguage())}/${name}.html`);
  const index = spoken('index');
  // Nobody sits before a screen to choose: it speaks the venue's language.
  const display = (c: Context<Env>) => serve(c, `/${venueLanguage()}/display.html`);
  return new Hono<Env>()
    .get('/', index)
    .get('/setup', index)
    .get('/tv', display)
    .get('/display/:nodeId', display)
    .get('/t/:tournamentId', spoken('player'))
    .get('/assets/*', (c) => serve(c, c.req.path));
};
