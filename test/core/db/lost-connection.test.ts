import { afterAll, beforeAll, expect, setDefaultTimeout, test } from 'bun:test';
import type { AddressInfo, Server as Door, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { connectDatabase, prepareDatabase } from '../../../src/core/db/open.ts';
import type { Server } from '../../postgres.ts';
import { startPostgres } from '../../postgres.ts';
import { until } from '../stage.ts';

setDefaultTimeout(30_000);

let server: Server;
let door: Door;
let url: string;
/** How many connections are still to be lost, each at the first that is asked on it. */
let losses = 0;
let lost = 0;
const inside = new Set<Socket>();

/** What PostgreSQL says to whom it sends away. */
const ENDED = (() => {
  const fields = Buffer.from('SFATAL\0VFATAL\0C57P01\0Mterminating connection\0\0');
  const head = Buffer.alloc(5);
  head.write('E');
  head.writeUInt32BE(fields.length + 4, 1);
  return Buffer.concat([head, fields]);
})();

const letIn = (client: Socket, port: number) => {
  const up = connect(port, '127.0.0.1');
  const both = [client, up];
  for (const one of both) {
    inside.add(one);
    one.on('error', () => undefined);
    one.on('close', () => {
      inside.delete(one);
      for (const other of both) other.destroy();
    });
  }
  up.on('data', (bytes) => client.write(bytes));
  client.on('data', (bytes) => {
    if (losses === 0 || !/select|listen/u.test(bytes.toString('latin1'))) return up.write(bytes);
    losses -= 1;
    lost += 1;
    return client.end(ENDED);
  });
};

beforeAll(async () => {
  server = await startPostgres();
  const direct = new URL(server.ownerUrl(await server.database()));
  await prepareDatabase(direct.href, []);
  door = createServer((client) => letIn(client, Number(direct.port)));
  await new Promise<void>((resolve) => door.listen(0, '127.0.0.1', resolve));
  const { port } = door.address() as AddressInfo;
  url = Object.assign(new URL(direct), { port: String(port) }).href;
});
afterAll(async () => {
  for (const one of inside) one.destroy();
  door.close();
  await server.stop();
});

test('a connection that is lost at the first that is asked on it ends no process', async () => {
  const database = connectDatabase(url);
  const [{ tenant, platform }, before] = [database, lost];
  losses = 3;
  for (const ask of [() => tenant`select 1`, () => platform`select 1`]) {
    await until('it answers again', () =>
      ask().then(
        () => true,
        () => false,
      ),
    );
  }
  expect(lost).toBe(before + 3);
  const odd = ['', 'a"b', '\\', '{,}', null, 'null', ' ü\n'];
  const [row] = await tenant.unsafe<{ texts: string; sum: string }[]>(
    'select array_to_json($1::text[])::text as texts, (select sum(n) from unnest($2::bigint[]) n) as sum',
    [odd, [1, null, 2 ** 40]],
  );
  expect(JSON.parse(row?.texts ?? '')).toEqual(odd);
  expect(Number(row?.sum)).toBe(2 ** 40 + 1);
  // The driver waits for what was lost on connections that nobody has used since.
  await Promise.all([tenant.end({ timeout: 0 }), platform.end({ timeout: 0 })]);
});

test('who hears what is notified hears it again, though connections are lost while it says so', async () => {
  const database = connectDatabase(url);
  const heard: string[] = [];
  let listening = 0;
  const hearing = await database.hear({ felt_word: (word) => heard.push(word) }, () => {
    listening += 1;
  });
  await database.platform.notify('felt_word', 'first');
  await until('it is heard', () => heard.includes('first'));
  const before = lost;
  losses = 2;
  for (const one of inside) one.destroy();
  await until('it listens again', () => listening === 2);
  expect(lost).toBe(before + 2);
  await database.platform.notify('felt_word', 'second');
  await until('it is heard', () => heard.includes('second'));
  await hearing.stop();
  await database.close();
});
