import { chmodSync, existsSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import * as v from 'valibot';
import { Failed } from '../server/failed.ts';

export const CONTROL_FILE = 'felt.sock';
/** `sockaddr_un` holds 108 bytes, the last one 0. */
const LONGEST_PATH = 107;

const reportSchema = v.object({ ok: v.boolean(), isChainOk: v.boolean(), text: v.string() });
type Report = v.InferOutput<typeof reportSchema>;

/** Further commands, by the path that they are asked for under; each answers JSON. */
export type ControlDoors = { readonly [path: string]: () => Promise<object> };

const answerOf = async (door: () => Promise<object>): Promise<Response> => {
  try {
    return Response.json(await door());
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    return Response.json({ problem }, { status: 500 });
  }
};

/**
 * The door for this machine's own commands. The data folder is its lock: who may not read that, may
 * not knock here.
 */
export const openControl = (
  dataFolder: string,
  verify: (head: string | null) => Promise<Report>,
  doors: ControlDoors = {},
) => {
  const path = join(dataFolder, CONTROL_FILE);
  if (Buffer.byteLength(path) > LONGEST_PATH) {
    throw new Failed(`the path of the data folder is too long for a socket: ${dataFolder}`);
  }
  // Of a leaf that was killed: this one holds the log, so no other is alive.
  rmSync(path, { force: true });
  const server = Bun.serve({
    unix: path,
    fetch: async (request, own) => {
      const { pathname, searchParams } = new URL(request.url);
      const door = Object.hasOwn(doors, pathname) ? doors[pathname] : undefined;
      if (request.method !== 'POST' || (pathname !== '/verify' && door === undefined)) {
        return new Response(null, { status: 404 });
      }
      // A long log takes longer than Bun waits for an answer.
      own.timeout(request, 0);
      if (door !== undefined) return answerOf(door);
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
  const unix = join(dataFolder, CONTROL_FILE);
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

const problemSchema = v.object({ problem: v.string() });

/**
 * What the leaf that runs on this folder answers to one of its further commands; null where none runs.
 * @param signal ends the wait for it; without one, it takes as long as it takes.
 * @throws Failed with what it says is wrong.
 */
export const tellLeaf = async <S extends v.GenericSchema>(
  dataFolder: string,
  path: string,
  schema: S,
  signal?: AbortSignal,
): Promise<v.InferOutput<S> | null> => {
  const unix = join(dataFolder, CONTROL_FILE);
  if (!existsSync(unix)) return null;
  const patience = signal === undefined ? {} : { signal };
  const init = { unix, method: 'POST', timeout: false, ...patience };
  const response = await fetch(`http://leaf${path}`, init).catch(() => null);
  if (response === null) return null;
  const body: unknown = await response.json().catch(() => null);
  if (response.ok) return v.parse(schema, body);
  const read = v.safeParse(problemSchema, body);
  throw new Failed(read.success ? read.output.problem : `the leaf answers ${response.status}`);
};
