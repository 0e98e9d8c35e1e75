import * as v from 'valibot';
import type { Profile } from '../../rooms/players/commands.ts';
import { changeBody, isNamed } from '../../rooms/players/commands.ts';
import type { Field } from '../../rooms/players/events.ts';
import { FIELDS } from '../../rooms/players/events.ts';
import type { StoredProfile } from '../../rooms/players/projections/profiles.ts';
import {
  addedRows,
  changedFields,
  changedRows,
  NOBODY,
  withCell,
} from '../../rooms/players/projections/profiles.ts';
import { similarPlayers } from '../../rooms/players/routes/find.ts';
import type { Known } from '../../rooms/players/routes/known.ts';
import { knownPlayer, order } from '../../rooms/players/routes/known.ts';
import { erasePlan, historyOf } from '../../rooms/players/routes/merge.ts';
import type { Plan } from '../../rooms/requests/commands.ts';
import type { About, Side } from '../../rooms/requests/events.ts';
import type { Request } from '../../rooms/requests/state.ts';
import type { OrderBody } from '../../sync/orders.ts';
import type { House, Step } from './step.ts';
import { BY_CORE, NOBODY_NAMED, only, refused, sorted } from './step.ts';

type Fields = OrderBody<'profile'>['fields'];

const isField = (name: unknown): name is Field => FIELDS.some((field) => field === name);

const aboutPlayer = (playerId: string): About => ({ ...NOBODY_NAMED, playerId });

/** What a profile becomes by the fields of an order; null where one of them is not as it must be. */
const becoming = (before: Profile, fields: Fields) => {
  const { known, ignored } = sorted(fields, isField);
  const read = v.safeParse(changeBody, known);
  if (!read.success) return null;
  const given = Object.entries(read.output).filter(([, value]) => value !== undefined);
  const after: Profile = { ...before, ...Object.fromEntries(given) };
  return { after, ignored };
};

/** A player whom only the core knew; or the code of why not. */
export const addPlan = async (
  house: House,
  playerId: string,
  fields: Fields,
): Promise<(Plan & { readonly ignored: readonly string[] }) | { readonly code: string }> => {
  const known = await knownPlayer(house, playerId);
  // Whoever was erased stays so.
  if (known.version > 0) return { code: 'NO_SUCH_PLAYER' };
  const profile = becoming(NOBODY, fields);
  if (profile === null) return { code: 'INVALID' };
  const { after, ignored } = profile;
  if (!isNamed(after)) return { code: 'NAME_NEEDED' };
  const similar = await similarPlayers(house.log, after);
  const command = { type: 'add' as const, fields: changedFields(NOBODY, after), similar };
  const rows = addedRows(after, playerId, house.now().wallMs);
  return { orders: [order(known, command)], rows, ignored };
};

/** Fields that somebody here changed last, and after the core had looked. */
const changedHere = async (
  house: House,
  playerId: string,
  baseRev: number,
): Promise<ReadonlySet<Field>> => {
  const last = new Map<Field, string>();
  for (const { field, version, by } of await historyOf(house, playerId))
    if (isField(field) && Number(version) > baseRev) last.set(field, String(by));
  return new Set([...last].filter(([, by]) => by !== BY_CORE).map(([field]) => field));
};

type Changing = { readonly stored: StoredProfile; readonly after: Profile; readonly by: string };

/** The change of a profile with its history, as the next event of the player's stream. */
const changePlan = (house: House, known: Known, { stored, after, by }: Changing): Plan => {
  const fields = changedFields(stored, after);
  if (fields.length === 0) return { orders: [], rows: [] };
  const who = { version: known.version + 1, atMs: house.now().wallMs, by };
  return {
    orders: [order(known, { type: 'change', fields, isNamed: isNamed(after) })],
    rows: changedRows({ before: stored, after, ...who }),
  };
};

/** The core wins (SYN-3); what it overwrites unseen is shown to an operator. */
const changeStep = async (
  house: House,
  known: Known,
  stored: StoredProfile,
  { playerId, fields, baseRev }: OrderBody<'profile'>,
): Promise<Step> => {
  const about = aboutPlayer(playerId);
  if (known.merged !== null) return refused(about, 'MERGED');
  const profile = becoming(stored, fields);
  if (profile === null) return refused(about, 'INVALID');
  const { after, ignored } = profile;
  const own = await changedHere(house, playerId, baseRev);
  const conflicts = changedFields(stored, after)
    .filter((field) => own.has(field))
    .map((field) => ({ field, values: null }));
  const plan = changePlan(house, known, { stored, after, by: BY_CORE });
  if (conflicts.length === 0) return { ...plan, about, verdict: { verdict: 'applied', ignored } };
  const version = known.version + 1;
  const verdict = { verdict: 'conflicted' as const, conflicts, stands: 'theirs' as const };
  return { ...plan, about, verdict: { ...verdict, version, ignored } };
};

export const profileStep = async (house: House, body: OrderBody<'profile'>): Promise<Step> => {
  const about = aboutPlayer(body.playerId);
  const known = await knownPlayer(house, body.playerId);
  if (known.stored !== null) return changeStep(house, known, known.stored, body);
  const plan = await addPlan(house, body.playerId, body.fields);
  if ('code' in plan) return refused(about, plan.code);
  const { ignored, ...made } = plan;
  return { ...made, about, verdict: { verdict: 'applied', ignored } };
};

/** As the leaf's own erasure; whom nobody knows any more is erased already. */
export const eraseStep = async (house: House, { playerId }: OrderBody<'erase'>): Promise<Step> => {
  const about = aboutPlayer(playerId);
  const known = await knownPlayer(house, playerId);
  if (known.merged !== null) return refused(about, 'MERGED');
  const done = { verdict: 'applied', ignored: [] } as const;
  if (known.stored === null) return only(about, done);
  return { ...(await erasePlan(house, playerId, undefined)), about, verdict: done };
};

/** Both sides of a profile's conflict, from the player's history: erased with the person. */
export const profileSides = async (
  { log }: Pick<House, 'log'>,
  { about: { playerId }, version, conflicts }: Request,
): Promise<
  readonly { readonly field: Field; readonly ours: string; readonly theirs: string }[]
> => {
  const fields = new Set(conflicts.map(({ field }) => field));
  const rows = await log.select({
    table: 'profile_history',
    where: { playerId, version },
    limit: FIELDS.length,
  });
  return rows.flatMap(({ field, before, after }) =>
    isField(field) && fields.has(field)
      ? [{ field, ours: String(before), theirs: String(after) }]
      : [],
  );
};

/** Makes one side of a conflict stand in the profile. */
export const profileSidePlan = async (
  house: House,
  request: Request,
  side: Side,
  by: string,
): Promise<Plan> => {
  const known = await knownPlayer(house, request.about.playerId ?? '');
  const { stored } = known;
  if (stored === null) return { orders: [], rows: [] };
  const sides = await profileSides(house, request);
  const profile: Profile = stored;
  const after = sides.reduce((one, both) => withCell(one, both.field, both[side]), profile);
  return changePlan(house, known, { stored, after, by });
};
