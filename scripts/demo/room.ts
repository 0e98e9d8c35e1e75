import { streamOf } from '../../src/kernel/envelope.ts';
import { uuid7 } from '../../src/kernel/ids.ts';
import type { Random } from '../../src/kernel/random.ts';
import { below, seeded } from '../../src/kernel/random.ts';
import type { Now } from '../../src/kernel/time.ts';
import { writeAlive } from '../../src/leaf/alive.ts';
import { ROOMS } from '../../src/leaf/rooms.ts';
import { openStore } from '../../src/leaf/store.ts';
import { createHandle } from '../../src/log/handle.ts';
import { addedRows, changedFields, NOBODY } from '../../src/rooms/players/projections/profiles.ts';
import { player } from '../../src/rooms/players/room.ts';
import type { Command } from '../../src/rooms/tournament/commands.ts';
import { tournament } from '../../src/rooms/tournament/room.ts';
import type { State } from '../../src/rooms/tournament/state.ts';
import { dueNext } from '../../src/rooms/tournament/views.ts';
import type { Person } from './names.ts';

type Omitted<T> = T extends unknown ? Omit<T, 'now' | 'seed'> : never;
/** A command of the floor; time and chance come from here. */
export type Order = Omitted<Command>;

/** Who gives the commands. */
export type Staff = { readonly floor: string; readonly desk: string };

/**
 * A leaf's own log and handle under a clock that is moved by hand, so that hours of a night pass in
 * a second and everything in it stands where a real night would have put it.
 * @param until the moment at which the past ends and the real clock takes over.
 */
export const openRoom = async (folder: string, until: Now) => {
  const log = await openStore(folder);
  const random: Random = seeded('felt demo');
  let wallMs = until.wallMs;
  let commands = 0;

  const now = (): Now => ({ ...until, wallMs, bootMs: until.bootMs - (until.wallMs - wallMs) });
  const newId = (): string => {
    const bytes = Uint8Array.from({ length: 10 }, () => below(random, 256));
    return uuid7(wallMs, bytes);
  };
  const handle = createHandle({ log, rooms: ROOMS, clock: () => wallMs, newId });
  const tournaments: string[] = [];
  const planned: { readonly atMs: number; readonly turn: number; readonly act: () => unknown }[] =
    [];

  const stateOf = async (id: string): Promise<State> =>
    // A tournament's stream is folded by the tournament room only.
    (await handle.read(streamOf(tournament.name, id))).state as State;

  /** @throws Error where the rules refuse: the demo plays by them. */
  const give = async (id: string, order: Order, by: string, cause?: string) => {
    commands += 1;
    const answer = await handle.execute({
      stream: streamOf(tournament.name, id),
      command: { ...order, now: now(), seed: `demo-${commands}` },
      ...{ by, device: null },
      ...(cause === undefined ? {} : { cause }),
    });
    if (!answer.ok) throw new Error(`${order.type}: ${JSON.stringify(answer.refusal)}`);
    return answer.events;
  };

  const create = async (order: Extract<Order, { type: 'create' }>, by: string): Promise<string> => {
    const id = newId();
    await give(id, order, by);
    tournaments.push(id);
    return id;
  };

  const addPlayer = async ({ firstName, lastName, nickname }: Person, by: string) => {
    const id = newId();
    const profile = { ...NOBODY, firstName, lastName, nickname };
    const answer = await handle.execute({
      stream: streamOf(player.name, id),
      command: { type: 'add', fields: changedFields(NOBODY, profile), similar: [] },
      ...{ by, device: null, rows: addedRows(profile, id, wallMs) },
    });
    if (!answer.ok) throw new Error(`add: ${JSON.stringify(answer.refusal)}`);
    return id;
  };

  /** What time itself asks for first, of any tournament. */
  const dueFirst = async () => {
    const all = await Promise.all(
      tournaments.map(async (id) => ({ id, due: dueNext(await stateOf(id), now())[0] })),
    );
    const [first] = all
      .flatMap(({ id, due }) => (due === undefined ? [] : [{ id, ...due }]))
      .sort((a, b) => a.inMs - b.inMs);
    return first;
  };

  /** Lets the levels end and the warnings sound on the way to a moment. */
  const passTo = async (atMs: number): Promise<void> => {
    for (;;) {
      const due = await dueFirst();
      if (due === undefined || wallMs + due.inMs > atMs) break;
      wallMs += Math.max(0, due.inMs);
      await give(due.id, due.command, 'system', due.cause);
    }
    wallMs = Math.max(wallMs, atMs);
  };

  const next = () => {
    planned.sort((a, b) => a.atMs - b.atMs || a.turn - b.turn);
    return planned[0] !== undefined && planned[0].atMs <= until.wallMs
      ? planned.shift()
      : undefined;
  };

  return {
    ...{ random, newId, give, create, addPlayer, stateOf },
    /** Wall clock of the demo, ms. */
    nowMs: (): number => wallMs,
    /** Goes to a moment at once, where nothing plays yet. */
    goTo: (atMs: number): void => {
      wallMs = atMs;
    },
    /** Does it when the time has come; what lies after the end of the past is left to the floor. */
    plan: (atMs: number, act: () => unknown): void => {
      planned.push({ atMs, turn: planned.length, act });
    },
    /** Plays everything that was planned, and what that plans, up to now. */
    play: async (): Promise<void> => {
      for (let todo = next(); todo !== undefined; todo = next()) {
        await passTo(todo.atMs);
        await todo.act();
      }
      await passTo(until.wallMs);
    },
    /** The log as a leaf leaves it that was alive until this moment. */
    close: async (): Promise<void> => {
      await handle.close();
      await writeAlive(log, { at: until, synchronised: true });
      log.checkpoint();
      await log.close();
    },
  };
};

export type Room = Awaited<ReturnType<typeof openRoom>>;
