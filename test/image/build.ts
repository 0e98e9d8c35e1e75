import { join } from 'node:path';
import { CACHE } from './places.ts';
import { VERSIONS } from './versions.ts';

const BUILD = join(import.meta.dir, '../../image-build');

const build = (script: string, values: readonly string[]): void => {
  const command = [join(BUILD, script), CACHE, ...values];
  const { success } = Bun.spawnSync(command, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (!success) throw new Error('the image was not built, see above');
};

/** Builds the image that is handed out, or the one with what the test needs; answers its path. */
export const buildImage = (leaf: string, kind: 'product' | 'test'): string => {
  build('debian-arm64/build.sh', [leaf, String(VERSIONS.old.sequence), kind]);
  return join(CACHE, `felt-leaf-debian-arm64${kind === 'test' ? '-test' : ''}.img`);
};

/** A screen's, with what the test needs; answers its path. */
export const buildDisplay = (): string => {
  build('display/debian-arm64/build.sh', ['test']);
  return join(CACHE, 'felt-display-debian-arm64-test.img');
};
