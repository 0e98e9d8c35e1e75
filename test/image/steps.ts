/** What a run has shown, in the order in which it was. */
type Step = { readonly name: string; readonly seconds: number; readonly seen: string };

const seconds = (ms: number): number => Math.round(ms / 100) / 10;

/** Runs steps one after the other, tells each as it is done, and stops at the first that fails. */
export const createSteps = () => {
  const done: Step[] = [];
  /** @param work answers what was seen, in a few words; it throws where that is not as it should be. */
  const step = async (name: string, work: () => Promise<string>): Promise<void> => {
    const begun = performance.now();
    const seen = await work().catch((error: unknown) => {
      console.error(`FAILED  ${name}`);
      throw error;
    });
    const one = { name, seconds: seconds(performance.now() - begun), seen };
    done.push(one);
    console.log(`ok  ${name} (${one.seconds} s)${seen === '' ? '' : `: ${seen}`}`);
  };
  return { step, done: (): readonly Step[] => done };
};

/** @throws Error with both where they differ. */
export const mustBe = (what: string, is: unknown, expected: unknown): void => {
  if (Bun.deepEquals(is, expected)) return;
  throw new Error(`${what}: ${JSON.stringify(is)}, not ${JSON.stringify(expected)}`);
};

/** @throws Error with the text where the pattern is not in it. */
export const mustSay = (what: string, text: string, pattern: RegExp): void => {
  if (!pattern.test(text)) throw new Error(`${what} does not say ${pattern}: ${text}`);
};
