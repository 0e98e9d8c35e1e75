import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { constants, createZstdCompress, createZstdDecompress } from 'node:zlib';
import type { BackupHeader, Opened } from '../../server/backup/header.ts';
import { firstLine, headerLine, LINE_BYTES, readBackupHeader } from '../../server/backup/header.ts';
import { keyIdOf } from './key.ts';
import { pacedWriter } from './paced.ts';
import { BackupRefused } from './refusal.ts';
import { seal, unseal } from './seal.ts';

/** What a backup holds, in this order. Nothing else is ever written by one. */
export const INSIDE = ['secrets.json', 'felt.db'] as const;
type Inside = (typeof INSIDE)[number];

/** Whoever reads the end of the pipeline gets its error. */
const heard = (): void => undefined;

const SIZE_BYTES = 8;
const ZSTD_LEVEL = 3;

const sizeOf = async (path: string): Promise<Buffer> => {
  const bytes = Buffer.alloc(SIZE_BYTES);
  bytes.writeBigUInt64BE(BigInt((await stat(path)).size));
  return bytes;
};

async function* packed(files: Readonly<Record<Inside, string>>): AsyncGenerator<Uint8Array> {
  for (const name of INSIDE) {
    yield await sizeOf(files[name]);
    yield* createReadStream(files[name]);
  }
}

/**
 * Writes a backup of these files; it is on the disk when this answers. A few hundred KB of memory,
 * whatever they weigh.
 * @throws Error where the disk refuses; what is there then says that it is not whole.
 */
export const writeBackup = async (
  path: string,
  {
    header,
    files,
    key,
  }: {
    readonly header: BackupHeader;
    readonly files: Readonly<Record<Inside, string>>;
    readonly key: string;
  },
): Promise<number> => {
  const bytes = Buffer.from(headerLine(header));
  const params = { [constants.ZSTD_c_compressionLevel]: ZSTD_LEVEL };
  const plain = pipeline(Readable.from(packed(files)), createZstdCompress({ params }), heard);
  // New: whoever laid a link here does not choose what is written over.
  const file = await open(path, 'wx', 0o600);
  try {
    const write = pacedWriter(file);
    await write(Buffer.from(firstLine(0)));
    await write(bytes);
    let size = LINE_BYTES + bytes.length;
    for await (const piece of seal(plain, { header, bytes, key })) {
      await write(piece);
      size += piece.length;
    }
    await file.write(firstLine(size), 0);
    await file.sync();
    return size;
  } finally {
    plain.destroy();
    await file.close();
  }
};

/** What a backup says of itself. @throws BackupRefused NOT_A_BACKUP, TRUNCATED, DAMAGED. */
export const openBackup = async (path: string): Promise<Opened> => {
  const found = await readBackupHeader(path);
  if (found === null) throw new BackupRefused('NOT_A_BACKUP');
  if (found.there < found.said) throw new BackupRefused('TRUNCATED');
  if (found.there > found.said || found.said === 0) throw new BackupRefused('DAMAGED');
  return found;
};

/** Takes a stream apart again: so many bytes, and what comes behind them. */
const createTaker = (pieces: AsyncIterable<Uint8Array>) => {
  const source = pieces[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array();
  /** At most `most` bytes, as they come; null: there are no more. */
  const some = async (most: number): Promise<Uint8Array | null> => {
    while (held.length === 0) {
      const next = await source.next();
      if (next.done) return null;
      held = next.value;
    }
    const part = held.subarray(0, most);
    held = held.subarray(part.length);
    return part;
  };
  const each = async (size: number, use: (part: Uint8Array) => Promise<void>): Promise<void> => {
    for (let left = size; left > 0; ) {
      const part = await some(left);
      if (part === null) throw new BackupRefused('DAMAGED');
      await use(part);
      left -= part.length;
    }
  };
  return { some, each };
};

const unpack = async (pieces: AsyncIterable<Uint8Array>, folder: string): Promise<void> => {
  const taker = createTaker(pieces);
  for (const name of INSIDE) {
    const parts: Uint8Array[] = [];
    await taker.each(SIZE_BYTES, async (part) => void parts.push(part));
    const size = Number(Buffer.concat(parts).readBigUInt64BE());
    const file = await open(join(folder, name), 'wx', 0o600);
    try {
      await taker.each(size, pacedWriter(file));
      await file.sync();
    } finally {
      await file.close();
    }
  }
  if ((await taker.some(1)) !== null) throw new BackupRefused('DAMAGED');
};

/**
 * Decrypts a backup into an empty folder, each file on the disk when this answers.
 * @throws BackupRefused for what is no backup, is not whole, or was made under another key.
 */
export const unpackBackup = async (
  path: string,
  { key, folder }: { readonly key: string; readonly folder: string },
): Promise<BackupHeader> => {
  const { header, bytes, bodyAt } = await openBackup(path);
  if (header.keyId !== keyIdOf(key)) throw new BackupRefused('WRONG_KEY');
  const sealed = createReadStream(path, { start: bodyAt });
  const opened = Readable.from(unseal(sealed, { header, bytes, key }));
  const plain = pipeline(opened, createZstdDecompress(), heard);
  try {
    await unpack(plain, folder);
    return header;
  } finally {
    plain.destroy();
    sealed.destroy();
  }
};
