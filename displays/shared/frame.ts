import type { ComponentChildren } from '../html.ts';
import { html } from '../html.ts';
import { text } from '../text.ts';
import { geometry } from './geometry.ts';
import { Head } from './head.ts';
import type { House } from './house.ts';
import type { Shown } from './screen.ts';
import { Strip } from './strip.ts';
import { timeOfDay } from './times.ts';

/** What every view but the clock gets to show itself with. */
export type Props = {
  readonly shown: Shown;
  readonly perfMs: number;
  readonly house: House;
  readonly lost: boolean;
  readonly ageMs: number;
  /** Which page of so many is on. */
  readonly pageOf: (pages: number) => number;
};

/** Above the view: padding, head, and the line with its name; below: the strip. In rem. */
const ABOVE = { wide: 16.6, square: 16.6, tall: 22.6 } as const;
const BELOW = { wide: 18.4, square: 18.4, tall: 36 } as const;

/** What is left for a view, in rem. */
export const roomIn = () => {
  const { wide, high, shape } = geometry.value;
  return { wide: wide - (shape === 'tall' ? 8 : 11.6), high: high - ABOVE[shape] - BELOW[shape] };
};

/** A view between the head and the strip. */
export const Frame = ({
  props,
  title,
  page = 0,
  pages = 1,
  children,
}: {
  props: Props;
  title: string;
  page?: number;
  pages?: number;
  children?: ComponentChildren;
}) => {
  const { shown, perfMs, house, lost, ageMs } = props;
  const wall = shown.ts + (perfMs - shown.at);
  const time = timeOfDay(wall, house.timezone);
  const { high } = roomIn();
  return html`
    <main class="page board">
      <${Head} house=${house} title=${shown.data.title} lost=${lost} ageMs=${ageMs} time=${time} />
      <div class="board-title">
        <h2>${title}</h2>
        ${pages > 1 && html`<span class="pages">${text.pageOf(page + 1, pages)}</span>`}
      </div>
      <div class="board-room" style=${{ height: `${high.toFixed(2)}rem` }}>${children}</div>
      <${Strip} shown=${shown} perfMs=${perfMs} lost=${lost} house=${house} />
    </main>
  `;
};

/** A view that has nothing to show yet. */
export const Nothing = ({ words }: { words: string }) => html`<p class="nothing">${words}</p>`;
