import { html, signal } from '../html.ts';
import type { House } from './house.ts';

/** A chip with its edge marks, in its own colour. */
export const Chip = ({ color }: { color: string }) => html`
  <svg class="chip-mark" viewBox="0 0 24 24" aria-hidden="true">
    <circle cx="12" cy="12" r="11.5" fill=${color} stroke="#808080" stroke-opacity="0.6" />
    <circle cx="12" cy="12" r="8.8" fill="none" stroke="#f5f5f5" stroke-width="3.6" stroke-dasharray="4.3 4.915" opacity="0.9" />
    <circle cx="12" cy="12" r="6.5" fill=${color} />
  </svg>
`;

/** Path of a picture that did not load. */
const broken = signal('');

/** The venue's picture; where it has none, or it does not load, its name with Felt's chip. */
export const Brand = ({ house }: { house: Pick<House, 'name' | 'logo'> }) => {
  const { name, logo } = house;
  return logo !== null && logo !== broken.value
    ? html`<div class="brand"><img src=${logo} alt=${name} onError=${() => (broken.value = logo)} /></div>`
    : html`<div class="brand"><${Chip} color="#2f8f7f" /><span dir="auto">${name}</span></div>`;
};
