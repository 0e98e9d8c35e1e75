import { html } from '../../ui/html.ts';

/** A chip with its edge marks, in its own colour. */
export const Chip = ({ color }: { color: string }) => html`
  <svg class="chip-mark" viewBox="0 0 24 24" aria-hidden="true">
    <circle cx="12" cy="12" r="11.5" fill=${color} stroke="#f5f5f5" stroke-opacity="0.35" />
    <circle cx="12" cy="12" r="9.5" fill="none" stroke="#f5f5f5" stroke-width="4" stroke-dasharray="4.6 5.35" opacity="0.9" />
    <circle cx="12" cy="12" r="6.5" fill=${color} />
  </svg>
`;

export const Brand = ({ name }: { name: string }) => html`
  <div class="brand"><${Chip} color="#2f8f7f" /><span>${name}</span></div>
`;
