import type { Flow } from '../flows/flow.ts';
import type { Envelope } from '../kernel/envelope.ts';
import type { Handle } from '../log/handle.ts';
import type { Log } from '../log/port.ts';
import { cursorOf } from './flows/cursor.ts';
import type { FollowerDeps } from './flows/follower.ts';
import { createFollower } from './flows/follower.ts';

export { flowCursors } from './flows/cursor.ts';

export type FlowsDeps = FollowerDeps & {
  readonly flows: readonly Flow[];
  /** Stored events come to today's shape by the room that they belong to. */
  readonly rooms: readonly {
    readonly name: string;
    readonly upcast: (envelope: Envelope) => Envelope;
  }[];
  readonly handle: Pick<Handle, 'executeAll' | 'onCommitted'>;
  readonly log: Pick<Log, 'after' | 'head' | 'select' | 'write'>;
};

/**
 * Runs the flows: each follows the log from its own cursor, through restarts and crashes, and gives its
 * commands once.
 * @throws Error where a flow follows a room that is not there.
 */
export const createFlows = ({ flows, rooms, ...deps }: FlowsDeps) => {
  const { handle, log } = deps;
  const upcastOf = ({ name, room }: Flow) => {
    const found = rooms.find((one) => one.name === room);
    if (found === undefined) throw new Error(`the flow ${name} follows no room here: ${room}`);
    return found.upcast;
  };
  const all = flows.map((flow) => ({ flow, upcast: upcastOf(flow) }));
  const followers: ReturnType<typeof createFollower>[] = [];
  let unlisten = () => {};

  return {
    /** Makes up for what a stop or a crash left undone, then follows every commit. */
    start: async (): Promise<void> => {
      for (const { flow, upcast } of all) {
        const cursor = await cursorOf(log, flow.name);
        followers.push(createFollower({ ...deps, flow, upcast, cursor }));
      }
      unlisten = handle.onCommitted((events) => {
        for (const { committed } of followers) committed(events);
      });
      await Promise.all(followers.map(({ catchUp }) => catchUp()));
    },
    /** Finishes the command under way; what comes after it is left to the next start. */
    stop: async (): Promise<void> => {
      unlisten();
      for (const { stop } of followers) await stop();
    },
  };
};
