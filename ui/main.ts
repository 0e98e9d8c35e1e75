import { App } from './app.ts';
import { html, render } from './html.ts';
import { followTheme } from './theme-switch.ts';

followTheme();
render(html`<${App} />`, document.body);
