import type { Page } from 'playwright-core';

/**
 * What does not fit on a screen, in words; runs in the page. Looked at are the texts themselves, as
 * far as their boxes let them be seen: out of the screen, out of their section, over each other.
 */
const look = (): string[] => {
  const [wide, high] = [innerWidth, innerHeight];
  type Box = { left: number; top: number; right: number; bottom: number };
  const faults: string[] = [];
  const root = document.scrollingElement ?? document.documentElement;
  if (root.scrollWidth > wide || root.scrollHeight > high) faults.push('the page scrolls');
  const layers = [...document.querySelectorAll('.fade > .layer:not(.leaving)')];
  const page = layers[0]?.querySelector('.page') ?? null;
  if (page === null) return ['there is no page'];

  const cut = (box: Box, element: Element | null): Box => {
    if (element === null || element === page) return box;
    const { overflowX } = getComputedStyle(element);
    if (overflowX !== 'hidden') return cut(box, element.parentElement);
    const own = element.getBoundingClientRect();
    const less = {
      left: Math.max(box.left, own.left),
      top: Math.max(box.top, own.top),
      right: Math.min(box.right, own.right),
      bottom: Math.min(box.bottom, own.bottom),
    };
    return cut(less, element.parentElement);
  };

  const isLeaving = (element: Element): boolean => element.closest('.leaving') !== null;
  const texts: { words: string; box: Box; section: Element; node: Node }[] = [];
  for (const section of page.children) {
    const walker = document.createTreeWalker(section, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
      const parent = node.parentElement;
      const words = node.textContent?.trim() ?? '';
      if (words === '' || parent === null || isLeaving(parent)) continue;
      const range = document.createRange();
      range.selectNodeContents(node);
      for (const line of range.getClientRects()) {
        // Letters fill the middle of their line.
        const slack = line.height * 0.27;
        const box = {
          ...{ left: line.left, right: line.right },
          ...{ top: line.top + slack, bottom: line.bottom - slack },
        };
        texts.push({ words, box: cut(box, parent), section, node });
      }
    }
    for (const picture of section.querySelectorAll('svg.qr, img')) {
      if (isLeaving(picture)) continue;
      const { left, top, right, bottom } = picture.getBoundingClientRect();
      texts.push({
        words: 'a picture',
        box: { left, top, right, bottom },
        ...{ section, node: picture },
      });
    }
  }
  for (const { words, box, section } of texts) {
    const own = section.getBoundingClientRect();
    if (box.left < -1 || box.top < -1 || box.right > wide + 1 || box.bottom > high + 1)
      faults.push(`${words}: leaves the screen`);
    else if (box.top < own.top - 1 || box.bottom > own.bottom + 1)
      faults.push(`${words}: leaves its section`);
  }
  for (const [i, { words, box, node }] of texts.entries()) {
    for (const other of texts.slice(i + 1)) {
      // An ellipsis counts as a piece of its own.
      if (other.node === node) continue;
      const x = Math.min(box.right, other.box.right) - Math.max(box.left, other.box.left);
      const y = Math.min(box.bottom, other.box.bottom) - Math.max(box.top, other.box.top);
      if (x > 1 && y > 1) faults.push(`${words}: over ${other.words}`);
    }
  }
  return [...new Set(faults)];
};

export const faultsOf = (page: Page): Promise<string[]> => page.evaluate(look);
