import { below, type Random } from '../../src/kernel/random.ts';

/** What a disk writes as one, or not at all. */
const PAGE = 4096;
const FOLDER = 0o040000;

/** Bytes that grow, as one array that is replaced when it is too short. */
type Bytes = { data: Uint8Array; size: number };

/** One file, folder or socket: how it is now, and how a power cut would leave it. */
export type Node = {
  readonly id: number;
  mode: number;
  uid: number;
  gid: number;
  mtimeMs: number;
  readonly now: Bytes;
  readonly kept: Bytes;
  /** Numbers of the pages that were written since the last fsync. */
  readonly unsynced: Set<number>;
  /** Of a folder. */
  readonly entries: Map<string, number>;
  readonly keptEntries: Map<string, number>;
};

/** A change of names that a cut keeps whole or forgets whole; null: the name is gone. */
type Renaming = readonly {
  readonly folder: Node;
  readonly name: string;
  readonly to: Node | null;
}[];

const room = (bytes: Bytes, size: number): void => {
  if (size <= bytes.data.length) return;
  const data = new Uint8Array(Math.max(size, bytes.data.length * 2, PAGE));
  data.set(bytes.data.subarray(0, bytes.size));
  bytes.data = data;
};

/** Cuts off, or fills up with zeros. */
const resize = (bytes: Bytes, size: number): void => {
  room(bytes, size);
  if (size < bytes.size) bytes.data.fill(0, size, bytes.size);
  bytes.size = size;
};

const copyPage = (from: Bytes, to: Bytes, page: number): void => {
  const start = page * PAGE;
  const end = Math.min(start + PAGE, from.size);
  if (end <= start) return;
  room(to, end);
  to.data.set(from.data.subarray(start, end), start);
  to.size = Math.max(to.size, end);
};

/** All of it is the same as of the other. */
const become = (bytes: Bytes, other: Bytes): void => {
  bytes.data = other.data.slice(0, other.size);
  bytes.size = other.size;
};

/**
 * A disk without mercy: what was written reaches it with the fsync of the file, names with the fsync of
 * their folder, and never before. A real file system keeps more than that most of the time.
 */
export const createFiles = () => {
  const nodes = new Map<number, Node>();
  let renamings: Renaming[] = [];
  let lastId = 0;

  const make = (mode: number, uid: number, gid: number): Node => {
    lastId += 1;
    const empty = (): Bytes => ({ data: new Uint8Array(0), size: 0 });
    const node: Node = {
      ...{ id: lastId, mode, uid, gid, mtimeMs: 0, now: empty(), kept: empty() },
      ...{ unsynced: new Set(), entries: new Map(), keptEntries: new Map() },
    };
    nodes.set(node.id, node);
    return node;
  };
  const root = make(FOLDER | 0o755, 0, 0);

  const rename = (changes: Renaming): void => {
    for (const { folder, name, to } of changes) {
      if (to === null) folder.entries.delete(name);
      else folder.entries.set(name, to.id);
    }
    renamings.push(changes);
  };

  const keep = (changes: Renaming): void => {
    for (const { folder, name, to } of changes) {
      if (to === null) folder.keptEntries.delete(name);
      else folder.keptEntries.set(name, to.id);
    }
  };

  const forgetUnreachable = (): void => {
    const reached = new Set<number>();
    const reach = (id: number): void => {
      reached.add(id);
      for (const entry of nodes.get(id)?.entries.values() ?? []) reach(entry);
    };
    reach(root.id);
    for (const id of nodes.keys()) if (!reached.has(id)) nodes.delete(id);
  };

  /** Some of a file's unsynced pages had reached the disk by themselves, in any order. */
  const keepSome = (node: Node, random: Random): void => {
    for (const page of node.unsynced)
      if (below(random, 2) === 1) copyPage(node.now, node.kept, page);
    const isShorter = node.now.size < node.kept.size;
    if (isShorter && below(random, 2) === 1) resize(node.kept, node.now.size);
  };

  return {
    root,
    get: (id: number): Node | undefined => nodes.get(id),
    make,
    rename,

    read: (node: Node, offset: number, size: number): Uint8Array =>
      node.now.data.subarray(offset, Math.min(offset + size, node.now.size)),

    write: (node: Node, offset: number, data: Uint8Array): void => {
      if (offset > node.now.size) resize(node.now, offset);
      room(node.now, offset + data.length);
      node.now.data.set(data, offset);
      node.now.size = Math.max(node.now.size, offset + data.length);
      const last = Math.floor((offset + data.length - 1) / PAGE);
      for (let page = Math.floor(offset / PAGE); page <= last; page++) node.unsynced.add(page);
    },

    truncate: (node: Node, size: number): void => {
      resize(node.now, size);
      node.unsynced.add(Math.floor(size / PAGE));
    },

    /** From here on a cut leaves it as it is now: a file's bytes, or a folder's names. */
    sync: (node: Node): void => {
      // Longer than it is now: bytes behind the end are gone on the disk, too.
      if (node.kept.size > node.now.size) resize(node.kept, node.now.size);
      for (const page of node.unsynced) copyPage(node.now, node.kept, page);
      if (node.kept.size < node.now.size) resize(node.kept, node.now.size);
      node.unsynced.clear();
      const touches = (changes: Renaming) => changes.some((one) => one.folder === node);
      for (const changes of renamings) if (touches(changes)) keep(changes);
      renamings = renamings.filter((changes) => !touches(changes));
    },

    /**
     * The power is gone and back.
     * @param random where given, a part of what was not synced is there all the same: single pages in
     * any order, names in the order in which they were changed.
     */
    cut: (random?: Random): void => {
      if (random) {
        for (const changes of renamings.slice(0, below(random, renamings.length + 1)))
          keep(changes);
      }
      renamings = [];
      for (const node of nodes.values()) {
        if (random) keepSome(node, random);
        become(node.now, node.kept);
        node.unsynced.clear();
        node.entries.clear();
        for (const [name, id] of node.keptEntries) node.entries.set(name, id);
      }
      forgetUnreachable();
    },
  };
};

export type Files = ReturnType<typeof createFiles>;
