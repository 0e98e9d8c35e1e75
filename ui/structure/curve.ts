import type { Generated } from '../../src/poker/structure/generate.ts';
import { number } from '../amounts.ts';
import { html } from '../html.ts';
import { laterText } from '../later-text.ts';
import { Opens } from '../parts/opens.ts';

const [WIDTH, HEIGHT] = [320, 150];
const [LEFT, BOTTOM, TOP] = [34, 20, 8];

/** Big blinds at which a line is drawn: the usual marks below the highest point. */
const MARKS = [10, 25, 50, 100, 150, 200, 300, 400];

export type Plot = {
  readonly points: readonly { readonly x: number; readonly y: number }[];
  readonly marks: readonly { readonly y: number; readonly value: number }[];
  /** Where the end is expected. */
  readonly endX: number;
};

/** The curve in pixels of its picture, top left first. */
export const plotOf = ({ curve, totals }: Pick<Generated, 'curve' | 'totals'>): Plot => {
  const most = Math.max(200, ...curve.map(({ averageBigBlinds10 }) => averageBigBlinds10)) / 10;
  const x = (i: number) => LEFT + (i * (WIDTH - LEFT - 6)) / Math.max(1, curve.length - 1);
  const y = (value: number) => TOP + (1 - value / most) * (HEIGHT - TOP - BOTTOM);
  return {
    points: curve.map(({ averageBigBlinds10 }, i) => ({ x: x(i), y: y(averageBigBlinds10 / 10) })),
    marks: MARKS.filter((value) => value <= most)
      .slice(-4)
      .map((value) => ({ y: y(value), value })),
    endX: x(totals.expectedRounds - 1),
  };
};

const tenths = (value: number): string => number(Math.round(value / 10));

const AsTable = ({ curve }: Pick<Generated, 'curve'>) => html`
  <details class="group">
    <summary class="min-h-12 flex items-center gap-2 cursor-pointer text-primary font-medium">${laterText.structure.asTable}<${Opens} /></summary>
    <table class="text-caption">
      <thead>
        <tr class="label text-right">
          <th class="text-left py-1.5">${laterText.structure.level}</th>
          <th>${laterText.structure.bb}</th>
          <th>${laterText.structure.playersLeft}</th>
          <th>${laterText.structure.averageStack}</th>
        </tr>
      </thead>
      <tbody class="mono text-right">
        ${curve.map(
          ({ level, bigBlind, playersLeft, averageBigBlinds10 }) => html`
            <tr>
              <td class="text-left py-1">${level}</td>
              <td>${number(bigBlind)}</td>
              <td>${number(playersLeft)}</td>
              <td>${laterText.structure.bigBlinds(tenths(averageBigBlinds10))}</td>
            </tr>
          `,
        )}
      </tbody>
    </table>
  </details>
`;

/** How deep the tables play as the night goes on, drawn and as a table. */
export const Curve = ({ made }: { made: Generated }) => {
  const { points, marks, endX } = plotOf(made);
  const line = points.map(({ x, y }) => `${x.toFixed(1)},${y.toFixed(1)}`).join(' ');
  const area = `${LEFT},${HEIGHT - BOTTOM} ${line} ${points.at(-1)?.x ?? LEFT},${HEIGHT - BOTTOM}`;
  return html`
    <figure class="flex flex-col gap-1">
      <figcaption class="text-caption text-secondary font-medium">${laterText.structure.curve}</figcaption>
      <svg viewBox=${`0 0 ${WIDTH} ${HEIGHT}`} class="w-full h-auto" role="img" aria-label=${laterText.structure.curve}>
        ${marks.map(
          ({ y, value }) => html`
            <line x1=${LEFT} x2=${WIDTH} y1=${y} y2=${y} stroke="var(--line)" stroke-width="1" />
            <text x=${LEFT - 6} y=${y + 3.5} text-anchor="end" font-size="10" fill="var(--ink-secondary)">${value}</text>
          `,
        )}
        <polygon points=${area} fill="var(--soft-primary)" />
        <line x1=${endX} x2=${endX} y1=${TOP} y2=${HEIGHT - BOTTOM} stroke="var(--warning)" stroke-width="1.5" stroke-dasharray="3 3" />
        <polyline points=${line} fill="none" stroke="var(--primary)" stroke-width="2.5" stroke-linejoin="round" />
        ${points.map(({ x, y }) => html`<circle cx=${x} cy=${y} r="2.2" fill="var(--primary)" />`)}
        <text x=${LEFT} y=${HEIGHT - 5} font-size="10" fill="var(--ink-secondary)">1</text>
        <text x=${Math.min(endX, WIDTH - 60)} y=${HEIGHT - 5} text-anchor="middle" font-size="10" fill="var(--ink-secondary)">
          ${made.totals.expectedRounds} · ${laterText.structure.expectedEnd}
        </text>
      </svg>
      <p class="text-caption text-secondary">${laterText.structure.curveLead}</p>
      <${AsTable} curve=${made.curve} />
    </figure>
  `;
};
