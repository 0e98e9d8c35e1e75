import { readFileSync } from 'node:fs';
import type { BunPlugin } from 'bun';
import { fetchNats } from './fetch-nats.ts';
import type { Target } from './targets.ts';

/** Puts the target's nats-server into the executable, in place of src/sync/nats/file.ts. */
export const withNats = (target: Target): BunPlugin => ({
  name: 'nats',
  setup: (build) => {
    build.onLoad({ filter: /\/src\/sync\/nats\/file\.ts$/ }, () => {
      const program = fetchNats(target.replace('linux-', ''));
      const sha256 = new Bun.CryptoHasher('sha256').update(readFileSync(program)).digest('hex');
      const contents = `import file from ${JSON.stringify(program)} with { type: 'file' };
export const loadNatsFile = async () => ({ file, sha256: '${sha256}' });
`;
      return { contents, loader: 'js' };
    });
  },
});
