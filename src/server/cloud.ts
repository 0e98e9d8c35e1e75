import { Hono } from 'hono';
import * as v from 'valibot';
import { text } from '../kernel/parse.ts';
import { describes } from './describe.ts';
import type { Env } from './env.ts';
import { needs } from './guard.ts';
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
  'tooNew',
  'fork',
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
  /** What is not well, in the words of whoever noticed. */
  readonly reason: string | null;
};

/** The leaf's belonging to a core, as its doors need it. */
export type Cloud = {
  readonly status: () => Promise<CloudStatus>;
  /**
   * Redeems a code for a leaf that has none, or none any more.
   * @throws ApiError CORE_ADDRESS, CORE_UNREACHABLE, CODE_UNKNOWN, CODE_USED, CODE_EXPIRED,
   * ALREADY_LINKED, LOG_NOT_EMPTY.
   */
  readonly enrol: (core: string, code: string) => Promise<void>;
  /** Ends the belonging here; the core keeps what it has. */
  readonly unlink: () => Promise<void>;
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
  reason: v.nullable(v.string()),
});
export type CloudView = v.InferOutput<typeof statusSchema>;

const view = ({ applied, lastContactAt, ...status }: CloudStatus): CloudView => ({
  ...status,
  applied: applied === null ? null : { seq: applied.seq, at: isoOf(applied.at) },
  lastContactAt: lastContactAt === null ? null : isoOf(lastContactAt),
});

/** Address of a core and a one-time code, as a person types them. */
export const joinBody = v.strictObject({ core: text(300, 1), code: text(40, 1) });

/** Whether what happens here is in the cloud, and how it gets there. */
export const cloudRoutes = (cloud: Cloud) =>
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
          '409 ALREADY_LINKED, CODE_USED, LOG_NOT_EMPTY; 404 CODE_UNKNOWN; 410 CODE_EXPIRED; 422 CORE_ADDRESS; 503 CORE_UNREACHABLE.',
        tags: ['Cloud'],
        answers: { 200: statusSchema },
      }),
      needs('admin'),
      takes(joinBody),
      async (c) => {
        const { core, code } = c.req.valid('json');
        await cloud.enrol(core, code);
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
