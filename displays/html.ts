import type { ReadonlySignal, Signal } from '@preact/signals';
import { computed, effect, signal } from '@preact/signals';
import htm from 'htm';
import type { ComponentChildren, VNode } from 'preact';
import { Fragment, h, render } from 'preact';

// As ui/html.ts, without that one's style sheet: a TV of 2017 does not understand it.
const bound = htm.bind(h);
/** One element; several beside each other become a fragment. */
export const html = (words: TemplateStringsArray, ...values: unknown[]): VNode => {
  const made = bound(words, ...values);
  return Array.isArray(made) ? h(Fragment, null, made) : made;
};
export type { ComponentChildren, ReadonlySignal, Signal, VNode };
export { computed, effect, render, signal };
