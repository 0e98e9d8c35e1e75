import { html } from '../../ui/html.ts';
import { Brand } from '../shared/brand.ts';
import { text } from '../text.ts';

/** A screen that nobody gave anything to show yet: its id, readable from the desk. */
export const UnassignedPage = ({
  nodeId,
  name,
  lost,
}: {
  nodeId: string;
  name: string;
  lost: boolean;
}) => html`
  <main class="unassigned">
    <${Brand} name=${text.app} />
    <p class="what">${name || text.unassigned}</p>
    <p class="node mono" style=${{ '--n': String(Math.max(6, nodeId.length)) }}>${nodeId}</p>
    <p class="lead">${lost ? text.lostNever : text.unassignedLead}</p>
  </main>
`;
