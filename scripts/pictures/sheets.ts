import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import type { Browser } from 'playwright-core';
import type { Shot } from './camera.ts';

const WIDTH = 1_800;
const PER_SHEET = 12;

const across = ({ size: { width, height } }: Shot): number => (width < height ? 6 : 3);

const escaped = (text: string): string =>
  text.replace(/[&<>"]/gu, (sign) => `&#${sign.charCodeAt(0)};`);

const figure = ({ file, name }: Shot): string =>
  `<figure><img src="data:image/png;base64,${readFileSync(file).toString('base64')}">
  <figcaption>${escaped(name)}</figcaption></figure>`;

const sheet = (shots: readonly Shot[], columns: number): string => `<!doctype html><style>
  body { margin: 16px; display: grid; grid-template-columns: repeat(${columns}, 1fr); gap: 16px;
    background: #888; font: 14px sans-serif; align-items: start }
  figure { margin: 0 } img { width: 100%; display: block } figcaption { padding: 4px 0 }
</style>${shots.map(figure).join('')}`;

/** Contact sheets: the pictures of one size beside each other, twelve to a sheet. */
export const writeSheets = async (
  browser: Browser,
  folder: string,
  shots: readonly Shot[],
): Promise<readonly string[]> => {
  const page = await browser.newPage({ viewport: { width: WIDTH, height: 800 } });
  const groups = Map.groupBy(shots, ({ size }) => `${size.width}x${size.height}`);
  const files: string[] = [];
  for (const [size, all] of groups)
    for (let from = 0; from < all.length; from += PER_SHEET) {
      const some = all.slice(from, from + PER_SHEET);
      const [first] = some;
      if (first === undefined) break;
      await page.setContent(sheet(some, across(first)));
      const file = join(
        folder,
        `sheet-${size}-${String(from / PER_SHEET + 1).padStart(2, '0')}.png`,
      );
      await page.screenshot({ path: file, fullPage: true });
      files.push(basename(file));
    }
  await page.close();
  return files;
};
