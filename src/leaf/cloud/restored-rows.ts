import * as v from 'valibot';
import type { RowWrite } from '../../kernel/room.ts';
import { profileSchema } from '../../rooms/players/commands.ts';
import { keptRows } from '../../rooms/players/projections/profiles.ts';
import { pictureIn } from '../../rooms/venue/pictures.ts';
import { nameKey } from '../../rooms/venue/room.ts';
import type { Kept } from './core-door.ts';

const whole = v.pipe(v.number(), v.safeInteger());
const stamp = v.fallback(whole, 0);

/** A field that does not hold what it should is a gap, and no reason to lose the rest. */
const gap = <S extends v.GenericSchema>(schema: S, empty: v.InferOutput<S>) =>
  v.fallback(v.optional(schema, empty), empty);

const historySchema = v.fallback(
  v.array(
    v.object({
      version: whole,
      field: v.string(),
      at: whole,
      before: v.string(),
      after: v.string(),
      by: v.string(),
    }),
  ),
  [],
);
/** What another build of Felt wrote: what is unknown here is left out, what is missing is a gap. */
const playerSchema = v.object({
  firstName: gap(profileSchema.entries.firstName, ''),
  lastName: gap(profileSchema.entries.lastName, ''),
  nickname: gap(profileSchema.entries.nickname, ''),
  email: gap(profileSchema.entries.email, ''),
  phone: gap(profileSchema.entries.phone, ''),
  notes: gap(profileSchema.entries.notes, ''),
  tags: gap(profileSchema.entries.tags, []),
  custom: gap(profileSchema.entries.custom, {}),
  fullNameOutside: gap(profileSchema.entries.fullNameOutside, false),
  ...{ createdAt: stamp, updatedAt: stamp, history: historySchema },
});
const operatorSchema = v.object({ name: v.string(), createdAt: stamp });
const mediaSchema = v.object({ type: v.string(), content: v.string(), createdAt: stamp });

/** Whatever else it calls itself would be served from the leaf's own address: a page, a script. */
const pictureRows = (id: string, doc: Kept['doc']): readonly RowWrite[] => {
  const row = v.parse(mediaSchema, doc);
  const picture = pictureIn(Buffer.from(row.content, 'base64'));
  return picture?.type === row.type ? [{ table: 'media', key: { id }, row }] : [];
};

/**
 * The private rows that a document of the core stands for. Operators come without a PIN: those never
 * left the leaf that is gone.
 * @param isListed whether a player stands on their own, or is a part of another one.
 */
export const rowsOf = (
  { kind, id, doc }: Kept,
  isListed: (playerId: string) => boolean,
): readonly RowWrite[] => {
  switch (kind) {
    case 'player': {
      const { history, createdAt, updatedAt, ...profile } = v.parse(playerSchema, doc);
      const stored = { ...profile, id, createdAt, updatedAt };
      return keptRows(stored, history, isListed(id));
    }
    case 'operator': {
      const { name, createdAt } = v.parse(operatorSchema, doc);
      const row = { name, nameKey: nameKey(name), createdAt };
      return [{ table: 'operators', key: { id }, row }];
    }
    case 'media':
      return pictureRows(id, doc);
  }
};
