import type { Family, Labels } from './registry.ts';

/** Of the text format, which every Prometheus since 2014 reads. */
export const CONTENT_TYPE = 'text/plain; version=0.0.4; charset=utf-8';

const escaped = (text: string): string =>
  text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n').replaceAll('"', '\\"');

const helpText = (text: string): string => text.replaceAll('\\', '\\\\').replaceAll('\n', '\\n');

const labelsText = (labels: Labels): string => {
  const all = Object.entries(labels).map(([name, value]) => `${name}="${escaped(value)}"`);
  return all.length === 0 ? '' : `{${all.join(',')}}`;
};

const numberText = (value: number): string => {
  if (Number.isNaN(value)) return 'NaN';
  if (value === Infinity) return '+Inf';
  return value === -Infinity ? '-Inf' : String(value);
};

const linesOf = (family: Family): readonly string[] => {
  const { name } = family;
  if (family.kind !== 'histogram') {
    return family.samples.map(
      ({ labels, value }) => `${name}${labelsText(labels)} ${numberText(value)}`,
    );
  }
  const { bounds, counts, sum } = family.spread;
  let below = 0;
  const buckets = counts.map((count, i) => {
    below += count;
    return `${name}_bucket{le="${numberText(bounds[i] ?? Infinity)}"} ${below}`;
  });
  return [...buckets, `${name}_sum ${numberText(sum)}`, `${name}_count ${below}`];
};

/** Prometheus' text exposition format 0.0.4; a family without samples is left out. */
export const prometheusText = (families: readonly Family[]): string =>
  families
    .flatMap((family) => {
      const lines = linesOf(family);
      if (lines.length === 0) return [];
      const { name, help, kind } = family;
      return [`# HELP ${name} ${helpText(help)}`, `# TYPE ${name} ${kind}`, ...lines];
    })
    .map((line) => `${line}\n`)
    .join('');
