import type { Context } from 'hono';
import { getCookie } from 'hono/cookie';
import { streamOf } from '../kernel/envelope.ts';
import type { Language } from '../kernel/language.ts';
import type { Far, FirstPaint, TournamentState, Visitor } from '../rooms/tournament/room.ts';
import { tournamentState } from '../rooms/tournament/room.ts';
import type { Env } from './env.ts';
import { createMoments } from './moments.ts';
import type { Pages } from './pages.ts';
import type { PublicShell } from './public-view.ts';
import { publicViewOf } from './public-view.ts';

const ICON_SIZES = [192, 512] as const;
const BACKGROUND = { dark: '#1e1e2e', light: '#eff1f5' } as const;

const ESCAPES: Readonly<Record<string, string>> = {
  ...{ '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' },
};
const escaped = (text: string): string => text.replace(/[&<>"']/gu, (mark) => ESCAPES[mark] ?? '');

/** JSON that no parser of HTML takes for the end of a script, or for the beginning of a comment. */
const embedded = (value: unknown): string =>
  JSON.stringify(value).replace(/[<>&\u2028\u2029]/gu, (mark) => {
    const code = mark.charCodeAt(0).toString(16).padStart(4, '0');
    return `\\u${code}`;
  });

const look = <T>(shell: PublicShell, id: string, use: (state: TournamentState) => T): Promise<T> =>
  shell.handle.look(streamOf('tournament', id), (state) => use(tournamentState(state)));

const themeOf = (cookie: string | undefined): Visitor['theme'] =>
  cookie === 'dark' || cookie === 'light' ? cookie : 'auto';

/** Whoever asks, by cookies of this very page; nothing of it is kept here. */
const visitorOf = (c: Context<Env>, language: Language): Visitor => {
  const number = /^\d{1,6}$/u.exec(getCookie(c, 'felt-me') ?? '')?.[0];
  return {
    me: number === undefined ? null : Number(number),
    tab: (c.req.query('tab') ?? 'clock').slice(0, 20),
    theme: themeOf(getCookie(c, 'felt-theme')),
    language,
  };
};

const iconOf = (pages: Pages, name: string): string | undefined =>
  Object.keys(pages.assets).find((path) => path.startsWith(`/assets/${name}-`));

const themeMeta = (theme: Visitor['theme']): string =>
  theme === 'auto'
    ? `<meta name="theme-color" media="(prefers-color-scheme:light)" content="${BACKGROUND.light}">
<meta name="theme-color" content="${BACKGROUND.dark}">`
    : `<meta name="theme-color" content="${BACKGROUND[theme]}">`;

const headOf = (pages: Pages, id: string, theme: Visitor['theme']): string => {
  const icon = iconOf(pages, 'icon-192');
  return [
    themeMeta(theme),
    `<link rel="manifest" href="/t/${id}/manifest.webmanifest">`,
    ...(icon === undefined ? [] : [`<link rel="apple-touch-icon" href="${icon}">`]),
  ].join('\n');
};

/** The built shell of the page with one moment in it. */
const filled = (
  template: string,
  { title, body, told }: ReturnType<FirstPaint>,
  { head, theme }: { head: string; theme: string },
): string =>
  template
    .replace('<html ', () => `<html data-theme="${theme}" `)
    .replace('<title>Felt</title>', () => `<title>${escaped(title)}</title>\n${head}`)
    .replace(
      '<body></body>',
      () =>
        `<body><div id="phone">${body}</div>\n` +
        `<script type="application/json" id="told">${embedded(told)}</script>\n</body>`,
    );

const HEADERS = {
  'content-type': 'text/html; charset=utf-8',
  'cache-control': 'no-cache',
  // Persons are in it: no search engine shall keep them (GDP-3).
  'x-robots-tag': 'noindex, nofollow',
  vary: 'accept-encoding, accept-language, cookie',
} as const;

/** A page as it goes out. */
type Made = { readonly body: string | Uint8Array<ArrayBuffer>; readonly status: 200 | 404 };

type Asked = {
  readonly id: string;
  readonly visitor: Visitor;
  readonly pages: Pages;
  readonly zips: boolean;
  readonly far: Far | null;
};

/** The moment as markup; undefined where the pages were built without what writes it. */
const painted = async (shell: PublicShell, { id, visitor, pages, far }: Asked) => {
  const paint = await pages.first?.(visitor.language);
  if (paint === undefined) return undefined;
  const view = await publicViewOf(shell, id);
  const calledOff = view === null && (await look(shell, id, ({ version }) => version > 0));
  return paint({ ...visitor, view, calledOff, far, ts: shell.now().wallMs });
};

const make = async (shell: PublicShell, asked: Asked): Promise<Made | undefined> => {
  const { id, visitor, pages, zips } = asked;
  const { language, theme } = visitor;
  const asset = pages.assets[`/${language}/player.html`];
  const paint = await painted(shell, asked);
  if (asset === undefined || paint === undefined) return undefined;
  const { view } = paint.told;
  const html = filled(await Bun.file(asset.file).text(), paint, {
    head: view === null ? '' : headOf(pages, id, theme),
    theme,
  });
  return { body: zips ? Bun.gzipSync(html) : html, status: view === null ? 404 : 200 };
};

/**
 * The player's page, whole in its first HTML: the clock stands there as text before any script, and
 * the script begins with the view that came along. 404 with a page that says so where there is none;
 * undefined where the pages were not built, or where writing it failed: then the script fetches it.
 * @param failed hears of what went wrong in the writing.
 */
export const createPlayerPages = (shell: PublicShell, failed: (error: unknown) => void) => {
  const moments = createMoments<Made | undefined>(() => shell.now().bootMs);
  // Nobody shall read a name that its owner just had erased.
  shell.names.onChanged(moments.forget);
  return async (
    c: Context<Env>,
    {
      id,
      language,
      pages,
      far = null,
    }: { id: string; language: Language; pages: Pages; far?: Far | null },
  ): Promise<Response | undefined> => {
    const visitor = visitorOf(c, language);
    const zips = /\bgzip\b/u.test(c.req.header('accept-encoding') ?? '');
    const version = await look(shell, id, (state) => state.version);
    const key = JSON.stringify([id, version, zips, visitor, far]);
    const asked = { id, visitor, pages, zips, far };
    const made = await moments.of(key, () =>
      make(shell, asked).catch((error: unknown) => {
        failed(error);
        return undefined;
      }),
    );
    if (made === undefined) return undefined;
    const encoding = zips ? { 'content-encoding': 'gzip' } : {};
    return c.body(made.body, made.status, { ...HEADERS, ...encoding });
  };
};

/** What a phone needs to keep the page as an app of its own (PWA-1); undefined without a tournament. */
export const playerManifest = async (
  pages: Pages,
  shell: PublicShell,
  id: string,
): Promise<object | undefined> => {
  const title = await look(shell, id, ({ status, config }) =>
    status === 'none' ? undefined : config.name,
  );
  if (title === undefined) return undefined;
  const icons = ICON_SIZES.flatMap((size) => {
    const src = iconOf(pages, `icon-${size}`);
    if (src === undefined) return [];
    const one = { src, sizes: `${size}x${size}`, type: 'image/png' };
    return [one, { ...one, purpose: 'maskable' }];
  });
  return {
    ...{ id: `/t/${id}`, start_url: `/t/${id}`, scope: '/t/', display: 'standalone' },
    ...{ name: title, short_name: title.slice(0, 12).trim() },
    ...{ background_color: BACKGROUND.dark, theme_color: BACKGROUND.dark },
    icons,
  };
};
