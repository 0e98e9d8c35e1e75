import { mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { gzip, gzipSync } from 'node:zlib';

export const SIGNALS = ['traces', 'metrics'] as const;
export type Signal = (typeof SIGNALS)[number];

/** A message as it goes over the line: OTLP's JSON, compressed by gzip (RFC 1952). */
export type Kept = { readonly signal: Signal; readonly body: Uint8Array<ArrayBuffer> };

/** Without `.gz`: an older release left it, uncompressed. */
const NAME = /^(\d{12})-(traces|metrics)\.json(?:\.gz)?$/u;

const compress = promisify(gzip);

/** Beside all else: a burst's traces are a megabyte, which takes some 10 ms. */
export const packed = async (signal: Signal, json: string): Promise<Kept> => ({
  signal,
  body: new Uint8Array(await compress(json)),
});

const signalOf = (name: string): Signal => (name.includes('traces') ? 'traces' : 'metrics');

/**
 * What could not be sent, compressed, in files of a folder, oldest first; where there is more of it than
 * may be, the oldest goes. Not synced to the disk: a power cut may take what only describes the past.
 */
export const openBuffer = (folder: string, mostBytes: number) => {
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  const size = (name: string): number => statSync(join(folder, name)).size;
  const names = readdirSync(folder)
    .filter((name) => NAME.test(name))
    .sort();
  const files = names.map((name) => ({ name, bytes: size(name) }));
  let next = Number(NAME.exec(names.at(-1) ?? '')?.[1] ?? 0) + 1;
  let held = files.reduce((all, { bytes }) => all + bytes, 0);
  let dropped = 0;

  const drop = (): void => {
    const first = files.shift();
    if (first === undefined) return;
    rmSync(join(folder, first.name), { force: true });
    held -= first.bytes;
  };

  return {
    add: ({ signal, body }: Kept): void => {
      const name = `${String(next).padStart(12, '0')}-${signal}.json.gz`;
      const bytes = body.byteLength;
      while (files.length > 0 && held + bytes > mostBytes) {
        drop();
        dropped += 1;
      }
      writeFileSync(join(folder, name), body, { mode: 0o600 });
      next += 1;
      held += bytes;
      files.push({ name, bytes });
    },
    /** The oldest; null: nothing waits. */
    first: (): Kept | null => {
      const [first] = files;
      if (first === undefined) return null;
      const there = readFileSync(join(folder, first.name));
      const body = first.name.endsWith('.gz') ? there : gzipSync(there);
      return { signal: signalOf(first.name), body: new Uint8Array(body) };
    },
    drop,
    bytes: (): number => held,
    /** Messages that went because there were more than may be. */
    dropped: (): number => dropped,
  };
};
