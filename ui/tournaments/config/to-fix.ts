import { html } from '../../html.ts';
import { laterText } from '../../later-text.ts';

/** A field, or what a level of the structure says about itself. */
const WRONG = 'main [aria-invalid="true"], main [data-grid] [role="alert"]';

/** Opens the part that holds the first field which is not right, and goes there. */
export const showFirst = (): void => {
  const wrong = document.querySelector<HTMLElement>(WRONG);
  const part = wrong?.closest('details');
  if (part) part.open = true;
  wrong?.scrollIntoView({ block: 'center' });
  wrong?.focus({ preventScroll: true });
};

/** Something is not right, perhaps in a part that is folded: one tap leads there. */
export const ToFix = () => html`
  <p class="text-danger flex flex-wrap items-center gap-x-3" role="alert">
    <span>${laterText.settings.fix}</span>
    <button type="button" class="btn btn-ghost -mx-2 px-2" onClick=${showFirst}>${laterText.settings.showFix}</button>
  </p>
`;
