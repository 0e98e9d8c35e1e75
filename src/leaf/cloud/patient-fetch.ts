export type Fetched = { readonly ok: boolean; readonly bytes: Uint8Array };

/**
 * Fetches to the end, however slow the line: gives up only where nothing at all comes for `idleMs`.
 * @throws what `fetch` throws; a DOMException named TimeoutError where it gave up.
 */
export const fetchPatiently = async (
  url: string,
  init: RequestInit,
  idleMs: number,
): Promise<Fetched> => {
  const silence = new AbortController();
  const timer = setTimeout(() => {
    silence.abort(new DOMException(`nothing came for ${idleMs} ms`, 'TimeoutError'));
  }, idleMs);
  try {
    const answer = await fetch(url, { ...init, signal: silence.signal });
    const chunks: Uint8Array[] = [];
    for await (const chunk of answer.body ?? []) {
      chunks.push(chunk);
      timer.refresh();
    }
    return { ok: answer.ok, bytes: Buffer.concat(chunks) };
  } finally {
    clearTimeout(timer);
  }
};
