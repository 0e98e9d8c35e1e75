import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** What a `systemctl` that calls the supervisor says to it: bash alone can open a socket by itself. */
const script = (port: number): string => `#!/bin/bash
exec 3<>/dev/tcp/127.0.0.1/${port}
printf '%s\\n' "$*" >&3
read -r code <&3
cat <&3
exit "$code"
`;

export type Said = readonly [code: number, text: string];

/** Puts a `systemctl` into a folder whose words are answered here. */
export const openSystemctl = (bin: string, answer: (words: readonly string[]) => Promise<Said>) => {
  const server = Bun.listen({
    ...{ hostname: '127.0.0.1', port: 0 },
    socket: {
      data: (client, bytes) => {
        void answer(bytes.toString().trim().split(' ')).then(([code, text]) => {
          client.end(`${code}\n${text}`);
        });
      },
    },
  });
  mkdirSync(bin, { recursive: true });
  const path = join(bin, 'systemctl');
  writeFileSync(path, script(server.port));
  chmodSync(path, 0o755);
  return { close: () => server.stop(true) };
};
