import type { KeyObject } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as v from 'valibot';
import { Failed, WrongUse } from '../../src/server/failed.ts';
import {
  isSignedBy,
  keyId,
  makePrivateKey,
  openPrivateKey,
  PublicKey,
  publicKeyOf,
  ROOT_THRESHOLD,
} from '../../src/server/release/keys.ts';
import type { SignedKeys } from './signed-keys.ts';
import {
  keysOf,
  readKeys,
  signKeys,
  withKey,
  withRevoked,
  withSignature,
  writeKeys,
} from './signed-keys.ts';
import { wordsOf } from './words.ts';

/** Locks and opens every private key that a command touches. */
const passphrase = (): string | undefined => process.env['FELT_KEY_PASSPHRASE'] || undefined;

/** @throws Failed in one line. */
export const privateKeyIn = (path: string): KeyObject => {
  try {
    return openPrivateKey(readFileSync(path, 'utf8'), passphrase());
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failed(`${path} does not open (FELT_KEY_PASSPHRASE): ${why}`, { cause: error });
  }
};

/** A public key from a `.pub` file, or out of a private one. */
const publicKeyIn = (path: string): string => {
  const text = existsSync(path) ? readFileSync(path, 'utf8').trim() : '';
  return v.is(PublicKey, text) ? text : publicKeyOf(privateKeyIn(path));
};

/** Writes both halves of a new key, and never over another one. */
const makeKey = (path: string): string => {
  if (existsSync(path)) throw new Failed(`${path} is there already`);
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  const { pem, publicKey } = makePrivateKey(passphrase());
  writeFileSync(path, pem, { mode: 0o600, flag: 'wx' });
  writeFileSync(`${path}.pub`, `${publicKey}\n`);
  return publicKey;
};

const locked = (): string =>
  passphrase() === undefined ? ' (unlocked: FELT_KEY_PASSPHRASE was not set)' : '';

const ROOTS = 3;

/** `keys root --out FOLDER` */
const makeRoots = ({ out }: { readonly out: string }): string => {
  const files = Array.from({ length: ROOTS }, (_, i) => join(out, `root-${i + 1}.pem`));
  const keys = files.map(makeKey);
  const list = join(out, 'roots.json');
  writeFileSync(list, `${JSON.stringify(keys, null, 2)}\n`);
  return [
    ...files.map((file, i) => `${file}  ${keyId(keys[i] ?? '')}${locked()}`),
    `${list} goes into every build: FELT_ROOT_KEYS=${list} npm run build`,
    'Take the three .pem files to three places, off the network. Two of them sign each list of keys.',
  ].join('\n');
};

const listText = ({ bytes, signatures }: SignedKeys): string => {
  const { issued, keys } = keysOf({ bytes, signatures });
  const right = signatures.filter(({ root, signature }) => isSignedBy(bytes, signature, root));
  const lines = keys.map(({ id, notAfter, revoked }) =>
    revoked === undefined ? `${id}  until ${notAfter}` : `${id}  REVOKED ${revoked}`,
  );
  const by = right.map(({ root }) => keyId(root)).join(', ') || 'nobody';
  const lacks = Math.max(0, ROOT_THRESHOLD - right.length);
  const rest = lacks === 0 ? '' : `; ${lacks} more: keys sign --list FILE --root PEM`;
  return [`issued ${issued}`, ...lines, `signed by ${by}${rest}`].join('\n');
};

const needed = (path: string): SignedKeys => {
  const list = readKeys(path);
  if (list === null) throw new Failed(`there is no list ${path}`);
  return list;
};

const written = (path: string, list: SignedKeys): string => {
  writeKeys(path, list);
  return `${path}\n${listText(list)}`;
};

const momentOf = (text: string): string => {
  const ms = Date.parse(text);
  if (Number.isNaN(ms)) throw new WrongUse(`--until takes a day such as 2027-06-30, not "${text}"`);
  return new Date(ms).toISOString();
};

/** `npm run release -- keys root|new|add|sign|show` */
export const keysCommand = ([verb, ...args]: readonly string[]): string => {
  switch (verb) {
    case 'root':
      return makeRoots(wordsOf(args, { one: ['out'] }));
    case 'new': {
      const { out } = wordsOf(args, { one: ['out'] });
      return `${out}  ${keyId(makeKey(out))}${locked()}`;
    }
    case 'add': {
      const { list, key, until, root } = wordsOf(args, {
        one: ['list', 'key', 'until'],
        any: ['root'],
      });
      const before = readKeys(list);
      const fresh = { key: publicKeyIn(key), notAfter: momentOf(until) };
      const document = withKey(before && keysOf(before), fresh, Date.now());
      return written(list, signKeys(document, root.map(privateKeyIn)));
    }
    case 'sign': {
      const { list, root } = wordsOf(args, { one: ['list'], any: ['root'] });
      return written(list, root.map(privateKeyIn).reduce(withSignature, needed(list)));
    }
    case 'show':
      return listText(needed(wordsOf(args, { one: ['list'] }).list));
    default:
      throw new WrongUse('keys: root, new, add, sign or show');
  }
};

/** `npm run release -- revoke ID --list FILE --root PEM --root PEM` */
export const revokeCommand = (args: readonly string[]): string => {
  const { list, root, words } = wordsOf(args, { one: ['list'], any: ['root'], words: 1 });
  const document = withRevoked(keysOf(needed(list)), words[0] ?? '', Date.now());
  return written(list, signKeys(document, root.map(privateKeyIn)));
};
