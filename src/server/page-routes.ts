import type { Context } from 'hono';
import { Hono } from 'hono';
import type { Language } from '../kernel/language.ts';
import { DISPLAYS_STREAM, displayOf, displaysState } from '../rooms/displays/room.ts';
import type { Env } from './env.ts';
import { ApiError } from './errors.ts';
import { languageFor } from './page-language.ts';
import type { Pages } from './pages.ts';
import { pageResponse } from './pages.ts';
import { createPlayerPages, playerManifest } from './player-page.ts';
import type { Shell } from './shell.ts';

const NOT_BUILT = 'Felt runs, but its pages are not built here. Start it with: npm start\n';

/** A worker speaks only to the leaf, and only for the players' pages. */
export const workerHeaders = (response: Response): Response => {
  response.headers.set('service-worker-allowed', '/t/');
  response.headers.set('content-security-policy', "default-src 'none'; connect-src 'self'");
  return response;
};

/**
 * The pages: one HTML shell for each audience and language, and what they load.
 * @param load the built pages, undefined where there are none and none can be built.
 * @param failed hears of a page that could not be written.
 */
export const pageRoutes = (
  load: () => Promise<Pages | undefined>,
  shell: { readonly auth: Pick<Shell['auth'], 'venue'> } & Pick<Shell, 'handle' | 'names' | 'now'>,
  failed: (error: unknown) => void,
) => {
  const playerPage = createPlayerPages(shell, failed);
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
  // Nobody sits before a screen to choose: it speaks its own language, else the venue's.
  const screenIn = (c: Context<Env>, language: Language) => serve(c, `/${language}/display.html`);
  const languageOf = (nodeId: string): Promise<Language | null> =>
    shell.handle.look(DISPLAYS_STREAM, (state) => displayOf(displaysState(state), nodeId).language);
  const player = async (c: Context<Env>): Promise<Response> => {
    const [pages, language] = [await load(), languageFor(c, venueLanguage())];
    const id = c.req.param('tournamentId') ?? '';
    const page = pages && (await playerPage(c, { id, language, pages }));
    return page ?? serve(c, `/${language}/player.html`);
  };
  const manifest = async (c: Context<Env>): Promise<Response> => {
    const pages = await load();
    const found = pages && (await playerManifest(pages, shell, c.req.param('tournamentId') ?? ''));
    if (found === undefined) throw new ApiError('NOT_FOUND', 'There is no such tournament.');
    return c.json(found, 200, { 'content-type': 'application/manifest+json' });
  };
  return new Hono<Env>()
    .get('/', index)
    .get('/setup', index)
    .get('/tv', (c) => screenIn(c, venueLanguage()))
    .get('/display/:nodeId', async (c) =>
      screenIn(c, (await languageOf(c.req.param('nodeId'))) ?? venueLanguage()),
    )
    .get('/t/:tournamentId', player)
    .get('/t/:tournamentId/manifest.webmanifest', manifest)
    .get('/t-worker.js', async (c) => workerHeaders(await serve(c, '/t-worker.js')))
    .get('/assets/*', (c) => serve(c, c.req.path));
};
