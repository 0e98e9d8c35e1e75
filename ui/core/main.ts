import { html, render } from '../html.ts';
import { followTheme } from '../theme-switch.ts';
import { CoreApp } from './app.ts';

followTheme();
render(html`<${CoreApp} />`, document.body);
