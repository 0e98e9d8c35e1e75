/** What a service worker's events bring; the compiler's words are those of pages. */
type Lasting = Event & { readonly waitUntil: (work: Promise<unknown>) => void };
type Fetching = Lasting & {
  readonly request: Request;
  readonly respondWith: (answer: Promise<Response>) => void;
};

const STORE = 'felt-player-1';
/** Pages, scripts, styles and fonts of some nights; the oldest go first. */
const MOST_KEPT = 60;
/** A phone with one bar waits this long for a new page before it shows the old one. */
const PATIENCE_MS = 6_000;

const isLasting = (event: Event): event is Lasting => 'waitUntil' in event;
const isFetching = (event: Event): event is Fetching => 'respondWith' in event;

const put = async (request: Request, response: Response): Promise<void> => {
  const store = await caches.open(STORE);
  await store.put(request, response);
  const keys = await store.keys();
  await Promise.all(keys.slice(0, -MOST_KEPT).map((key) => store.delete(key)));
};

/** Where a page is kept: whatever part of it was asked for. */
const pageKey = ({ url }: Request): Request => new Request(new URL(url).pathname);

/** From the leaf where it answers in time, else as it was last. */
const page = async (event: Fetching): Promise<Response> => {
  const key = pageKey(event.request);
  const known = await caches.match(key);
  const signal = known === undefined ? null : AbortSignal.timeout(PATIENCE_MS);
  try {
    // Made anew: a request that navigates takes no signal.
    const response = await fetch(event.request.url, { signal, credentials: 'same-origin' });
    if (response.ok) event.waitUntil(put(key, response.clone()));
    return response;
  } catch (error) {
    if (known === undefined) throw error;
    return known;
  }
};

/** Whatever has its hash in its name never changes. */
const asset = async (event: Fetching): Promise<Response> => {
  const known = await caches.match(event.request);
  if (known !== undefined) return known;
  const response = await fetch(event.request);
  if (response.ok) event.waitUntil(put(event.request, response.clone()));
  return response;
};

/** The page that registers this worker was there before it: it is fetched once more to be kept. */
const keepOpenPages = async (): Promise<void> => {
  const found: unknown = Reflect.get(globalThis, 'clients');
  const clients = found as {
    readonly claim: () => Promise<void>;
    readonly matchAll: () => Promise<readonly { readonly url: string }[]>;
  };
  await clients.claim();
  for (const { url } of await clients.matchAll()) {
    const html = await fetch(url, { credentials: 'same-origin' });
    if (!html.ok) continue;
    const paths = (await html.clone().text()).match(/\/assets\/[\w.-]+/gu) ?? [];
    await put(pageKey(new Request(url)), html);
    await Promise.all(
      paths.map(async (path) => {
        const request = new Request(path);
        await put(request, await fetch(request));
      }),
    );
  }
};

addEventListener('install', (event) => {
  const skip: unknown = Reflect.get(globalThis, 'skipWaiting');
  if (isLasting(event) && typeof skip === 'function') event.waitUntil(skip.call(globalThis));
});
addEventListener('activate', (event) => {
  if (isLasting(event)) event.waitUntil(keepOpenPages().catch(() => {}));
});
addEventListener('fetch', (event) => {
  if (!isFetching(event) || event.request.method !== 'GET') return;
  const { pathname, origin } = new URL(event.request.url);
  if (origin !== location.origin) return;
  if (event.request.mode === 'navigate') event.respondWith(page(event));
  else if (pathname.startsWith('/assets/')) event.respondWith(asset(event));
});
