import { Hono } from 'hono';
import * as v from 'valibot';
import { BACKUP_NAME } from './backup/header.ts';
import { describes } from './describe.ts';
import type { Env } from './env.ts';
import { ApiError } from './errors.ts';
import { needs } from './guard.ts';
import { param } from './validate.ts';

export const BACKUP_PROBLEMS = [
  /** The disk of this machine has no room for it. */
  'noSpace',
  /** It was written and could not be read back. */
  'unreadable',
  'failed',
] as const;
export type BackupProblem = (typeof BACKUP_PROBLEMS)[number];

export const PLACE_STATES = [
  /** It holds the newest backup. */
  'ok',
  /** The newest one is on its way, or waits for the next try. */
  'waiting',
  /** No disk is there. */
  'away',
  'full',
  'readOnly',
  /** It does not answer. */
  'stuck',
  'failed',
  /** The core takes nothing of this size. */
  'tooLarge',
  /** The clocks of this leaf and the core are too far apart. */
  'clock',
  /** The core does not answer. */
  'unreachable',
] as const;
export type PlaceState = (typeof PLACE_STATES)[number];

const backupSchema = v.object({
  name: v.string(),
  madeAt: v.string(),
  /** Events in its log, and when the last one happened. */
  events: v.number(),
  knownAt: v.string(),
  bytes: v.number(),
});

/** Where copies go, and how that stands. */
export const placeSchema = v.object({
  kind: v.picklist(['folder', 'core']),
  /** The folder, or the core's address. */
  where: v.string(),
  state: v.picklist(PLACE_STATES),
  /** What the disk or the core said of it; null: nothing. */
  reason: v.nullable(v.string()),
  /** The newest of this leaf's that is there, as far as it is known. */
  newest: v.nullable(v.string()),
  /** When it was last there; null: never seen. */
  seenAt: v.nullable(v.string()),
});
export type BackupPlace = v.InferOutput<typeof placeSchema>;

const statusSchema = v.object({
  /** One is being made. */
  making: v.boolean(),
  /** On this machine, the newest first. */
  backups: v.array(backupSchema),
  /** Events behind the newest one. */
  behind: v.number(),
  /** Why the last attempt came to nothing; null: it did not. */
  problem: v.nullable(v.picklist(BACKUP_PROBLEMS)),
  problemAt: v.nullable(v.string()),
  places: v.array(placeSchema),
  /** When an admin last looked at the recovery key; null: never. */
  keyShownAt: v.nullable(v.string()),
});
export type BackupsView = v.InferOutput<typeof statusSchema>;

const keySchema = v.object({ key: v.string(), shownAt: v.string() });

/** Backups of this leaf. */
export type Backups = {
  readonly status: () => Promise<BackupsView>;
  /** Answers when it was read back. @throws ApiError NO_SPACE, BACKUP_FAILED. */
  readonly makeNow: () => Promise<void>;
  /** The recovery key; from now on it counts as shown. */
  readonly showKey: () => { readonly key: string; readonly shownAt: string };
  /** The path of one on this machine; null: there is none of that name. */
  readonly fileOf: (name: string) => Promise<string | null>;
  /** What support needs to know of this leaf, as JSON and without anything personal. */
  readonly support: () => Promise<string>;
};

const tags = ['Backups'];
const byName = param(v.object({ name: v.pipe(v.string(), v.regex(BACKUP_NAME)) }));

const attached = (name: string, type: string) => ({
  'content-disposition': `attachment; filename="${name}"`,
  'content-type': type,
  'cache-control': 'no-store',
});

/** Backups of the venue, the key to them, and what support is sent. */
export const backupRoutes = (backups: Backups) =>
  new Hono<Env>()
    .get(
      '/backups',
      describes({
        summary: 'The backups of this leaf, where copies of them are, and what is wrong with any',
        ...{ tags, answers: { 200: statusSchema } },
      }),
      needs('floor'),
      async (c) => c.json(await backups.status()),
    )
    .post(
      '/backups',
      describes({
        summary: 'Make a backup now; it was read back when this answers',
        description: '409 NO_SPACE, BACKUP_FAILED.',
        ...{ tags, answers: { 200: statusSchema } },
      }),
      needs('admin'),
      async (c) => {
        await backups.makeNow();
        return c.json(await backups.status());
      },
    )
    .post(
      '/backups/key',
      describes({
        summary: 'The recovery key, without which no backup can be read on another machine',
        ...{ tags, answers: { 200: keySchema } },
      }),
      needs('admin'),
      (c) => c.json(backups.showKey(), 200, { 'cache-control': 'no-store' }),
    )
    .get(
      '/backups/:name',
      describes({
        summary: 'A backup as it lies here: encrypted',
        ...{ tags, answers: { 200: 'The file' } },
      }),
      needs('admin'),
      byName,
      async (c) => {
        const { name } = c.req.valid('param');
        const path = await backups.fileOf(name);
        if (path === null) throw new ApiError('NOT_FOUND', 'There is no such backup.');
        return new Response(Bun.file(path), {
          headers: attached(name, 'application/octet-stream'),
        });
      },
    )
    .get(
      '/support',
      describes({
        summary: 'What support needs to know of this leaf: nothing personal',
        ...{ tags: ['Support'], answers: { 200: 'JSON' } },
      }),
      needs('admin'),
      async (c) =>
        c.body(await backups.support(), 200, attached('felt-support.json', 'application/json')),
    );
