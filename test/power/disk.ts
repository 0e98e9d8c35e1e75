import { dlopen, FFIType, ptr } from 'bun:ffi';
import { openSync, readSync, writeSync } from 'node:fs';
import { seeded } from '../../src/kernel/random.ts';
import { createFiles, type Files, type Node } from './files.ts';
import {
  agreed,
  answerTo,
  attributesOf,
  ERROR,
  entryOf,
  freeSpace,
  LARGEST_WRITE,
  nameIn,
  OP,
  opened,
  type Request,
  requestIn,
  written,
} from './wire.ts';

/** A refusal of the file system, by its number. */
class Refused extends Error {
  readonly number: number;
  constructor(number: number) {
    super(`refused with ${number}`);
    this.number = number;
  }
}

const FOLDER = 0o040000;
const KIND = 0o170000;
const LINK = 0o120777;
const NO_ANSWER = new Set<number>([OP.forget, OP.batchForget, OP.interrupt]);
const SIZE = { valid: 1 << 3, mode: 1 << 0, uid: 1 << 1, gid: 1 << 2 };

const nodeOf = (files: Files, id: number): Node => {
  const node = files.get(id);
  if (node === undefined) throw new Refused(ERROR.noEntry);
  return node;
};

const childOf = (files: Files, folder: Node, name: string): Node => {
  const id = folder.entries.get(name);
  if (id === undefined) throw new Refused(ERROR.noEntry);
  return nodeOf(files, id);
};

const add = (files: Files, request: Request, mode: number, name: string): Node => {
  const folder = nodeOf(files, request.nodeId);
  if (folder.entries.has(name)) throw new Refused(ERROR.exists);
  const node = files.make(mode, request.uid, request.gid);
  files.rename([{ folder, name, to: node }]);
  return node;
};

/** Where it leads is part of its name's entry, and as durable. */
const addLink = (files: Files, request: Request): Node => {
  const [name = '', target = ''] = request.names(0);
  const link = add(files, request, LINK, name);
  files.write(link, 0, Buffer.from(target));
  files.sync(link);
  return link;
};

const remove = (files: Files, request: Request, name: string): void => {
  const folder = nodeOf(files, request.nodeId);
  const node = childOf(files, folder, name);
  if (node.entries.size > 0) throw new Refused(ERROR.notEmpty);
  files.rename([{ folder, name, to: null }]);
};

const move = (files: Files, request: Request, names: readonly string[]): void => {
  const [from = '', to = ''] = names;
  const folder = nodeOf(files, request.nodeId);
  const target = nodeOf(files, request.u64(0));
  const node = childOf(files, folder, from);
  files.rename([
    { folder, name: from, to: null },
    { folder: target, name: to, to: node },
  ]);
};

const setAttributes = (files: Files, request: Request): Node => {
  const node = nodeOf(files, request.nodeId);
  const valid = request.u32(0);
  if (valid & SIZE.valid) files.truncate(node, request.u64(16));
  if (valid & SIZE.mode) node.mode = (node.mode & KIND) | (request.u32(68) & ~KIND);
  if (valid & SIZE.uid) node.uid = request.u32(76);
  if (valid & SIZE.gid) node.gid = request.u32(80);
  return node;
};

const namesOf = (folder: Node, from: number, most: number): Uint8Array => {
  const parts: Uint8Array[] = [];
  let size = 0;
  for (const [index, [name, id]] of [...folder.entries].entries()) {
    if (index < from) continue;
    const part = nameIn(id, index + 1, name);
    if (size + part.length > most) break;
    size += part.length;
    parts.push(part);
  }
  return Buffer.concat(parts);
};

