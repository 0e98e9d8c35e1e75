import { below, seeded } from '../kernel/random.ts';
import type { Now } from '../kernel/time.ts';
import type { Seen } from '../rooms/displays/room.ts';

/** Screens that nobody named or assigned, at most: strangers shall not fill the leaf's memory. */
export const MOST_STRANGERS = 200;

/** What four digits can tell apart. */
const CODES = 10_000;

/** One open window of a screen. */
export type Window = { readonly send: (message: string) => void };

type Node = { seen: Seen; known: boolean; readonly windows: Set<Window> };

/**
 * Screens since the leaf started: who is there, how to reach them, and the code of each that nobody
 * claimed yet. Names and assignments are the displays room's; nothing here outlives the process.
 * @param newSeed the leaf's source of chance.
 */
export const createNodes = ({
  now,
  newSeed,
}: {
  readonly now: () => Now;
  readonly newSeed: () => string;
}) => {
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

  /** Four digits that no other screen has: there are far more of them than strangers. */
  const newCode = (): string => {
    const random = seeded(newSeed());
    const taken = new Set([...nodes.values()].map(({ seen }) => seen.code));
    for (;;) {
      const code = String(below(random, CODES)).padStart(4, '0');
      if (!taken.has(code)) return code;
    }
  };

  /** Only a screen that nobody knows has a code, and keeps it for as long as that holds. */
  const know = (node: Node, known: boolean) => {
    const code = known ? null : (node.seen.code ?? newCode());
    node.known = known;
    node.seen = { ...node.seen, code };
  };

  const nodeFor = (nodeId: string, known: boolean): Node => {
    const node = nodes.get(nodeId) ?? {
      seen: { nodeId, ...moment(), resolution: null, uptime: null, heard: null, code: null },
      known,
      windows: new Set<Window>(),
    };
    know(node, known);
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
    beat: (nodeId: string, told: Pick<Seen, 'resolution' | 'uptime' | 'heard'>): void => {
      const node = nodes.get(nodeId);
      if (node !== undefined) node.seen = { ...node.seen, ...told, ...moment() };
    },
    /** Named, assigned or removed since it connected. */
    setKnown: (nodeId: string, known: boolean): void => {
      const node = nodes.get(nodeId);
      if (node !== undefined) know(node, known);
    },
    /** The connected screen that shows this code; null where there is none. */
    byCode: (code: string): string | null => {
      const found = [...nodes.values()].find((node) => node.seen.code === code);
      return found === undefined || found.windows.size === 0 ? null : found.seen.nodeId;
    },
    seen: (nodeId: string): Seen | undefined => nodes.get(nodeId)?.seen,
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
