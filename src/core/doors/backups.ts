import type { Context } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import { idOf } from '../../kernel/envelope.ts';
import { player } from '../../rooms/players/room.ts';
import { BACKUP_NAME } from '../../server/backup/header.ts';
import type { LeafAsking } from '../../server/backup/request.ts';
import { ASKING_WITHIN_MS, askingIn, isSignedBy } from '../../server/backup/request.ts';
import { describes } from '../../server/describe.ts';
import type { Env } from '../../server/env.ts';
import { ApiError } from '../../server/errors.ts';
import { param } from '../../server/validate.ts';
import type { Access } from '../auth/access.ts';
import type { Auth } from '../auth/auth.ts';
import type { CoreBackups } from '../backups.ts';
import type { Tenants } from '../tenants.ts';
import type { Enrolment } from '../venues/enrolment.ts';

const tags = ['Backups'];
const name = v.pipe(v.string(), v.regex(BACKUP_NAME));
const id = v.pipe(v.string(), v.uuid());

const backupSchema = v.object({
  ...{ name: v.string(), bytes: v.number(), events: v.number() },
  /** When it came, by the core's clock; made, and last event in it, by the leaf's. */
  ...{ receivedAt: v.string(), madeAt: v.string(), knownAt: v.string() },
  /** Which recovery key opens it, without telling the key. */
  keyId: v.string(),
});

const ERASED = `select distinct stream from events
  where venue_id = $1 and stream like $2 and body like '%"type":"player.erased"%'`;

const iso = (ms: number): string => new Date(ms).toISOString();

/** What leaves leave here that nobody here can read, and who may fetch it. */
export const coreBackupRoutes = ({
  auth,
  access,
  backups,
  enrolment,
  tenants,
  now,
}: {
  readonly auth: Auth;
  readonly access: Access;
  readonly backups: CoreBackups;
  readonly enrolment: Pick<Enrolment, 'leafKey'>;
  readonly tenants: Pick<Tenants, 'within'>;
  readonly now: () => number;
}) => {
  /** @throws ApiError UNAUTHENTICATED, TIME (409) where the clocks are too far apart. */
  const proved = async (
    c: Context<Env>,
    asked: Pick<LeafAsking, 'method' | 'path'>,
  ): Promise<LeafAsking> => {
    const said = askingIn((one) => c.req.header(one), asked);
    const key = said === null ? null : await enrolment.leafKey(said.asking.venueId);
    if (said === null || key === null || !isSignedBy(said.asking, said.signature, key)) {
      throw new ApiError('UNAUTHENTICATED', 'This needs the signature of the venue’s leaf.');
    }
    if (Math.abs(said.asking.at - now()) > ASKING_WITHIN_MS) {
      throw new ApiError('TIME', 'The clocks of leaf and core are too far apart.');
    }
    return said.asking;
  };

  return new Hono<Env>()
    .put(
      '/leaf/backups/:name',
      describes({
        summary: 'A leaf leaves a backup here, signed with the key of its checkpoints',
        description: '413 TOO_LARGE; 409 TIME, EXISTS, NO_SPACE.',
        ...{ tags, answers: { 204: 'It is on the disk' } },
      }),
      param(v.object({ name })),
      async (c) => {
        const file = c.req.valid('param').name;
        const asking = await proved(c, { method: 'PUT', path: `/leaf/backups/${file}` });
        const { body } = c.req.raw;
        if (body === null) throw new ApiError('MALFORMED', 'There is nothing in it.');
        await backups.take(asking.venueId, file, body, asking);
        return c.body(null, 204);
      },
    )
    .get(
      '/leaf/erased',
      describes({
        summary: 'Whom this core knows to be erased, for a leaf that comes back from a backup',
        ...{ tags, answers: { 200: v.object({ playerIds: v.array(v.string()) }) } },
      }),
      async (c) => {
        const { venueId } = await proved(c, { method: 'GET', path: '/leaf/erased' });
        const rows = await tenants.within(venueId, (query) =>
          query(ERASED, [venueId, `${player.name}:%`]),
        );
        return c.json({ playerIds: rows.map(({ stream }) => idOf(String(stream))) });
      },
    )
    .get(
      '/venues/:id/backups',
      describes({
        summary: 'The backups that a venue’s leaf left here, the newest first',
        ...{ tags, answers: { 200: v.object({ items: v.array(backupSchema) }) } },
      }),
      param(v.object({ id })),
      async (c) => {
        const user = await auth.user(c);
        const venueId = c.req.valid('param').id;
        await access.asVenue(user, venueId, 'backups', { roles: ['platformAdmin'] });
        const items = (await backups.list(venueId)).map(
          ({ receivedAt, saidAt, knownAt, keyId, ...one }) => ({
            ...{ name: one.name, bytes: one.bytes, events: one.events, keyId },
            ...{ receivedAt: iso(receivedAt), madeAt: iso(saidAt), knownAt: iso(knownAt) },
          }),
        );
        return c.json({ items });
      },
    )
    .get(
      '/venues/:id/backups/:name',
      describes({
        summary: 'A backup of a venue, encrypted as it came',
        ...{ tags, answers: { 200: 'The file' } },
      }),
      param(v.object({ id, name })),
      async (c) => {
        const user = await auth.user(c);
        const asked = c.req.valid('param');
        await access.asVenue(user, asked.id, asked.name, {
          ...{ roles: ['platformAdmin'], action: 'backup.taken' },
        });
        const found = await backups.fileOf(asked.id, asked.name);
        if (found === null) throw new ApiError('NOT_FOUND', 'There is no such backup.');
        return new Response(Bun.file(found.path), {
          headers: {
            'content-type': 'application/octet-stream',
            'content-disposition': `attachment; filename="${found.name}"`,
            'cache-control': 'no-store',
          },
        });
      },
    );
};
