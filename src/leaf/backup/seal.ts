import { createCipheriv, createDecipheriv, createHash } from 'node:crypto';
import type { BackupHeader } from '../../server/backup/header.ts';
import { fileKey } from './key.ts';
import { BackupRefused } from './refusal.ts';

/** Of what is sealed at once; a file is as many of these as it takes, and a last one. */
const CHUNK_BYTES = 256 * 1024;
const TAG_BYTES = 16;
const SEALED_BYTES = CHUNK_BYTES + TAG_BYTES;
const CIPHER = 'aes-256-gcm';

/** By its number each chunk has its place, and the last one says that it is: none can be missing. */
const nonceOf = (chunk: number, isLast: boolean): Buffer => {
  const nonce = Buffer.alloc(12);
  nonce.writeUIntBE(chunk, 5, 6);
  nonce.writeUInt8(isLast ? 1 : 0, 11);
  return nonce;
};

/** What every chunk swears to beside itself: the header that stands in the clear. */
const swornTo = (header: Uint8Array): Buffer => createHash('sha256').update(header).digest();

/** Pieces of exactly `size` bytes, and what is left, which is always given last, empty or not. */
async function* cut(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<{ readonly chunk: Buffer; readonly isLast: boolean }> {
  let held: Uint8Array[] = [];
  let bytes = 0;
  for await (const piece of pieces) {
    held.push(piece);
    bytes += piece.length;
    if (bytes <= size) continue;
    let all = Buffer.concat(held);
    // One more byte than a chunk has to be there, or this might be the last.
    for (; all.length > size; all = all.subarray(size)) {
      yield { chunk: all.subarray(0, size), isLast: false };
    }
    held = [all];
    bytes = all.length;
  }
  yield { chunk: Buffer.concat(held), isLast: true };
}

type Sealed = {
  readonly header: Pick<BackupHeader, 'salt'>;
  /** The header as it stands in the file. */
  readonly bytes: Uint8Array;
  /** The recovery key. */
  readonly key: string;
};

/** Seals what comes, chunk by chunk (STREAM: counter nonces, a mark on the last one). */
export async function* seal(
  pieces: AsyncIterable<Uint8Array>,
  { header, bytes, key }: Sealed,
): AsyncGenerator<Uint8Array> {
  const [secret, aad] = [fileKey(key, header.salt), swornTo(bytes)];
  let count = 0;
  for await (const { chunk, isLast } of cut(pieces, CHUNK_BYTES)) {
    const cipher = createCipheriv(CIPHER, secret, nonceOf(count, isLast)).setAAD(aad);
    yield Buffer.concat([cipher.update(chunk), cipher.final(), cipher.getAuthTag()]);
    count += 1;
  }
}

/**
 * What was sealed; nothing of a chunk is given before all of it was proved.
 * @throws BackupRefused DAMAGED for what is not as it was sealed, to the last chunk.
 */
export async function* unseal(
  pieces: AsyncIterable<Uint8Array>,
  { header, bytes, key }: Sealed,
): AsyncGenerator<Uint8Array> {
  const [secret, aad] = [fileKey(key, header.salt), swornTo(bytes)];
  let count = 0;
  for await (const { chunk, isLast } of cut(pieces, SEALED_BYTES)) {
    if (chunk.length < TAG_BYTES) throw new BackupRefused('DAMAGED');
    const decipher = createDecipheriv(CIPHER, secret, nonceOf(count, isLast)).setAAD(aad);
    decipher.setAuthTag(chunk.subarray(-TAG_BYTES));
    const plain = decipher.update(chunk.subarray(0, -TAG_BYTES));
    try {
      decipher.final();
    } catch {
      throw new BackupRefused('DAMAGED');
    }
    if (plain.length > 0) yield plain;
    count += 1;
  }
}
