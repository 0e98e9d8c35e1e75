import type { CodeTold } from '../../src/core/app.ts';
import { html, useEffect, useRef } from '../html.ts';
import { QrCode } from '../parts/qr.ts';
import { core as text } from '../texts/en/core.ts';
import { toast } from '../toasts.ts';

/** What a leaf's camera would read: address and code in one. */
const words = ({ code, core }: CodeTold): string => `${core}/#${code}`;

const copy = async (said: string): Promise<void> => {
  await navigator.clipboard.writeText(said);
  toast({ tone: 'plain', title: text.fleet.copied });
};

const Copyable = ({
  said,
  label,
  large = false,
}: {
  said: string;
  label: string;
  large?: boolean;
}) => html`
  <div>
    <div class="label pb-1">${label}</div>
    <div class="flex flex-wrap items-center gap-2">
      <span class=${`mono grow break-all select-all ${large ? 'text-h2' : ''}`}>${said}</span>
      ${
        // Without TLS browsers have no clipboard for a page.
        isSecureContext &&
        html`<button type="button" class="btn btn-soft flex-none" aria-label=${`${text.fleet.copy}: ${label}`} onClick=${() => copy(said)}>${text.fleet.copy}</button>`
      }
    </div>
  </div>
`;

/** A code that is told once, to be read out, typed or held before a camera. */
export const CodeCard = ({ told }: { told: CodeTold }) => {
  const card = useRef<HTMLElement>(null);
  // On a phone it comes below the fold of the sheet.
  useEffect(() => card.current?.scrollIntoView({ block: 'nearest' }), []);
  return html`
  <section ref=${card} class="card p-5 flex flex-col gap-4" aria-label=${text.fleet.codeTitle}>
    <h3 class="text-h3 font-semibold">${text.fleet.codeTitle}</h3>
    <p class="text-secondary">${text.fleet.codeLead}</p>
    ${told.caution !== null && html`<p class="text-warning" role="note">${text.fleet.caution[told.caution]}</p>`}
    <${Copyable} said=${told.code} label=${text.leaf.code} large />
    <${Copyable} said=${told.core} label=${text.fleet.address} />
    <${QrCode} class="w-44 rounded-lg" words=${words(told)} label=${text.fleet.codeQr} />
  </section>
`;
};
