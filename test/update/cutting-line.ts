import { connect, createServer } from 'node:net';

const HEAD_END = '\r\n\r\n';

/**
 * A line to a server that ends in the middle of an answer where it is told to, as one over a bad
 * network does: what was sent has arrived, and the rest never comes.
 */
export const openCuttingLine = async (to: string) => {
  const { hostname, port } = new URL(to);
  const asked: string[] = [];
  let held: { readonly path: string; readonly afterBytes: number } | null = null;
  let cut: () => void = () => undefined;

  const server = createServer((client) => {
    const upstream = connect(Number(port), hostname);
    let answer: Buffer | null = null;
    const end = (): void => {
      client.destroy();
      upstream.destroy();
    };
    for (const socket of [client, upstream]) socket.on('error', end).on('close', end);
    client.on('data', (bytes: Buffer) => {
      const text = bytes.toString('latin1');
      if (/^[A-Z]+ \//u.test(text)) {
        asked.push(text);
        answer = held !== null && text.includes(held.path) ? Buffer.alloc(0) : null;
      }
      upstream.write(bytes);
    });
    upstream.on('data', (bytes: Buffer) => {
      if (answer === null || held === null) {
        client.write(bytes);
        return;
      }
      const before = answer.length;
      answer = Buffer.concat([answer, bytes]);
      const head = answer.indexOf(HEAD_END);
      const most = head + HEAD_END.length + held.afterBytes;
      if (head < 0 || answer.length < most) {
        client.write(bytes);
        return;
      }
      held = null;
      upstream.pause();
      client.write(answer.subarray(before, most));
      cut = end;
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('the line has no port');

  return {
    url: `http://127.0.0.1:${address.port}`,
    /** Heads of the requests that went through. */
    asked: asked as readonly string[],
    /** Nothing more goes through behind so many bytes of the next answer to a request below that path. */
    holdIn: (path: string, afterBytes: number): void => {
      held = { path, afterBytes };
    },
    /** Ends what is held. */
    cut: (): void => cut(),
    close: () => server.close(),
  };
};
