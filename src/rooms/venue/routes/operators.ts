import type { Context } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { Envelope } from '../../../kernel/envelope.ts';
import { id } from '../../../kernel/parse.ts';
import type { RowWrite } from '../../../kernel/room.ts';
import type { Env, Shell } from '../../../server/shell.ts';
import {
  ApiError,
  describes,
  isRepeated,
  needs,
  param,
  perform,
  takes,
} from '../../../server/shell.ts';
import { changeOperatorBody, nameKey, OPERATOR_ROLES, operatorBody } from '../commands.ts';
import { VENUE } from '../room.ts';
import { operatorsView } from '../views.ts';
import { stateOf } from './words.ts';

export const operatorSchema = v.object({
  id: v.string(),
  name: v.string(),
  role: v.picklist(OPERATOR_ROLES),
  active: v.boolean(),
});

type Body = { readonly name?: string | undefined; readonly pin?: string | undefined };

const rowOf = async (shell: Shell, operatorId: string) => {
  const where = { id: operatorId };
  const [row] = await shell.log.select({ table: 'operators', where, limit: 1 });
  return row ?? { id: operatorId, createdAt: shell.now().wallMs };
};

/** @throws ApiError NAME_TAKEN where another operator goes by this name. */
const refuseTaken = async (shell: Shell, name: string, operatorId: string) => {
  const where = { nameKey: nameKey(name) };
  const rows = await shell.log.select({ table: 'operators', where, limit: 2 });
  if (rows.some((row) => row['id'] !== operatorId)) {
    throw new ApiError('NAME_TAKEN', 'Another operator has this name.');
  }
};

/** The operator's private row with a name or PIN changed. */
/** An operator's private row with what is said anew of them. */
export const changedRow = async (
  shell: Shell,
  operatorId: string,
  body: Body,
): Promise<RowWrite> => {
  const { id: _id, ...before } = await rowOf(shell, operatorId);
  const named = body.name === undefined ? {} : { name: body.name, nameKey: nameKey(body.name) };
  const pinned = body.pin === undefined ? {} : await shell.auth.sealPin(body.pin);
  return { table: 'operators', key: { id: operatorId }, row: { ...before, ...named, ...pinned } };
};

/** Which operator was added: not always the one of this very request, where it repeats an earlier one. */
const addedIn = (events: readonly { readonly envelope: Envelope }[]): string =>
  v.parse(v.object({ operatorId: v.string() }), events[0]?.envelope.data).operatorId;

const operatorNames = async (shell: Shell): Promise<{ readonly [id: string]: string }> => {
  const rows = await shell.log.select({ table: 'operators', limit: 10_000 });
  return Object.fromEntries(rows.map((row) => [String(row['id']), String(row['name'])]));
};

const operators = async (shell: Shell) =>
  operatorsView((await stateOf(shell)).state, await operatorNames(shell));

const change = async (
  c: Context<Env>,
  shell: Shell,
  operatorId: string,
  body: v.InferOutput<typeof changeOperatorBody>,
) => {
  const { role, active, name, pin, unlock } = body;
  if (name !== undefined) await refuseTaken(shell, name, operatorId);
  const isPrivate = name !== undefined || pin !== undefined;
  const isOpened = pin !== undefined || unlock === true;
  const rows = [
    ...(isPrivate ? [await changedRow(shell, operatorId, body)] : []),
    ...(isOpened ? await shell.auth.unlockRows(operatorId) : []),
  ];
  const command = {
    ...{ type: 'changeOperator', operatorId, role, active },
    ...{ named: name !== undefined, pinned: pin !== undefined, unlocked: unlock === true },
  };
  const send = (ended: readonly RowWrite[]) =>
    perform(c, shell, { stream: VENUE, command }, [...rows, ...ended]);
  // Whoever holds an old sign-in of this operator shall not go on with it.
  const isOut = pin !== undefined || active === false;
  return isOut ? shell.auth.endSessionsOf(operatorId, c.get('operator').session, send) : send([]);
};

/**
 * Who may sign in, and as what.
 * @param inTurn one after the other, because names are compared before they are taken.
 */
export const operatorRoutes = (
  shell: Shell,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): Hono<Env> =>
  new Hono<Env>()
    .get(
      '/operators',
      describes({
        summary: 'All operators, oldest first',
        tags: ['Operators'],
        answers: { 200: v.object({ items: v.array(operatorSchema), nextCursor: v.null() }) },
      }),
      needs('admin'),
      async (c) => c.json({ items: await operators(shell), nextCursor: null }),
    )
    .post(
      '/operators',
      describes({
        summary: 'Add an operator',
        tags: ['Operators'],
        answers: { 201: operatorSchema },
      }),
      needs('admin'),
      takes(operatorBody),
      (c) =>
        inTurn(async () => {
          const { name, role, pin } = c.req.valid('json');
          const operatorId = shell.newId();
          // A repetition finds its own name taken.
          if (!(await isRepeated(c, shell))) await refuseTaken(shell, name, operatorId);
          const rows = [await changedRow(shell, operatorId, { name, pin })];
          const command = { type: 'addOperator', operatorId, role };
          const { events } = await perform(c, shell, { stream: VENUE, command }, rows);
          return c.json({ id: addedIn(events), name, role, active: true }, 201);
        }),
    )
    .put(
      '/operators/:id',
      describes({
        summary: 'Change an operator: role, active, name, PIN; unlock after wrong PINs',
        description: '409 LAST_ADMIN where nobody could let others in any more.',
        tags: ['Operators'],
        answers: { 200: operatorSchema },
      }),
      needs('admin'),
      param(v.object({ id })),
      takes(changeOperatorBody),
      (c) =>
        inTurn(async () => {
          const operatorId = c.req.valid('param').id;
          await change(c, shell, operatorId, c.req.valid('json'));
          const now = (await operators(shell)).find((one) => one.id === operatorId);
          if (now === undefined) {
            throw new ApiError('NO_SUCH_OPERATOR', 'There is no such operator.');
          }
          return c.json(now);
        }),
    );
