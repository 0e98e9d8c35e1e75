import { fstatSync } from 'node:fs';

/** From least to most; what is below the level that was set is not written. */
export const LEVELS = ['debug', 'info', 'warn', 'error'] as const;
export type Level = (typeof LEVELS)[number];

/** What stands beside the words: which request, which status; never who, and never what was sent. */
export type About = { readonly [name: string]: string | number | boolean | null };

/**
 * What may be a secret or somebody's wherever it stands: words of other programs, and messages of
 * errors, can hold an address with its password, a token, a key, a mail address or a PIN.
 */
const HIDDEN: readonly (readonly [what: RegExp, instead: string])[] = [
  [/-----BEGIN [A-Z ]+-----[\s\S]*?(?:-----END [A-Z ]+-----|$)/gu, '[key]'],
  [/\b(?:eyJ[\w-]{5,}\.[\w-]+(?:\.[\w-]*)*)/gu, '[token]'],
  [/\b(Bearer|Basic)\s+[^\s"',;]+/giu, '$1 [token]'],
  [/(\b[a-z][a-z0-9+.-]*:\/\/)[^\s/@:]*:[^\s/@]*@/giu, '$1[secret]@'],
  [/\b(?:whsec_|S[OAUNC][A-Z2-7]{20,})[\w+/=]*/gu, '[secret]'],
  [/[\w.+-]+@[\w-]+(?:\.[\w-]+)+/gu, '[mail]'],
  [
    /\b(pin|password|secret|token|ticket|code|authorization|cookie)\b(["']?\s*[=:]\s*["']?)[^\s"'&,;}]+/giu,
    '$1$2[secret]',
  ],
  [/\b[A-Za-z0-9_-]{43,}\b/gu, '[secret]'],
];

/** The text without what may be a secret or a person's. */
export const scrubbed = (text: string): string =>
  HIDDEN.reduce((rest, [what, instead]) => rest.replace(what, instead), text);

/** Longest stack that is written: its head says where. */
const FRAMES = 12;

const stackOf = ({ stack = '' }: Error): readonly string[] =>
  stack
    .split('\n')
    .filter((line) => /^\s+at /u.test(line))
    .slice(0, FRAMES)
    .map((line) => line.trim());

type Told = {
  readonly name: string;
  readonly message: string;
  readonly code?: string;
  readonly stack?: readonly string[];
  readonly cause?: Told;
};

/** An error as far as it may be told; whatever else hangs on it (a row, a body) stays out. */
const toldOf = (error: unknown, depth = 0): Told => {
  if (!(error instanceof Error)) return { name: typeof error, message: scrubbed(String(error)) };
  const stack = stackOf(error);
  const code = 'code' in error && typeof error.code === 'string' ? error.code : null;
  return {
    ...{ name: error.name, message: scrubbed(error.message) },
    ...(code === null ? {} : { code }),
    ...(stack.length === 0 ? {} : { stack }),
    ...(error.cause === undefined || depth > 3 ? {} : { cause: toldOf(error.cause, depth + 1) }),
  };
};

const wordsOf = ({ name, message, code, stack = [], cause }: Told): string =>
  [
    `${name}: ${message}${code === undefined ? '' : ` (${code})`}`,
    ...stack.map((line) => `    ${line}`),
    ...(cause === undefined ? [] : [`  because of ${wordsOf(cause)}`]),
  ].join('\n');

const aboutWords = (about: About): string =>
  Object.entries(about)
    .map(([name, value]) => ` ${name}=${typeof value === 'string' ? scrubbed(value) : value}`)
    .join('');

const scrubbedAbout = (about: About): About =>
  Object.fromEntries(
    Object.entries(about).map(([name, value]) => [
      name,
      typeof value === 'string' ? scrubbed(value) : value,
    ]),
  );

type Variables = { readonly [name: string]: string | undefined };

const isLevel = (text: string): text is Level => LEVELS.some((level) => level === text);

/** `FELT_LOG` and `FELT_LOG_LEVEL`; null where one of them is none of the words. */
export const logSettings = (
  env: Variables,
): { readonly format: 'json' | 'words'; readonly level: Level } | null => {
  const [format, level] = [env['FELT_LOG'] || 'words', env['FELT_LOG_LEVEL'] || 'info'];
  return (format === 'json' || format === 'words') && isLevel(level) ? { format, level } : null;
};

type Format = 'json' | 'words';
/** `aside`: not what a program answers, which others read. */
type Way = 'out' | 'aside';

/** As syslog numbers them, and journald reads them at the head of a line (sd-daemon(3)). */
const PRIORITIES: { readonly [L in Level]: number } = { debug: 7, info: 6, warn: 4, error: 3 };

/** Each line of it: journald knows nothing of what belongs together. */
const marked = (text: string, at: Level): string => text.replace(/^/gmu, `<${PRIORITIES[at]}>`);

/** Whether what this process says goes to journald: it tells so, and a child may inherit the word. */
export const isJournal = (
  env: Variables,
  stat: (fd: number) => { readonly dev: number; readonly ino: number } = fstatSync,
): boolean => {
  try {
    return [1, 2].some((fd) => {
      const { dev, ino } = stat(fd);
      return env['JOURNAL_STREAM'] === `${dev}:${ino}`;
    });
  } catch {
    return false;
  }
};

/** Lines of JSON are one stream; words go where a console has them. */
const toConsole = (line: string, way: Way): void =>
  way === 'out' ? console.log(line) : console.error(line);

/**
 * What a program says while it runs: a line of JSON each for journald and its like, or words for
 * whoever looks at a console. Nothing personal and no secret passes.
 * @param write takes a whole line without its end.
 */
export const createLogs = ({
  format,
  level,
  write = toConsole,
  nowMs = Date.now,
  journal = false,
}: {
  readonly format: Format;
  readonly level: Level;
  readonly write?: (line: string, way: Way) => void;
  readonly nowMs?: () => number;
  /** Each line begins with how grave it is, for `journalctl -p`. */
  readonly journal?: boolean;
}) => {
  const least = LEVELS.indexOf(level);
  const mark = journal ? marked : (text: string) => text;
  type Line = { at: Level; what: string; about?: About | undefined; error?: Told; way?: Way };
  const put = ({ at, what, about = {}, error, way = 'aside' }: Line): void => {
    if (LEVELS.indexOf(at) < least) return;
    if (format === 'words') {
      const because = error === undefined ? '' : wordsOf(error);
      write(mark(`${scrubbed(what)}${because}${aboutWords(about)}`, at), way);
      return;
    }
    const time = new Date(nowMs()).toISOString();
    const line = { time, level: at, what: scrubbed(what), ...scrubbedAbout(about), error };
    write(mark(JSON.stringify(line), at), 'out');
  };
  return {
    isOn: (at: Level): boolean => LEVELS.indexOf(at) >= least,
    /** What whoever started it waits to read. */
    say: (what: string): void => put({ at: 'info', what, way: 'out' }),
    /** What children say, and what changes by itself. */
    note: (what: string, about?: About): void => put({ at: 'info', what, about }),
    debug: (what: string, about?: About): void => put({ at: 'debug', what, about }),
    warn: (what: string, about?: About): void => put({ at: 'warn', what, about }),
    /** A bug, a sick disk: whatever no answer tells. */
    failed: (error: unknown, about?: About): void => {
      const told = toldOf(error);
      const what = format === 'words' ? '' : `${told.name}: ${told.message}`;
      put({ at: 'error', what, about, error: told });
    },
  };
};

export type Logs = ReturnType<typeof createLogs>;

/** As the environment says; words where it says something else, which reading the settings refuses. */
export const openLogs = (env: Variables = process.env): Logs =>
  createLogs({
    ...(logSettings(env) ?? { format: 'words', level: 'info' }),
    journal: isJournal(env),
  });
