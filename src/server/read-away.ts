/** More than any service says to what it was told. */
const MOST_BYTES = 64 * 1024;

/**
 * Reads what comes behind a status that said all, so that the connection is used again; of an answer
 * that is long, or does not end, no more than it takes to see that. Never fails.
 */
export const readAway = async (answer: Response): Promise<void> => {
  let bytes = 0;
  try {
    for await (const chunk of answer.body ?? []) {
      bytes += chunk.byteLength;
      if (bytes > MOST_BYTES) return;
    }
  } catch {
    // Cut off: the status came before.
  }
};
