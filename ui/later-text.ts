import { create } from './texts/en/create.ts';
import { displays } from './texts/en/displays.ts';
import { importing } from './texts/en/importing.ts';
import { settings } from './texts/en/settings.ts';
import { setup } from './texts/en/setup.ts';
import { structure } from './texts/en/structure.ts';
import { venue } from './texts/en/venue.ts';

/**
 * The words of those of the operator's pages that are loaded later: where one of them is needed at
 * once, all of them are, so what a night begins with takes its own out of text.ts.
 */
export const laterText = {
  ...{ create, displays, import: importing },
  ...{ settings, setup, structure, venue },
} as const;
