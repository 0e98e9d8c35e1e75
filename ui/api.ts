import { signal } from './html.ts';

export type Operator = {
  readonly id: string;
  readonly name: string;
  readonly role: 'admin' | 'floor' | 'viewer';
};
type Session = { readonly accessToken: string; readonly operator: Operator };

/** Who is signed in: the token lives in this page's memory only. Undefined: not known yet. */
export const session = signal<Session | null | undefined>(undefined);
/** False while requests get no answer at all. */
export const reachable = signal(true);

/** An answer that is no success; `code` is the leaf's own, or `UNREACHABLE`. */
export class ApiProblem extends Error {
  override readonly name = 'ApiProblem';
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;
  readonly retryAfterS: number;
  constructor(told: {
    code: string;
    message: string;
    status: number;
    details?: Readonly<Record<string, unknown>>;
    retryAfterS?: number;
  }) {
    super(told.message);
    this.code = told.code;
    this.status = told.status;
    this.details = told.details ?? {};
    this.retryAfterS = told.retryAfterS ?? 0;
  }
}

type Ask = {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  readonly path: string;
  readonly body?: unknown;
  /** A file instead of JSON. */
  readonly file?: { readonly type: string; readonly content: Blob };
  /** Gives the question up: its answer is no longer wanted. */
  readonly signal?: AbortSignal;
};

const PREFIX = '/api/v1';
/**
 * After a dropped connection the same request goes again, under the same key: it counts once. No pause
 * is longer than a client may take to be back behind a leaf that was started anew.
 */
const RETRY_MS = [400, 1_200, 1_500, 1_500];

const wait = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

const headersOf = (ask: Ask, key: string): Record<string, string> => {
  const token = session.value?.accessToken;
  return {
    ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
    ...(ask.method === 'GET' ? {} : { 'idempotency-key': key }),
    ...(ask.file === undefined ? {} : { 'content-type': ask.file.type }),
    ...(ask.body === undefined ? {} : { 'content-type': 'application/json' }),
  };
};

const send = (ask: Ask, key: string): Promise<Response> =>
  fetch(PREFIX + ask.path, {
    method: ask.method,
    headers: headersOf(ask, key),
    ...(ask.signal === undefined ? {} : { signal: ask.signal }),
    ...(ask.body === undefined ? {} : { body: JSON.stringify(ask.body) }),
    ...(ask.file === undefined ? {} : { body: ask.file.content }),
  });

/** A lost connection and a store that was unwell for a moment are worth another try. */
const persist = async (ask: Ask, key: string): Promise<Response> => {
  for (const pause of [...RETRY_MS, null]) {
    const response = await send(ask, key).catch(() => null);
    if (response === null) ask.signal?.throwIfAborted();
    else reachable.value = true;
    if (response !== null && (response.status !== 503 || pause === null)) return response;
    if (pause === null) break;
    await wait(pause);
  }
  reachable.value = false;
  throw new ApiProblem({ code: 'UNREACHABLE', message: '', status: 0 });
};

const isObject = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

const bodyOf = async (response: Response): Promise<unknown> => {
  const text = await response.text();
  try {
    return text === '' ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
};

const problemOf = async (response: Response): Promise<ApiProblem> => {
  const body = await bodyOf(response);
  const error = isObject(body) && isObject(body['error']) ? body['error'] : {};
  return new ApiProblem({
    code: typeof error['code'] === 'string' ? error['code'] : 'UNKNOWN',
    message: typeof error['message'] === 'string' ? error['message'] : '',
    status: response.status,
    details: isObject(error['details']) ? error['details'] : {},
    retryAfterS: Number(response.headers.get('retry-after') ?? 0) || 0,
  });
};

let refreshing: Promise<boolean> | undefined;

const refreshOnce = async (): Promise<boolean> => {
  const response = await persist({ method: 'POST', path: '/auth/refresh' }, newKey());
  const body = response.ok ? await bodyOf(response) : undefined;
  session.value = isSession(body) ? body : null;
  return session.value !== null;
};

const isSession = (body: unknown): body is Session =>
  isObject(body) && typeof body['accessToken'] === 'string' && isObject(body['operator']);

/** A new token by the cookie; however many ask at once, it is asked for once. */
export const refresh = (): Promise<boolean> => {
  refreshing ??= refreshOnce().finally(() => {
    refreshing = undefined;
  });
  return refreshing;
};

/**
 * Asks the leaf; `T` is what the route promises.
 * @throws ApiProblem
 */
const request = async <T>(ask: Ask): Promise<T> => {
  const key = newKey();
  let response = await persist(ask, key);
  const signedIn = session.value !== null && session.value !== undefined;
  if (response.status === 401 && signedIn && (await refresh())) response = await persist(ask, key);
  if (!response.ok) throw await problemOf(response);
  // The routes' answers are described by the leaf's own schemas; nothing else answers here.
  return (await bodyOf(response)) as T;
};

/** `crypto.randomUUID` needs a secure context, which http://felt.local is not. */
const newKey = (): string =>
  Array.from(crypto.getRandomValues(new Uint8Array(16)), (n) =>
    n.toString(16).padStart(2, '0'),
  ).join('');

/** @throws ApiProblem, or an `AbortError` where the signal gave it up. */
export const get = <T>(path: string, signal?: AbortSignal): Promise<T> =>
  request<T>({ method: 'GET', path, ...(signal === undefined ? {} : { signal }) });
export const post = <T>(path: string, body: unknown = {}): Promise<T> =>
  request<T>({ method: 'POST', path, body });
export const put = <T>(path: string, body: unknown = {}): Promise<T> =>
  request<T>({ method: 'PUT', path, body });
export const del = <T>(path: string): Promise<T> => request<T>({ method: 'DELETE', path });
export const upload = <T>(path: string, type: string, content: Blob): Promise<T> =>
  request<T>({ method: 'POST', path, file: { type, content } });

/** Puts a file in the place of what was there. */
export const replace = <T>(path: string, type: string, content: Blob): Promise<T> =>
  request<T>({ method: 'PUT', path, file: { type, content } });

export const logIn = async (operator: string, pin: string): Promise<void> => {
  session.value = await post<Session>('/auth/login', { operator, pin });
};

export const logOut = async (): Promise<void> => {
  await post('/auth/logout').catch(() => undefined);
  session.value = null;
};

export type Page<T> = { readonly items: readonly T[]; readonly nextCursor: string | null };

/** Every page of a list, up to `most` rows. */
export const getAll = async <T>(path: string, most = 2_000): Promise<readonly T[]> => {
  const join = path.includes('?') ? '&' : '?';
  const rows: T[] = [];
  let cursor: string | null = null;
  do {
    const more: string = cursor === null ? '' : `${join}cursor=${encodeURIComponent(cursor)}`;
    const page: Page<T> = await get<Page<T>>(path + more);
    rows.push(...page.items);
    cursor = page.nextCursor;
  } while (cursor !== null && rows.length < most);
  return rows;
};
