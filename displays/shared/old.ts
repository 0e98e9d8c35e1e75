/**
 * What the pages and their libraries use and Chromium 56 does not have (DSP-8). Imported before
 * everything else; a test runs the built page with all younger functions taken away.
 */
const lend = (owner: object, name: string, value: unknown): void => {
  if (!(name in owner)) Object.defineProperty(owner, name, { value, writable: true });
};

const fromEntries = (entries: Iterable<readonly [string, unknown]>): object => {
  const made: Record<string, unknown> = {};
  for (const [name, value] of entries) made[name] = value;
  return made;
};

function padStart(this: string, length: number, fill = ' '): string {
  const text = String(this);
  return fill.repeat(Math.max(0, length - text.length)).slice(0, length - text.length) + text;
}

lend(Object, 'fromEntries', fromEntries);
lend(String.prototype, 'padStart', padStart);
