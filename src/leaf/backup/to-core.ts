import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { MINUTE, SECOND } from '../../kernel/time.ts';
import { NO_BODY, signedHeaders } from '../../server/backup/request.ts';
import { keyFromPem } from '../../sync/checkpoints.ts';
import { writeSecretFile } from '../../sync/nats/secret-file.ts';
import { coreAddress } from '../cloud/core-door.ts';
import type { LeafLink } from '../cloud/link.ts';
import { backupFolder } from './make.ts';
import type { Found } from './places.ts';
import { hashOf } from './places.ts';

/** 100 MB at 100 KB/s. */
const WHOLE_MS = 20 * MINUTE;
const SHORT_MS = 10 * SECOND;

const sentSchema = v.object({ core: v.string(), name: v.string(), at: v.number() });
/** The newest one that a core confirmed. */
export type Sent = v.InferOutput<typeof sentSchema>;

const pathOf = (dataFolder: string): string => join(backupFolder(dataFolder), 'sent.json');

export const readSent = (dataFolder: string): Sent | null => {
  const path = pathOf(dataFolder);
  if (!existsSync(path)) return null;
  try {
    return v.parse(sentSchema, JSON.parse(readFileSync(path, 'utf8')));
  } catch {
    return null;
  }
};

/** An answer of the core that is no success: its code, and its words. */
export class CoreRefused extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

const errorSchema = v.object({ error: v.object({ code: v.string(), message: v.string() }) });

const orRefused = async (response: Response): Promise<Response> => {
  if (response.ok) return response;
  const read = v.safeParse(errorSchema, await response.json().catch(() => null));
  const { code, message } = read.success
    ? read.output.error
    : { code: 'CORE_UNREACHABLE', message: `it answers ${response.status}` };
  throw new CoreRefused(code, message);
};

/**
 * Sends a backup, which the core cannot read, to the core that this leaf belongs to.
 * @throws CoreRefused, or Error where nothing answers.
 */
export const sendToCore = async (
  { core, venueId, signingKey }: Pick<LeafLink, 'core' | 'venueId' | 'signingKey'>,
  backup: Found,
  { dataFolder, nowMs, signal }: { dataFolder: string; nowMs: number; signal: AbortSignal },
): Promise<Sent> => {
  const path = `/leaf/backups/${backup.name}`;
  const about = { size: backup.bytes, sha256: await hashOf(backup.path) };
  const asking = { method: 'PUT', path, venueId, at: nowMs, ...about } as const;
  await orRefused(
    await fetch(`${coreAddress(core.url)}/api/v1${path}`, {
      method: 'PUT',
      headers: {
        ...signedHeaders(asking, keyFromPem(signingKey)),
        'content-type': 'application/octet-stream',
      },
      body: Bun.file(backup.path),
      signal: AbortSignal.any([signal, AbortSignal.timeout(WHOLE_MS)]),
    }),
  );
  const sent: Sent = { core: core.url, name: backup.name, at: nowMs };
  writeSecretFile(pathOf(dataFolder), `${JSON.stringify(sent)}\n`);
  return sent;
};

const erasedSchema = v.object({ playerIds: v.pipe(v.array(v.string()), v.maxLength(1_000_000)) });

/** Who the core knows to be erased. @throws CoreRefused, or Error where nothing answers. */
export const erasedAtCore = async (
  { core, venueId, signingKey }: Pick<LeafLink, 'core' | 'venueId' | 'signingKey'>,
  nowMs: number,
): Promise<readonly string[]> => {
  const path = '/leaf/erased';
  const none = { size: 0, sha256: NO_BODY };
  const asking = { method: 'GET', path, venueId, at: nowMs, ...none } as const;
  const response = await fetch(`${coreAddress(core.url)}/api/v1${path}`, {
    headers: signedHeaders(asking, keyFromPem(signingKey)),
    signal: AbortSignal.timeout(SHORT_MS),
  });
  return v.parse(erasedSchema, await (await orRefused(response)).json()).playerIds;
};
