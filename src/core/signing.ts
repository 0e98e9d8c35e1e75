import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Signer } from '../sync/checkpoints.ts';
import { CORE_SIGNER, keyFromPem, keyToPem, newSigningKey } from '../sync/checkpoints.ts';
import { writeSecretFile } from '../sync/nats/secret-file.ts';

const FILE = 'countersign.pem';

/** The key by which this core countersigns checkpoints, made once and kept beside the hub's secrets. */
export const openSigning = (folder: string): Signer => {
  const path = join(folder, FILE);
  if (!existsSync(path)) writeSecretFile(path, keyToPem(newSigningKey()));
  return { name: CORE_SIGNER, key: keyFromPem(readFileSync(path, 'utf8')) };
};

/** The same key where it was made already; null where it is not: a command makes none. */
export const knownSigning = (folder: string): Signer | null =>
  existsSync(join(folder, FILE)) ? openSigning(folder) : null;
