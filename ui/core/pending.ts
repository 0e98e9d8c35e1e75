import { html, useSignal } from '../html.ts';
import { Notice } from '../parts/bits.ts';
import { text as general } from '../text.ts';
import { core as text } from '../texts/en/core.ts';
import { complain, wordsOf } from './words.ts';

/**
 * Fills a page with what the core answers.
 * @param take asks, and keeps what was told.
 * @param stands whether something stands on the page: a failure is a toast then, else it is `problem`.
 */
export const useFill = <Given extends readonly unknown[]>(
  take: (...given: Given) => Promise<void>,
  stands: () => boolean,
) => {
  const problem = useSignal('');
  const load = async (...given: Given): Promise<void> => {
    problem.value = '';
    try {
      await take(...given);
    } catch (error) {
      if (stands()) complain(error);
      else problem.value = wordsOf(error);
    }
  };
  return { problem: problem.value, load };
};

/** In the place of what is not there yet: that it comes, or why not, and the tap that asks again. */
export const Pending = ({ problem, onAgain }: { problem: string; onAgain: () => void }) =>
  problem === ''
    ? html`<p class="text-secondary text-center p-16 breathe">${general.loading}</p>`
    : html`<${Notice} tone="danger" action=${html`<button type="button" class="btn btn-outline" onClick=${onAgain}>${text.errors.again}</button>`}>${problem}<//>`;
