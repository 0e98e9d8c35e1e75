import { html } from '../html.ts';
import type { Props } from './frame.ts';
import { Frame, Nothing, roomIn } from './frame.ts';
import type { Told } from './table.ts';
import { createList } from './table.ts';

/** A view that is one list. */
export const createListView = <T>(words: { readonly title: string; readonly none: string }) => {
  const list = createList<T>();
  return (props: Props, told: Omit<Told<T>, 'room' | 'pageOf'>) => {
    const { lines, columns, tone = () => '' } = told;
    const room = roomIn();
    const { page, pages, body } = list({ lines, columns, tone, room, pageOf: props.pageOf });
    return html`
      <${Frame} props=${props} title=${words.title} page=${page} pages=${pages}>
        ${lines.length === 0 ? html`<${Nothing} words=${words.none} />` : body}
      <//>
    `;
  };
};
