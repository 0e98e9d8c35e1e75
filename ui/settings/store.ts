import type { VenueSettings } from '../../src/rooms/venue/commands.ts';
import type { PublicVenue } from '../../src/rooms/venue/views.ts';
import { get, put } from '../api.ts';
import { signal } from '../html.ts';
import { laterText } from '../later-text.ts';
import type { Attempt } from '../parts/field-issues.ts';
import { text } from '../text.ts';
import { attempt, toast } from '../toasts.ts';
import { loadPublicVenue } from './public.ts';

export type Venue = VenueSettings;
export type { PublicVenue };

/** All of the venue's settings; null until they were read. */
export const venueNow = signal<Venue | null>(null);

export const loadVenue = (): Promise<unknown> =>
  attempt(async () => {
    venueNow.value = await get<Venue>('/venue');
  });

type Change = Partial<Omit<Venue, 'logo'>>;

const send = async (change: Change, tries: Attempt = attempt): Promise<boolean> => {
  const made = await tries(() => put('/venue', change));
  if (made === undefined) return false;
  await Promise.all([loadVenue(), loadPublicVenue()]);
  return true;
};

/** Only what a change says otherwise than the settings do. */
const differing = (now: Venue, change: Change): Change =>
  Object.fromEntries(
    Object.entries(change).filter(
      ([key, value]) =>
        JSON.stringify(value) !== JSON.stringify(Object.entries(now).find(([k]) => k === key)?.[1]),
    ),
  );

/**
 * Saves what differs, and offers the way back; false where the leaf refused it.
 * @param tries says what is wrong at the fields of its form, in place of a toast.
 */
export const saveVenue = async (change: Change, tries?: Attempt): Promise<boolean> => {
  const before = venueNow.value;
  if (before === null) return false;
  const wanted = differing(before, change);
  if (!(await send(wanted, tries))) return false;
  const back: Change = Object.fromEntries(
    Object.entries(before).filter(([key]) => Object.hasOwn(wanted, key)),
  );
  toast({
    ...{ tone: 'plain', title: laterText.venue.saved },
    action: { label: text.undo, run: () => void send(back) },
  });
  return true;
};
