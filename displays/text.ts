import { display } from '../ui/texts/en/display.ts';

export const text = display;
