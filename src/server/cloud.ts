import { Hono } from 'hono';
import * as v from 'valibot';
import { id, text } from '../kernel/parse.ts';
import { newPin, setupBody, VENUE } from '../rooms/venue/room.ts';
import type { Auth } from './auth/auth.ts';
import { describes } from './describe.ts';
import type { Env } from './env.ts';
import { ApiError } from './errors.ts';
import { needs } from './guard.ts';
import type { Shell } from './shell.ts';
import { perform } from './shell.ts';
import { takes } from './validate.ts';

export const CLOUD_STATES = [
  /** This leaf belongs to no core. */
  'off',
  /** There is no nats-server to run: `reason` says why. */
  'missing',
  'connecting',
  'catchingUp',
  'inStep',
  'hubFull',
  /** The core takes no more of this venue for a while: its share of a day is used up. */
  'dayUsed',
  'tooNew',
  'fork',
  /** The core has more of this leaf's log than the leaf: it was set back, and is to be restored. */
  'behind',
  'revoked',
] as const;
export type CloudState = (typeof CLOUD_STATES)[number];

/** How this leaf stands with its core; moments are wall clock, ms. */
export type CloudStatus = {
  readonly state: CloudState;
  /** Address of the core; null: none. */
  readonly core: string | null;
  readonly epoch: number | null;
  /** Events in the log. */
  readonly head: number;
  /** In the cloud up to here: its last event and when that happened. */
  readonly applied: { readonly seq: number; readonly at: number } | null;
  /** Events that are not there yet, and how long the oldest of them waits. */
  readonly waiting: number;
  readonly lagMs: number;
  /** Profiles, operators and pictures that are not there yet. */
  readonly documentsWaiting: number;
  readonly lastContactAt: number | null;
  /** Where the two logs part; null where they do not. */
  readonly forkAt: number | null;
  /** Another machine reports itself as this leaf: its data folder was copied. */
  readonly twin: boolean;
  /** What is not well, in the words of whoever noticed. */
  readonly reason: string | null;
  /**
   * The venue came back from the cloud onto this leaf, and nobody has said yet that what happened
   * after `knownAt` is entered again.
   */
  readonly restored: { readonly knownAt: number; readonly series: string } | null;
};

const venueSchema = v.object({
  name: v.string(),
  slug: v.string(),
  timezone: v.string(),
  currency: v.string(),
});
const part = v.object({ done: v.number(), all: v.number() });
const setupSchema = v.object({
  /** `restored`: the venue is back, and nobody can sign in until an admin has a PIN. */
  state: v.picklist(['none', 'joined', 'restoring', 'restored']),
  /** As the core knows it: what setting up begins with. */
  venue: v.nullable(venueSchema),
  progress: v.nullable(
    v.object({ events: part, documents: part, problem: v.nullable(v.string()) }),
  ),
});
export type CloudSetup = v.InferOutput<typeof setupSchema>;

export type JoinedVenue = {
  readonly venue: v.InferOutput<typeof venueSchema>;
  /** The venue had a leaf before: what it had comes back first. */
  readonly isRestoring: boolean;
};

const adminSchema = v.object({ id: v.string(), name: v.string() });
type Admin = v.InferOutput<typeof adminSchema>;

/** The leaf's belonging to a core, as its doors need it. */
export type Cloud = {
  readonly status: () => Promise<CloudStatus>;
  /**
   * Redeems a code for a leaf that has none, or none any more.
   * @throws ApiError CORE_ADDRESS, CORE_INSECURE, CORE_UNREACHABLE, CODE_UNKNOWN, CODE_USED, CODE_EXPIRED,
   * ALREADY_LINKED, LOG_NOT_EMPTY.
   */
  readonly enrol: (core: string, code: string) => Promise<JoinedVenue>;
  /** Ends the belonging here; the core keeps what it has. */
  readonly unlink: () => Promise<void>;
  /** How far a leaf that is being set up has come with the cloud. */
  readonly setup: () => CloudSetup;
  /**
   * Admins of a venue that came back by this code.
   * @throws ApiError ALREADY_SET_UP, CODE_UNKNOWN.
   */
  readonly admins: (code: string) => Promise<readonly Admin[]>;
  /**
   * Gives one of them a PIN, once.
   * @throws ApiError ALREADY_SET_UP, CODE_UNKNOWN, NO_SUCH_OPERATOR, NAME_NEEDED.
   */
  readonly takeOver: (code: string, admin: TakeOver) => Promise<Admin>;
};

/** Who may change the venue may know what was found at an address, too: a certificate that is over. */
const withCause = (error: unknown): unknown => {
  if (!(error instanceof ApiError && error.cause instanceof Error)) return error;
  return new ApiError(error.code, `${error.message} (${error.cause.message})`, error.details);
};

const isoOf = (ms: number): string => new Date(ms).toISOString();

const moment = v.nullable(v.string());
const statusSchema = v.object({
  state: v.picklist(CLOUD_STATES),
  core: v.nullable(v.string()),
  epoch: v.nullable(v.number()),
  head: v.number(),
  applied: v.nullable(v.object({ seq: v.number(), at: v.string() })),
  waiting: v.number(),
  lagMs: v.number(),
  documentsWaiting: v.number(),
  lastContactAt: moment,
  forkAt: v.nullable(v.number()),
  twin: v.boolean(),
  reason: v.nullable(v.string()),
  restored: v.nullable(v.object({ knownAt: v.string(), series: v.string() })),
});
export type CloudView = v.InferOutput<typeof statusSchema>;

