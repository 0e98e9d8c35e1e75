import type { Context } from 'hono';
import { Hono } from 'hono';
import { getPath } from 'hono/utils/url';
import { MINUTE, SECOND } from '../../kernel/time.ts';
import { tournament } from '../../rooms/tournament/room.ts';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import { ApiError } from '../../server/errors.ts';
import { languageFor } from '../../server/page-language.ts';
import { workerHeaders } from '../../server/page-routes.ts';
import type { Pages } from '../../server/pages.ts';
import { pageResponse } from '../../server/pages.ts';
import { createPlayerPages, playerManifest } from '../../server/player-page.ts';
import type { PublicShell } from '../../server/public-view.ts';
import type { Platform } from '../db/open.ts';
import { CORE_BOOT } from '../fleet/looks.ts';
import { placeOf } from '../venues/public-index.ts';
import type { VenueReads } from '../venues/reads.ts';

const SILENT_MS = MINUTE;

type PlayerPages = ReturnType<typeof createPlayerPages>;

/** What is said of a tournament that no venue has. */
const nowhere = (now: () => number): PublicShell => ({
  handle: { look: async (_, looked) => looked(tournament.initial(), 0) },
  names: { outside: async () => ({}), onChanged: () => () => undefined },
  now: () => ({ wallMs: now(), bootMs: now(), bootId: CORE_BOOT }),
  auth: { venue: () => null },
});

/**
 * What anybody may see of a tournament, at the core: the leaf's own page and view over the copy of its
 * venue's log, with names as they may be told outside (GDP-3). The page says where the leaf's is, for
 * whoever sits in the room; it never asks into that network itself.
 */
export const publicRoutes = ({
  platform,
  reads,
  load,
  now,
  failed,
}: {
  readonly platform: Platform;
  readonly reads: Pick<VenueReads, 'shellOf' | 'told'>;
  readonly load: () => Promise<Pages | undefined>;
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}) => {
  const none = nowhere(now);
  const writers = new WeakMap<PublicShell, PlayerPages>();

  const writerOf = (shell: PublicShell): PlayerPages => {
    const known = writers.get(shell) ?? createPlayerPages(shell, failed);
    writers.set(shell, known);
    return known;
  };

  const found = async (id: string) => {
    const place = await placeOf(platform, id);
    return place === null
      ? { shell: none, room: null }
      : { shell: await reads.shellOf(place.venueId), room: place.room };
  };

  const serve = (c: Context<Env>, pages: Pages, path: string): Response => {
    const response = pageResponse(pages, path, c.req.raw);
    if (response === undefined) throw new ApiError('NOT_FOUND', 'There is no such page.');
    return response;
  };

  const built = async (): Promise<Pages> => {
    const pages = await load();
    if (pages === undefined) throw new ApiError('NOT_FOUND', 'The pages are not built here.');
    return pages;
  };

  return new Hono<Env>()
    .get(
      '/api/v1/tournaments/:id/public',
      describes({
        summary: 'Clock, schedule, payouts and rankings for players, of any venue',
        tags: ['Public'],
        answers: { 200: 'As the leaf answers it; `age` in seconds where it was not heard of late' },
      }),
      async (c) => {
        const place = await placeOf(platform, c.req.param('id'));
        if (place === null) throw new ApiError('NOT_FOUND', 'There is no such tournament.');
        const path = getPath(c.req.raw).slice('/api/v1'.length);
        const answer = await reads.told(c.req.raw, place.venueId, path);
        const ageMs = now() - (place.heardAt ?? 0);
        // A leaf reports every ten seconds: what is older than this is not how it stands there.
        if (ageMs > SILENT_MS) answer.headers.set('age', String(Math.floor(ageMs / SECOND)));
        return answer;
      },
    )
    .get('/t/:tournamentId', async (c) => {
      const [pages, id] = [await built(), c.req.param('tournamentId')];
      const { shell, room } = await found(id);
      const language = languageFor(c, shell.auth.venue()?.language ?? 'en');
      const far = { room: room === null ? null : `${room}/t/${id}` };
      const page = await writerOf(shell)(c, { id, language, pages, far });
      return page ?? serve(c, pages, `/${language}/player.html`);
    })
    .get('/t/:tournamentId/manifest.webmanifest', async (c) => {
      const [pages, id] = [await built(), c.req.param('tournamentId')];
      const manifest = await playerManifest(pages, (await found(id)).shell, id);
      if (manifest === undefined) throw new ApiError('NOT_FOUND', 'There is no such tournament.');
      return c.json(manifest, 200, { 'content-type': 'application/manifest+json' });
    })
    .get('/t-worker.js', async (c) => workerHeaders(serve(c, await built(), '/t-worker.js')));
};
