import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { Failed } from '../server/failed.ts';

const FILE = 'felt.sock';
/** `sockaddr_un` holds 108 bytes, the last one 0. */
const LONGEST_PATH = 107;

const reportSchema = v.object({ ok: v.boolean(), isChainOk: v.boolean(), text: v.string() });
type Report = v.InferOutput<typeof reportSchema>;

/**
 * The door for this machine's own commands. The data folder is its lock: who may not read that, may
 * not knock here.
 */
export const openControl = (
  dataFolder: string,
  verify: (head: string | null) => Promise<Report>,
) => {
  const path = join(dataFolder, FILE);
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    throw new Failed(`the path of the data folder is too long for a socket: ${dataFolder}`);
  }
  // Of a leaf that was killed: this one holds the log, so no other is alive.
  rmSync(path, { force: true });
  const server = Bun.serve({
    unix: path,
    fetch: async (request, own) => {
      const { pathname, searchParams } = new URL(request.url);
      if (request.method !== 'POST' || pathname !== '/verify') {
        return new Response(null, { status: 404 });
      }
      // A long log takes longer than Bun waits for an answer.
      own.timeout(request, 0);
      return Response.json(await verify(searchParams.get('head')));
    },
  });
  chmodSync(path, 0o600);
  return {
    close: async () => {
      await server.stop(true);
      rmSync(path, { force: true });
    },
  };
};

/**
 * What the leaf that runs on this folder reports, null where none runs.
 * @param head digits of a head to look for.
 */
export const askLeaf = async (dataFolder: string, head: string | null): Promise<Report | null> => {
  const unix = join(dataFolder, FILE);
  if (!existsSync(unix)) return null;
  const query = head === null ? '' : `?head=${head}`;
  const response = await fetch(`http://leaf/verify${query}`, { unix, method: 'POST' }).catch(
    () => null,
  );
  // Left behind by a leaf that was killed.
  if (response === null) return null;
  if (!response.ok) throw new Failed(`the leaf could not verify its log (${response.status})`);
  return v.parse(reportSchema, await response.json());
};
