import * as v from 'valibot';
import { LogConflict } from '../log/port.ts';
import { Unfit } from '../sync/port.ts';

const plain = (pattern: RegExp) => v.pipe(v.string(), v.maxLength(200), v.regex(pattern));

/** What the log's columns, and the subjects on which events are told, are made of. */
const Carried = v.object({
  id: plain(/^\P{Cc}+$/u),
  /** The stream's id becomes a part of a subject: nothing in it may end that. */
  stream: plain(/^[^\s.*>\p{Cc}]+$/u),
  version: v.pipe(v.number(), v.safeInteger(), v.minValue(1)),
  type: plain(/^[^\s\p{Cc}]+$/u),
  at: v.pipe(v.number(), v.safeInteger()),
});

/** @throws Unfit where one of them is no event: a leaf may be in the hands of somebody else. */
export const checkEvents = (bodies: readonly string[]): void => {
  for (const body of bodies) if (!v.is(v.pipe(v.string(), v.parseJson(), Carried), body)) refuse();
};

const refuse = (): never => {
  throw new Unfit('this is no event');
};

/** PostgreSQL: a value that no column takes, or one too large for an index. */
const isData = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && /^(?:22|54)/u.test(String(error.code));

/** The same error, but `Unfit` where it is the contents that the database refuses, whoever asks. */
export const unfitOr = (error: unknown): unknown =>
  error instanceof LogConflict || isData(error)
    ? new Unfit('the database refuses this', { cause: error })
    : error;
