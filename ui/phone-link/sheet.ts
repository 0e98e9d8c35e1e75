import { get } from '../api.ts';
import { html, useEffect, useRef, useSignal } from '../html.ts';
import type { Wifi } from '../parts/qr.ts';
import { QrCode, wifiWords } from '../parts/qr.ts';
import { Sheet } from '../parts/sheet.ts';
import { text } from '../text.ts';
import { phoneLink as words } from '../texts/en/phone-link.ts';
import { attempt } from '../toasts.ts';

/** As `GET /tournaments/:id/address` answers. */
type Address = { readonly url: string; readonly wifi: Wifi | null };

type Copied = 'no' | 'yes' | 'by hand';

/** The clipboard is there over TLS and on this very machine only; else the address is selected. */
const copy = async (url: string, field: HTMLInputElement | null): Promise<Copied> => {
  try {
    await navigator.clipboard.writeText(url);
    return 'yes';
  } catch {
    field?.select();
    return 'by hand';
  }
};

const Page = ({ url }: { url: string }) => {
  const field = useRef<HTMLInputElement>(null);
  const copied = useSignal<Copied>('no');
  const onCopy = async () => {
    copied.value = await copy(url, field.current);
  };
  return html`
    <div class="flex flex-col items-center gap-4">
      <p class="text-secondary text-center">${words.lead}</p>
      <${QrCode} words=${url} label=${words.code} class="w-full max-w-72 rounded-lg" />
      <input ref=${field} class="input text-center" readonly value=${url} aria-label=${words.open} />
      <div class="grid grid-cols-2 gap-3 w-full">
        <button type="button" class="btn btn-primary" onClick=${onCopy}>
          ${copied.value === 'yes' ? words.copied : words.copy}
        </button>
        <a class="btn btn-outline" href=${url} target="_blank" rel="noopener">${words.open}</a>
      </div>
      <p class="text-caption text-secondary" role="status">${copied.value === 'by hand' && words.copyByHand}</p>
    </div>
  `;
};

const Join = ({ wifi }: { wifi: Wifi }) => html`
  <section class="card p-4 flex items-center gap-4 mt-4">
    <${QrCode} words=${wifiWords(wifi)} label=${words.wifiCode} class="w-28 rounded-lg" />
    <div class="min-w-0">
      <h3 class="font-semibold break-words">${words.wifi(wifi.ssid)}</h3>
      ${
        wifi.password !== '' &&
        html`<p class="text-caption text-secondary">
          ${words.wifiPassword} <span class="mono text-text inline-block max-w-full break-all">${wifi.password}</span>
        </p>`
      }
      <p class="text-caption text-secondary pt-1">${words.wifiLead}</p>
    </div>
  </section>
`;

/** Hands a tournament over to the players' phones: its code, its address, and the way into the Wi-Fi. */
export const PlayerLink = ({
  tournamentId,
  onClose,
}: {
  tournamentId: string;
  onClose: () => void;
}) => {
  const address = useSignal<Address | undefined>(undefined);
  useEffect(() => {
    void attempt(async () => {
      address.value = await get<Address>(`/tournaments/${tournamentId}/address`);
    });
  }, [tournamentId]);
  const { value } = address;
  return html`
    <${Sheet} title=${words.title} onClose=${onClose}>
      ${value === undefined && html`<p class="text-secondary text-center p-8 breathe">${text.loading}</p>`}
      ${value !== undefined && html`<${Page} url=${value.url} />`}
      ${value?.wifi && html`<${Join} wifi=${value.wifi} />`}
    <//>
  `;
};