const view = ({ applied, lastContactAt, restored, ...status }: CloudStatus): CloudView => ({
  ...status,
  restored: restored === null ? null : { ...restored, knownAt: isoOf(restored.knownAt) },
  applied: applied === null ? null : { seq: applied.seq, at: isoOf(applied.at) },
  lastContactAt: lastContactAt === null ? null : isoOf(lastContactAt),
});

/** Address of a core and a one-time code, as a person types them. */
export const joinBody = v.strictObject({ core: text(300, 1), code: text(40, 1) });

const code = joinBody.entries.code;
const takeOverBody = v.strictObject({
  code,
  operatorId: id,
  /** Only where the cloud does not know it. */
  name: v.optional(setupBody.entries.admin.entries.name),
  pin: newPin,
});
type TakeOver = Omit<v.InferOutput<typeof takeOverBody>, 'code'>;

/** Joining the cloud while a leaf is set up, when nobody can sign in yet. */
export const cloudSetupRoutes = (cloud: Cloud, auth: Pick<Auth, 'isSetUp'>) =>
  new Hono<Env>()
    .get(
      '/setup/cloud',
      describes({
        summary: 'How far a leaf that is being set up has come with the cloud',
        tags: ['Setup'],
        answers: { 200: setupSchema },
      }),
      (c) => c.json(cloud.setup()),
    )
    .post(
      '/setup/cloud',
      describes({
        summary: 'Join the cloud before the venue is set up; a replacing code brings it back',
        tags: ['Setup'],
        answers: { 200: setupSchema },
      }),
      takes(joinBody),
      async (c) => {
        if (auth.isSetUp()) throw new ApiError('ALREADY_SET_UP', 'Sign in, and join in settings.');
        const { core, code } = c.req.valid('json');
        await cloud.enrol(core, code);
        return c.json(cloud.setup());
      },
    )
    .post(
      '/setup/restored/admins',
      describes({
        summary: 'Admins of a venue that came back, for who has the code that brought it',
        tags: ['Setup'],
        answers: { 200: v.object({ items: v.array(adminSchema) }) },
      }),
      takes(v.strictObject({ code })),
      async (c) => c.json({ items: [...(await cloud.admins(c.req.valid('json').code))] }),
    )
    .post(
      '/setup/restored',
      describes({
        summary: 'Give one admin of a venue that came back a new PIN, once',
        tags: ['Setup'],
        answers: { 201: adminSchema },
      }),
      takes(takeOverBody),
      async (c) => {
        const { code, ...admin } = c.req.valid('json');
        return c.json(await cloud.takeOver(code, admin), 201);
      },
    );

/** Whether what happens here is in the cloud, and how it gets there. */
export const cloudRoutes = (cloud: Cloud, shell: Pick<Shell, 'handle'>) =>
  new Hono<Env>()
    .get(
      '/cloud',
      describes({
        summary: 'How far the cloud has what happened here',
        tags: ['Cloud'],
        answers: { 200: statusSchema },
      }),
      needs('viewer'),
      async (c) => c.json(view(await cloud.status())),
    )
    .post(
      '/cloud/enrol',
      describes({
        summary: 'Join the cloud with a one-time code',
        description:
          '409 CORE_UNREACHABLE, ALREADY_LINKED, CODE_USED, LOG_NOT_EMPTY; 404 CODE_UNKNOWN; 410 CODE_EXPIRED; 422 CORE_ADDRESS, CORE_INSECURE (neither https nor this machine).',
        tags: ['Cloud'],
        answers: { 200: statusSchema },
      }),
      needs('admin'),
      takes(joinBody),
      async (c) => {
        const { core, code } = c.req.valid('json');
        await cloud.enrol(core, code).catch((error: unknown) => {
          throw withCause(error);
        });
        return c.json(view(await cloud.status()));
      },
    )
    .post(
      '/cloud/restored/settle',
      describes({
        summary: 'What happened after the cloud last heard of it is entered again',
        tags: ['Cloud'],
        answers: { 200: statusSchema },
      }),
      needs('floor'),
      async (c) => {
        await perform(c, shell, { stream: VENUE, command: { type: 'settleRestore' } });
        return c.json(view(await cloud.status()));
      },
    )
    .delete(
      '/cloud/restored/settle',
      describes({
        summary: 'Taken back: something is still to be entered',
        tags: ['Cloud'],
        answers: { 200: statusSchema },
      }),
      needs('floor'),
      async (c) => {
        await perform(c, shell, { stream: VENUE, command: { type: 'reopenRestore' } });
        return c.json(view(await cloud.status()));
      },
    )
    .delete(
      '/cloud',
      describes({
        summary: 'Leave the cloud; what it has stays there, and this leaf goes on by itself',
        tags: ['Cloud'],
        answers: { 200: statusSchema },
      }),
      needs('admin'),
      async (c) => {
        await cloud.unlink();
        return c.json(view(await cloud.status()));
      },
    );
