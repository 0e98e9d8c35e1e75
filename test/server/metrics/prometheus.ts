/**
 * A strict reader of Prometheus' text format 0.0.4, after its published grammar: what promtool refuses,
 * this refuses, too (where promtool is on the machine, the test asks that as well).
 */
export type Parsed = {
  readonly type: string;
  readonly help: string;
  readonly samples: readonly { name: string; labels: Record<string, string>; value: number }[];
};

const SAMPLE = /^([a-zA-Z_:][a-zA-Z0-9_:]*)(?:\{(.*)\})? (\S+)$/u;
const LABEL = /([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\["\\n])*)"(?:,|$)/gu;

const numberOf = (text: string): number => {
  if (text === '+Inf') return Infinity;
  if (text === '-Inf') return -Infinity;
  if (text === 'NaN') return Number.NaN;
  if (!/^[+-]?(?:\d+\.?\d*|\.\d+)(?:e[+-]?\d+)?$/iu.test(text))
    throw new Error(`no number: ${text}`);
  return Number(text);
};

const labelsOf = (text: string): Record<string, string> => {
  const all = [...text.matchAll(LABEL)];
  if (all.map(([whole]) => whole).join('') !== text) throw new Error(`no labels: ${text}`);
  return Object.fromEntries(all.map(([, name = '', value = '']) => [name, value]));
};

const familyOf = (name: string, families: ReadonlyMap<string, unknown>): string =>
  families.has(name) ? name : name.replace(/_(?:bucket|sum|count)$/u, '');

const checkHistogram = (name: string, { samples }: Parsed): void => {
  const buckets = samples.filter((one) => one.name === `${name}_bucket`);
  const bounds = buckets.map(({ labels }) => numberOf(labels['le'] ?? ''));
  const counts = buckets.map(({ value }) => value);
  const count = samples.find((one) => one.name === `${name}_count`)?.value;
  const rises = (all: readonly number[], strictly: boolean) =>
    all.every(
      (one, i) => i === 0 || (strictly ? one > (all[i - 1] ?? 0) : one >= (all[i - 1] ?? 0)),
    );
  if (!rises(bounds, true) || bounds.at(-1) !== Infinity) throw new Error(`${name}: bounds`);
  if (!rises(counts, false) || counts.at(-1) !== count) throw new Error(`${name}: counts`);
  if (!samples.some((one) => one.name === `${name}_sum`)) throw new Error(`${name}: no sum`);
};

/** @throws Error that names what is wrong. */
export const parsePrometheus = (text: string): ReadonlyMap<string, Parsed> => {
  if (!text.endsWith('\n')) throw new Error('the last line does not end');
  const families = new Map<
    string,
    { type: string; help: string; samples: Parsed['samples'][number][] }
  >();
  const seen = new Set<string>();
  let current = '';
  for (const line of text.slice(0, -1).split('\n')) {
    const [, kind, about = '', rest = ''] = /^# (HELP|TYPE) (\S+) (.+)$/u.exec(line) ?? [];
    if (kind === 'HELP') {
      if (families.has(about)) throw new Error(`${about} begins twice`);
      families.set(about, { type: '', help: rest, samples: [] });
      current = about;
      continue;
    }
    const family = families.get(current);
    if (kind === 'TYPE') {
      if (about !== current || !family || family.type !== '') throw new Error(`TYPE of ${about}`);
      if (!/^(?:counter|gauge|histogram)$/u.test(rest)) throw new Error(`${about} is a ${rest}`);
      family.type = rest;
      continue;
    }
    const [, name = '', labels = '', value = ''] = SAMPLE.exec(line) ?? [];
    if (name === '' || !family || familyOf(name, families) !== current)
      throw new Error(`stray: ${line}`);
    if (family.type === '') throw new Error(`${name} without its type`);
    if (family.type === 'counter' && !name.endsWith('_total'))
      throw new Error(`${name} is no _total`);
    const own = line.slice(0, line.lastIndexOf(' '));
    if (seen.has(own)) throw new Error(`twice: ${own}`);
    seen.add(own);
    family.samples.push({ name, labels: labelsOf(labels), value: numberOf(value) });
  }
  for (const [name, family] of families) {
    if (family.samples.length === 0) throw new Error(`${name} says nothing`);
    if (family.type === 'histogram') checkHistogram(name, family);
  }
  return families;
};
