import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseSync } from 'oxc-parser';

/** A rule of the house that a file breaks, as the checks print it. */
export type Breach = {
  /** Relative to the project's root. */
  readonly file: string;
  readonly line: number;
  readonly message: string;
};

/** Any node of the syntax tree: the checks read fields by name and trust none of them. */
export type Node = {
  readonly type: string;
  readonly start: number;
  readonly [field: string]: unknown;
};

export type Source = {
  readonly file: string;
  readonly program: Node;
  readonly lineOf: (offset: number) => number;
};

export const isNode = (value: unknown): value is Node =>
  typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** The nodes directly below, in the order of the text. */
export const childrenOf = (node: Node): readonly Node[] =>
  Object.values(node).flatMap((value) =>
    Array.isArray(value) ? value.filter(isNode) : isNode(value) ? [value] : [],
  );

/** Every TypeScript file below the folders that exist, relative to the root, sorted. */
export const sourceFiles = (root: string, folders: readonly string[]): readonly string[] =>
  folders
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) =>
      readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.ts'))
        .map((name) => `${folder}/${name}`),
    )
    .sort();

/** Throws where the file is no TypeScript: the compiler says the same, with more words. */
export const parseSource = (root: string, file: string): Source => {
  const text = readFileSync(join(root, file), 'utf8');
  const { program, errors } = parseSync(file, text);
  if (errors[0]) throw new Error(`${file}: ${errors[0].message}`);
  if (!isNode(program)) throw new Error(`${file}: no program`);
  return { file, program, lineOf: (offset) => text.slice(0, offset).split('\n').length };
};

/** Pure code: the same facts in, the same answer out, in Bun and in every browser. */
export const isPure = (file: string): boolean =>
  /^src\/(kernel|poker|flows)\//.test(file) ||
  (/^src\/rooms\//.test(file) && !/\/(routes(\/.+)?|room)\.ts$/.test(file));
