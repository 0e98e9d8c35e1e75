import { join } from 'node:path';
import { CACHE } from './places.ts';
import { VERSIONS } from './versions.ts';

const SCRIPT = join(import.meta.dir, '../../image-build/debian-arm64/build.sh');

/** Builds the image that is handed out, or the one with what the test needs; answers its path. */
export const buildImage = (leaf: string, kind: 'product' | 'test'): string => {
  const command = [SCRIPT, CACHE, leaf, String(VERSIONS.old.sequence), kind];
  const { success } = Bun.spawnSync(command, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (!success) throw new Error('the image was not built, see above');
  return join(CACHE, `felt-leaf-debian-arm64${kind === 'test' ? '-test' : ''}.img`);
};
