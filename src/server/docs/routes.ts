import { Hono } from 'hono';
import type { Env } from '../env.ts';

/**
 * What this leaf answers to, for programs and for people; made on first need and kept. Not in the type
 * of the app: a typed client has no use for the document that describes it.
 */
export const docsRoutes = (app: Hono<Env>, version: string): Hono<Env> => {
  const load = async () => {
    const { documentOf } = await import('../openapi.ts');
    return documentOf(app, version);
  };
  let made: ReturnType<typeof load> | undefined;
  const documented = () => {
    made ??= load();
    return made;
  };
  return new Hono<Env>()
    .get('/openapi.json', async (c) => c.json(await documented()))
    .get('/docs', async (c) => {
      const { docsPage } = await import('./page.ts');
      return c.html(docsPage(await documented()));
    })
    .get('/docs.css', async (c) => {
      const { DOCS_STYLES } = await import('./page.ts');
      return c.body(DOCS_STYLES, 200, { 'content-type': 'text/css; charset=utf-8' });
    });
};