/** What the kernel is answered; throws `Refused`. */
const answer = (files: Files, request: Request): Uint8Array | undefined => {
  const node = () => nodeOf(files, request.nodeId);
  const name = (at: number) => request.names(at)[0] ?? '';
  switch (request.op) {
    case OP.init:
      return agreed();
    case OP.lookup:
      return entryOf(childOf(files, node(), name(0)));
    case OP.getattr:
      return attributesOf(node());
    case OP.setattr:
      return attributesOf(setAttributes(files, request));
    case OP.readlink:
      return files.read(node(), 0, LARGEST_WRITE);
    case OP.symlink:
      return entryOf(addLink(files, request));
    case OP.mknod:
      return entryOf(add(files, request, request.u32(0), name(16)));
    case OP.mkdir:
      return entryOf(add(files, request, FOLDER | request.u32(0), name(8)));
    case OP.create: {
      const made = add(files, request, request.u32(4), name(16));
      return Buffer.concat([entryOf(made), opened()]);
    }
    case OP.unlink:
    case OP.rmdir:
      return void remove(files, request, name(0));
    case OP.rename:
      return void move(files, request, request.names(8));
    case OP.rename2:
      return void move(files, request, request.names(16));
    case OP.open:
    case OP.opendir:
      return opened();
    case OP.read:
      return files.read(node(), request.u64(8), request.u32(16));
    case OP.readdir:
      return namesOf(node(), request.u64(8), request.u32(16));
    case OP.write: {
      const size = request.u32(16);
      files.write(node(), request.u64(8), request.bytes(40, size));
      return written(size);
    }
    case OP.fsync:
    case OP.fsyncdir:
      return void files.sync(node());
    case OP.statfs:
      return freeSpace();
    case OP.flush:
    case OP.release:
    case OP.releasedir:
    case OP.destroy:
      return undefined;
    default:
      throw new Refused(ERROR.notImplemented);
  }
};

const C = dlopen('libc.so.6', {
  mount: {
    args: [FFIType.cstring, FFIType.cstring, FFIType.cstring, FFIType.u64, FFIType.cstring],
    returns: FFIType.i32,
  },
  poll: { args: [FFIType.ptr, FFIType.u64, FFIType.i32], returns: FFIType.i32 },
}).symbols;

const text = (value: string) => ptr(Buffer.from(`${value}\0`));

const mountAt = (folder: string): number => {
  const device = openSync('/dev/fuse', 'r+');
  const options = `fd=${device},rootmode=40000,user_id=0,group_id=0,default_permissions,allow_other`;
  const failed = C.mount(
    text('felt-disk'),
    text(folder),
    text('fuse.felt-disk'),
    0n,
    text(options),
  );
  if (failed !== 0) throw new Error(`cannot mount ${folder}: only root can`);
  return device;
};

/** Which of the two has something to read; waits for it. */
const waitFor = (device: number): { readonly device: boolean; readonly orders: boolean } => {
  const READABLE = 1;
  const asked = new Int32Array([device, READABLE, 0, READABLE]);
  C.poll(ptr(asked), 2n, -1);
  const came = (index: number) => (asked[index * 2 + 1] ?? 0) >>> 16 !== 0;
  return { device: came(0), orders: came(1) };
};

/** The next request, null once it is unmounted. */
const nextRequest = (device: number, buffer: Uint8Array): Request | null => {
  try {
    return requestIn(buffer.subarray(0, readSync(device, buffer)));
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENODEV') return null;
    throw error;
  }
};

const serve = (files: Files, device: number, buffer: Uint8Array): void => {
  const request = nextRequest(device, buffer);
  if (request === null) process.exit(0);
  if (NO_ANSWER.has(request.op)) return;
  try {
    writeSync(device, answerTo(request.unique, 0, answer(files, request)));
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    writeSync(device, answerTo(request.unique, error.number));
  }
};

/** `cut` keeps what was synced and nothing more, `cut SEED` a part of the rest, too. */
const obey = (files: Files): void => {
  const line = Buffer.alloc(256);
  const size = readSync(0, line);
  if (size === 0) process.exit(0);
  const [, seed] = line.subarray(0, size).toString().trim().split(' ');
  files.cut(seed === undefined ? undefined : seeded(seed));
  writeSync(1, 'done\n');
};

const [folder = ''] = process.argv.slice(2);
const files = createFiles();
const device = mountAt(folder);
const buffer = new Uint8Array(LARGEST_WRITE + 4096);
writeSync(1, 'mounted\n');
// Asked one by one and answered at once: nothing here waits for anything else.
for (;;) {
  const came = waitFor(device);
  if (came.device) serve(files, device, buffer);
  if (came.orders) obey(files);
}
