import { firstBad } from '../../log/chain.ts';
import type { LibsqlLog } from '../../log/libsql.ts';
import type { Before } from './before.ts';
import { DIGEST_VERSION, digestsOf } from './digest.ts';

const PAGE = 1_000;

/** The chain from the snapshot's head on; null: it holds. */
const brokenAfter = async (log: LibsqlLog, head: Before['head']): Promise<string | null> => {
  if (head.seq > 0) {
    const [stored] = await log.after(head.seq - 1, 1);
    if (stored?.hash !== head.hash) return `event ${head.seq} is not what it was`;
  }
  let last: Before['head'] = head;
  for (;;) {
    const page = await log.after(last.seq, PAGE);
    const bad = firstBad(last, page);
    if (bad !== null) return `the log is damaged at event ${bad}`;
    const end = page.at(-1);
    if (end === undefined) return null;
    last = end;
  }
};

const changedSince = async (log: LibsqlLog, before: Before): Promise<string | null> => {
  if (before.digestVersion !== DIGEST_VERSION) return null;
  const now = await digestsOf(log, Object.keys(before.digests), before.head.seq);
  const other = Object.entries(before.digests).find(([stream, was]) => now[stream] !== was);
  return other === undefined ? null : `${other[0]} says something else than before`;
};

/**
 * Looks at a log across a change of release: the file itself, the chain, and that what was there
 * before means the same as before. Answers what is wrong in words, or null.
 */
export const troubleWith = async (
  log: LibsqlLog,
  before: Before | null,
): Promise<string | null> => {
  const file = log.quickCheck();
  if (file !== null) return `the file is damaged: ${file}`;
  if (before === null) return null;
  return (await brokenAfter(log, before.head)) ?? (await changedSince(log, before));
};
