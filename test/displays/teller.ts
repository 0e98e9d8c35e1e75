import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { ServerWebSocket } from 'bun';
import { buildPages, PAGES } from '../../scripts/pages.ts';
import { loadPages } from '../../src/leaf/pages.ts';
import { pageResponse } from '../../src/server/pages.ts';

/**
 * Serves the built display page and tells screens what a test wants them to hear: states that a real
 * night takes hours to reach. What the real leaf tells is tested with the real leaf.
 * @param greet the messages for a screen that connects, by its node id.
 */
export const startTeller = async (greet: (nodeId: string) => readonly object[]) => {
  const folder = mkdtempSync(join(tmpdir(), 'felt-pages-'));
  await buildPages(folder, { pages: PAGES.filter(({ name }) => name === 'display') });
  const pages = loadPages(folder);
  if (pages === undefined) throw new Error('the display page was not built');
  const sockets = new Set<ServerWebSocket<{ nodeId: string }>>();
  const beats: Record<string, { sound?: string }> = {};
  const server = Bun.serve<{ nodeId: string }>({
    port: 0,
    hostname: '127.0.0.1',
    fetch: (request, own) => {
      const { pathname } = new URL(request.url);
      const nodeId = pathname.split('/').pop() ?? '';
      if (pathname.startsWith('/ws/'))
        return own.upgrade(request, { data: { nodeId } }) ? undefined : new Response(null);
      if (pathname === '/health') return new Response('{}');
      const path = pathname.startsWith('/assets/') ? pathname : '/en/display.html';
      return pageResponse(pages, path, request) ?? new Response(null, { status: 404 });
    },
    websocket: {
      open: (socket) => {
        sockets.add(socket);
        for (const message of greet(socket.data.nodeId)) socket.send(JSON.stringify(message));
      },
      message: (socket, text) => {
        beats[socket.data.nodeId] = JSON.parse(String(text));
      },
      close: (socket) => {
        sockets.delete(socket);
      },
    },
  });
  return {
    url: `http://127.0.0.1:${server.port}`,
    pages,
    /** The last heartbeat of a screen. */
    beatOf: (nodeId: string) => beats[nodeId],
    tell: (message: object): void => {
      for (const socket of sockets) socket.send(JSON.stringify(message));
    },
    stop: async (): Promise<void> => {
      await server.stop(true);
      rmSync(folder, { recursive: true, force: true });
    },
  };
};

export type Teller = Awaited<ReturnType<typeof startTeller>>;
