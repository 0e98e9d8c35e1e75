import { encode } from 'uqr';
import { html } from '../html.ts';

/** Dark squares as one path, a unit each. */
const pathOf = (rows: readonly (readonly boolean[])[]): string =>
  rows.flatMap((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : ''))).join('');

/** Always dark on white with its quiet zone, whatever the theme: cameras want it so. */
export const QrCode = ({
  words,
  label,
  class: extra = '',
}: {
  words: string;
  label: string;
  class?: string;
}) => {
  const { data, size } = encode(words, { border: 2 });
  return html`
    <svg class=${extra} viewBox=${`0 0 ${size} ${size}`} shape-rendering="crispEdges" role="img" aria-label=${label}>
      <rect width=${size} height=${size} fill="#fff" />
      <path d=${pathOf(data)} fill="#11111b" />
    </svg>
  `;
};

export type Wifi = { readonly ssid: string; readonly password: string };

const escaped = (words: string): string => words.replace(/[\\;,":]/gu, (mark) => `\\${mark}`);

/** What a phone's camera reads as "join this network"; without a password an open one. */
export const wifiWords = ({ ssid, password }: Wifi): string =>
  password === ''
    ? `WIFI:T:nopass;S:${escaped(ssid)};;`
    : `WIFI:T:WPA;S:${escaped(ssid)};P:${escaped(password)};;`;
