import { readFileSync } from 'node:fs';
import * as v from 'valibot';
import type { Files } from './files.ts';
import { replaceFile } from './files.ts';
import type { Places } from './places.ts';

/** Lines of `KEY=value` that plain sh can read, so values are single words. */
const word = v.pipe(v.string(), v.regex(/^[\w.+-]{0,80}$/u));
const digits = v.pipe(word, v.regex(/^\d{1,15}$/u), v.transform(Number));
// One line that makes no sense says nothing of the others: which keys are known, and which builds.
const whole = v.fallback(v.optional(digits, '0'), 0);
const text = v.fallback(v.optional(word, ''), '');
const entries = {
  /**
   * `idle`: what `current` links to is confirmed. `trial`: TO runs and has to prove itself.
   * `rolledback`: FROM runs again, because of REASON. The links follow this file, never the reverse.
   */
  STATE: v.fallback(v.picklist(['idle', 'trial', 'rolledback']), 'idle'),
  /** Sequences and versions of the last update, whatever became of it. */
  FROM: whole,
  TO: whole,
  FROM_VERSION: text,
  TO_VERSION: text,
  /** While idle because of REASON: the build that was not put in; 0: nobody knows which it was. */
  REFUSED: whole,
  /** Starts of TO that may still fail. */
  TRIES_LEFT: whole,
  /** Nothing that is not newer is ever put in. */
  CONFIRMED_SEQUENCE: whole,
  /** The oldest release that may run here. */
  MIN_SEQUENCE: whole,
  /** Issue of the newest list of signing keys ever seen, ms. */
  KEYS_ISSUED: whole,
  /** Why it was not put in, or taken back; empty: it was not. */
  REASON: text,
  /** Since when, wall clock, ms. */
  AT: whole,
};
const schema = v.object(entries);
export type UpdateState = v.InferOutput<typeof schema>;

export const TRIES = 2;

const FRESH: UpdateState = v.parse(schema, { STATE: 'idle' });

/** What a file of `KEY=value` lines says. */
export const linesOf = (text: string): Record<string, string> =>
  Object.fromEntries(
    text.split('\n').flatMap((line) => {
      const at = line.indexOf('=');
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1)]];
    }),
  );

export const linesText = (values: Readonly<Record<string, string | number>>): string =>
  Object.entries(values)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');

const textAt = (path: string): string => {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
};

/** How updates stand here; of a machine that never had one, or whose file says nothing: idle. */
export const readState = ({ state }: Pick<Places, 'state'>): UpdateState => {
  const read = v.safeParse(schema, linesOf(textAt(state)));
  return read.success ? read.output : FRESH;
};

export const writeState = (
  files: Files,
  { state }: Pick<Places, 'state'>,
  next: UpdateState,
): void => replaceFile(files, state, linesText(next));
