import type { Context } from 'hono';
import { Hono } from 'hono';
import * as v from 'valibot';
import type { RowWrite } from '../../../kernel/room.ts';
import type { Env, Shell } from '../../../server/shell.ts';
import { ApiError, describes, needs, outcome, perform, takesFile } from '../../../server/shell.ts';
import { MOST_PICTURE_BYTES, PICTURE_TYPES, pictureIn, pictureProblem } from '../pictures.ts';
import { VENUE } from '../room.ts';

const tags = ['Venue'];
/** Only the newest is kept; more than a few were never there. */
const MOST_ROWS = 100;

/** @throws ApiError INVALID (422) where the bytes are no picture, or none of a logo's size. */
const checked = (bytes: Uint8Array) => {
  const picture = pictureIn(bytes);
  const message = pictureProblem(picture);
  if (picture !== null && message === null) return picture;
  const code = picture === null ? 'NOT_A_PICTURE' : 'PICTURE_SIZE';
  const issues = [{ path: '', message: message ?? '', code }];
  throw new ApiError('INVALID', `The picture ${message}.`, { issues });
};

/** The venue's former pictures go with the event that takes them down. */
const withoutFormer = async (shell: Shell): Promise<readonly RowWrite[]> => {
  const rows = await shell.log.select({ table: 'media', limit: MOST_ROWS });
  return rows.map(({ id }) => ({ table: 'media', key: { id: String(id) }, row: null }));
};

/** Of a repeated request it is the picture that the first one stored. */
const logoIn = (events: readonly { readonly envelope: { readonly data: unknown } }[]): string =>
  v.parse(v.object({ logo: v.string() }), events[0]?.envelope.data).logo;

const store = async (c: Context<Env>, shell: Shell) => {
  const bytes = c.get('file');
  const { type } = checked(bytes);
  const logo = shell.newId();
  const content = Buffer.from(bytes).toString('base64');
  const row = { type, content, createdAt: shell.now().wallMs };
  const rows = [...(await withoutFormer(shell)), { table: 'media', key: { id: logo }, row }];
  const order = { stream: VENUE, command: { type: 'configure', venue: { logo } } };
  const { events } = await perform(c, shell, order, rows);
  return { logo: logoIn(events) };
};

const remove = async (c: Context<Env>, shell: Shell) => {
  const order = { stream: VENUE, command: { type: 'configure', venue: { logo: null } } };
  return outcome(await perform(c, shell, order, await withoutFormer(shell)));
};

/**
 * The picture that stands for the venue: its bytes beside the log, its id in it.
 * @param inTurn one after the other, because each takes its forerunner's bytes away.
 */
export const logoRoutes = (
  shell: Shell,
  inTurn: <T>(work: () => Promise<T>) => Promise<T>,
): Hono<Env> =>
  new Hono<Env>()
    .put(
      '/venue/logo',
      describes({
        summary: "The venue's logo: a PNG, JPEG or WebP of at most 256 KB as the whole body",
        tags,
        answers: { 200: v.object({ logo: v.string() }) },
      }),
      needs('admin'),
      takesFile(PICTURE_TYPES, MOST_PICTURE_BYTES),
      (c) => inTurn(async () => c.json(await store(c, shell))),
    )
    .delete(
      '/venue/logo',
      describes({
        summary: 'Take the logo down; its bytes are deleted',
        tags,
        answers: { 200: 'The events that this made' },
      }),
      needs('admin'),
      (c) => inTurn(async () => c.json(await remove(c, shell))),
    );
