import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { brotliDecompressSync } from 'node:zlib';
import { buildPages } from '../../scripts/pages.ts';
import { loadPages } from '../../src/leaf/pages.ts';
import { type Pages, pageResponse } from '../../src/server/pages.ts';
import { inFolder } from '../folder.ts';

const SOURCE = {
  'ui/main.ts': `
    import { greet } from './greet.ts';
    import './page.css';
    document.body.className = 'flex bg-primary text-primary';
    document.title = greet('Felt');
  `,
  'ui/greet.ts': "export const greet = (name: string): string => ['Hello', name, 'p-4'].join(' ');",
  'ui/page.css': '.own { margin: 3px }',
};

/** The made-up page, built, as the leaf loads it. */
const withPages = (use: (pages: Pages) => Promise<void>) =>
  inFolder(SOURCE, async (root) => {
    const folder = join(root, 'built');
    await buildPages(folder, { root, pages: [{ name: 'index', entry: 'ui/main.ts' }] });
    const pages = loadPages(folder);
    if (!pages) throw new Error('nothing was built');
    await use(pages);
  });

const ask = (pages: Pages, path: string, headers: Record<string, string> = {}): Response => {
  const response = pageResponse(pages, path, new Request(`http://felt${path}`, { headers }));
  if (!response) throw new Error(`${path} is not there`);
  return response;
};

const linked = (html: string, kind: string): string => {
  const path = new RegExp(`"(/assets/[^"]+\\.${kind})"`).exec(html)?.[1];
  if (!path) throw new Error(`no ${kind} in ${html}`);
  return path;
};

test('a page is HTML without inline script, that names its script and style by their hash', () =>
  withPages(async (pages) => {
    const html = await ask(pages, '/en/index.html').text();
    expect(html).toContain(`data-build="${pages.build}"`);
    expect(html).not.toMatch(/<script(?![^>]* src=)|<style| style=| on[a-z]+=/);
    const script = await ask(pages, linked(html, 'js')).text();
    expect(script).toContain('Hello');
    expect(script).not.toContain('import');
    const styles = await ask(pages, linked(html, 'css')).text();
    expect(styles).toContain('.flex{display:flex;}');
    expect(styles).toContain('.p-4{padding:1rem;}');
    expect(styles).toContain('.bg-primary{background-color:var(--primary);}');
    expect(styles).toContain('.text-primary{color:var(--ink-primary);}');
    expect(styles).toContain('margin:');
    expect(styles).not.toContain('.grid');
  }));

test('DSP-8: a page for old browsers is a classic script, lowered, in its language too', () =>
  inFolder(
    {
      'ui/main.ts': `
        import { greeting } from './texts/en/greeting.ts';
        import './page.css';
        const told: { name?: string } = { ...{ name: greeting } };
        document.title = told?.name ?? '';
      `,
      'ui/texts/en/greeting.ts': "export const greeting = 'Hello';",
      'ui/texts/da/greeting.ts': "export const greeting = 'Hej';",
      'ui/page.css': '.own { margin: 3px }',
    },
    async (root) => {
      const folder = join(root, 'built');
      await buildPages(folder, {
        root,
        pages: [{ name: 'display', entry: 'ui/main.ts', old: true }],
      });
      const pages = loadPages(folder);
      if (!pages) throw new Error('nothing was built');
      const html = await ask(pages, '/da/display.html').text();
      expect(html).toContain('<script defer src="/assets/');
      const script = await ask(pages, linked(html, 'js')).text();
      expect(script).toContain('Hej');
      expect(script).not.toMatch(/\?\?|\?\.|\{\.\.\./);
      const styles = await ask(pages, linked(html, 'css')).text();
      expect(styles).toContain('margin:3px');
      expect(styles).not.toContain('@layer');
    },
  ));

test('fonts are files of the venue: no request leaves it', () =>
  withPages(async (pages) => {
    const html = await ask(pages, '/en/index.html').text();
    const styles = await ask(pages, linked(html, 'css')).text();
    const urls = [...styles.matchAll(/url\(([^)]*)\)/g)].map((match) => match[1] ?? '');
    expect(urls).toHaveLength(8);
    for (const url of urls) {
      const font = ask(pages, url);
      expect(font.headers.get('content-type')).toBe('font/woff2');
      expect(new TextDecoder().decode((await font.bytes()).slice(0, 4))).toBe('wOF2');
    }
    expect(styles).not.toContain('http');
  }));

test('what is named by its hash is kept for ever, HTML is asked for again', () =>
  withPages(async (pages) => {
    const html = ask(pages, '/en/index.html');
    expect(html.headers.get('cache-control')).toBe('no-cache');
    const again = ask(pages, '/en/index.html', { 'if-none-match': html.headers.get('etag') ?? '' });
    expect(again.status).toBe(304);
    const script = ask(pages, linked(await html.text(), 'js'));
    expect(script.headers.get('cache-control')).toContain('immutable');
  }));

test('whoever can read a compressed form gets it', () =>
  withPages(async (pages) => {
    const plain = await ask(pages, '/en/index.html').text();
    const br = ask(pages, '/en/index.html', { 'accept-encoding': 'gzip, br;q=0.9' });
    expect(br.headers.get('content-encoding')).toBe('br');
    expect(brotliDecompressSync(await br.bytes()).toString()).toBe(plain);
    const gzip = ask(pages, '/en/index.html', { 'accept-encoding': 'gzip, br;q=0' });
    expect(gzip.headers.get('content-encoding')).toBe('gzip');
    expect(new TextDecoder().decode(Bun.gunzipSync(await gzip.bytes()))).toBe(plain);
  }));

test('a path that was not built is nobody, whatever it is called', () =>
  withPages(async (pages) => {
    for (const path of [
      '/assets/../manifest.json',
      '/constructor',
      '__proto__',
      '/manifest.json',
    ]) {
      expect(pageResponse(pages, path, new Request('http://felt/'))).toBeUndefined();
    }
  }));

test('a page that does not build breaks the build', () =>
  inFolder({ 'ui/main.ts': "import './missing.ts';" }, async (root) => {
    const pages = [{ name: 'index', entry: 'ui/main.ts' }];
    await expect(buildPages(join(root, 'built'), { root, pages })).rejects.toThrow();
  }));

test('pages that are not built are told from empty ones', () =>
  inFolder({}, (root) => {
    expect(loadPages(root)).toBeUndefined();
  }));

test('the same sources give the same build, so that no open page takes itself for an older one', async () => {
  const builds = async (folder: string) => (await buildPages(folder)).build;
  await inFolder({}, async (root) => {
    const first = await builds(join(root, 'a'));
    expect(await builds(join(root, 'b'))).toBe(first);
  });
}, 60_000);
