import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { NATS_VERSION } from '../src/sync/nats/file.ts';

/** One package whose code or fonts are shipped, with the words of its licence. */
export type Licence = {
  readonly name: string;
  readonly version: string;
  /** SPDX, as the package says it. */
  readonly licence: string;
  /** Of its own file; empty where it has none. */
  readonly text: string;
};

const manifest = v.object({
  version: v.optional(v.string(), ''),
  license: v.optional(v.string(), ''),
  dependencies: v.optional(v.record(v.string(), v.string()), {}),
  optionalDependencies: v.optional(v.record(v.string(), v.string()), {}),
});

/** The executables hold Bun's own runtime, though nothing imports it. */
const RUNTIME = 'bun';

const FILE = /^(licen[sc]e|copying)(\.|$)/i;

const read = (folder: string) =>
  v.parse(manifest, JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')));

const textIn = (folder: string): string => {
  const file = readdirSync(folder).find((name) => FILE.test(name));
  return file === undefined ? '' : readFileSync(join(folder, file), 'utf8').trim();
};

/** Every package that the product's own dependencies lead to, as far as it is installed, by name. */
const shippedNames = (root: string): readonly string[] => {
  const found = new Set<string>();
  const visit = (name: string): void => {
    const folder = join(root, 'node_modules', name);
    if (found.has(name) || !existsSync(join(folder, 'package.json'))) return;
    found.add(name);
    const { dependencies, optionalDependencies } = read(folder);
    for (const next of Object.keys({ ...dependencies, ...optionalDependencies })) visit(next);
  };
  for (const name of [...Object.keys(read(root).dependencies), RUNTIME]) visit(name);
  return [...found].sort();
};

/** Bundled, but no npm package: of the same authors and under the same licence as its client. */
const natsServer = (root: string): Licence => ({
  name: 'nats-server',
  version: NATS_VERSION,
  licence: 'Apache-2.0',
  text: textIn(join(root, 'node_modules/@nats-io/nats-core')),
});

/**
 * The licences of all that Felt ships: the packages that it depends on, their own ones, the fonts
 * among them, and the runtime. Read from what is installed, so that it cannot grow old.
 */
export const licencesOf = (root: string): readonly Licence[] => [
  ...shippedNames(root)
    .filter((name) => !name.startsWith('@types/') && !name.startsWith('@oven/'))
    .map((name) => {
      const folder = join(root, 'node_modules', name);
      const { version, license } = read(folder);
      return { name, version, licence: license, text: textIn(folder) };
    }),
  natsServer(root),
];
