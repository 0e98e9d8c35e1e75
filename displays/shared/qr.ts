import { html } from '../html.ts';
import { text } from '../text.ts';
import type { House } from './house.ts';
import { qrRows } from './qr-code.ts';

/** Dark squares as one path, a unit each. */
export const qrPath = (rows: readonly (readonly boolean[])[]): string =>
  rows.map((row, y) => row.map((dark, x) => (dark ? `M${x} ${y}h1v1h-1z` : '')).join('')).join('');

/** What a phone's camera joins a network by; `;`, `,`, `:`, `"` and `\` of the names are escaped. */
export const wifiCode = ({ ssid, password }: NonNullable<House['wifi']>): string => {
  const safe = (part: string) => part.replace(/([\\;,:"])/g, '\\$1');
  return password === ''
    ? `WIFI:T:nopass;S:${safe(ssid)};;`
    : `WIFI:T:WPA;S:${safe(ssid)};P:${safe(password)};;`;
};

type Drawn = { readonly code: string; readonly size: number; readonly path: string };
const drawn: Drawn[] = [];
const MOST_DRAWN = 4;
/** Light all around, modules. */
const QUIET = 2;

/** Drawn once and kept: the codes of a screen hardly ever change. */
const draw = (code: string): Drawn => {
  const old = drawn.find((one) => one.code === code);
  if (old !== undefined) return old;
  const rows = qrRows(code) ?? [];
  const fresh = { code, size: rows.length, path: qrPath(rows) };
  drawn.push(fresh);
  if (drawn.length > MOST_DRAWN) drawn.shift();
  return fresh;
};

/** Always dark on white with its quiet zone, whatever the theme: phones want it so. */
const QrCode = ({ code, label }: { code: string; label: string }) => {
  const { size, path } = draw(code);
  if (size === 0) return null;
  const wide = size + 2 * QUIET;
  return html`
    <svg class="qr" viewBox=${`${-QUIET} ${-QUIET} ${wide} ${wide}`} shape-rendering="crispEdges" role="img" aria-label=${label}>
      <rect x=${-QUIET} y=${-QUIET} width=${wide} height=${wide} fill="#fff" />
      <path d=${path} fill="#11111b" />
    </svg>
  `;
};

/** The way to the page on a phone: join the Wi-Fi where that is shown, then scan (ACC-5). */
export const PhoneCodes = ({ house }: { house: House }) => {
  const { phone, wifi } = house;
  if (phone === '') return null;
  return html`
    <div class="codes">
      ${
        wifi !== null &&
        html`<figure><${QrCode} code=${wifiCode(wifi)} label=${`${text.wifi} ${wifi.ssid}`} /><figcaption>${text.wifi}</figcaption></figure>`
      }
      <figure><${QrCode} code=${phone} label=${phone} /><figcaption>${text.phone}</figcaption></figure>
    </div>
  `;
};
