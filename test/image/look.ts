import type { Picture } from './screen.ts';

/** What can be told of a picture without reading it. */
export type Look = {
  readonly colours: number;
  /** Of 0 to 1, the part of it that has the commonest colour. */
  readonly commonest: number;
  /** Of 0 to 255, of the brightest and of the darkest point. */
  readonly brightest: number;
  readonly darkest: number;
};

const brightness = (colour: number): number =>
  ((colour >> 16) * 299 + ((colour >> 8) & 255) * 587 + (colour & 255) * 114) / 1000;

const points = ({ rgb }: Picture): readonly number[] =>
  Array.from({ length: rgb.length / 3 }, (_, i) => {
    const [red, green, blue] = [rgb[i * 3], rgb[i * 3 + 1], rgb[i * 3 + 2]];
    return ((red ?? 0) << 16) | ((green ?? 0) << 8) | (blue ?? 0);
  });

export const lookOf = (picture: Picture): Look => {
  const counts = new Map<number, number>();
  const all = points(picture);
  for (const colour of all) counts.set(colour, (counts.get(colour) ?? 0) + 1);
  const lights = [...counts.keys()].map(brightness);
  return {
    colours: counts.size,
    commonest: Math.max(...counts.values()) / all.length,
    brightest: Math.round(Math.max(...lights)),
    darkest: Math.round(Math.min(...lights)),
  };
};

/** Letters have soft edges, so a page has many shades; a console has few, a dead screen one. */
const SHADES = 24;
/** Between a page and the letters on it. */
const CONTRAST = 120;
const EMPTY = 0.995;

/** Whether somebody in front of the screen would see a page on it. */
export const showsPage = ({ colours, commonest, brightest, darkest }: Look): boolean =>
  colours >= SHADES && commonest < EMPTY && brightest - darkest >= CONTRAST;

/** Of 0 to 1, the part of the points that differ; 1 where the pictures have other sizes. */
export const changeOf = (before: Picture, after: Picture): number => {
  if (before.width !== after.width || before.height !== after.height) return 1;
  const from = points(before);
  const to = points(after);
  return from.filter((colour, i) => colour !== to[i]).length / from.length;
};

export const inWords = ({ colours, commonest, brightest, darkest }: Look): string =>
  `${colours} colours, ${Math.round(commonest * 100)} % of one, brightness ${darkest} to ${brightest}`;
