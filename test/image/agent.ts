import type { Socket } from 'bun';

type Reply = { readonly [field: string]: unknown };

/** What a command in the guest left behind. */
export type Ran = { readonly code: number; readonly out: string; readonly err: string };

const isReply = (value: unknown): value is Reply => typeof value === 'object' && value !== null;

const textOf = (value: unknown): string =>
  typeof value === 'string' ? Buffer.from(value, 'base64').toString() : '';

const ASK_MS = 20_000;
const LOOK_MS = 200;

/**
 * The guest's side is qemu-guest-agent, which only the test's image has. One line of JSON there, one
 * back; an answer that comes late belongs to a question that nobody waits for, so each begins with a
 * number that the guest repeats.
 */
const connect = async (path: string) => {
  let said = '';
  let heard: (line: string) => void = () => undefined;
  const socket: Socket = await Bun.connect({
    unix: path,
    socket: {
      data: (_, bytes) => {
        said += bytes.toString();
        const lines = said.split('\n');
        said = lines.pop() ?? '';
        for (const line of lines) heard(line.replaceAll('\u00ff', ''));
      },
    },
  });
  const ask = (execute: string, values: Reply = {}): Promise<Reply> =>
    new Promise((resolve, reject) => {
      const late = setTimeout(() => reject(new Error(`no answer to ${execute}`)), ASK_MS);
      heard = (line) => {
        clearTimeout(late);
        const answer: unknown = JSON.parse(line);
        if (!isReply(answer)) return reject(new Error(`not an answer: ${line}`));
        const { error, return: value } = answer;
        if (error !== undefined) return reject(new Error(`${execute}: ${JSON.stringify(error)}`));
        resolve(isReply(value) ? value : { value });
      };
      socket.write(`${JSON.stringify({ execute, arguments: values })}\n`);
    });
  return { ask, close: () => socket.end() };
};

/** Whether the guest answers at all, asked anew on a connection of its own. */
export const answers = async (path: string): Promise<boolean> => {
  const agent = await connect(path).catch(() => null);
  if (agent === null) return false;
  try {
    const id = Math.floor(performance.now());
    return (await agent.ask('guest-sync', { id }))['value'] === id;
  } catch {
    return false;
  } finally {
    agent.close();
  }
};

/**
 * Runs a line of shell in the guest, as root.
 * @throws Error where the guest does not answer, or the line is not done in time.
 */
export const shell = async (path: string, line: string, withinMs = 120_000): Promise<Ran> => {
  const agent = await connect(path);
  try {
    const begun = performance.now();
    const started = await agent.ask('guest-exec', {
      ...{ path: '/bin/sh', arg: ['-c', line] },
      'capture-output': true,
    });
    while (performance.now() - begun < withinMs) {
      const now = await agent.ask('guest-exec-status', { pid: started['pid'] });
      if (now['exited'] === true) {
        const code = typeof now['exitcode'] === 'number' ? now['exitcode'] : -1;
        return { code, out: textOf(now['out-data']), err: textOf(now['err-data']) };
      }
      await Bun.sleep(LOOK_MS);
    }
    throw new Error(`not done after ${withinMs} ms: ${line}`);
  } finally {
    agent.close();
  }
};
