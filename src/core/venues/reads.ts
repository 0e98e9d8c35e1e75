import { Hono } from 'hono';
import { playerReader } from '../../importers/players.ts';
import { playersRoutes } from '../../rooms/players/routes.ts';
import { tournamentRoutes } from '../../rooms/tournament/routes.ts';
import { venueRoutes } from '../../rooms/venue/routes.ts';
import type { Env, Operator } from '../../server/env.ts';
import { ApiError } from '../../server/errors.ts';
import { failure } from '../../server/failure.ts';
import type { Shell } from '../../server/shell.ts';
import type { CoreRole } from '../auth/grants.ts';
import type { Tenants } from '../tenants.ts';
import { askedRoutes } from './asked.ts';
import { resultRoutes } from './results.ts';
import type { VenueShell } from './shell.ts';
import { createVenueShell } from './shell.ts';

/** Venues whose folded states are kept for whoever looks into them. */
const KEPT = 40;

const FOR_ALL =
  /^\/(?:venue\/public|tournaments(?:\/[\w-]+(?:\/(?:rankings|payouts|tables|public))?)?)$/u;
/** Who plays, with what name and number, and where the money is. */
const FOR_OWNERS =
  /^\/(?:venue|money|asked|waiting|requests\/open|players(?:\/[\w-]+(?:\/(?:history|results))?)?|tournaments\/[\w-]+\/(?:players(?:\/[\w-]+)?|prizepool|transactions|chips))$/u;

/** Whether a role may ask for that path of a venue. */
const mayAsk = (role: CoreRole, path: string): boolean =>
  FOR_ALL.test(path) || (role !== 'leagueAdmin' && FOR_OWNERS.test(path));

/** `full` names everybody as their venue does, `outside` as anybody anywhere may know them (GDP-3). */
type Opened = VenueShell & { readonly full: Hono<Env>; readonly outside: Hono<Env> };

/**
 * The rooms' own GET routes over the core's copy of a venue. Nothing can be written: no other method
 * gets through, and no command would be taken.
 */
export const createVenueReads = ({
  tenants,
  now,
  failed,
}: {
  readonly tenants: Pick<Tenants, 'log' | 'within'>;
  readonly now: () => number;
  readonly failed: (error: unknown) => void;
}) => {
  const opened = new Map<string, Promise<Opened>>();
  /** Who asks, for the routes behind the door. */
  const askers = new WeakMap<Request, Operator>();

  const appOf = (shell: Shell, own: Parameters<typeof resultRoutes>[1]): Hono<Env> => {
    const app = new Hono<Env>()
      .use(async (c, next) => {
        const operator = askers.get(c.req.raw);
        if (operator !== undefined) c.set('operator', operator);
        await next();
      })
      .route('/', resultRoutes(shell, own))
      .route('/', askedRoutes(shell, own))
      .route('/', tournamentRoutes(shell))
      .route('/', playersRoutes(shell, playerReader))
      .route('/', venueRoutes(shell));
    app.onError(failure(failed));
    return app;
  };

  const create = async (venueId: string): Promise<Opened> => {
    const log = await tenants.log(venueId);
    const within: Parameters<typeof resultRoutes>[1]['within'] = (work) =>
      tenants.within(venueId, work);
    const { shell, refresh } = createVenueShell({ venueId, log, nowMs: now, within });
    const told = { ...shell, names: { ...shell.names, of: shell.names.outside } };
    const own = { within, venueId };
    return { shell, refresh, full: appOf(shell, own), outside: appOf(told, own) };
  };

  const open = (venueId: string): Promise<Opened> => {
    const known = opened.get(venueId) ?? create(venueId);
    opened.delete(venueId);
    opened.set(venueId, known);
    known.catch(() => opened.delete(venueId));
    const [oldest] = opened.size > KEPT ? opened.keys() : [];
    if (oldest !== undefined) opened.delete(oldest);
    return known;
  };

  return {
    /** The venue's shell as of now, for who has been let in. */
    shellOf: async (venueId: string): Promise<VenueShell['shell']> => {
      const { shell, refresh } = await open(venueId);
      await refresh();
      return shell;
    },
    /** What anybody may know, asked by the room's own route; whoever calls says which path that is. */
    told: async (request: Request, venueId: string, path: string): Promise<Response> => {
      const { outside, refresh } = await open(venueId);
      await refresh();
      const { origin } = new URL(request.url);
      return outside.fetch(new Request(`${origin}${path}`, { headers: request.headers }));
    },
    /**
     * @param path below the venue, with its query.
     * @throws ApiError METHOD_NOT_ALLOWED (405), NOT_FOUND (404).
     */
    answer: async (
      request: Request,
      {
        venueId,
        path,
        role,
        operator,
      }: {
        readonly venueId: string;
        readonly path: string;
        readonly role: CoreRole;
        readonly operator: Omit<Operator, 'role'>;
      },
    ): Promise<Response> => {
      if (request.method !== 'GET' && request.method !== 'HEAD') {
        throw new ApiError('METHOD_NOT_ALLOWED', 'A venue is only read here.');
      }
      const url = new URL(request.url);
      if (!mayAsk(role, path)) throw new ApiError('NOT_FOUND', 'This is not to be had here.');
      const { full, outside, refresh } = await open(venueId);
      await refresh();
      const own = new Request(`${url.origin}${path}${url.search}`, { headers: request.headers });
      askers.set(own, { ...operator, role: role === 'leagueAdmin' ? 'viewer' : 'floor' });
      return (role === 'leagueAdmin' ? outside : full).fetch(own);
    },
  };
};

export type VenueReads = ReturnType<typeof createVenueReads>;
