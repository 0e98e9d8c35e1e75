import type { PublicVenue } from '../../src/rooms/venue/views.ts';
import { get } from '../api.ts';
import { signal } from '../html.ts';
import { accent } from '../theme-switch.ts';

/** What anybody sees of the venue; null until it was read, or where there is none yet. */
export const publicVenue = signal<PublicVenue | null>(null);

/** Its accent colours these pages too; where it cannot be read, they look as they did. */
export const loadPublicVenue = async (): Promise<void> => {
  try {
    publicVenue.value = await get<PublicVenue>('/venue/public');
    accent.value = publicVenue.value.accent;
  } catch {
    // Without it a page stands just as well.
  }
};
