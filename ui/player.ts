import { h, render } from './html.ts';
import { beginAs, followAccent, Phone, showAsked, showsList } from './phone/app.ts';
import { begin, follow } from './phone/follow.ts';
import { keepForOffline } from './phone/install.ts';
import { toldFirst } from './phone/memory.ts';

const { pathname } = location;
const id = decodeURIComponent(pathname.split('/')[2] ?? '');
const told = toldFirst();
const place = document.getElementById('phone') ?? document.body;

if (told !== null) beginAs(told);
const begun = told === null ? undefined : begin(told, pathname);
// A page that says that there is no such tournament goes on saying so.
if (told === null || begun !== undefined) {
  followAccent();
  render(h(Phone, {}), place);
  begun?.catchUp();
  showAsked();
  follow({ id, path: pathname, first: told?.ts ?? 0, asks: told?.far != null }, showsList);
  void keepForOffline();
}
