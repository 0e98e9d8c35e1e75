import type { Language } from '../kernel/language.ts';
import type { FirstPaint } from '../rooms/tournament/room.ts';

/** One built file of the pages: where its bytes lie, as they are and compressed ahead. */
export type Asset = {
  readonly file: string;
  readonly type: string;
  /** Of the content, hex; part of the path of everything but the HTML. */
  readonly hash: string;
  readonly encodings: { readonly br?: string; readonly gzip?: string };
};

export type Pages = {
  /** Changes with any script, style or font: an open page with another one is older. */
  readonly build: string;
  /** By path: `/en/index.html`, `/da/player.html`, `/de/display.html`, `/assets/…`. */
  readonly assets: { readonly [path: string]: Asset };
  /** Built anew since, so that the files it names are gone; undefined where that cannot be. */
  readonly isOld?: () => boolean;
  /** Writes the player's page of a moment; undefined where it was not built. */
  readonly first?: (language: Language) => Promise<FirstPaint>;
};

/** The pages as they lie in their folder. */
export type Manifest = Omit<Pages, 'first' | 'isOld'> & {
  /** By language: the module that exports `first`, a `FirstPaint`. */
  readonly painters: { readonly [language: string]: string };
  /** Names of the packages whose code or fonts are in them. */
  readonly packages: readonly string[];
};

const accepted = (header: string | null): ReadonlySet<string> =>
  new Set(
    (header ?? '')
      .split(',')
      .filter((part) => !/;\s*q=0(\.0*)?\s*$/.test(part))
      .map((part) => part.split(';')[0]?.trim() ?? ''),
  );

const chosen = ({ file, encodings }: Asset, header: string | null): [string, string?] => {
  const names = accepted(header);
  if (encodings.br && names.has('br')) return [encodings.br, 'br'];
  if (encodings.gzip && names.has('gzip')) return [encodings.gzip, 'gzip'];
  return [file];
};

/**
 * The answer to a GET of a built file, undefined where there is none of that path. What has its hash
 * in its path may be kept for ever; HTML is asked for again each time, and answered 304 if unchanged.
 */
export const pageResponse = (
  pages: Pages,
  path: string,
  request: Request,
): Response | undefined => {
  const asset = Object.hasOwn(pages.assets, path) ? pages.assets[path] : undefined;
  if (!asset) return undefined;
  const [file, encoding] = chosen(asset, request.headers.get('accept-encoding'));
  const etag = `"${asset.hash}${encoding ? `-${encoding}` : ''}"`;
  const headers = {
    'content-type': asset.type,
    'cache-control': path.startsWith('/assets/')
      ? 'public, max-age=31536000, immutable'
      : 'no-cache',
    etag,
    vary: path.endsWith('.html') ? 'accept-encoding, accept-language, cookie' : 'accept-encoding',
    ...(encoding ? { 'content-encoding': encoding } : {}),
  };
  const known = request.headers.get('if-none-match')?.split(/\s*,\s*/);
  if (known?.includes(etag)) return new Response(null, { status: 304, headers });
  return new Response(Bun.file(file), { headers });
};
