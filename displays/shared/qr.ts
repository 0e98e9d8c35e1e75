import { encode } from 'uqr';
import { html } from '../../ui/html.ts';

/** Dark squares as one path, a unit each. */
export const qrPath = (rows: readonly (readonly boolean[])[]): string =>
  rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');

/** Always dark on white with its quiet zone, whatever the theme: phones want it so. */
export const QrCode = ({ url }: { url: string }) => {
  const { data, size } = encode(url, { border: 2 });
  return html`
    <svg class="qr" viewBox=${`0 0 ${size} ${size}`} shape-rendering="crispEdges" role="img" aria-label=${url}>
      <rect width=${size} height=${size} fill="#fff" />
      <path d=${qrPath(data)} fill="#11111b" />
    </svg>
  `;
};
