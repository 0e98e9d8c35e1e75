/**
 * What the pages and their libraries use and Chromium 56 does not have (DSP-8). Imported before
 * everything else; a test runs the built page with all younger functions taken away.
 */
if (!('padStart' in String.prototype))
  Object.defineProperty(String.prototype, 'padStart', {
    /** Fills with a single character, as everybody here does. */
    value(this: string, length: number, fill: string): string {
      return fill.repeat(Math.max(0, length - this.length)) + this;
    },
  });
