import { existsSync, statSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { SECOND } from '../../kernel/time.ts';
import { hasSpace } from '../../server/release/extract.ts';
import { refusal } from '../../server/release/refusal.ts';

/** Nothing at all came for so long: tried again later, from where it ended. */
const IDLE_MS = 60 * SECOND;

export class DownloadFailed extends Error {
  override readonly name = 'DownloadFailed';
}

const haveOf = (to: string): number => (existsSync(to) ? statSync(to).size : 0);

/** Whether the answer goes on exactly where the file ends. */
const goesOn = (answer: Response, have: number): boolean =>
  answer.status === 206 && (answer.headers.get('content-range') ?? '').startsWith(`bytes ${have}-`);

/**
 * Fetches a file to the end, going on where an earlier try stopped. It never takes more than it was
 * told that there is. Nothing of what comes is trusted: the caller checks it.
 * @param progressed told the bytes that are there.
 * @throws DownloadFailed, or what `fetch` throws; what came stays for the next try.
 */
export const download = async ({
  url,
  to,
  size,
  signal,
  progressed,
}: {
  readonly url: string;
  readonly to: string;
  readonly size: number;
  readonly signal: AbortSignal;
  readonly progressed: (bytes: number) => void;
}): Promise<void> => {
  if (haveOf(to) > size) await rm(to);
  const have = haveOf(to);
  if (have === size) return;
  // However much a core says that there is: the venue's log is written to this disk.
  if (!(await hasSpace(dirname(to), size - have))) {
    throw new DownloadFailed(refusal('NO_SPACE').message);
  }
  const idle = new AbortController();
  const timer = setTimeout(() => idle.abort(new DownloadFailed('nothing comes')), IDLE_MS);
  try {
    const answer = await fetch(url, {
      headers: { 'accept-encoding': 'identity', ...(have > 0 ? { range: `bytes=${have}-` } : {}) },
      ...{ redirect: 'error', signal: AbortSignal.any([signal, idle.signal]) },
    });
    if (!answer.ok || answer.body === null) throw new DownloadFailed(`answered ${answer.status}`);
    let bytes = goesOn(answer, have) ? have : 0;
    const file = await open(to, bytes > 0 ? 'a' : 'w', 0o600);
    try {
      for await (const piece of answer.body) {
        bytes += piece.byteLength;
        if (bytes > size) throw new DownloadFailed(refusal('TOO_LARGE').message);
        await file.writeFile(piece);
        progressed(bytes);
        timer.refresh();
      }
      await file.sync();
    } finally {
      await file.close();
    }
    if (bytes < size) throw new DownloadFailed(refusal('TRUNCATED').message);
  } finally {
    clearTimeout(timer);
  }
};
