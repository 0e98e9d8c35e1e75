import { Failed, WrongUse } from './failed.ts';
import { oneLine } from './one-line.ts';

/** SIGTERM or SIGINT; a second one is left to end the process at once. */
export const askedToEnd = (): Promise<void> =>
  new Promise((resolve) => {
    const heard = () => {
      process.off('SIGTERM', heard).off('SIGINT', heard);
      resolve();
    };
    process.on('SIGTERM', heard).on('SIGINT', heard);
  });

export const say = (text: string): number => {
  console.log(text);
  return 0;
};

const words = (error: Error, name: string): string => {
  const text = oneLine(error.message);
  return error instanceof WrongUse ? `${text}; see ${name} --help` : text;
};

/**
 * Runs one command of a program and ends the process with its exit code: 0 done, 1 failed, 2 wrong
 * use. One clear line for what can be expected, all there is for a bug.
 */
export const runProgram = async (
  name: string,
  run: (args: readonly string[]) => Promise<number>,
): Promise<never> => {
  try {
    process.exitCode = await run(process.argv.slice(2));
  } catch (error) {
    const isExpected = error instanceof Failed || error instanceof WrongUse;
    console.error(isExpected ? `${name}: ${words(error, name)}` : error);
    process.exitCode = error instanceof WrongUse ? 2 : 1;
  }
  process.exit();
};
