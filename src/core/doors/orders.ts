import { createHash } from 'node:crypto';
import type { Context } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import { fold } from '../../kernel/decider.ts';
import { recorded } from '../../kernel/envelope.ts';
import type { Json } from '../../kernel/parse.ts';
import { count, id } from '../../kernel/parse.ts';
import type { Log } from '../../log/port.ts';
import { addBody, changeBody } from '../../rooms/players/commands.ts';
import { venueEntries } from '../../rooms/venue/commands.ts';
import type { VenueEvent } from '../../rooms/venue/events.ts';
import {
  MOST_PICTURE_BYTES,
  PICTURE_TYPES,
  pictureIn,
  pictureProblem,
} from '../../rooms/venue/pictures.ts';
import { VENUE, venue } from '../../rooms/venue/room.ts';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import { ApiError } from '../../server/errors.ts';
import { asks, param, takes, takesFile } from '../../server/validate.ts';
import type { Access, Entered } from '../auth/access.ts';
import type { Auth } from '../auth/auth.ts';
import type { OrderBook, Wish } from '../orders.ts';
import { OrderMismatch } from '../orders.ts';

/** A venue that somebody was let into. */
type Inside = Pick<Entered, 'log' | 'within'> & { readonly venueId: string };

const tags = ['Orders for a leaf'];
const OWNERS = ['platformAdmin', 'venueOwner'] as const;
const uuid = v.pipe(v.string(), v.uuid());
const byVenue = param(v.object({ id: uuid }));
const byPlayer = param(v.object({ id: uuid, pid: id }));
const given = v.object({ id: v.string(), seq: v.number() });

/** What differs from the core's copy of the profile at `baseRev`; left out: of the newest one here. */
const profileBody = v.strictObject({
  fields: changeBody,
  baseRev: v.optional(count(Number.MAX_SAFE_INTEGER)),
});
/** `base`: what the caller had seen in place of the changes; left out: what the core has now. */
const settingsBody = v.strictObject({
  changes: v.partial(v.strictObject(venueEntries)),
  base: v.optional(
    v.record(
      v.string(),
      v.custom<Json>((value) => value !== undefined),
    ),
  ),
});
const registrationBody = v.strictObject({
  /** The same registration again is the same order. */
  registrationId: id,
  tournamentId: id,
  playerId: id,
  /** Of somebody whom the venue may not know yet. */
  profile: v.optional(addBody),
});
const listQuery = v.object({
  before: v.optional(v.pipe(v.string(), v.digits(), v.transform(Number), count())),
  limit: v.optional(v.pipe(v.string(), v.digits(), v.transform(Number), count(200, 1)), '50'),
});

/** A UUID that says the same name again: version 8 (RFC 9562), from a hash. */
const idFrom = (name: string): string => {
  const hex = createHash('sha256').update(name).digest('hex');
  const parts = [
    hex.slice(0, 8),
    hex.slice(8, 12),
    `8${hex.slice(13, 16)}`,
    `8${hex.slice(17, 20)}`,
  ];
  return [...parts, hex.slice(20, 32)].join('-');
};

const written = (fields: object): { [field: string]: Json } =>
  Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));

/** The core's copy of the venue's settings; nothing before its log has come. */
const settingsIn = async (log: Log): Promise<{ readonly [field: string]: Json }> => {
  const events = (await log.stream(VENUE)).map(({ envelope }) =>
    recorded<VenueEvent>(venue.upcast(envelope)),
  );
  return written(fold(venue.evolve, venue.initial(), events).venue ?? {});
};

const revOf = async ({ venueId, within }: Inside, playerId: string): Promise<number> => {
  const text = `select rev from documents where venue_id = $1 and kind = 'player' and id = $2`;
  const [row] = await within((query) => query(text, [venueId, playerId]));
  return Number(row?.['rev'] ?? 0);
};

/** @throws ApiError INVALID (422). */
const checkPicture = (bytes: Uint8Array): string => {
  const picture = pictureIn(bytes);
  const problem = pictureProblem(picture);
  if (picture !== null && problem === null) return picture.type;
  throw new ApiError('INVALID', `The picture ${problem}.`, {
    issues: [
      {
        path: '',
        message: problem ?? '',
        code: picture === null ? 'NOT_A_PICTURE' : 'PICTURE_SIZE',
      },
    ],
  });
};

/**
 * What a venue's owner asks of the leaf from elsewhere (SYN-2). The leaf decides and its log answers;
 * here an order is only taken down: 202.
 */
