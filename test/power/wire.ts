import type { Node } from './files.ts';

/** The kernel's numbers for what it asks (linux/fuse.h, protocol 7.31). */
export const OP = {
  lookup: 1,
  forget: 2,
  getattr: 3,
  setattr: 4,
  readlink: 5,
  symlink: 6,
  mknod: 8,
  mkdir: 9,
  unlink: 10,
  rmdir: 11,
  rename: 12,
  open: 14,
  read: 15,
  write: 16,
  statfs: 17,
  release: 18,
  fsync: 20,
  flush: 25,
  init: 26,
  opendir: 27,
  readdir: 28,
  releasedir: 29,
  fsyncdir: 30,
  create: 35,
  interrupt: 36,
  destroy: 38,
  batchForget: 42,
  rename2: 45,
} as const;

export const ERROR = {
  noEntry: 2,
  exists: 17,
  notADirectory: 20,
  notEmpty: 39,
  notImplemented: 38,
} as const;

const REQUEST_HEAD = 40;
const ANSWER_HEAD = 16;
const ATTRIBUTES = 88;

/** One request of the kernel; numbers are read at an offset behind its head. */
export type Request = {
  readonly op: number;
  readonly unique: bigint;
  readonly nodeId: number;
  readonly uid: number;
  readonly gid: number;
  readonly u32: (at: number) => number;
  readonly u64: (at: number) => number;
  /** The texts behind `at`, each ended by a zero. */
  readonly names: (at: number) => readonly string[];
  readonly bytes: (at: number, size: number) => Uint8Array;
};

export const requestIn = (buffer: Uint8Array): Request => {
  const view = new DataView(buffer.buffer, buffer.byteOffset, buffer.byteLength);
  return {
    op: view.getUint32(4, true),
    unique: view.getBigUint64(8, true),
    nodeId: Number(view.getBigUint64(16, true)),
    uid: view.getUint32(24, true),
    gid: view.getUint32(28, true),
    u32: (at) => view.getUint32(REQUEST_HEAD + at, true),
    u64: (at) => Number(view.getBigUint64(REQUEST_HEAD + at, true)),
    names: (at) =>
      new TextDecoder()
        .decode(buffer.subarray(REQUEST_HEAD + at))
        .split('\0')
        .slice(0, -1),
    bytes: (at, size) => buffer.subarray(REQUEST_HEAD + at, REQUEST_HEAD + at + size),
  };
};

/** @param error a number of `ERROR`, 0 where all went well. */
export const answerTo = (
  unique: bigint,
  error: number,
  body: Uint8Array = new Uint8Array(0),
): Uint8Array => {
  const answer = new Uint8Array(ANSWER_HEAD + body.length);
  const view = new DataView(answer.buffer);
  view.setUint32(0, answer.length, true);
  view.setInt32(4, -error, true);
  view.setBigUint64(8, unique, true);
  answer.set(body, ANSWER_HEAD);
  return answer;
};

const filled = (size: number, fill: (view: DataView) => void): Uint8Array => {
  const bytes = new Uint8Array(size);
  fill(new DataView(bytes.buffer));
  return bytes;
};

const putAttributes = (view: DataView, at: number, node: Node): void => {
  view.setBigUint64(at, BigInt(node.id), true);
  view.setBigUint64(at + 8, BigInt(node.now.size), true);
  view.setBigUint64(at + 16, BigInt(Math.ceil(node.now.size / 512)), true);
  for (const time of [24, 32, 40]) {
    view.setBigUint64(at + time, BigInt(Math.floor(node.mtimeMs / 1000)), true);
  }
  view.setUint32(at + 60, node.mode, true);
  view.setUint32(at + 64, 1, true);
  view.setUint32(at + 68, node.uid, true);
  view.setUint32(at + 72, node.gid, true);
  view.setUint32(at + 80, 4096, true);
};

/** Nothing of it may be remembered: the next cut changes it behind the kernel's back. */
export const entryOf = (node: Node): Uint8Array =>
  filled(40 + ATTRIBUTES, (view) => {
    view.setBigUint64(0, BigInt(node.id), true);
    putAttributes(view, 40, node);
  });

export const attributesOf = (node: Node): Uint8Array =>
  filled(16 + ATTRIBUTES, (view) => putAttributes(view, 16, node));

/** Every read and write comes here, none out of the kernel's memory (FOPEN_DIRECT_IO). */
export const opened = (): Uint8Array => filled(16, (view) => view.setUint32(8, 1, true));

export const LARGEST_WRITE = 128 * 1024;

export const agreed = (): Uint8Array =>
  filled(64, (view) => {
    view.setUint32(0, 7, true);
    view.setUint32(4, 31, true);
    view.setUint16(16, 12, true);
    view.setUint16(18, 9, true);
    view.setUint32(20, LARGEST_WRITE, true);
    view.setUint32(24, 1, true);
  });

export const written = (size: number): Uint8Array =>
  filled(8, (view) => view.setUint32(0, size, true));

const FREE_BLOCKS = 1n << 20n;

export const freeSpace = (): Uint8Array =>
  filled(80, (view) => {
    for (const at of [0, 8, 16, 24, 32]) view.setBigUint64(at, FREE_BLOCKS, true);
    view.setUint32(40, 4096, true);
    view.setUint32(44, 255, true);
    view.setUint32(48, 4096, true);
  });

/** One name of a folder, with the number at which the next one is asked for. */
export const nameIn = (id: number, next: number, name: string): Uint8Array => {
  const text = new TextEncoder().encode(name);
  const entry = filled(Math.ceil((24 + text.length) / 8) * 8, (view) => {
    view.setBigUint64(0, BigInt(id), true);
    view.setBigUint64(8, BigInt(next), true);
    view.setUint32(16, text.length, true);
  });
  entry.set(text, 24);
  return entry;
};
