import type { Template, TemplateId } from './templates/build.ts';
import { TEMPLATE_IDS } from './templates/build.ts';
import { deepStack, standard, turbo } from './templates/holdem.ts';
import { eightGame, horse } from './templates/mixed.ts';
import { wsop } from './templates/wsop.ts';

export type { Template, TemplateId } from './templates/build.ts';
export { DINNER, TEMPLATE_IDS } from './templates/build.ts';

/** Structures that come with Felt (BLD-4), in the order in which they are offered. */
const BY_ID: { readonly [Id in TemplateId]: Template } = {
  ...{ turbo, standard, deepStack, wsop, horse, eightGame },
};
export const TEMPLATES: readonly Template[] = TEMPLATE_IDS.map((id) => BY_ID[id]);

export const templateOf = (id: string): Template | undefined =>
  TEMPLATES.find((template) => template.id === id);

export { deepStack, eightGame, horse, standard, turbo, wsop };
