import { html } from '../html.ts';
import { Icon } from './icons.ts';

/** At the end of a summary whose `details` is a `group`: that there is more, and whether it shows. */
export const Opens = () => html`
  <span class="text-secondary rotate-90 transition-transform group-open:-rotate-90"><${Icon} name="next" size=${18} /></span>
`;
