/** Of package.json; here too, because an executable has no file beside it. */
export const VERSION = '0.1.0';
