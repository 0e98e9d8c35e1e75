import type { KeyObject } from 'node:crypto';
import {
  createPrivateKey,
  createPublicKey,
  generateKeyPairSync,
  randomBytes,
  sign,
} from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { isIP } from 'node:net';
import { join } from 'node:path';
import { writeSecretFile } from '../../sync/nats/secret-file.ts';
import * as der from './der.ts';

const DAY_MS = 24 * 60 * 60_000;
/**
 * Of the authority and of what it issues alike. A leaf trusts it because it was told of it when it
 * enrolled, and not because of a date: boards without a battery wake up in 1970, and nothing that
 * could put their clock right may have to come through here first. The hub's key is new at each start.
 */
const SINCE_MS = 0;
const DAYS = 20 * 365;

const ECDSA_SHA256 = der.sequence(der.oid('1.2.840.10045.4.3.2'));
const SERVER_AUTH = der.oid('1.3.6.1.5.5.7.3.1');
const AUTHORITY = 'Felt hub authority';
const AUTHORITY_FILE = 'authority.pem';
const CERTIFICATE = '-----BEGIN CERTIFICATE-----';

const nameOf = (common: string): Buffer =>
  der.sequence(der.set(der.sequence(der.oid('2.5.4.3'), der.utf8(common))));

const extension = (id: string, critical: boolean, value: Buffer): Buffer =>
  der.sequence(der.oid(id), ...(critical ? [der.TRUE] : []), der.octets(value));

const authorityExtensions = (): Buffer[] => [
  extension('2.5.29.19', true, der.sequence(der.TRUE)),
  // keyCertSign
  extension('2.5.29.15', true, der.bits(Buffer.from([0x04]), 2)),
];

/** A host as the certificate names it: 7 is an IPv4 address, 2 a DNS name. */
const alternative = (host: string): Buffer =>
  isIP(host) === 4
    ? der.tagged(7, Buffer.from(host.split('.').map(Number)))
    : der.tagged(2, Buffer.from(host, 'ascii'));

const serverExtensions = (hosts: readonly string[]): Buffer[] => [
  extension('2.5.29.19', true, der.sequence()),
  // digitalSignature
  extension('2.5.29.15', true, der.bits(Buffer.from([0x80]), 7)),
  extension('2.5.29.37', false, der.sequence(SERVER_AUTH)),
  extension('2.5.29.17', false, der.sequence(...hosts.map(alternative))),
];

/** A certificate of RFC 5280, version 3, as PEM. */
const issue = (options: {
  readonly subject: string;
  readonly key: KeyObject;
  readonly signer: KeyObject;
  readonly nowMs: number;
  readonly extensions: readonly Buffer[];
}): string => {
  const { subject, key, signer, nowMs, extensions } = options;
  const body = der.sequence(
    der.constructed(0, der.integer(Buffer.from([2]))),
    der.integer(randomBytes(16)),
    ECDSA_SHA256,
    nameOf(AUTHORITY),
    der.sequence(der.time(SINCE_MS), der.time(nowMs + DAYS * DAY_MS)),
    nameOf(subject),
    createPublicKey(key).export({ type: 'spki', format: 'der' }),
    der.constructed(3, der.sequence(...extensions)),
  );
  const signature = sign('sha256', body, signer);
  const base64 = der.sequence(body, ECDSA_SHA256, der.bits(signature, 0)).toString('base64');
  const lines = base64.match(/.{1,64}/gu) ?? [];
  return `${CERTIFICATE}\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
};

const newKey = (): KeyObject => generateKeyPairSync('ec', { namedCurve: 'P-256' }).privateKey;
const pemOf = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }).toString();

/** The authority of this hub, made once: leaves are told of it when they enrol, and trust no other. */
const authorityIn = (folder: string, nowMs: number): { key: KeyObject; certificate: string } => {
  const file = join(folder, AUTHORITY_FILE);
  if (!existsSync(file)) {
    const key = newKey();
    const certificate = issue({
      ...{ subject: AUTHORITY, key, signer: key, nowMs },
      extensions: authorityExtensions(),
    });
    writeSecretFile(file, pemOf(key) + certificate);
  }
  const text = readFileSync(file, 'utf8');
  const at = text.indexOf(CERTIFICATE);
  return { key: createPrivateKey(text.slice(0, at)), certificate: text.slice(at) };
};

/** The authority's certificate (PEM) for who shares that hub; undefined where it has none. */
export const ownAuthority = (folder: string): string | undefined => {
  const file = join(folder, AUTHORITY_FILE);
  if (!existsSync(file)) return undefined;
  const text = readFileSync(file, 'utf8');
  return text.slice(text.indexOf(CERTIFICATE));
};

/**
 * TLS for a hub that was given no certificate: an authority of its own, kept in `folder`, and a
 * certificate for the names and IPv4 addresses under which leaves reach it.
 * @returns the files for `openHub`, and the authority's certificate (PEM) for the leaves.
 */
export const ownCertificate = (options: {
  readonly folder: string;
  readonly hosts: readonly string[];
  readonly nowMs?: number;
}): { readonly certFile: string; readonly keyFile: string; readonly ca: string } => {
  const { folder, hosts, nowMs = Date.now() } = options;
  const authority = authorityIn(folder, nowMs);
  const key = newKey();
  const [certFile, keyFile] = [join(folder, 'hub.crt'), join(folder, 'hub.key')];
  writeSecretFile(keyFile, pemOf(key));
  const certificate = issue({
    ...{ subject: 'Felt hub', key, signer: authority.key, nowMs },
    extensions: serverExtensions(hosts),
  });
  writeSecretFile(certFile, certificate);
  return { certFile, keyFile, ca: authority.certificate };
};
