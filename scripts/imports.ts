import { dirname, join, normalize } from 'node:path';
import type { Node, Source } from './sources.ts';
import { childrenOf, isNode } from './sources.ts';

export type Import = {
  /** `src/kernel/ids.ts` for a file of the project, `hono/client` or `node:fs` for others. */
  readonly target: string;
  readonly local: boolean;
  /** Nothing of it is left at run time. */
  readonly typeOnly: boolean;
  readonly line: number;
};

const isTypeOnly = (node: Node): boolean => {
  if (node.type === 'TSImportType') return true;
  if (node['importKind'] === 'type' || node['exportKind'] === 'type') return true;
  const specifiers = Array.isArray(node['specifiers']) ? node['specifiers'].filter(isNode) : [];
  const kinds = specifiers.map((one) => one['importKind'] ?? one['exportKind']);
  return kinds.length > 0 && kinds.every((kind) => kind === 'type');
};

/** The text after `from`, or in `import('…')`; a computed one is no text. */
const requested = (node: Node): string | undefined => {
  const source = node['source'];
  const value = isNode(source) ? source['value'] : undefined;
  return typeof value === 'string' ? value : undefined;
};

/** Every import of a file, however it is written: `import`, `export … from`, `import()`, in types. */
export const importsOf = ({ file, program, lineOf }: Source): readonly Import[] => {
  const visit = (node: Node): readonly Import[] => {
    const below = childrenOf(node).flatMap(visit);
    const specifier = requested(node);
    if (specifier === undefined) return below;
    const local = specifier.startsWith('.');
    const target = local ? normalize(join(dirname(file), specifier)) : specifier;
    return [{ target, local, typeOnly: isTypeOnly(node), line: lineOf(node.start) }, ...below];
  };
  return visit(program);
};

/** `@hono/x` of `@hono/x/y`, `hono` of `hono/client`. */
export const packageOf = (target: string): string =>
  target
    .split('/')
    .slice(0, target.startsWith('@') ? 2 : 1)
    .join('/');
