import { Hono } from 'hono';
import * as v from 'valibot';
import { text } from '../../kernel/parse.ts';
import type { Env, Shell } from '../../server/shell.ts';
import {
  ApiError,
  accepted,
  asks,
  createTurns,
  describes,
  needs,
  outcome,
  perform,
  takes,
} from '../../server/shell.ts';
import { auditPage, readsPage, signedExport } from './audit/routes.ts';
import { PUBLIC_SETTINGS, setupBody, venueBody, venueEntries } from './commands.ts';
import { VENUE } from './room.ts';
import { logoRoutes } from './routes/logo.ts';
import { changedRow, operatorRoutes, operatorSchema } from './routes/operators.ts';
import { stateOf } from './routes/words.ts';
import { publicView } from './views.ts';

const setUpSchema = v.object({ ...setupBody.entries.venue.entries, version: v.number() });
const venueSchema = v.object({ ...venueEntries, version: v.number() });
const publicSchema = v.object({
  ...v.pick(v.object(venueEntries), PUBLIC_SETTINGS).entries,
  /** Path of the picture. */
  logo: v.nullable(v.string()),
});
const auditQuery = v.strictObject({
  cursor: v.optional(text(200)),
  limit: v.optional(v.pipe(v.string(), v.regex(/^\d{1,3}$/u), v.transform(Number)), '50'),
  stream: v.optional(text(100)),
  operator: v.optional(text(64)),
  type: v.optional(text(100)),
});

/** What setting up has to know of the cloud. */
type Cloud = {
  readonly setup: () => { readonly state: string };
  readonly enrol: (core: string, code: string) => Promise<unknown>;
};
const ALONE: Cloud = { setup: () => ({ state: 'none' }), enrol: async () => undefined };

/** The venue, its operators, and the trail of everything that anybody did. */
export const venueRoutes = (shell: Shell, cloud: Cloud = ALONE) => {
  // Names are compared before they are taken, and a picture takes its forerunner's bytes away.
  const inTurn = createTurns();
  return new Hono<Env>()
    .get(
      '/setup',
      describes({
        summary: 'Whether this leaf has to be set up',
        tags: ['Setup'],
        answers: { 200: v.object({ needed: v.boolean() }) },
      }),
      (c) => c.json({ needed: !shell.auth.isSetUp() || cloud.setup().state === 'restored' }),
    )
    .post(
      '/setup',
      describes({
        summary: 'Set up the venue and its first admin, once',
        tags: ['Setup'],
        answers: { 201: v.object({ venue: setUpSchema, operator: operatorSchema }) },
      }),
      takes(setupBody),
      async (c) => {
        const { venue, admin, core, code } = c.req.valid('json');
        if (shell.auth.isSetUp()) {
          throw new ApiError('ALREADY_SET_UP', 'This venue is set up already: sign in.');
        }
        if (core !== undefined && code !== undefined) await cloud.enrol(core, code);
        if (cloud.setup().state === 'restoring') {
          throw new ApiError(
            'RESTORING',
            'This venue is brought back from the cloud: wait for it.',
          );
        }
        const operatorId = shell.newId();
        const rows = [await changedRow(shell, operatorId, admin)];
        const command = { type: 'setUp', venue, operatorId };
        const { version } = accepted(
          await shell.handle.execute({
            stream: VENUE,
            command,
            rows,
            by: operatorId,
            device: null,
          }),
        );
        const operator = { id: operatorId, name: admin.name, role: 'admin' as const, active: true };
        return c.json({ venue: { ...venue, version }, operator }, 201);
      },
    )
    .get(
      '/venue',
      describes({ summary: 'The venue', tags: ['Venue'], answers: { 200: venueSchema } }),
      needs('viewer'),
      async (c) => {
        const { state, version } = await stateOf(shell);
        if (state.venue === null) throw new ApiError('NOT_SET_UP', 'Set up the venue first.');
        c.header('etag', `"${version}"`);
        return c.json({ ...state.venue, version });
      },
    )
    .get(
      '/venue/public',
      describes({
        summary: 'Name, language, colours and logo of the venue, for everybody',
        tags: ['Venue'],
        answers: { 200: publicSchema },
      }),
      (c) => {
        const venue = shell.auth.venue();
        if (venue === null) throw new ApiError('NOT_SET_UP', 'Set up the venue first.');
        return c.json(publicView(venue));
      },
    )
    .route('/', logoRoutes(shell, inTurn))
    .route('/', operatorRoutes(shell, inTurn))
    .put(
      '/venue',
      describes({
        summary: 'Change the venue; what is left out stays',
        tags: ['Venue'],
        answers: { 200: 'The events that this made' },
      }),
      needs('admin'),
      takes(venueBody),
      async (c) => {
        const command = { type: 'configure', venue: c.req.valid('json') };
        return c.json(outcome(await perform(c, shell, { stream: VENUE, command })));
      },
    )
    .get(
      '/audit',
      describes({
        summary: 'Who did what, from where: newest first',
        description:
          'A page may hold fewer lines than asked for, because filters are applied while walking the log.',
        tags: ['Audit'],
        answers: { 200: 'A page of lines' },
      }),
      needs('admin'),
      asks(auditQuery),
      async (c) => c.json(await auditPage(shell, c.req.valid('query'))),
    )
    .get(
      '/audit/reads',
      describes({
        summary: 'Who looked at money reports and at the audit trail: newest first',
        tags: ['Audit'],
        answers: { 200: 'A page of lines' },
      }),
      needs('admin'),
      asks(v.pick(auditQuery, ['cursor', 'limit'])),
      async (c) => c.json(await readsPage(shell, c.req.valid('query'))),
    )
    .get(
      '/audit/head',
      describes({
        summary: 'Where the log ends: its first 8 digits on paper witness all that came before',
        tags: ['Audit'],
        answers: { 200: v.object({ seq: v.number(), hash: v.string() }) },
      }),
      needs('viewer'),
      async (c) => c.json(await shell.log.head()),
    )
    .get(
      '/audit/export',
      describes({
        summary: 'Everything logged of one stream, signed by this leaf',
        tags: ['Audit'],
        answers: { 200: v.object({ jws: v.string(), key: v.record(v.string(), v.unknown()) }) },
      }),
      needs('admin'),
      asks(v.strictObject({ stream: text(100, 1) })),
      async (c) => c.json(await signedExport(shell, c.req.valid('query').stream)),
    );
};
