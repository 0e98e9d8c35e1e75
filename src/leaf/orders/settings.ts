import { isDeepStrictEqual } from 'node:util';
import * as v from 'valibot';
import type { Json } from '../../kernel/parse.ts';
import type { RowWrite } from '../../kernel/room.ts';
import type { Plan } from '../../rooms/requests/commands.ts';
import type { Conflict, Side } from '../../rooms/requests/events.ts';
import type { Request } from '../../rooms/requests/state.ts';
import { venueEntries } from '../../rooms/venue/commands.ts';
import { pictureIn, pictureProblem } from '../../rooms/venue/pictures.ts';
import type { VenueState } from '../../rooms/venue/room.ts';
import { VENUE } from '../../rooms/venue/room.ts';
import type { OrderBody } from '../../sync/orders.ts';
import type { House, Step } from './step.ts';
import { NOBODY_NAMED, only, refused, sorted } from './step.ts';

const about = NOBODY_NAMED;
const changesSchema = v.partial(v.strictObject(venueEntries));
/** Far more pictures than a venue ever kept. */
const MOST_PICTURES = 1_000;

type Changes = { readonly [field: string]: Json };

const venueNow = ({ handle }: House) =>
  handle.look(VENUE, (found, version) => {
    // The venue's stream holds its own room's states only.
    const { venue } = found as VenueState;
    const settings: Changes | null = venue === null ? null : structuredClone(venue);
    return { settings, version };
  });

const hasPicture = async ({ log }: House, id: string): Promise<boolean> =>
  (await log.select({ table: 'media', where: { id }, limit: 1 })).length > 0;

/** Another logo takes the others' bytes down. */
const pictureRows = async ({ log }: House, changes: Changes): Promise<readonly RowWrite[]> => {
  if (!('logo' in changes)) return [];
  const rows = await log.select({ table: 'media', limit: MOST_PICTURES });
  return rows.flatMap(({ id }) =>
    id === changes['logo'] ? [] : [{ table: 'media', key: { id: String(id) }, row: null }],
  );
};

const configure = (changes: Changes, ifVersion: number): Plan['orders'] =>
  Object.keys(changes).length === 0
    ? []
    : [{ stream: VENUE, command: { type: 'configure', venue: changes }, ifVersion }];

/** What the leaf changed since the core looked stays (SYN-3); the rest is taken. */
const compared = (settings: Changes, wanted: Changes, base: Changes) => {
  const changes: { [field: string]: Json } = {};
  const conflicts: Conflict[] = [];
  for (const [field, theirs] of Object.entries(wanted)) {
    const ours = settings[field] ?? null;
    if (isDeepStrictEqual(ours, theirs)) continue;
    const isSeen = field in base && isDeepStrictEqual(ours, base[field]);
    if (isSeen) changes[field] = theirs;
    else conflicts.push({ field, values: { ours, theirs } });
  }
  return { changes, conflicts };
};

export const settingsStep = async (
  house: House,
  { changes: asked, base }: OrderBody<'settings'>,
): Promise<Step> => {
  const { settings, version } = await venueNow(house);
  if (settings === null) return refused(about, 'NOT_SET_UP');
  const { known, ignored } = sorted(asked, (field) => Object.hasOwn(venueEntries, field));
  const read = v.safeParse(changesSchema, known);
  if (!read.success) return refused(about, 'INVALID');
  const { logo } = read.output;
  if (typeof logo === 'string' && !(await hasPicture(house, logo)))
    return refused(about, 'NO_SUCH_PICTURE');
  const { changes, conflicts } = compared(settings, known, base);
  const orders = configure(changes, version);
  const rows = await pictureRows(house, changes);
  if (conflicts.length === 0)
    return { orders, rows, about, verdict: { verdict: 'applied', ignored } };
  const verdict = { verdict: 'conflicted' as const, conflicts, stands: 'ours' as const };
  return { orders, rows, about, verdict: { ...verdict, version: null, ignored } };
};

/** Makes one side of a conflict stand in the venue's settings. */
export const settingsSidePlan = async (
  house: House,
  { conflicts }: Request,
  side: Side,
): Promise<Plan> => {
  const { version } = await venueNow(house);
  const changes = Object.fromEntries(
    conflicts.flatMap(({ field, values }) => (values === null ? [] : [[field, values[side]]])),
  );
  return { orders: configure(changes, version), rows: await pictureRows(house, changes) };
};

/** Pictures that wait for settings to name them: each is one order, and settings follow at once. */
const MOST_WAITING = 8;

/** The oldest of those that nobody names make room. */
const tooMany = async (house: House, coming: string): Promise<readonly RowWrite[]> => {
  const { settings } = await venueNow(house);
  const rows = await house.log.select({ table: 'media', limit: MOST_PICTURES });
  return rows
    .filter(({ id }) => id !== coming && id !== settings?.['logo'])
    .sort((a, b) => Number(b['createdAt']) - Number(a['createdAt']))
    .slice(MOST_WAITING - 1)
    .map(({ id }) => ({ table: 'media', key: { id: String(id) }, row: null }));
};

/** A picture waits beside the log until settings name it. */
export const mediaStep = async (
  house: House,
  { id, type, content }: OrderBody<'media'>,
): Promise<Step> => {
  const bytes = Buffer.from(content, 'base64');
  const picture = pictureIn(bytes);
  if (picture === null || picture.type !== type) return refused(about, 'NOT_A_PICTURE');
  if (pictureProblem(picture) !== null) return refused(about, 'PICTURE_SIZE');
  const row = { type, content: bytes.toString('base64'), createdAt: house.now().wallMs };
  const done = only(about, { verdict: 'applied', ignored: [] });
  return { ...done, rows: [...(await tooMany(house, id)), { table: 'media', key: { id }, row }] };
};
