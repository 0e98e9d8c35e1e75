const PRIVATE = /^(?:10\.|192\.168\.|172\.(?:1[6-9]|2\d|3[01])\.)/u;
const NUMERIC = /^\d{1,3}(?:\.\d{1,3}){3}$/u;

const parsed = (text: string): URL | null => (URL.canParse(text) ? new URL(text) : null);

/**
 * The origin of an address inside a private network, by its number (RFC 1918); null for anything
 * else: whoever is sent there shall not end up at somebody else's page.
 */
export const roomOrigin = (text: string | null | undefined): string | null => {
  const url = parsed(text ?? '');
  if (url === null || !/^https?:$/u.test(url.protocol)) return null;
  return NUMERIC.test(url.hostname) && PRIVATE.test(url.hostname) ? url.origin : null;
};

/** The origin of an address that phones anywhere can open by TLS; null for a machine's own. */
export const publicOrigin = (text: string | null | undefined): string | null => {
  const url = parsed(text ?? '');
  if (url?.protocol !== 'https:') return null;
  const isOwn =
    url.hostname === 'localhost' || /^\[|\.(?:localhost|local|lan)$/u.test(url.hostname);
  return isOwn || NUMERIC.test(url.hostname) ? null : url.origin;
};
