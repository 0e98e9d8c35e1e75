import { linesOf } from '../../src/sync/nats/lines.ts';
import type { Cell } from './cell.ts';

type Env = Readonly<Record<string, string>>;

/** Runs a command to its end; answers what it printed, throws where it failed. */
export const said = async (cell: Cell, args: readonly string[], env: Env = {}): Promise<string> => {
  const child = cell.spawn(args, env);
  const [out, err] = await Promise.all([
    new Response(child.stdout).text(),
    new Response(child.stderr).text(),
  ]);
  if ((await child.exited) !== 0) throw new Error(`${args.join(' ')}: ${err}`);
  return out;
};

export type Serving = { readonly url: string; readonly end: () => Promise<void> };

/**
 * Starts what serves, and answers once it has told its address, by loopback.
 * @throws Error with all that it said, where it ends without.
 */
export const serving = async (cell: Cell, env: Env): Promise<Serving> => {
  const child = cell.spawn(['serve'], env);
  const lines: string[] = [];
  const port = await new Promise<string>((resolve, reject) => {
    const errors = (async () => {
      for await (const line of linesOf(child.stderr)) lines.push(line);
    })();
    void (async () => {
      for await (const line of linesOf(child.stdout)) {
        lines.push(line);
        const found = / serves http:\/\/\S+?:(\d+) /u.exec(line)?.[1];
        if (found !== undefined) resolve(found);
      }
      await errors;
      reject(new Error(`it did not start: ${lines.join('\n')}`));
    })();
  });
  return {
    url: `http://127.0.0.1:${port}`,
    end: async () => {
      child.kill('SIGTERM');
      const code = await child.exited;
      if (code !== 0) throw new Error(`serve ended with ${code}: ${lines.join('\n')}`);
    },
  };
};
