/** The least that serves a page: what an executable of Bun costs by itself. */
const server = Bun.serve({
  port: 0,
  hostname: '127.0.0.1',
  fetch: (request, own) =>
    request.url.endsWith('/ws') && own.upgrade(request)
      ? undefined
      : new Response('<!doctype html><title>Hello</title>', {
          headers: { 'content-type': 'text/html' },
        }),
  websocket: { message: () => undefined },
});
console.log(`serves http://127.0.0.1:${server.port} `);
process.on('SIGTERM', () => process.exit());