export const orderRoutes = ({
  auth,
  access,
  orders,
  newId,
}: {
  readonly auth: Pick<Auth, 'user'>;
  readonly access: Pick<Access, 'asVenue'>;
  readonly orders: OrderBook;
  readonly newId: () => string;
}) => {
  /** What is ordered is noted each time, by its path. */
  const ordering = async (c: Context<Env>, venueId: string): Promise<Inside> => {
    const what = { roles: OWNERS, action: 'venue.ordered' };
    const entered = await access.asVenue(await auth.user(c), venueId, c.req.path, what);
    return { ...entered, venueId };
  };

  const give = async (c: Context<Env>, tenant: Inside, wish: Wish, name?: string) => {
    const key = name ?? c.req.header('idempotency-key');
    const orderId = key === undefined ? newId() : idFrom(`${tenant.venueId} ${wish.kind} ${key}`);
    try {
      return c.json(await orders.give(tenant, orderId, wish), 202);
    } catch (error) {
      if (!(error instanceof OrderMismatch)) throw error;
      throw new ApiError('IDEMPOTENCY_MISMATCH', 'This was asked before with another content.');
    }
  };
  const says = (summary: string) => describes({ summary, tags, answers: { 202: given } });

  return new Hono<Env>()
    .get(
      '/venues/:id/orders',
      describes({
        summary: 'What was asked of the leaf, newest first, and what it answered',
        tags,
        answers: { 200: '`{ items, nextCursor }`; the next page is asked for by `before`' },
      }),
      byVenue,
      asks(listQuery),
      async (c) => {
        const venueId = c.req.valid('param').id;
        const { within } = await access.asVenue(await auth.user(c), venueId, 'orders');
        const { before = null, limit } = c.req.valid('query');
        const items = await orders.list({ venueId, within }, limit, before);
        const last = items.length < limit ? null : (items.at(-1)?.seq ?? null);
        return c.json({ items, nextCursor: last === null ? null : String(last) });
      },
    )
    .post(
      '/venues/:id/players/:pid',
      says('Change a profile: the core wins, and the leaf shows what that overwrites'),
      byPlayer,
      takes(profileBody),
      async (c) => {
        const { id: venueId, pid: playerId } = c.req.valid('param');
        const tenant = await ordering(c, venueId);
        const { fields, baseRev } = c.req.valid('json');
        const rev = baseRev ?? (await revOf(tenant, playerId));
        const body = { playerId, fields: written(fields), baseRev: rev };
        return give(c, tenant, { kind: 'profile', body });
      },
    )
    .delete('/venues/:id/players/:pid', says('Erase a person'), byPlayer, async (c) => {
      const { id: venueId, pid: playerId } = c.req.valid('param');
      const tenant = await ordering(c, venueId);
      return give(c, tenant, { kind: 'erase', body: { playerId } });
    })
    .post(
      '/venues/:id/settings',
      says('Change settings of the venue; what the leaf changed meanwhile stays, and is shown'),
      byVenue,
      takes(settingsBody),
      async (c) => {
        const venueId = c.req.valid('param').id;
        const tenant = await ordering(c, venueId);
        const { changes: asked, base } = c.req.valid('json');
        const changes = written(asked);
        const seen = base ?? (await settingsIn(await tenant.log()));
        const known = Object.entries(seen).filter(([field]) => field in changes);
        const body = { changes, base: Object.fromEntries(known) };
        return give(c, tenant, { kind: 'settings', body });
      },
    )
    .post(
      '/venues/:id/media',
      describes({
        summary: 'Send a picture of at most 256 KB; name it in the settings afterwards',
        tags,
        answers: { 202: v.object({ ...given.entries, mediaId: v.string() }) },
      }),
      byVenue,
      takesFile(PICTURE_TYPES, MOST_PICTURE_BYTES),
      async (c) => {
        const tenant = await ordering(c, c.req.valid('param').id);
        const bytes = c.get('file');
        const type = checkPicture(bytes);
        const content = Buffer.from(bytes).toString('base64');
        // By its content: the same picture again is the same one.
        const mediaId = idFrom(`${tenant.venueId} ${content}`);
        const wish: Wish = { kind: 'media', body: { id: mediaId, type, content } };
        const { id: orderId, seq } = await orders.give(tenant, newId(), wish);
        return c.json({ id: orderId, seq, mediaId }, 202);
      },
    )
    .post(
      '/venues/:id/registrations',
      says('Register a player; into a running tournament only an operator lets them'),
      byVenue,
      takes(registrationBody),
      async (c) => {
        const tenant = await ordering(c, c.req.valid('param').id);
        const { profile, ...rest } = c.req.valid('json');
        const body = { ...rest, ...(profile === undefined ? {} : { profile: written(profile) }) };
        return give(c, tenant, { kind: 'registration', body }, rest.registrationId);
      },
    );
};
