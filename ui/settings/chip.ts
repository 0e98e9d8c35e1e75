import { html } from '../html.ts';
import { readableInk } from '../theme.ts';
import { chipText } from './model.ts';

/** A chip as it lies on the table: its colour, edge spots, and the value that reads on it. */
export const ChipPicture = ({
  color,
  value,
  size = 44,
}: {
  color: string;
  value: number;
  size?: number;
}) => {
  const ink = readableInk('#ffffff', [color], 4.5);
  const said = value > 0 ? chipText(value) : '';
  return html`
    <svg width=${size} height=${size} viewBox="0 0 48 48" aria-hidden="true">
      <circle cx="24" cy="24" r="23" fill=${color} stroke="#8087a2" stroke-width="1" />
      <circle cx="24" cy="24" r="20" fill="none" stroke=${ink} stroke-width="5" stroke-dasharray="7 13.94" />
      <circle cx="24" cy="24" r="15" fill=${color} stroke=${ink} stroke-width="1" />
      <text x="24" y="24" fill=${ink} font-size=${said.length > 3 ? 10 : 12} font-weight="700" text-anchor="middle" dominant-baseline="central">${said}</text>
    </svg>
  `;
};
