import { ApiError } from './errors.ts';

const CHANGES_NOTHING: ReadonlySet<string> = new Set(['GET', 'HEAD', 'OPTIONS']);

/** `felt.local:8080` → `felt.local`, `[::1]:8080` → `[::1]`. */
const nameOf = (host: string): string => host.replace(/:\d{1,5}$/u, '').toLowerCase();

const hostOfOrigin = (origin: string): string | null => {
  try {
    return new URL(origin).host;
  } catch {
    return null;
  }
};

/** Whether a page of another origin sent this. Neither header: no browser did. */
const isForeign = (headers: Headers, host: string): boolean => {
  const site = headers.get('sec-fetch-site');
  if (site !== null) return site !== 'same-origin' && site !== 'none';
  const origin = headers.get('origin');
  return origin !== null && hostOfOrigin(origin)?.toLowerCase() !== host.toLowerCase();
};

/**
 * What makes a request none of Felt's pages' and none of a program's that knows the leaf:
 * HOST_UNKNOWN (403) where it was asked under a name that is not the leaf's (DNS rebinding),
 * CROSS_ORIGIN (403) where another site's page would change something or open a socket.
 */
export const originRefusal = (
  request: Request,
  isOwnHost: (name: string) => boolean,
): ApiError | null => {
  const host = request.headers.get('host') ?? '';
  if (!isOwnHost(nameOf(host))) {
    return new ApiError(
      'HOST_UNKNOWN',
      'This machine does not go by this name; see FELT_HOSTS, FELT_CORE_URL.',
    );
  }
  const looksOnly = CHANGES_NOTHING.has(request.method) && !request.headers.has('upgrade');
  if (looksOnly) return null;
  return isForeign(request.headers, host)
    ? new ApiError('CROSS_ORIGIN', 'This was sent by a page of another site.')
    : null;
};
