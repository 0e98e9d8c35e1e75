import { existsSync, readFileSync } from 'node:fs';
import { WrongUse } from './failed.ts';
import { BUILD } from './version.ts';

/** One thing that can be set, by the environment or in the program's file. */
export type Setting = {
  readonly key: string;
  /** What it is, with its usual value in brackets. */
  readonly says: string;
};

/** The settings of a program, and where its file lies on a machine that it is installed on. */
export type Settings = { readonly file: string; readonly all: readonly Setting[] };

type Variables = { readonly [name: string]: string | undefined };

const WIDTH = 100;

/** The words in lines of at most `width` characters. */
const wrapped = (text: string, width: number): readonly string[] => {
  const lines: string[] = [];
  for (const word of text.split(' ')) {
    const longer = `${lines.at(-1) ?? ''} ${word}`;
    if (lines.length > 0 && longer.length <= width) lines.splice(-1, 1, longer);
    else lines.push(word);
  }
  return lines;
};

/** What `--help` says of the settings: every one, and how the file is written. */
export const settingsHelp = ({ file, all }: Settings): string => {
  const column = Math.max(...all.map(({ key }) => key.length)) + 4;
  const lines = all.flatMap(({ key, says }) =>
    wrapped(says, WIDTH - column).map((line, i) =>
      (i === 0 ? `  ${key}` : '').padEnd(column).concat(line),
    ),
  );
  const intro = `Settings, each by the environment or in one file, which FELT_CONFIG names (${file}, where there is one): a line KEY=value for each, # begins a line of remarks, and the environment wins.`;
  return [...wrapped(intro, WIDTH), '', ...lines].join('\n');
};

/** A value as systemd and sh read it too: quotes around it are no part of it. */
const unquoted = (value: string): string => /^(["'])(.*)\1$/u.exec(value)?.[2] ?? value;

export type Line = { readonly value: string; readonly line: number };

/**
 * The settings in a file's text, by key, with the lines that they are on.
 * @throws WrongUse that names file and line, for whatever is no setting.
 */
export const settingsIn = (
  text: string,
  file: string,
  { all }: Settings,
): ReadonlyMap<string, Line> => {
  const found = new Map<string, Line>();
  for (const [index, raw] of text.split('\n').entries()) {
    const at = `${file}:${index + 1}`;
    const content = raw.trim();
    if (content === '' || content.startsWith('#')) continue;
    const [, key, value] = /^([A-Z][A-Z0-9_]*)=(.*)$/u.exec(content) ?? [];
    // Not what stands there: it may be half a secret.
    if (key === undefined || value === undefined) throw new WrongUse(`${at}: no KEY=value`);
    if (!all.some((one) => one.key === key)) throw new WrongUse(`${at}: there is no ${key}`);
    const earlier = found.get(key);
    if (earlier) throw new WrongUse(`${at}: ${key} is set already, on line ${earlier.line}`);
    found.set(key, { value: unquoted(value.trim()), line: index + 1 });
  }
  return found;
};

/** The file to read, if any: a checkout on a machine with a leaf of its own leaves that one's alone. */
const fileOf = (env: Variables, { file }: Settings): string | undefined => {
  const named = env['FELT_CONFIG'];
  if (named) return named;
  return BUILD.target !== null && existsSync(file) ? file : undefined;
};

const textOf = (file: string): string => {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new WrongUse(`${file} cannot be read: ${why}`);
  }
};

/**
 * What a program is to run with: its file is put beneath the environment (and stays there, for the
 * parts that ask it themselves), then read by `read`.
 * @throws WrongUse that names the variable, and file and line where it comes from there.
 */
export const configured = <Config>(
  settings: Settings,
  read: (env: Variables) => Config,
  env: Record<string, string | undefined> = process.env,
): Config => {
  const file = fileOf(env, settings);
  const lines = file === undefined ? [] : settingsIn(textOf(file), file, settings);
  const taken = [...lines].filter(([key]) => env[key] === undefined);
  for (const [key, { value }] of taken) env[key] = value;
  try {
    return read(env);
  } catch (error) {
    if (!(error instanceof WrongUse)) throw error;
    const [, from] =
      taken.find(([key]) => new RegExp(`\\b${key}\\b`, 'u').test(error.message)) ?? [];
    throw from === undefined ? error : new WrongUse(`${file}:${from.line}: ${error.message}`);
  }
};
