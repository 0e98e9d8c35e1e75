import type { Place } from '../routes.ts';
import { go, route } from '../routes.ts';
import { beside } from './night.ts';

/** Where somebody was in each tournament, so that a look at another one costs nothing. */
const places = new Map<string, { readonly tab: Place; readonly scrollPx: number }>();
let scrollPx = 0;

/** How far down the page that opens now was left; asked for once. */
export const takeScroll = (): number => {
  const px = scrollPx;
  scrollPx = 0;
  return px;
};

/** To another tournament of tonight, at the place where it was left; else at the one that is open. */
export const switchTo = (id: string): void => {
  const here = route.value;
  const tab = here.page === 'desk' ? 'desk' : here.page === 'night' ? here.tab : 'overview';
  if (here.page === 'desk' || here.page === 'night') {
    if (here.id === id) return;
    places.set(here.id, { tab, scrollPx: scrollY });
  }
  const place = places.get(id) ?? { tab, scrollPx: 0 };
  scrollPx = place.scrollPx;
  go(place.tab === 'desk' ? { page: 'desk', id } : { page: 'night', id, tab: place.tab });
};

/** The next one of the switcher, or the one before. */
export const switchBy = (id: string, by: 1 | -1): void => {
  const ids = beside.value.map((one) => one.id);
  const next = ids[(ids.indexOf(id) + by + ids.length) % ids.length];
  if (next !== undefined) switchTo(next);
};
