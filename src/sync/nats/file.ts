import { existsSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dir, '../../..');

/** Never older: it closed a hole through which a power cut took acknowledged messages. */
export const NATS_VERSION = '2.15.1';

/** `x64` or `arm64`; the folder bears the version, so that a newer pin is fetched anew. */
export const cachedNats = (arch: string): string =>
  join(ROOT, `.cache/nats-${NATS_VERSION}/nats-server-${arch}`);

/** A nats-server; with a hash where it lies inside an executable and has to be unpacked. */
export type NatsFile = { readonly file: string; readonly sha256?: string };

/**
 * The nats-server of a checkout, fetched on first need. In an executable this whole module is
 * replaced by one that holds the file.
 * @throws Error that says why there is none.
 */
export const loadNatsFile = async (): Promise<NatsFile> => {
  const file = cachedNats(process.arch);
  if (existsSync(file)) return { file };
  const fetching = Bun.spawn([process.execPath, join(ROOT, 'scripts/fetch-nats.ts')], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const said = await new Response(fetching.stderr).text();
  if ((await fetching.exited) !== 0) throw new Error(said.trim());
  return { file };
};
