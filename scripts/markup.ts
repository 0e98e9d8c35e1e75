import type { Breach, Node } from './sources.ts';
import { childrenOf, parseSource, sourceFiles } from './sources.ts';

/** Ways in which text becomes markup. A linter looks for them in JSX; here they hide in templates. */
const RAW = /\b(dangerouslySetInnerHTML|innerHTML|outerHTML|insertAdjacentHTML|srcdoc)\b/;

const textOf = (node: Node): string => {
  if (node.type === 'Identifier') return String(node['name']);
  if (node.type === 'Literal') return String(node['value']);
  return node.type === 'TemplateElement' ? JSON.stringify(node['value']) : '';
};

const rawIn = (node: Node): readonly Node[] => [
  ...(RAW.test(textOf(node)) ? [node] : []),
  ...childrenOf(node).flatMap(rawIn),
];

/** Where pages would take a player's name for markup: they show text only. */
export const markupBreaches = (root: string): readonly Breach[] =>
  sourceFiles(root, ['ui', 'displays']).flatMap((file) => {
    const { program, lineOf } = parseSource(root, file);
    return rawIn(program).map((node) => ({
      file,
      line: lineOf(node.start),
      message: `${RAW.exec(textOf(node))?.[0]} makes markup out of text`,
    }));
  });
