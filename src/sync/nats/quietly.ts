import { MINUTE } from '../../kernel/time.ts';

const AGAIN_MS = 10 * MINUTE;
/** Different lines remembered; a child that says ever new ones is heard out. */
const KEPT = 100;

/** What nats-server says when all is well. */
const USUAL = /^\[INF\]/u;

/** Numbers, addresses and times differ in what is the same line. */
const kindOf = (line: string): string => line.replaceAll(/[0-9a-f.:[\]]*\d[0-9a-f.:[\]]*/gu, '#');

/**
 * A child's lines for the log of the machine: none that says that all is well, and the same one again
 * only after ten minutes. A hub that is away for a week, or a leaf that was replaced and runs on, would
 * fill the disk otherwise.
 * @param name of the child, before each line.
 */
export const quietly = (
  name: string,
  say: (line: string) => void,
  nowMs = () => performance.now(),
) => {
  const saidAt = new Map<string, number>();
  return (line: string): void => {
    const kind = kindOf(line);
    const before = saidAt.get(kind);
    if (USUAL.test(line) || (before !== undefined && nowMs() - before < AGAIN_MS)) return;
    saidAt.delete(kind);
    saidAt.set(kind, nowMs());
    const [oldest] = saidAt.keys();
    if (saidAt.size > KEPT && oldest !== undefined) saidAt.delete(oldest);
    say(`${name}: ${line}`);
  };
};
