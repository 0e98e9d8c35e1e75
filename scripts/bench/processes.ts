import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Subprocess } from 'bun';

const running = new Set<Subprocess>();
const folders = new Set<string>();

/** Whatever ends the benchmarks, no process and no folder of theirs stays behind. */
process.on('exit', () => {
  for (const one of running) one.kill('SIGKILL');
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => process.exit(1));

const keep = <P extends Subprocess>(one: P): P => {
  running.add(one);
  one.exited.finally(() => running.delete(one));
  return one;
};

/** A folder on the disk that temporary files lie on; gone at the latest with this process. */
export const tempFolder = (): { readonly path: string; readonly remove: () => void } => {
  const path = mkdtempSync(join(tmpdir(), 'felt-bench-'));
  folders.add(path);
  const remove = () => {
    rmSync(path, { recursive: true, force: true });
    folders.delete(path);
  };
  return { path, remove };
};

/** MB that a process holds resident (VmRSS). */
export const residentMb = (pid: number): number => {
  const status = readFileSync(`/proc/${pid}/status`, 'utf8');
  return Number(/^VmRSS:\s+(\d+) kB$/mu.exec(status)?.[1]) / 1_024;
};

/** Linux tells processor time in hundredths of a second, whatever the machine. */
const TICK_MS = 10;

/** ms that a process, with all its threads, has had a processor for since it started. */
export const busyMs = (pid: number): number => {
  // The name before it may hold blanks and brackets.
  const [, told = ''] = /^.*\) (.*)$/su.exec(readFileSync(`/proc/${pid}/stat`, 'utf8')) ?? [];
  const [user, system] = told.split(' ').slice(11, 13);
  return (Number(user) + Number(system)) * TICK_MS;
};

/** A program of its own that takes one question at a time and answers each. */
export type Helper<Question, Reply> = {
  readonly pid: number;
  readonly ask: (question: Question) => Promise<Reply>;
  readonly stop: () => Promise<void>;
};

/** Starts a file of this folder; it answers by `answerQuestions`. */
export const startHelper = async <Question, Reply>(
  file: string,
): Promise<Helper<Question, Reply>> => {
  let waiting: ((reply: Reply) => void) | null = null;
  let failing: ((error: Error) => void) | null = null;
  const child = keep(
    Bun.spawn([process.execPath, join(import.meta.dir, file)], {
      stdio: ['ignore', 'inherit', 'inherit'],
      ipc: (reply: Reply) => waiting?.(reply),
    }),
  );
  const next = () =>
    new Promise<Reply>((resolve, reject) => {
      waiting = resolve;
      failing = reject;
    });
  const ready = next();
  child.exited.then((code) => failing?.(new Error(`${file} ended with ${code}`)));
  await ready;
  return {
    pid: child.pid,
    ask: (question) => {
      const reply = next();
      child.send(question);
      return reply;
    },
    stop: async () => {
      failing = null;
      child.kill('SIGKILL');
      await child.exited;
    },
  };
};

/** The helper's side: ready now, then one answer to each question; ends with who asks. */
export const answerQuestions = <Question, Reply>(
  answer: (question: Question) => Promise<Reply>,
): void => {
  process.on('message', (question: Question) => {
    answer(question).then(
      (reply) => process.send?.(reply),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  });
  process.on('disconnect', () => process.exit());
  process.send?.('ready');
};

/** The first match of what a program says, which goes on being read: it must never wait for us. */
const found = async (output: ReadableStream<Uint8Array>, line: RegExp) => {
  const reader = output.getReader();
  const decoder = new TextDecoder();
  let said = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) throw new Error(`ended without a word of ${line.source}: ${said}`);
    said += decoder.decode(value, { stream: true });
    const match = line.exec(said);
    if (match === null) continue;
    const drain = async () => {
      while (!(await reader.read()).done);
    };
    drain().catch(() => undefined);
    return match;
  }
};

/** Starts an executable and answers when a line of its output matches, with what that matched. */
export const startExecutable = async (
  command: readonly string[],
  env: { readonly [name: string]: string },
  line: RegExp,
) => {
  const child = keep(
    Bun.spawn([...command], {
      ...{ env: { ...process.env, ...env }, stdin: 'ignore', stdout: 'pipe', stderr: 'inherit' },
    }),
  );
  const stop = async () => {
    child.kill('SIGTERM');
    await child.exited;
  };
  return { pid: child.pid, match: await found(child.stdout, line), stop };
};

/** The same with a program in TypeScript. */
export const startProgram = (
  args: readonly string[],
  env: { readonly [name: string]: string },
  line: RegExp,
) => startExecutable([process.execPath, ...args], env, line);
