import { html } from '../html.ts';
import { Brand } from '../shared/brand.ts';
import { fitted, geometry } from '../shared/geometry.ts';
import type { House } from '../shared/house.ts';
import { text } from '../text.ts';

/** Nothing was told yet: no word of what it is not. */
export const WaitingPage = ({ house, lost }: { house: House; lost: boolean }) => html`
  <main class="page unassigned">
    <${Brand} house=${house} />
    <p class="what">${lost ? text.lostNever : ''}</p>
  </main>
`;

/** A screen that nobody gave anything to show yet: its code, or its id, readable from the desk. */
export const UnassignedPage = ({
  nodeId,
  name,
  code,
  house,
  lost,
}: {
  nodeId: string;
  name: string;
  /** Four digits that the floor types to claim it; null where it is known already. */
  code: string | null;
  house: House;
  lost: boolean;
}) => {
  const room = geometry.value.wide - 20;
  const large = code ?? nodeId;
  const lead = code === null ? text.unassignedLead : text.code;
  return html`
    <main class="page unassigned">
      <${Brand} house=${house} />
      <p class="what">${name || text.unassigned}</p>
      <p class=${`node mono ${code === null ? '' : 'code'}`} style=${fitted(large.length, room, code === null ? 20 : 34, 0.68)}>${large}</p>
      <p class="lead">${lost ? text.lostNever : lead}</p>
      ${code !== null && html`<p class="own">${text.screen} <b class="mono">${nodeId}</b></p>`}
    </main>
  `;
};
