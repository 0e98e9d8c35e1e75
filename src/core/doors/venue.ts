import { Hono } from 'hono';
import * as v from 'valibot';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import type { Access } from '../auth/access.ts';
import type { Auth } from '../auth/auth.ts';
import type { Platform } from '../db/open.ts';
import { fleetOf, lineFor, venueLine } from '../fleet.ts';
import type { VenueReads } from '../venues/reads.ts';

/** `/api/v1/venues/<id>/tournaments/…` → `/tournaments/…`. */
const below = (path: string): string => path.replace(/^\/api\/v1\/venues\/[^/]+/u, '');

/** A page asks for several parts of one tournament: for the audit that is one look at it. */
const aboutOf = (path: string): string => /^(?:\/[^/]+){1,2}/u.exec(path)?.[0] ?? path;

/** A venue read only: the rooms' own questions, each look noted. */
export const venueReadRoutes = ({
  platform,
  auth,
  access,
  reads,
  now,
}: {
  readonly platform: Platform;
  readonly auth: Auth;
  readonly access: Access;
  readonly reads: VenueReads;
  readonly now: () => number;
}) =>
  new Hono<Env>()
    .get(
      '/venues/:id',
      describes({ summary: 'One line of the fleet', tags: ['Fleet'], answers: { 200: venueLine } }),
      async (c) => {
        const user = await auth.user(c);
        const { venue } = await access.asVenue(user, c.req.param('id'), 'status');
        const all = await fleetOf(platform, now());
        const line = all.find(({ id }) => id === venue.id);
        return c.json(line === undefined ? null : lineFor(line, user));
      },
    )
    .all(
      '/venues/:id/*',
      describes({
        summary: 'Tournaments, players and settings of a venue, as its own leaf answers them',
        description:
          'Only GET; another method answers 405. Who looked at what stands in the audit.',
        tags: ['Venues'],
        answers: { 200: v.unknown(), 405: 'A venue is only read here' },
      }),
      async (c) => {
        const [user, venueId, path] = [await auth.user(c), c.req.param('id'), below(c.req.path)];
        const { role } = await access.asVenue(user, venueId, aboutOf(path));
        const operator = { id: user.id, session: user.session };
        return reads.answer(c.req.raw, { venueId, path, role, operator });
      },
    );
