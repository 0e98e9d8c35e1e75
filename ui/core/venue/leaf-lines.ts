import type { VenueLine } from '../../../src/core/app.ts';
import { number } from '../../amounts.ts';
import { html } from '../../html.ts';
import { Card, Line } from '../../parts/bits.ts';
import { core as text } from '../../texts/en/core.ts';
import { slowBeat } from '../store.ts';
import { ageText, bytesText, momentText } from '../words.ts';

/** A leaf's particulars, one to a line. */
export const LeafLines = ({ venue }: { venue: VenueLine }) => {
  const { leaf, report, codeUntil } = venue;
  const lines: readonly (readonly [string, string])[] = [
    [text.leaf.version, report?.version ?? leaf?.version ?? '–'],
    [text.leaf.epoch, leaf === null ? '–' : number(leaf.epoch)],
    [text.leaf.enrolled, leaf === null ? text.leaf.never : momentText(leaf.enrolledAt)],
    [text.leaf.heard, report === null ? text.leaf.never : ageText(slowBeat.value - report.heardAt)],
    ...(report === null
      ? []
      : ([
          [text.leaf.applied, text.leaf.event(number(report.appliedSeq), number(report.headSeq))],
          [text.leaf.documents, number(report.docsWaiting)],
          ...(report.waiting > 0 ? [[text.leaf.keptEvents, number(report.waiting)] as const] : []),
          [text.leaf.disk, report.freeBytes === null ? '–' : bytesText(report.freeBytes)],
          [text.leaf.clock, report.clock === 'unsure' ? text.leaf.clockUnsure : text.leaf.clockOk],
        ] as const)),
    ...(codeUntil === null
      ? []
      : ([[text.leaf.code, text.leaf.codeUntil(momentText(codeUntil))]] as const)),
  ];
  return html`
    <${Card} class="max-w-160">
      <div class="rows py-1">
        ${lines.map(([label, value]) => html`<${Line} key=${label} label=${label} value=${value} />`)}
        ${leaf !== null && html`<div class="px-4 py-3"><div class="text-secondary">${text.leaf.key}</div><div class="mono text-caption break-all">${leaf.key}</div></div>`}
      </div>
    <//>
  `;
};
