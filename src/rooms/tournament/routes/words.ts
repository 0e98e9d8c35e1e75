import type { Context } from 'hono';
import * as v from 'valibot';
import { streamOf } from '../../../kernel/envelope.ts';
import { id } from '../../../kernel/parse.ts';
import type { Env, Shell } from '../../../server/shell.ts';
import {
  ApiError,
  describes,
  needs,
  outcome,
  param,
  perform,
  takes,
} from '../../../server/shell.ts';
import type { Command } from '../commands.ts';
import { tournamentState } from '../room.ts';
import type { State } from '../state.ts';

type Schema = v.GenericSchema<unknown, unknown>;

/** A command without fields: an empty body, or `{}`. */
export const nothing = v.strictObject({});

export const byId = v.object({ id });
export const byPlayer = v.object({ id, pid: id });
export const byTable = v.object({ id, tid: id });

/** What every command answers. */
export const done = v.object({
  version: v.number(),
  events: v.array(
    v.object({
      id: v.string(),
      type: v.string(),
      version: v.number(),
      at: v.string(),
      data: v.unknown(),
    }),
  ),
});

/** The middlewares of a command that the floor gives, `path` being its parameters. */
export const floor = <B extends Schema, P extends Schema>(
  {
    summary,
    tag,
    path,
    status = 200,
  }: {
    readonly summary: string;
    readonly tag: string;
    readonly path: P;
    readonly status?: number;
  },
  body: B,
  most?: number,
) =>
  [
    needs('floor'),
    describes({ summary, tags: [tag], answers: { [status]: done } }),
    param(path),
    takes(body, most === undefined ? {} : { most }),
  ] as const;

/** The middlewares of a view that any operator may see. */
export const viewer = <P extends Schema>({
  summary,
  tag,
  path,
  answer,
}: {
  readonly summary: string;
  readonly tag: string;
  readonly path: P;
  readonly answer: Schema | string;
}) =>
  [
    needs('viewer'),
    describes({ summary, tags: [tag], answers: { 200: answer } }),
    param(path),
  ] as const;

/** Gives a command to the tournament that the path names. */
export const give = (c: Context<Env>, shell: Shell, command: Command) =>
  perform(c, shell, { stream: streamOf('tournament', c.req.param('id') ?? ''), command });

/** The same, answered with the events that it made. */
export const order = async (c: Context<Env>, shell: Shell, command: Command) =>
  outcome(await give(c, shell, command));

/**
 * Looks at a tournament at a moment when nothing uncommitted is in it.
 * @throws ApiError NOT_FOUND (404).
 */
export const look = async <T>(
  shell: Pick<Shell, 'handle'>,
  tournamentId: string,
  use: (state: State) => T,
): Promise<T> =>
  shell.handle.look(streamOf('tournament', tournamentId), (found) => {
    const state = tournamentState(found);
    if (state.status === 'none') throw new ApiError('NOT_FOUND', 'There is no such tournament.');
    return use(state);
  });

/**
 * The id under which a person plays here: entries keep the one they were bought with, also when the
 * person was merged since. The asked one where nobody of them does.
 */
export const playingAs = async (
  shell: Pick<Shell, 'handle' | 'players'>,
  tournamentId: string,
  asked: string,
): Promise<string> => {
  const all = await shell.players.ids(asked);
  if (all.length === 1) return asked;
  const plays = (ids: readonly string[]) =>
    look(shell, tournamentId, ({ byPlayer }) => ids.find((one) => byPlayer[one] !== undefined));
  return (await plays([asked])) ?? (await plays(all)) ?? asked;
};

/** A moment as REST tells it. */
export const iso = <M extends number | null>(ms: M): M extends null ? string | null : string =>
  (ms === null ? null : new Date(ms).toISOString()) as M extends null ? string | null : string;
