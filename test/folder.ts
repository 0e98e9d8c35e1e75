import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** Files by their path in a folder that is gone once `use` is done. */
export const inFolder = async <T>(
  files: { readonly [file: string]: string },
  use: (root: string) => T,
): Promise<Awaited<T>> => {
  const root = mkdtempSync(join(tmpdir(), 'felt-'));
  try {
    for (const [file, text] of Object.entries(files)) {
      mkdirSync(dirname(join(root, file)), { recursive: true });
      writeFileSync(join(root, file), text);
    }
    return await use(root);
  } finally {
    rmSync(root, { recursive: true });
  }
};
