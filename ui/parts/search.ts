import type { Signal } from '../html.ts';
import { html, typedIn } from '../html.ts';
import { Icon } from './icons.ts';

type Props = {
  readonly value: Signal<string> | string;
  /** What is searched, for those who do not see the placeholder either. */
  readonly label: string;
  readonly placeholder?: string;
  readonly onTyped: (typed: string) => void;
  readonly class?: string;
  /** Whatever else the field needs: `type`, `autofocus`, its role among others. */
  readonly field?: Readonly<Record<string, unknown>>;
};

/** The field above a list, with its glass. */
export const SearchField = ({
  value,
  label,
  placeholder = label,
  onTyped,
  class: extra = '',
  field = {},
}: Props) => html`
  <label class=${`relative block ${extra}`}>
    <span class="absolute start-3 top-3.25 text-secondary"><${Icon} name="search" /></span>
    <input
      class="input ps-11"
      autocomplete="off"
      aria-label=${label}
      placeholder=${placeholder}
      ...${field}
      value=${value}
      onInput=${(event: Event) => onTyped(typedIn(event))}
    />
  </label>
`;
