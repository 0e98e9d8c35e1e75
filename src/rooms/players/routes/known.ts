import type { Context } from 'hono';
import { streamOf } from '../../../kernel/envelope.ts';
import type { RowWrite } from '../../../kernel/room.ts';
import type { Env, Shell } from '../../../server/shell.ts';
import { ApiError, outcome, performAll } from '../../../server/shell.ts';
import type { Command, Profile } from '../commands.ts';
import type { StoredProfile } from '../projections/profiles.ts';
import { NOBODY } from '../projections/profiles.ts';
import { player, profileOf } from '../room.ts';
import type { State } from '../state.ts';

/** As much of the shell as this room touches. */
export type Desk = Pick<Shell, 'handle' | 'log' | 'now' | 'newId'>;

export const streamFor = (playerId: string): string => streamOf(player.name, playerId);

/** A player as they stood at one version of their stream; NOBODY where there is no profile. */
export type Known = {
  readonly id: string;
  readonly version: number;
  readonly merged: State['merged'];
  readonly received: State['received'];
  readonly stored: StoredProfile | null;
  readonly profile: Profile;
};

/** The version first: a profile read after it is never older, and `ifVersion` refuses a newer one. */
export const knownPlayer = async ({ handle, log }: Desk, id: string): Promise<Known> => {
  const stands = await handle.look(streamFor(id), (state, version) => {
    // Streams of this name hold this room's states only.
    const { merged, received } = state as State;
    return { version, merged, received: { ...received } };
  });
  const stored = await profileOf(log, id);
  return { id, ...stands, stored, profile: stored ?? NOBODY };
};

/** Commands that hold together, with the rows that belong to them. */
export type Plan = {
  readonly orders: readonly {
    readonly stream: string;
    readonly command: Command;
    readonly ifVersion?: number;
  }[];
  readonly rows: readonly RowWrite[];
};

export const order = ({ id, version }: Known, command: Command, asked?: number) => ({
  stream: streamFor(id),
  command,
  ifVersion: asked ?? version,
});

/** Somebody else changed the player between looking and deciding: how often to look again. */
const LOOKS = 5;

/**
 * Plans on what is stored and carries it out if that still stands; else plans again, except where the
 * request names the version that it means. The answer is built from the events, so that a repetition
 * gets the same one.
 */
export const carryOut = async (c: Context<Env>, shell: Desk, plan: () => Promise<Plan>) => {
  const looks = c.req.header('if-match') === undefined ? LOOKS : 1;
  for (let look = 1; ; look++) {
    const { orders, rows } = await plan();
    try {
      const answer = await performAll(c, shell, orders, rows);
      // Where nothing was to change, the version is the one that was looked at.
      const version = answer.events.at(-1)?.envelope.version ?? orders.at(-1)?.ifVersion ?? 0;
      return outcome({ ...answer, version });
    } catch (error) {
      const moved = error instanceof ApiError && error.code === 'VERSION_MISMATCH';
      if (!moved || look === looks) throw error;
    }
  }
};
