import { expect, test } from 'bun:test';
import { join } from 'node:path';
import { markupBreaches } from '../scripts/markup.ts';
import { inFolder } from './folder.ts';

test('no page makes markup out of text', () => {
  expect(markupBreaches(join(import.meta.dir, '..'))).toEqual([]);
});

test.each([
  ['an attribute in a template', 'html`<p dangerouslySetInnerHTML=$' + '{{ __html: name }} />`;'],
  ['a property', 'const props = { dangerouslySetInnerHTML: name };'],
  ['an assignment', 'element.innerHTML = name;'],
  ['a computed name', "element['outerHTML'] = name;"],
  ['a call', "element.insertAdjacentHTML('beforeend', name);"],
  ['a frame', 'html`<iframe srcdoc=$' + '{name} />`;'],
])('%s that makes markup out of text is found', async (_, text) => {
  const breaches = await inFolder({ 'ui/a.ts': `// innerHTML\n${text}` }, markupBreaches);
  expect(breaches).toMatchObject([{ file: 'ui/a.ts', line: 2 }]);
});
