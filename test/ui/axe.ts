import { readFileSync } from 'node:fs';
import type { AxeResults, RunOptions } from 'axe-core';
import type { Page } from 'playwright-core';

const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Serious and critical findings, each with where and why. */
export const findings = async (
  page: Page,
  options: RunOptions = {},
): Promise<readonly string[]> => {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate(
    (wish) =>
      (globalThis as unknown as { axe: { run: (o: RunOptions) => Promise<AxeResults> } }).axe.run({
        ...wish,
        resultTypes: ['violations'],
      }),
    options,
  );
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .flatMap(({ id, nodes }) =>
      nodes.slice(0, 6).map((node) => {
        const why = node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? '';
        return `${id}: ${node.html.slice(0, 140)} (${why.slice(0, 160)})`;
      }),
    );
};
