import { fail } from './error.ts';
import type { Node } from './tree.ts';

const childrenOf = (node: Node): readonly Node[] => {
  switch (node.kind) {
    case 'number':
    case 'name':
      return [];
    case 'list':
      return node.items;
    case 'prefix':
      return [node.of];
    case 'infix':
      return [node.left, node.right];
    case 'call':
      return node.args;
    case 'assign':
      return [node.to];
    case 'sequence':
      return [...node.first, node.last];
  }
};

/** Fails at the first name that is neither among `known` nor assigned anywhere in the formula. */
export const checkNames = (tree: Node, known: readonly string[]): void => {
  const names = new Set(known.map((name) => name.toLowerCase()));
  const used: { readonly name: string; readonly at: number }[] = [];
  const open: Node[] = [tree];
  for (let node = open.pop(); node; node = open.pop()) {
    if (node.kind === 'assign') names.add(node.name);
    if (node.kind === 'name') used.push(node);
    open.push(...childrenOf(node));
  }
  const unknown = used.filter(({ name }) => !names.has(name)).sort((a, b) => a.at - b.at)[0];
  if (unknown) fail('UNKNOWN_VARIABLE', unknown.at);
};
