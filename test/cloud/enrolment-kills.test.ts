import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import { readFileSync, rmSync } from 'node:fs';
import postgres from 'postgres';
import { until } from '../core/stage.ts';
import { startLeaf } from '../leaf.ts';
import type { Server } from '../postgres.ts';
import { startPostgres } from '../postgres.ts';
import type { CoreProcess } from './processes.ts';
import { spawnCore } from './processes.ts';

setDefaultTimeout(120_000);

let server: Server;
let databaseUrl: string;
let core: CoreProcess;
let sql: postgres.Sql;
/** What happens with a request between leaf and core, before it goes on and with its answer. */
let between: {
  readonly before?: (path: string) => Promise<void>;
  readonly after?: (path: string) => Promise<void>;
} = {};

const proxy = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  idleTimeout: 60,
  fetch: async (request) => {
    const { pathname } = new URL(request.url);
    const { method, headers } = request;
    const body = await request.text();
    await between.before?.(pathname);
    try {
      const answer = await fetch(`${core.url}${pathname}`, { method, headers, body });
      const bytes = await answer.bytes();
      await between.after?.(pathname);
      return new Response(bytes, { status: answer.status });
    } catch {
      return new Response('', { status: 502 });
    }
  },
});

beforeAll(async () => {
  server = await startPostgres();
  databaseUrl = server.ownerUrl(await server.database());
  core = await spawnCore({ databaseUrl });
  sql = postgres(databaseUrl, { max: 2, onnotice: () => undefined });
});
afterAll(async () => {
  await sql.end();
  await core.stop();
  rmSync(core.folder, { recursive: true, force: true });
  await proxy.stop(true);
  await server.stop();
});

/** Child processes of a process: the core's hub. */
const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').split(' ').filter(Boolean).map(Number);

const ENROL = '/api/v1/enrol';
const kill = () => core.kill();
const only = (path: string, work: () => Promise<void>) => async (asked: string) => {
  if (asked === path) await work();
};

/** The row of the code, held by somebody else until `free`: whoever redeems it waits before it. */
const held = async () => {
  const { promise: freed, resolve: free } = Promise.withResolvers<void>();
  const { promise: isHeld, resolve: got } = Promise.withResolvers<void>();
  const done = sql.begin(async (tx) => {
    await tx`select from enrolments for update`;
    got();
    await freed;
  });
  await isHeld;
  return async () => {
    free();
    await done;
  };
};

const someoneWaits = () =>
  until('the core waits for the row', async () => {
    const [row] = await sql`select from pg_stat_activity where wait_event_type = 'Lock'`;
    return row !== undefined;
  });

const leavesOf = async (slug: string): Promise<number> => {
  const rows = await sql`select l.epoch from leaves l join venues v on v.id = l.venue_id
    where v.slug = ${slug}`;
  return rows.length;
};

/** Kills the core at that point of an enrolment, which is then under way or over. */
const POINTS: readonly (readonly [string, (slug: string) => Promise<void>])[] = [
  [
    'before it is asked what the code is for',
    async () => {
      between = { before: only(`${ENROL}/look`, kill) };
    },
  ],
  [
    'between the look at the code and its use',
    async () => {
      between = { before: only(ENROL, kill) };
    },
  ],
  [
    'inside the transaction that uses it',
    async () => {
      const release = await held();
      between = {
        before: only(ENROL, async () => {
          void someoneWaits().then(async () => {
            await kill();
            await release();
          });
        }),
      };
    },
  ],
  [
    'behind the transaction, before the hub knows of the leaf',
    async (slug) => {
      const hubs = childrenOf(core.child.pid);
      between = {
        before: only(ENROL, async () => {
          for (const pid of hubs) process.kill(pid, 'SIGSTOP');
          void until('the code is used', async () => (await leavesOf(slug)) === 1).then(
            async () => {
              await kill();
              for (const pid of hubs) process.kill(pid, 'SIGCONT');
            },
          );
        }),
      };
    },
  ],
  [
    'with the answer on its way',
    async () => {
      between = {
        after: only(ENROL, async () => {
          await kill();
          throw new Error('the answer is lost');
        }),
      };
    },
  ],
];

test.each(POINTS.map(([name, kills], i) => [name, kills, `point-${i}`] as const))(
  'OPS-2: a core that is killed %s has lost no code, and the same leaf gets in by it',
  async (_, kills, slug) => {
    const code = await core.addVenue(slug);
    const leaf = await startLeaf();
    const token = await leaf.token('admin');
    await kills(slug);
    const join = () => leaf.post('/cloud/enrol', { core: proxy.url.origin, code }, token);
    const first = await join();
    expect([first.status, Object(first.body).error.code]).toEqual([409, 'CORE_UNREACHABLE']);
    await core.child.exited;
    between = {};
    core = await spawnCore({ databaseUrl, folder: core.folder, ports: core.ports });
    const second = await join();
    expect([second.status, Object(second.body).epoch]).toEqual([200, 1]);
    expect(await leavesOf(slug)).toBe(1);
    await until('it is in step', async () => {
      const { state, waiting } = Object((await leaf.get('/cloud', token)).body);
      return state === 'inStep' && waiting === 0;
    });
    await leaf.stop();
  },
);
