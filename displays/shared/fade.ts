import type { VNode } from '../html.ts';
import { html, signal } from '../html.ts';

/** As long as the style sheet's fade, and a little. */
const FADE_MS = 900;

type Layer = { readonly id: string; readonly of: VNode };

/** Counts the fades that are over: then what was left is taken away. */
const over = signal(0);

/** A place that shows one thing at a time; with another `id`, the new one fades in over the old one. */
export const createFade = () => {
  let now: Layer | null = null;
  let old: Layer | null = null;
  const leave = (layer: Layer): void => {
    old = layer;
    setTimeout(() => {
      if (old === layer) old = null;
      over.value++;
    }, FADE_MS);
  };
  return ({ id, of }: Layer) => {
    over.value;
    if (now !== null && now.id !== id) leave(now);
    now = { id, of };
    return html`
      <div class="fade">
        ${
          old !== null &&
          old.id !== id &&
          html`<div key=${old.id} class="layer leaving" aria-hidden="true">${old.of}</div>`
        }
        <div key=${id} class="layer">${of}</div>
      </div>
    `;
  };
};
