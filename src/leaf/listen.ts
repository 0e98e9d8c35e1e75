import { Failed } from '../server/failed.ts';
import type { Link, Live } from '../server/live.ts';
import type { Config } from './config.ts';

/** Above the largest body that any route takes, which is an import of players. */
const LARGEST_REQUEST = 26 * 1024 * 1024;

/** Without a usable Host header, Bun's `url` is a bare path: nothing that `URL` would take. */
const SOCKET = /^(?:https?:\/\/[^/?#]*)?\/ws\//u;

type App = {
  readonly fetch: (request: Request, own: Bun.Server<Link>) => Response | Promise<Response>;
};

/** Opens the port: live pages go to one, everything else to the other. @throws Failed in one line. */
export const listen = (
  { bind, port }: Pick<Config, 'bind' | 'port'>,
  { live, app }: { readonly live: Pick<Live, 'websocket' | 'upgrade'>; readonly app: App },
): Bun.Server<Link> => {
  try {
    return Bun.serve<Link>({
      port,
      hostname: bind,
      // Bun lets others have the same port, too: requests then went to either.
      reusePort: false,
      // Bun's own error pages tell paths and lines.
      development: false,
      maxRequestBodySize: LARGEST_REQUEST,
      websocket: live.websocket,
      fetch: (request, own) =>
        SOCKET.test(request.url) ? live.upgrade(request, own) : app.fetch(request, own),
    });
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new Failed(`cannot listen on ${bind}:${port}: ${why}`, { cause: error });
  }
};
