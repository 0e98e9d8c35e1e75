import * as v from 'valibot';
import { id, text } from '../../kernel/parse.ts';

/** What a screen can show; `unassigned` is what it shows while nobody gave it anything. */
export const VIEWS = ['clock'] as const;
export type View = (typeof VIEWS)[number];

export const THEMES = ['dark', 'light'] as const;
export type Theme = (typeof THEMES)[number];

/** Any part of it; what is left out stays as it is. */
export const displayBody = v.strictObject({
  name: v.optional(text(60)),
  group: v.optional(text(40)),
  /** Null: unassigned. */
  tournamentId: v.optional(v.nullable(id)),
  view: v.optional(v.picklist(VIEWS)),
  theme: v.optional(v.picklist(THEMES)),
});

export type Command =
  | ({ readonly type: 'set'; readonly nodeId: string } & v.InferOutput<typeof displayBody>)
  | { readonly type: 'remove'; readonly nodeId: string };

export const REFUSALS = ['NOT_FOUND', 'TOO_MANY_DISPLAYS'] as const;
export type RefusalCode = (typeof REFUSALS)[number];
