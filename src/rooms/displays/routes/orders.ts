import { Hono } from 'hono';
import * as v from 'valibot';
import type { Env, Shell } from '../../../server/shell.ts';
import { describes, needs, outcome, param, perform, takes } from '../../../server/shell.ts';
import { announceBody, claimBody, overrideBody, targetBody } from '../commands.ts';
import { msLeft } from '../state.ts';
import { byId, look, mustExist, order, tags } from './words.ts';

const made = v.object({ id: v.string(), version: v.number(), events: v.array(v.unknown()) });

/** An id that the log kept: a repeated request is answered with the first one's. */
const said = ({ events }: ReturnType<typeof outcome>, name: string): string =>
  v.parse(v.object({ [name]: v.string() }), events[0]?.data)[name] ?? '';

/** What is said to several screens at once, and to the one whose code somebody reads (DSP-4, 9, 10). */
export const orderRoutes = (shell: Shell) =>
  new Hono<Env>()
    .post(
      '/displays/override',
      needs('floor'),
      describes({
        summary:
          'Show something else on all or some screens for a while; locked ones are left alone',
        tags,
        answers: { 200: 'Its events' },
        description:
          'Neither `nodeIds` nor `group`: all. `tournamentId` null: each screen its own. `seconds` ' +
          'null: until somebody ends it. 409 NO_DISPLAYS where no screen takes it.',
      }),
      takes(overrideBody),
      async (c) => {
        const body = c.req.valid('json');
        await mustExist(shell, body.tournamentId);
        const command = { type: 'override', overrideId: shell.newId(), now: shell.now() } as const;
        return c.json(outcome(await perform(c, shell, order({ ...command, ...body }))));
      },
    )
    .delete(
      '/displays/override',
      needs('floor'),
      describes({
        summary: 'End overrides, on all or some screens; each shows its own again',
        tags,
        answers: { 200: 'Its events; none where none was' },
      }),
      takes(targetBody),
      async (c) => {
        const target = c.req.valid('json');
        return c.json(outcome(await perform(c, shell, order({ type: 'endOverride', ...target }))));
      },
    )
    .post(
      '/displays/announce',
      needs('floor'),
      describes({
        summary: 'Say something on screens, and on phones',
        tags,
        answers: { 201: made },
        description:
          'Neither `nodeIds`, `group` nor `tournamentId`: every screen that was claimed. Phones hear it where they ' +
          'follow the tournament, or any where none is named.',
      }),
      takes(announceBody),
      async (c) => {
        const body = c.req.valid('json');
        await mustExist(shell, body.tournamentId);
        const id = shell.newId();
        const command = { type: 'announce', announcementId: id, now: shell.now() } as const;
        const answer = outcome(await perform(c, shell, order({ ...command, ...body })));
        return c.json({ id: said(answer, 'announcementId'), ...answer }, 201);
      },
    )
    .get(
      '/displays/announce',
      needs('viewer'),
      describes({
        summary: 'What is announced now, oldest first',
        tags,
        answers: { 200: '`{ items, nextCursor }`' },
      }),
      async (c) => {
        const now = shell.now();
        const items = await look(shell, ({ announcements }) =>
          Object.values(announcements)
            .filter(({ until }) => msLeft(until, now) > 0)
            .map(({ announcementId: id, until, ...said }) => ({
              ...{ id, ...said, until: new Date(until.wallMs).toISOString() },
            })),
        );
        return c.json({ items, nextCursor: null });
      },
    )
    .delete(
      '/displays/announce/:id',
      needs('floor'),
      describes({
        summary: 'Take an announcement down again',
        tags,
        answers: { 200: 'Its events; none where it is over already' },
      }),
      param(byId),
      async (c) => {
        const { id: announcementId } = c.req.valid('param');
        const command = order({ type: 'endAnnouncement', announcementId });
        return c.json(outcome(await perform(c, shell, command)));
      },
    )
    .post(
      '/displays/claim',
      needs('floor'),
      describes({
        summary: 'Take in the screen that shows this code',
        tags,
        answers: {
          200: made,
          404: 'NO_SUCH_CODE: no connected screen shows it, or somebody was first',
        },
      }),
      takes(claimBody),
      async (c) => {
        const { code, ...wish } = c.req.valid('json');
        await mustExist(shell, wish.tournamentId);
        const nodeId = shell.nodes.byCode(code);
        const command = order({ type: 'claim', nodeId, ...wish });
        const answer = outcome(await perform(c, shell, command));
        return c.json({ id: said(answer, 'nodeId'), ...answer });
      },
    );
