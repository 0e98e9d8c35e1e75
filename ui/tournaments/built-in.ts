import type { Level } from '../../src/poker/blinds.ts';
import type { Template } from '../../src/poker/templates.ts';
import { DINNER, TEMPLATES } from '../../src/poker/templates.ts';
import { text } from '../text.ts';

const words = text.builtIn;

const said = (level: Level): Level =>
  level.kind === 'break' && level.notes === DINNER ? { ...level, notes: words.dinner } : level;

/** Felt's own templates in the reader's language, breaks included: what is made of them keeps it. */
export const builtIn: readonly Template[] = TEMPLATES.map((one) => ({
  ...one,
  ...words.templates[one.id],
  levels: one.levels.map(said),
}));
