import type { Now } from '../kernel/time.ts';
import type { Seen } from '../rooms/displays/room.ts';

/** Screens that nobody named or assigned, at most: strangers shall not fill the leaf's memory. */
export const MOST_STRANGERS = 200;

/** One open window of a screen. */
export type Window = { readonly send: (message: string) => void };

type Node = { seen: Seen; known: boolean; readonly windows: Set<Window> };

/**
 * Screens since the leaf started: who is there, and how to reach them. Names and assignments are the
 * displays room's; nothing here outlives the process.
 */
export const createNodes = (now: () => Now) => {
  const nodes = new Map<string, Node>();

  const moment = () => {
    const { wallMs, bootMs } = now();
    return { atMs: wallMs, bootMs };
  };

  const strangers = () => [...nodes].filter(([, node]) => !node.known);

  /** Room for one more stranger: the one that was gone longest goes. */
  const makeRoom = (): boolean => {
    const all = strangers();
    if (all.length < MOST_STRANGERS) return true;
    const [oldest] = all
      .filter(([, node]) => node.windows.size === 0)
      .sort(([, a], [, b]) => a.seen.bootMs - b.seen.bootMs);
    return oldest !== undefined && nodes.delete(oldest[0]);
  };

  const nodeFor = (nodeId: string, known: boolean): Node => {
    const node = nodes.get(nodeId) ?? {
      seen: { nodeId, ...moment(), resolution: null, uptime: null },
      known,
      windows: new Set<Window>(),
    };
    node.known = known;
    nodes.set(nodeId, node);
    return node;
  };

  return {
    /** May this screen connect? Only a stranger among too many others may not. */
    admits: (nodeId: string, known: boolean): boolean => known || nodes.has(nodeId) || makeRoom(),
    opened: (nodeId: string, known: boolean, window: Window): void => {
      const node = nodeFor(nodeId, known);
      node.windows.add(window);
      node.seen = { ...node.seen, ...moment() };
    },
    closed: (nodeId: string, window: Window): void => {
      nodes.get(nodeId)?.windows.delete(window);
    },
    beat: (nodeId: string, told: Pick<Seen, 'resolution' | 'uptime'>): void => {
      const node = nodes.get(nodeId);
      if (node !== undefined) node.seen = { ...node.seen, ...told, ...moment() };
    },
    /** Named, assigned or removed since it connected. */
    setKnown: (nodeId: string, known: boolean): void => {
      const node = nodes.get(nodeId);
      if (node !== undefined) node.known = known;
    },
    /** Says something to every open window of a screen; answers how many there are. */
    tell: (nodeId: string, message: object): number => {
      const windows = [...(nodes.get(nodeId)?.windows ?? [])];
      const text = JSON.stringify(message);
      for (const window of windows) window.send(text);
      return windows.length;
    },
    /** Forgets a screen that is not connected; answers whether there was one, connected or not. */
    forget: (nodeId: string): boolean => {
      const node = nodes.get(nodeId);
      if (node?.windows.size === 0) nodes.delete(nodeId);
      return node !== undefined;
    },
    list: (): readonly Seen[] => [...nodes.values()].map(({ seen }) => seen),
  };
};

export type Nodes = ReturnType<typeof createNodes>;
