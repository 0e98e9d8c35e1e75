import { Hono } from 'hono';
import type { Env, Shell } from '../../../server/shell.ts';
import { describes, param, publicVenue, publicViewOf } from '../../../server/shell.ts';
import type { State } from '../state.ts';
import { byId, look } from './words.ts';

/** Tournaments whose last answer is kept. */
const KEPT = 50;

type Answer = { readonly key: string; readonly body: string };

/** The second as far as the view changes with it: a clock that stands shows the same for ever. */
const secondOf = (state: State, bootMs: number): number =>
  state.clock.anchor.running || state.config.registration.until !== null
    ? Math.floor(bootMs / 1_000)
    : 0;

/**
 * Answers for all who poll, made once per version and second. A name that changes, a player's or the
 * venue's, makes all of them old, and so does a restart.
 */
const createAnswers = (shell: Shell) => {
  const kept = new Map<string, Answer>();
  const started = shell.newId();
  let renamed = 0;
  shell.names.onChanged(() => {
    renamed += 1;
  });

  let venue = '';
  const keyNow = (id: string): Promise<string> =>
    look(shell, id, (state) => {
      const now = JSON.stringify(publicVenue(shell));
      if (now !== venue) [venue, renamed] = [now, renamed + 1];
      const second = secondOf(state, shell.now().bootMs);
      return `"${started}.${renamed}.${state.version}.${second}"`;
    });

  const make = async (id: string, key: string): Promise<Answer> => {
    const view = await publicViewOf(shell, id);
    const answer = { key, body: JSON.stringify(view) };
    const [oldest] = kept.size >= KEPT ? kept.keys() : [];
    if (oldest !== undefined) kept.delete(oldest);
    kept.set(id, answer);
    return answer;
  };

  return async (id: string): Promise<Answer> => {
    const key = await keyNow(id);
    const before = kept.get(id);
    return before?.key === key ? before : make(id, key);
  };
};

/** What everybody may know: no sign-in, nothing private, cheap enough for a whole room that polls. */
export const publicRoutes = (shell: Shell) => {
  const answers = createAnswers(shell);
  return new Hono<Env>().get(
    '/tournaments/:id/public',
    describes({
      summary: 'Clock, schedule, payouts and rankings for players',
      tags: ['Live'],
      answers: { 200: 'The `data` of the live messages, with more', 304: 'Not changed' },
    }),
    param(byId),
    async (c) => {
      const { key, body } = await answers(c.req.valid('param').id);
      const headers = { etag: key, 'cache-control': 'no-cache' };
      if (c.req.header('if-none-match') === key) return c.body(null, 304, headers);
      return c.body(body, 200, { ...headers, 'content-type': 'application/json' });
    },
  );
};
