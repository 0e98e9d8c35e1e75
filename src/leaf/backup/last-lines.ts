/** Kept for support; older ones are in the machine's own journal. */
const MOST = 300;
const MOST_LETTERS = 1_000;

export type LastLine = { readonly at: number; readonly text: string };

const textOf = (error: unknown): string =>
  error instanceof Error ? (error.stack ?? `${error.name}: ${error.message}`) : String(error);

/** The last lines that a leaf said, beside wherever they go. */
export const createLastLines = (nowMs: () => number) => {
  const lines: LastLine[] = [];
  const note = (text: string): void => {
    lines.push({ at: nowMs(), text: text.slice(0, MOST_LETTERS) });
    if (lines.length > MOST) lines.shift();
  };
  return {
    all: (): readonly LastLine[] => lines,
    /** Somebody is to be forgotten: what was said of them is. */
    forget: (): void => void lines.splice(0),
    /** The same function, heard here, too. */
    saying:
      (say: (line: string) => void) =>
      (line: string): void => {
        note(line);
        say(line);
      },
    failing:
      <About extends readonly unknown[]>(failed: (error: unknown, ...about: About) => void) =>
      (error: unknown, ...about: About): void => {
        note(textOf(error));
        failed(error, ...about);
      },
  };
};

export type LastLines = ReturnType<typeof createLastLines>;
