import { text } from '../text.ts';

/** Hours and minutes, as short as it can be said. */
export const lengthWords = (minutes: number): string =>
  text.duration(Math.floor(minutes / 60), minutes % 60);
