import type { Context } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import { id } from '../../kernel/parse.ts';
import type { Env, Shell } from '../../server/shell.ts';
import { ApiError, describes, needs, param, performAll, takes } from '../../server/shell.ts';
import type { Command, Desk, Plan } from './commands.ts';
import { acceptBody, refuseBody, settleBody, undoBody } from './commands.ts';
import { REQUESTS_STREAM, requestsState } from './room.ts';
import type { Request, State } from './state.ts';
import { requestIn } from './state.ts';
import { doneRequests, openRequests, requestView } from './views.ts';

const tags = ['Requests from the cloud'];
const byId = param(v.strictObject({ id }));
/** What was dealt with, as far as the page lists it. */
const SHOWN = 50;
/** Something else was decided between looking and deciding: how often to look again. */
const LOOKS = 5;
const NOTHING: Plan = { orders: [], rows: [] };

type Shown = Pick<Shell, 'handle'>;

const look = <T>({ handle }: Shown, use: (state: State) => T): Promise<T> =>
  handle.look(REQUESTS_STREAM, (state) => use(requestsState(state)));

/** A copy of its own: the state goes on living. */
const known = async (shell: Shown, requestId: string): Promise<Request> => {
  const found = await look(shell, (state) => structuredClone(requestIn(state, requestId)));
  if (found !== undefined) return found;
  throw new ApiError('NO_SUCH_REQUEST', 'There is no such request (any more).');
};

/** What concerns the venue itself is the admin's, as its settings are. */
const mayDecide = (c: Context<Env>, { kind }: Request): void => {
  if (kind !== 'settings' || c.get('operator').role === 'admin') return;
  throw new ApiError('FORBIDDEN', 'This needs the role admin.', { needs: 'admin' });
};

const isOutdated = (error: unknown): boolean =>
  error instanceof ApiError && error.code === 'VERSION_MISMATCH';

/** Carries out what a decision means elsewhere together with the decision itself, or nothing of it. */
const decide = async (
  c: Context<Env>,
  shell: Shown,
  command: Command,
  plan: (request: Request) => Promise<Plan>,
) => {
  const requestId = c.req.param('id') ?? '';
  for (let left = LOOKS; ; left--) {
    const request = await known(shell, requestId);
    mayDecide(c, request);
    const { orders, rows } = await plan(request);
    try {
      const own = { stream: REQUESTS_STREAM, command };
      // First, so that the second of two tablets hears of the first one's decision.
      const { events } = await performAll(c, shell, [own, ...orders], rows);
      const made = events.find(({ envelope }) => envelope.stream === REQUESTS_STREAM)?.envelope;
      return { id: requestId, eventId: made?.id ?? null, type: made?.type ?? null };
    } catch (error) {
      if (left === 1 || !isOutdated(error)) throw error;
    }
  }
};

const answer = v.object({
  id: v.string(),
  /** What undo names. */
  eventId: v.nullable(v.string()),
  type: v.nullable(v.string()),
});

/** What one decision takes, and answers. */
const decision = <S extends v.GenericSchema<unknown, unknown>>(summary: string, body: S) =>
  [
    needs('floor'),
    describes({ summary, tags, answers: { 200: answer } }),
    byId,
    takes(body),
  ] as const;

/** Late registrations that wait for the floor, and conflicts with the core that somebody has to see. */
export const requestRoutes = (shell: Shown & Pick<Shell, 'newId'>, desk: Desk) =>
  new Hono<Env>()
    .get(
      '/requests',
      describes({
        summary: 'What the core asked for: open ones, then what was dealt with, newest first',
        tags,
        answers: { 200: '`{ items, open, nextCursor: null }`' },
      }),
      needs('floor'),
      async (c) => {
        const { open, done } = await look(shell, (state) =>
          structuredClone({ open: openRequests(state), done: doneRequests(state, SHOWN) }),
        );
        const all = [...open, ...done];
        const items = await Promise.all(
          all.map(async (one) => requestView(one, await desk.words(one))),
        );
        return c.json({ items, open: open.length, nextCursor: null });
      },
    )
    .post(
      '/requests/:id/accept',
      ...decision('Let a late registration in: it becomes an entry', acceptBody),
      async (c) => {
        const [orderId, entryId] = [c.req.valid('param').id, shell.newId()];
        const body = c.req.valid('json');
        const command = { type: 'accept' as const, orderId, entryId };
        return c.json(await decide(c, shell, command, (one) => desk.accept(one, entryId, body)));
      },
    )
    .post(
      '/requests/:id/refuse',
      ...decision('Do not let it in, with a reason that the player is told', refuseBody),
      async (c) => {
        const orderId = c.req.valid('param').id;
        const command = { type: 'refuse' as const, orderId, ...c.req.valid('json') };
        return c.json(await decide(c, shell, command, async () => NOTHING));
      },
    )
    .post(
      '/requests/:id/settle',
      ...decision('Say which side of a conflict shall stand', settleBody),
      async (c) => {
        const orderId = c.req.valid('param').id;
        const { side } = c.req.valid('json');
        const command = { type: 'settle' as const, orderId, side };
        const by = c.get('operator').id;
        return c.json(await decide(c, shell, command, (one) => desk.settle(one, side, by)));
      },
    )
    .post(
      '/requests/:id/undo',
      ...decision('Take the last decision back: the request waits again', undoBody),
      async (c) => {
        const orderId = c.req.valid('param').id;
        const command = { type: 'undo' as const, orderId, ...c.req.valid('json') };
        const by = c.get('operator').id;
        return c.json(await decide(c, shell, command, (one) => desk.undo(one, by)));
      },
    );
