import { describe, expect, test } from 'bun:test';
import * as v from 'valibot';
import {
  isSignedBy,
  KeysDocument,
  keyId,
  makePrivateKey,
  openPrivateKey,
  PublicKey,
  publicKeyOf,
  signBytes,
} from '../../../src/server/release/keys.ts';

const bytes = Buffer.from('what is signed');

describe('the keys of releases', () => {
  test('OPS-3: a key made, written down and opened again signs what its public half proves', () => {
    const { pem, publicKey } = makePrivateKey();
    const key = openPrivateKey(pem);
    expect(publicKeyOf(key)).toBe(publicKey);
    expect(isSignedBy(bytes, signBytes(bytes, key), publicKey)).toBe(true);
    expect(isSignedBy(Buffer.from('something else'), signBytes(bytes, key), publicKey)).toBe(false);
    expect(isSignedBy(bytes, signBytes(bytes, key), makePrivateKey().publicKey)).toBe(false);
  });

  test('OPS-3: a key with a passphrase opens with that one alone, and does not lie there plainly', () => {
    const { pem, publicKey } = makePrivateKey('correct horse');
    expect(pem).toContain('ENCRYPTED');
    expect(publicKeyOf(openPrivateKey(pem, 'correct horse'))).toBe(publicKey);
    expect(() => openPrivateKey(pem, 'wrong horse')).toThrow();
    expect(() => openPrivateKey(pem)).toThrow();
  });

  test('OPS-3: nonsense in place of a signature or a key is no signature', () => {
    const { pem, publicKey } = makePrivateKey();
    const signature = signBytes(bytes, openPrivateKey(pem));
    expect(isSignedBy(bytes, '', publicKey)).toBe(false);
    expect(isSignedBy(bytes, 'A'.repeat(86), publicKey)).toBe(false);
    expect(isSignedBy(bytes, signature, 'short')).toBe(false);
    expect(isSignedBy(bytes, signature, 'A'.repeat(43))).toBe(false);
  });

  test('OPS-3: keys and signatures have one spelling, so that none counts twice', () => {
    const { pem, publicKey } = makePrivateKey();
    const signature = signBytes(bytes, openPrivateKey(pem));
    const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
    const spelled = (text: string): readonly string[] =>
      [...LETTERS]
        .map((last) => `${text.slice(0, -1)}${last}`)
        .filter((one) => Buffer.from(one, 'base64url').equals(Buffer.from(text, 'base64url')));
    expect([spelled(signature).length, spelled(publicKey).length]).toEqual([16, 4]);
    const signs = spelled(signature).filter((one) => isSignedBy(bytes, one, publicKey));
    expect(signs).toEqual([signature]);
    expect(spelled(publicKey).filter((one) => v.is(PublicKey, one))).toEqual([publicKey]);
  });

  test('OPS-3: a list with a key under the id of another one, or twice, is no list', () => {
    const [one, other] = [makePrivateKey().publicKey, makePrivateKey().publicKey];
    const notAfter = '2027-01-01T00:00:00.000Z';
    const list = (...keys: { id: string; key: string }[]) =>
      v.is(KeysDocument, {
        ...{ type: 'felt-keys', issued: notAfter },
        keys: keys.map((key) => ({ ...key, notAfter })),
      });
    const [first, second] = [one, other].map((key) => ({ id: keyId(key), key }));
    if (first === undefined || second === undefined) throw new Error('two keys');
    expect(list(first, second)).toBe(true);
    expect(list(first, first)).toBe(false);
    expect(list({ ...first, id: second.id })).toBe(false);
    expect(list()).toBe(false);
  });
});
