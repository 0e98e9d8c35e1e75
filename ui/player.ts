import { html, render } from './html.ts';
import { follow } from './phone/follow.ts';
import { PhonePage } from './phone/page.ts';
import { followTheme } from './theme-switch.ts';

const [, , id = ''] = location.pathname.split('/');
followTheme();
follow(decodeURIComponent(id));
render(html`<${PhonePage} />`, document.body);
