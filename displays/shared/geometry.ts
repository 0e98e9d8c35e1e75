import { signal } from '../html.ts';

/** The screen in rem: at least 160 × 90 of them, upright at least 90 × 160. */
export type Geometry = {
  /** px of one rem. */
  readonly rem: number;
  readonly wide: number;
  readonly high: number;
  /** 16:10 and wider; narrower down to a square; taller than wide. */
  readonly shape: 'wide' | 'square' | 'tall';
};

const LONG = 160;
const SHORT = 90;

/** Everything on a screen is sized in rem, so this is what scales it to any resolution (DSP-5). */
export const geometryOf = (width: number, height: number): Geometry => {
  const isTall = height > width;
  const rem = isTall
    ? Math.min(width / SHORT, height / LONG)
    : Math.min(width / LONG, height / SHORT);
  const shape = isTall ? 'tall' : width / height >= 1.5 ? 'wide' : 'square';
  return { rem, wide: width / rem, high: height / rem, shape };
};

const measured = (): Geometry => geometryOf(Math.max(1, innerWidth), Math.max(1, innerHeight));

/** Of this screen, once `followSize` measured it. */
export const geometry = signal<Geometry>(geometryOf(1_920, 1_080));

/** Sizes the page by its screen, now and when it changes. */
export const followSize = (): void => {
  const apply = () => {
    const now = measured();
    geometry.value = now;
    document.documentElement.style.fontSize = `${now.rem}px`;
    document.documentElement.setAttribute('data-shape', now.shape);
  };
  apply();
  addEventListener('resize', apply);
};

/** Widths of a character in em: of the digits' font, and of Inter in a mix of letters, not to be outgrown. */
export const MONO = 0.6;
export const SANS = 0.58;

/** The size in rem at which so many characters are as wide as there is room, `most` at the most. */
export const fit = (chars: number, room: number, most: number, em: number = MONO): number =>
  Math.min(most, room / (Math.max(1, chars) * em));

/** A style with that size. */
export const fitted = (chars: number, room: number, most: number, em: number = MONO) => ({
  fontSize: `${fit(chars, room, most, em).toFixed(3)}rem`,
});

/**
 * The same for words that may take two lines where one would be too small; more is cut.
 * @param least size below which two lines are taken.
 */
export const fittedWords = (chars: number, room: number, most: number, least: number) => {
  const one = fit(chars, room, most, SANS);
  if (one >= least) return fitted(chars, room, most, SANS);
  // A word that does not fit any more is carried over, so the first line is not quite full.
  const two = Math.min(least, fit(chars / 2 + 5, room, most, SANS));
  return { fontSize: `${two.toFixed(3)}rem`, whiteSpace: 'normal' };
};

const LINE = 1.25;
/** Of Inter in bold as texts are written, and in capitals. */
const BOLD = { text: 0.54, capitals: 0.74 } as const;

/** The size in rem at which a text breaks into lines that fill a box and do not leave it. */
export const fitBox = (text: string, wide: number, high: number, most: number): number => {
  const longest = Math.max(...text.split(/\s+/).map((word) => word.length));
  const em = text === text.toUpperCase() ? BOLD.capitals : BOLD.text;
  const fits = (size: number): boolean => {
    const perLine = Math.floor(wide / (size * em));
    // A word that does not fit is carried over, so a line is on average not quite full.
    const lines = Math.ceil(text.length / Math.max(1, perLine * 0.86));
    return longest <= perLine && lines * size * LINE <= high;
  };
  let size = most;
  while (size > 2 && !fits(size)) size -= 0.5;
  return size;
};
