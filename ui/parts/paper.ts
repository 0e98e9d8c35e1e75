import type { ComponentChildren } from '../html.ts';
import { h, render } from '../html.ts';

/** Sends something to the printer through the browser; the page stays as it is meanwhile. */
export const printOnPaper = (content: ComponentChildren): void => {
  const paper = document.createElement('div');
  paper.className = 'paper';
  document.body.append(paper);
  render(h('div', null, content), paper);
  const clear = () => {
    render(null, paper);
    paper.remove();
  };
  addEventListener('afterprint', clear, { once: true });
  print();
};
