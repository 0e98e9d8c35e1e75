import type { Signal } from '../html.ts';
import { html } from '../html.ts';
import { laterText } from '../later-text.ts';

/** Comes up at the lower edge, within the thumb's reach, as soon as something differs. */
export const SaveBar = ({
  shown,
  busy,
  disabled = false,
  discard,
}: {
  shown: boolean;
  busy: Signal<boolean>;
  disabled?: boolean;
  discard: () => void;
}) =>
  shown &&
  html`
    <div class="rise fixed bottom-0 inset-x-0 lg:sticky lg:bottom-4 z-15 bg-[var(--bar)] border-t lg:border border-surface2 lg:rounded-xl px-3 md:px-6 lg:px-4 py-3 flex justify-end gap-2 pb-[max(0.75rem,env(safe-area-inset-bottom))]">
      <button type="button" class="btn btn-ghost" onClick=${discard}>${laterText.venue.discard}</button>
      <button type="submit" class="btn btn-primary grow md:grow-0 md:min-w-40" disabled=${busy.value || disabled}>${laterText.venue.save}</button>
    </div>
  `;
