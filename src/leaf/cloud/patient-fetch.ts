export type Fetched = { readonly ok: boolean; readonly bytes: Uint8Array };

/** An answer that is larger than any that is expected: whoever sends it is not who it should be. */
export class AnswerTooLarge extends Error {
  override readonly name = 'AnswerTooLarge';
}

/**
 * What is taken of an answer: so many bytes, in so many ms altogether, and none of it later than
 * `idleMs` after the one before.
 */
export type Patience = {
  readonly idleMs: number;
  readonly wholeMs: number;
  readonly mostBytes: number;
};

const timedOut = (words: string) => new DOMException(words, 'TimeoutError');

/**
 * Fetches to the end, however slow the line, but never more than is expected: a peer that lies fills
 * no memory, and holds nobody up for good. What is packed is not unpacked: a few bytes can be
 * gigabytes. Another address that the answer points to is not asked.
 * @throws what `fetch` throws; AnswerTooLarge; a DOMException named TimeoutError where it gave up.
 */
export const fetchPatiently = async (
  url: string,
  init: RequestInit,
  { idleMs, wholeMs, mostBytes }: Patience,
): Promise<Fetched> => {
  const silence = new AbortController();
  const giveUp = (words: string) => () => silence.abort(timedOut(words));
  const idle = setTimeout(giveUp(`nothing came for ${idleMs} ms`), idleMs);
  const whole = setTimeout(giveUp(`the answer did not end within ${wholeMs} ms`), wholeMs);
  try {
    const answer = await fetch(url, {
      ...init,
      headers: { ...init.headers, 'accept-encoding': 'identity' },
      ...{ redirect: 'error', decompress: false, signal: silence.signal },
    });
    const chunks: Uint8Array[] = [];
    let bytes = 0;
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > mostBytes) throw new AnswerTooLarge(`the answer is over ${mostBytes} bytes`);
      chunks.push(chunk);
      idle.refresh();
    }
    return { ok: answer.ok, bytes: Buffer.concat(chunks) };
  } finally {
    clearTimeout(idle);
    clearTimeout(whole);
    // Whatever is still to come of an answer that was given up is not waited for.
    silence.abort();
  }
};
