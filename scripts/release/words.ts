import { parseArgs } from 'node:util';
import { WrongUse } from '../../src/server/failed.ts';

type Wanted<One extends string, Maybe extends string, Any extends string> = {
  /** Flags that have to be there. */
  readonly one?: readonly One[];
  readonly maybe?: readonly Maybe[];
  /** Flags that may be repeated. */
  readonly any?: readonly Any[];
  /** Words beside the flags: exactly so many, or at least one. */
  readonly words?: number | 'some';
};

type Read<One extends string, Maybe extends string, Any extends string> = {
  readonly [name in One]: string;
} & { readonly [name in Maybe]: string | undefined } & {
  readonly [name in Any]: readonly string[];
} & { readonly words: readonly string[] };

const flagsIn = (args: readonly string[], single: readonly string[], many: readonly string[]) => {
  const options = Object.fromEntries([
    ...single.map((name) => [name, { type: 'string' }] as const),
    ...many.map((name) => [name, { type: 'string', multiple: true }] as const),
  ]);
  try {
    return parseArgs({ args: [...args], options, allowPositionals: true });
  } catch (error) {
    throw new WrongUse(
      error instanceof Error ? (error.message.split('. ')[0] ?? '') : String(error),
    );
  }
};

/**
 * The flags and words of a command.
 * @throws WrongUse that names what is missing, too much or unknown.
 */
export const wordsOf = <
  One extends string = never,
  Maybe extends string = never,
  Any extends string = never,
>(
  args: readonly string[],
  { one = [], maybe = [], any = [], words = 0 }: Wanted<One, Maybe, Any>,
): Read<One, Maybe, Any> => {
  const { values, positionals } = flagsIn(args, [...one, ...maybe], any);
  const missing = one.find((name) => values[name] === undefined);
  if (missing !== undefined) throw new WrongUse(`--${missing} is missing`);
  if (words === 'some' ? positionals.length === 0 : positionals.length !== words) {
    throw new WrongUse(
      `this takes ${words === 'some' ? 'files' : `${words} words`} beside its flags`,
    );
  }
  const lists = Object.fromEntries(any.map((name) => [name, values[name] ?? []]));
  return { ...values, ...lists, words: positionals } as Read<One, Maybe, Any>;
};
