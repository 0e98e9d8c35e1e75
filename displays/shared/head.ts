import type { ComponentChildren } from '../html.ts';
import { html } from '../html.ts';
import { text } from '../text.ts';
import { Brand } from './brand.ts';
import { fittedWords, geometry } from './geometry.ts';
import type { House } from './house.ts';

/** `12 s`, `4 min`: how old what stands here is. */
export const ageText = (ms: number): string =>
  ms < 60_000 ? text.seconds(Math.round(ms / 1_000)) : text.minutes(Math.floor(ms / 60_000));

/** The top of every view: whose house, what, and on the right what is worth a pill, or the loss. */
export const Head = ({
  house,
  title,
  lost,
  ageMs,
  time,
  children,
}: {
  house: House;
  title: string;
  lost: boolean;
  ageMs: number;
  time: string;
  children?: ComponentChildren;
}) => {
  const { wide, shape } = geometry.value;
  const room = shape === 'tall' ? wide - 8 : wide * 0.4;
  return html`
    <header class="head">
      <${Brand} house=${house} />
      <h1 dir="auto" style=${fittedWords(title.length, room, 3.4, 2.5)}>${title}</h1>
      <p class="corner">
        ${
          lost
            ? html`<span class="pill gone" role="alert">${text.lost(ageText(ageMs))}</span>`
            : children
        }
        ${time !== '' && html`<span class="day mono">${time}</span>`}
      </p>
    </header>
  `;
};
