import { generateKeyPairSync, randomBytes } from 'node:crypto';
import {
  closeSync,
  existsSync,
  fsyncSync,
  openSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import type { Secrets } from '../server/auth/secrets.ts';
import { Failed } from '../server/failed.ts';

const FILE = 'secrets.json';

const secretsSchema = v.object({
  pepper: v.pipe(v.string(), v.minLength(43)),
  signing: v.object({
    kty: v.literal('OKP'),
    crv: v.literal('Ed25519'),
    x: v.string(),
    d: v.string(),
    kid: v.string(),
  }),
});

const fresh = (): Secrets => {
  const { x = '', d = '' } = generateKeyPairSync('ed25519').privateKey.export({ format: 'jwk' });
  return {
    pepper: randomBytes(32).toString('base64url'),
    signing: { kty: 'OKP', crv: 'Ed25519', x, d, kid: randomBytes(8).toString('hex') },
  };
};

const synced = (path: string, flags: string, write?: string): void => {
  const file = openSync(path, flags, 0o600);
  try {
    if (write !== undefined) writeSync(file, write);
    fsyncSync(file);
  } finally {
    closeSync(file);
  }
};

const read = (path: string): Secrets => {
  try {
    return v.parse(secretsSchema, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    throw new Failed(`${path} cannot be read: without it no PIN can be checked`);
  }
};

/**
 * The leaf's secrets, in a file that only its user may read, made when a log begins.
 * @throws Failed where the log has operators and the file is gone: new secrets would lock all out.
 */
export const loadSecrets = (folder: string, isNew: boolean): Secrets => {
  const path = join(folder, FILE);
  if (existsSync(path)) return read(path);
  if (!isNew) throw new Failed(`${path} is missing: without it no PIN can be checked`);
  const secrets = fresh();
  synced(`${path}.new`, 'w', `${JSON.stringify(secrets)}\n`);
  renameSync(`${path}.new`, path);
  synced(folder, 'r');
  return secrets;
};
