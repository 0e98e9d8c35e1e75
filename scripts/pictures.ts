import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, relative, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { isLanguage } from '../src/kernel/language.ts';
import { openClock } from '../src/leaf/clock.ts';
import { openLeaf } from '../src/leaf/wire.ts';
import { openBrowser } from './chromium.ts';
import { openClient } from './demo/client.ts';
import { startDemo } from './demo/start.ts';
import { OPERATORS } from './demo/venue.ts';
import type { Size, Theme } from './pictures/camera.ts';
import { createCamera, sizeName } from './pictures/camera.ts';
import { announce, hangForPictures, lightScreens } from './pictures/hang.ts';
import type { Subject } from './pictures/list.ts';
import { SUBJECTS } from './pictures/list.ts';
import { writeSheets } from './pictures/sheets.ts';

const USAGE = `usage: npm run pictures -- [--out FOLDER] [--only PART-OF-A-NAME]… [--size WxH]… [--theme dark|light]
                          [--language en|da|de]

  Every page at the sizes that it is meant for, in both themes, with the demo's people, and contact
  sheets of them all (sheet-….png). The folder is .cache/pictures unless told.`;

const size = (width: number, height: number): Size => ({ width, height });
const SIZES: { readonly [kind in Subject['of']]: readonly Size[] } = {
  operator: [size(390, 844), size(1_024, 768), size(1_440, 900)],
  display: [size(1_280, 720), size(1_920, 1_080), size(3_840, 2_160)],
  phone: [size(390, 844)],
};
const THEMES: readonly Theme[] = ['dark', 'light'];
const nothing = () => Promise.resolve();
const suffix = (language: string) => (language === 'en' ? '' : `-${language}`);
const EMPTY_VENUE = { name: 'New Room', slug: 'new', timezone: 'Europe/Berlin', currency: 'EUR' };

const asked = () => {
  try {
    const options = {
      out: { type: 'string' },
      only: { type: 'string', multiple: true },
      size: { type: 'string', multiple: true },
      theme: { type: 'string' },
      language: { type: 'string' },
    } as const;
    const { language = 'en', ...rest } = parseArgs({ options }).values;
    if (!isLanguage(language)) throw new Error('no page speaks it');
    return { ...rest, language };
  } catch {
    console.error(USAGE);
    process.exit(2);
  }
};

const wish = asked();
const folder = resolve(wish.out ?? join(import.meta.dir, '../.cache/pictures'));
const data = mkdtempSync(join(tmpdir(), 'felt-pictures-'));
const configOf = (name: string) => ({
  ...{ port: 0, bind: '127.0.0.1', dataFolder: join(data, name), hosts: [] },
});
const urlOf = ({ port }: { readonly port: number }) => `http://localhost:${port}`;

const { leaf, filled } = await startDemo(configOf('demo'));
const empty = await openLeaf({ config: configOf('empty'), clock: openClock() });
const raw = await openLeaf({ config: configOf('raw'), clock: openClock() });
const leaves = { demo: urlOf(leaf), empty: urlOf(empty), raw: urlOf(raw) };
await openClient(leaves.empty).send('POST', '/setup', {
  ...{ venue: EMPTY_VENUE, admin: OPERATORS.admin },
});
const refusals = await hangForPictures(leaves.demo, filled);
const announced = await announce(leaves.demo).then(() => undefined, String);

const subjects = SUBJECTS.filter(
  ({ name }) => wish.only?.some((one) => name.includes(one)) ?? true,
);
const browser = await openBrowser();
// Where no screen showed a tournament's clock, any other would do so instead of its own view (DSP-4).
for (const id of ['stage', 'picture-clock-bounty'])
  await (await browser.newPage()).goto(`${leaves.demo}/display/${id}`);
const camera = createCamera(browser, folder, wish.language);
for (const theme of THEMES.filter((one) => one === (wish.theme ?? one))) {
  await lightScreens(leaves.demo, { theme, language: wish.language });
  for (const { name, of, leaf: which = 'demo', path, act, leave, stranger } of subjects)
    for (const one of SIZES[of].filter((s) => wish.size?.includes(sizeName(s)) ?? true)) {
      await camera.take({
        name: `${name}-${sizeName(one)}-${theme}${suffix(wish.language)}`,
        ...{ url: leaves[which], path: path(filled), size: one, theme },
        as: of === 'operator' && stranger === undefined ? OPERATORS.admin : null,
        act: act ?? nothing,
        leave: leave ?? nothing,
        isMeasured: of !== 'display',
      });
    }
}
const sheets = await writeSheets(browser, folder, camera.shots);
await camera.close();
await browser.close();
await Promise.all([leaf, empty, raw].map((one) => one.stop()));
rmSync(data, { recursive: true });

const failed = [...refusals, announced, ...camera.failures].filter((one) => one !== undefined);
for (const line of failed) console.error(line);
console.log(
  `${camera.shots.length} pictures and ${sheets.length} sheets in ${relative(process.cwd(), folder)}, ${failed.length} not as they should be`,
);
process.exit(failed.length === 0 ? 0 : 1);
