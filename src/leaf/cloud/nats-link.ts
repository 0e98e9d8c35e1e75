import { connect } from 'node:net';
import * as v from 'valibot';
import type { LinkState } from '../../sync/nats.ts';

const LOOK_WITHIN_MS = 1000;
/** After a hint: what it announces is so a moment later. */
const LOOK_AGAIN_MS = [0, 50, 150, 400, 1000];

const Leafz = v.object({
  leafs: v.optional(
    v.array(v.object({ subscriptions_list: v.optional(v.array(v.string()), []) })),
    [],
  ),
});

/** Lines of nats-server after which it pays to look; what is so, `/leafz` says. */
const TELLING = /leafnode/iu;
const REFUSED = /leafnode error '(?:authorization violation|user authentication)/iu;

/** Whether the hub's door takes a connection: then the line is there, and the server is at fault. */
export const reaches = (url: string): Promise<boolean> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(url.replace(/^[a-z-]+:/u, 'http:'));
    const socket = connect({ host: hostname, port: Number(port || 7422), timeout: 3000 });
    const done = (good: boolean): void => {
      socket.destroy();
      resolve(good);
    };
    socket.once('connect', () => done(true));
    socket.once('timeout', () => done(false));
    socket.once('error', () => done(false));
  });

/**
 * Whether the local server has the hub, by its monitor; asked often, and at every hint in its log.
 * Connected is not enough: a hub that refuses is so for a moment, and one that has forgotten its
 * interest (#3515) takes nothing. It is linked when the hub asks for the venue's subjects.
 */
export const watchLink = (monitor: () => string | undefined, wanted: string) => {
  const listeners = new Set<() => void>();
  let state: LinkState = 'down';
  let refused = false;
  let downSinceMs = performance.now();
  let hints: readonly ReturnType<typeof setTimeout>[] = [];

  const become = (next: LinkState): void => {
    if (next !== 'up' && state === 'up') downSinceMs = performance.now();
    if (next === state) return;
    state = next;
    for (const heard of [...listeners]) heard();
  };

  const linked = async (): Promise<boolean> => {
    const at = monitor();
    if (at === undefined) return false;
    try {
      const signal = AbortSignal.timeout(LOOK_WITHIN_MS);
      const answer = await fetch(`${at}/leafz?subs=1`, { signal });
      const { leafs } = v.parse(Leafz, await answer.json());
      return leafs.some((leaf) => leaf.subscriptions_list.includes(wanted));
    } catch {
      return false;
    }
  };

  const look = async (): Promise<void> => {
    if (await linked()) {
      refused = false;
      become('up');
    } else {
      become(refused ? 'refused' : 'down');
    }
  };

  return {
    look,
    heard: (line: string): void => {
      if (!TELLING.test(line)) return;
      if (REFUSED.test(line)) refused = true;
      for (const hint of hints) clearTimeout(hint);
      hints = LOOK_AGAIN_MS.map((ms) => setTimeout(look, ms));
    },
    stop: (): void => {
      for (const hint of hints) clearTimeout(hint);
    },
    downForMs: (): number => (state === 'up' ? 0 : performance.now() - downSinceMs),
    state: (): LinkState => state,
    onChange: (heard: () => void): (() => void) => {
      listeners.add(heard);
      return () => listeners.delete(heard);
    },
  };
};
