import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import type { Language } from '../../src/kernel/language.ts';

const TEXTS = join(import.meta.dir, '../../ui/texts');
/** `OK`, `EUR`: the same wherever one is. */
const SHORT = 3;

const phrasesIn = (value: unknown): readonly string[] => {
  if (typeof value === 'string') return [value.trim()];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(phrasesIn) : [];
};

const phrasesOf = async (language: Language): Promise<ReadonlySet<string>> => {
  const folder = join(TEXTS, language);
  const files = await Promise.all(readdirSync(folder).map((file) => import(join(folder, file))));
  return new Set(files.flatMap(phrasesIn));
};

/** What a page in that language should never say: the English of something that it has words for. */
export const foreignTo = async (language: Language): Promise<readonly string[]> => {
  if (language === 'en') return [];
  const [english, own] = await Promise.all([phrasesOf('en'), phrasesOf(language)]);
  return [...english].filter((phrase) => phrase.length > SHORT && !own.has(phrase));
};

/**
 * What a page's own measures give away, one line each: what is wider than its window, words that stick
 * out of the card or button they stand in, buttons too small for a thumb, words of another language.
 * @param foreign see `foreignTo`.
 */
export const misfits = (page: Page, foreign: readonly string[]): Promise<readonly string[]> =>
  page.evaluate((others) => {
    const THUMB_PX = 47.5;
    const found = new Set<string>();
    const width = document.documentElement.clientWidth;
    const said = (element: Element): string =>
      (element.getAttribute('aria-label') ?? element.textContent ?? '').trim().slice(0, 60);
    const shown = (element: Element): boolean =>
      element.checkVisibility({ visibilityProperty: true });
    const { scrollWidth } = document.documentElement;
    if (scrollWidth > width) found.add(`${scrollWidth} px wide in a window of ${width}`);

    const [front = document.body] = [...document.querySelectorAll('[role=dialog]')].reverse();
    const words = document.createTreeWalker(front, NodeFilter.SHOW_TEXT);
    for (let node = words.nextNode(); node !== null; node = words.nextNode()) {
      const [text, own] = [(node.nodeValue ?? '').replace(/\s+/gu, ' ').trim(), node.parentElement];
      if (text === '' || own === null || !shown(own)) continue;
      if (others.includes(text)) found.add(`in English: ${text}`);
      const frame = own.closest('button, .btn, .pill, .chip, .card');
      const isCut = own.closest('.truncate, .overflow-x-auto, .sr-only, [class*=line-clamp]');
      if (frame === null || isCut !== null) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      const { left, right } = range.getBoundingClientRect();
      const { left: from, right: to } = frame.getBoundingClientRect();
      if (left < from - 1 || right > to + 1) found.add(`sticks out: ${text.slice(0, 60)}`);
    }
    for (const one of front.querySelectorAll('.overflow-y-auto'))
      if (shown(one) && one.scrollWidth > one.clientWidth)
        found.add(`${one.scrollWidth} px wide where there is room for ${one.clientWidth}`);
    for (const one of front.querySelectorAll('button, select, summary, [role=tab], a.btn')) {
      const { width: w, height: h } = one.getBoundingClientRect();
      if (shown(one) && w > 0 && Math.min(w, h) < THUMB_PX)
        found.add(`${Math.round(w)} × ${Math.round(h)} px for a thumb: ${said(one)}`);
    }
    return [...found];
  }, foreign);
