import { html } from '../html.ts';
import { fitBox, geometry } from '../shared/geometry.ts';
import type { Announcement } from '../shared/screen.ts';

/** Said to the whole room, over whatever is shown (DSP-10). */
export const AnnounceOverlay = ({ announcement }: { announcement: Announcement }) => {
  const { wide, high } = geometry.value;
  const size = fitBox(announcement.text, wide - 30, high - 28, 15);
  return html`
    <div class="announce" role="alert">
      <p dir="auto" style=${{ fontSize: `${size}rem` }}>${announcement.text}</p>
    </div>
  `;
};
