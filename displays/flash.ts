import type { Signal as Told } from '../src/rooms/displays/views/messages.ts';
import { signal } from './html.ts';

/** Two pulses in one second, as the style sheet has it: never more than three in any second (CLK-4). */
const FLASH_MS = 1_200;

const COLORS: { readonly [what in Told]?: string } = {
  warning: 'var(--warning)',
  level: 'var(--primary)',
  start: 'var(--success)',
  break: 'var(--info)',
};

/** Colour of the flash that is on; null: none. */
export const createFlash = () => {
  const color = signal<string | null>(null);
  return {
    color,
    /** Two signals at once flash once. */
    hear: (what: Told): void => {
      const next = COLORS[what];
      if (next === undefined || color.peek() !== null) return;
      color.value = next;
      setTimeout(() => {
        color.value = null;
      }, FLASH_MS);
    },
  };
};
