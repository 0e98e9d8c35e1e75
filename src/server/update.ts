import { Hono } from 'hono';
import * as v from 'valibot';
import { describes } from './describe.ts';
import type { Env } from './env.ts';
import { needs } from './guard.ts';
import { takes } from './validate.ts';

export const SOFTWARE_STATES = [
  /** This leaf is not updated this way: it runs from a checkout, or was put there by hand. */
  'unmanaged',
  /** Nothing newer is known. */
  'current',
  'downloading',
  /** Checked, and lies beside the log. */
  'ready',
  /** It is put in when nothing runs any more. */
  'waiting',
  /** Root has been asked, and this release ends any moment. */
  'updating',
  /** This release is new here and has to prove itself. */
  'trial',
] as const;
export type SoftwareState = (typeof SOFTWARE_STATES)[number];

const build = v.object({ version: v.string(), sequence: v.number() });
const moment = v.nullable(v.string());

const statusSchema = v.object({
  state: v.picklist(SOFTWARE_STATES),
  running: v.object({ ...build.entries, commit: v.nullable(v.string()) }),
  /** What could run next; `notes` are for people, `size` in bytes. */
  offer: v.nullable(
    v.object({
      ...build.entries,
      notes: v.nullable(v.string()),
      size: v.number(),
      /** Bytes that are here; as many as `size` where all are. */
      here: v.number(),
      /** It was here before and did not run. */
      failedHere: v.boolean(),
    }),
  ),
  /** While updating: to the release before. */
  goingBack: v.boolean(),
  /** Tournaments whose clock runs: an update now would interrupt them. */
  clocks: v.array(v.string()),
  /** Since when a release on trial has to be well, and when it is confirmed if it is. */
  trial: v.nullable(v.object({ since: v.string(), until: v.string() })),
  /** What became of the last update, until somebody has seen it. */
  last: v.nullable(
    v.object({
      outcome: v.picklist(['updated', 'rolledBack', 'refused']),
      from: v.string(),
      to: v.string(),
      /** A code; empty: there is no reason. */
      reason: v.string(),
      /** What the release that failed said of itself; null: nothing. */
      words: v.nullable(v.string()),
      /** The log that it left was damaged, and made anew. */
      mended: v.boolean(),
      at: v.string(),
      seen: v.boolean(),
    }),
  ),
  /** What was offered and fetched, and is not taken; nothing fetches it again unasked. */
  refused: v.nullable(
    v.object({ ...build.entries, reason: v.string(), at: v.string(), seen: v.boolean() }),
  ),
  /** What one can go back to. */
  previous: v.nullable(build),
  lookedAt: moment,
  /** Why nothing newer could be looked for, in words; null: it could. */
  problem: v.nullable(v.string()),
});
export type SoftwareView = v.InferOutput<typeof statusSchema>;

export type Who = { readonly operatorId: string };
/** In place of waiting for a quiet moment: an operator's yes. */
export type Now = Who & { readonly despiteClocks: boolean };

/** Which release runs here, and what may be done about it. */
export type Software = {
  readonly status: () => Promise<SoftwareView>;
  readonly look: () => Promise<void>;
  /** @throws ApiError NO_UPDATE, CLOCKS_RUN, UPDATE_GOING. */
  readonly updateNow: (now: Now) => Promise<void>;
  /** @throws ApiError NO_UPDATE, UPDATE_GOING. */
  readonly updateTonight: (who: Who) => Promise<void>;
  readonly cancel: () => Promise<void>;
  /** @throws ApiError NO_PREVIOUS, CLOCKS_RUN, UPDATE_GOING. */
  readonly goBack: (now: Now) => Promise<void>;
  /** What became of the last update was read. */
  readonly seen: () => Promise<void>;
};

const when = v.strictObject({
  when: v.picklist(['now', 'tonight']),
  /** Also while a clock runs. */
  despiteClocks: v.optional(v.boolean(), false),
});
const back = v.strictObject({ despiteClocks: v.optional(v.boolean(), false) });

const tags = ['Software'];
const answers = { 200: statusSchema };

/** Which release of Felt runs here, the next one, and the one before. */
export const softwareRoutes = (software: Software) =>
  new Hono<Env>()
    .get(
      '/software',
      describes({ summary: 'Which release runs, and what could run next', tags, answers }),
      needs('viewer'),
      async (c) => c.json(await software.status()),
    )
    .post(
      '/software/look',
      describes({ summary: 'Look for a newer release now', tags, answers }),
      needs('admin'),
      async (c) => {
        await software.look();
        return c.json(await software.status());
      },
    )
    .post(
      '/software/update',
      describes({
        summary: 'Put the release in that is ready: now, or when nothing runs any more',
        description: '409 NO_UPDATE, UPDATE_GOING, CLOCKS_RUN (say despiteClocks to do it anyway).',
        ...{ tags, answers },
      }),
      needs('admin'),
      takes(when),
      async (c) => {
        const { when: moment, despiteClocks } = c.req.valid('json');
        const { id: operatorId } = c.get('operator');
        if (moment === 'now') await software.updateNow({ operatorId, despiteClocks });
        else await software.updateTonight({ operatorId });
        return c.json(await software.status());
      },
    )
    .delete(
      '/software/update',
      describes({ summary: 'Do not put it in tonight', tags, answers }),
      needs('admin'),
      async (c) => {
        await software.cancel();
        return c.json(await software.status());
      },
    )
    .post(
      '/software/rollback',
      describes({
        summary: 'Back to the release before',
        description: '409 NO_PREVIOUS, UPDATE_GOING, CLOCKS_RUN.',
        ...{ tags, answers },
      }),
      needs('admin'),
      takes(back),
      async (c) => {
        const { despiteClocks } = c.req.valid('json');
        await software.goBack({ operatorId: c.get('operator').id, despiteClocks });
        return c.json(await software.status());
      },
    )
    .post(
      '/software/seen',
      describes({ summary: 'What became of the last update was read', tags, answers }),
      needs('floor'),
      async (c) => {
        await software.seen();
        return c.json(await software.status());
      },
    );
