import { join } from 'node:path';
import { Hono } from 'hono';
import Database from 'libsql';

/**
 * What a server of Bun, Hono and libSQL costs by itself: one table, one socket endpoint, `/health`,
 * and a POST that publishes to all sockets the bytes that it is sent.
 */
const db = new Database(join(process.env['BARE_DATA'] ?? '.', 'bare.db'));
db.exec('pragma journal_mode = WAL');
db.exec('pragma synchronous = FULL');
db.exec('create table if not exists rows (id integer primary key, body text not null) strict');
const insert = db.prepare('insert into rows (body) values (?)');

const app = new Hono()
  .get('/health', (c) => c.json({ status: 'ok' }))
  .post('/rows', async (c) => {
    insert.run([await c.req.text()]);
    return c.json({ ok: true });
  })
  .post('/publish', async (c) => {
    server.publish('all', await c.req.text());
    return c.json({ ok: true });
  });

const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch: (request, own) =>
    request.url.endsWith('/ws') && own.upgrade(request) ? undefined : app.fetch(request),
  websocket: {
    open: (socket) => void socket.subscribe('all'),
    message: () => undefined,
  },
});
console.log(`serves http://127.0.0.1:${server.port} `);
process.on('SIGTERM', () => process.exit());
