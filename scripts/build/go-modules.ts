import type { Component } from './component.ts';
import { byRef, licence } from './component.ts';

/**
 * The Go modules by Debian's source packages of them, with the licence of what nats-server takes from
 * each, as the package's own `copyright` says it.
 */
const MODULES: Readonly<Record<string, readonly [module: string, licence: string]>> = {
  'golang-github-antithesishq-antithesis-sdk-go': [
    'github.com/antithesishq/antithesis-sdk-go',
    'MIT',
  ],
  // Its gzhttp (Apache-2.0) and its commands (MIT) are not in it.
  'golang-github-klauspost-compress': ['github.com/klauspost/compress', 'BSD-3-Clause'],
  'golang-github-minio-highwayhash': ['github.com/minio/highwayhash', 'Apache-2.0'],
  'golang-github-nats-io-jwt': ['github.com/nats-io/jwt/v2', 'Apache-2.0'],
  'golang-github-nats-io-nkeys': ['github.com/nats-io/nkeys', 'Apache-2.0'],
  'golang-github-nats-io-nuid': ['github.com/nats-io/nuid', 'Apache-2.0'],
  'golang-go.crypto': ['golang.org/x/crypto', 'BSD-3-Clause'],
  'golang-golang-x-sys': ['golang.org/x/sys', 'BSD-3-Clause'],
  'golang-golang-x-time': ['golang.org/x/time', 'BSD-3-Clause'],
};

/** Go's own library, and what of golang.org/x it brings along. */
const GO = /^golang-\d[\d.]*$/u;

/** Debian's `1:0.57.0+dfsg-2` is the authors' `0.57.0`. */
const upstream = (version: string): string =>
  version
    .replace(/^\d+:/u, '')
    .replace(/-[^-]+$/u, '')
    .replace(/\+(?:dfsg|ds)\d*$/u, '');

const moduleOf = (source: string): { name: string; licence: string; mark: string } => {
  if (GO.test(source)) return { name: 'stdlib', licence: 'BSD-3-Clause', mark: '' };
  const [name, spdx] = MODULES[source] ?? [];
  if (name === undefined || spdx === undefined) {
    throw new Error(`${source} is in nats-server, and scripts/build/go-modules.ts knows it not`);
  }
  return { name, licence: spdx, mark: 'v' };
};

const component = (source: string, debian: string): Component => {
  const { name, licence: spdx, mark } = moduleOf(source);
  const version = `${mark}${upstream(debian)}`;
  const purl = `pkg:golang/${name}@${version}`;
  return {
    ...{ type: 'library', 'bom-ref': purl, name, version, ...licence(spdx), purl },
    properties: [{ name: 'felt:debianSource', value: `${source} ${debian}` }],
  };
};

/**
 * What is linked into Debian's nats-server. The program itself does not say: Debian builds without
 * Go's modules, so its build information (`go version -m`) lists none. The package does, in its
 * field Static-Built-Using (deb-control(5)).
 * @param builtUsing `golang-1.27 (= 1.27.2-1), golang-go.crypto (= 1:0.57.0-2), …`
 * @throws Error where it names what is not known here, so that a newer pin hides nothing.
 */
export const goModules = (builtUsing: string): readonly Component[] =>
  builtUsing
    .split(',')
    .map((one) => {
      const [, source, version] = /^(\S+) \(= (\S+)\)$/u.exec(one.trim()) ?? [];
      if (source === undefined || version === undefined) throw new Error(`no package: "${one}"`);
      return component(source, version);
    })
    .sort(byRef);
