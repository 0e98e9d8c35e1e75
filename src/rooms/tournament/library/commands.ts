import * as v from 'valibot';
import { count, text } from '../../../kernel/parse.ts';
import { levelsSchema } from '../../../poker/blinds.ts';
import { chipSetSchema } from '../../../poker/chips.ts';
import { payoutPlanSchema } from '../../../poker/payouts.ts';
import { configFields, name } from '../commands/config.ts';

/** What a house keeps for the next time (BLD-4, BLD-6, CHP-1, POL-3). */
export const KINDS = ['template', 'chipSet', 'payoutTable'] as const;
export type Kind = (typeof KINDS)[number];

const { name: _name, startsAt: _startsAt, ...lasting } = configFields;

/** A whole event but its name and its day. */
export const templateSchema = v.strictObject({
  description: v.optional(text(500), ''),
  config: v.strictObject(lasting),
  levels: levelsSchema,
  tables: v.optional(
    v.pipe(
      v.array(v.strictObject({ name: v.optional(text(40), ''), seats: count(11, 2) })),
      v.maxLength(200),
    ),
    [],
  ),
});
export type TemplateBody = v.InferOutput<typeof templateSchema>;

const titled = { name } as const;

export const itemBody = v.variant('kind', [
  v.strictObject({ ...titled, kind: v.literal('template'), body: templateSchema }),
  v.strictObject({
    ...titled,
    kind: v.literal('chipSet'),
    body: v.strictObject({ chips: v.pipe(chipSetSchema, v.minLength(1)) }),
  }),
  v.strictObject({
    ...titled,
    kind: v.literal('payoutTable'),
    body: v.strictObject({ plan: payoutPlanSchema }),
  }),
]);
export type ItemBody = v.InferOutput<typeof itemBody>;

export type Command =
  | { readonly type: 'save'; readonly id: string; readonly isNew: boolean; readonly item: ItemBody }
  | { readonly type: 'remove'; readonly id: string };

export const REFUSALS = ['NOT_FOUND', 'ALREADY_EXISTS', 'LIBRARY_FULL', 'OTHER_KIND'] as const;
export type RefusalCode = (typeof REFUSALS)[number];
