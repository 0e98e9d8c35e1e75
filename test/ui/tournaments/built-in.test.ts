import { expect, test } from 'bun:test';
import { DINNER, TEMPLATES } from '../../../src/poker/templates.ts';
import { builtIn as danish } from '../../../ui/texts/da/built-in.ts';
import { builtIn as german } from '../../../ui/texts/de/built-in.ts';
import { builtIn as english } from '../../../ui/texts/en/built-in.ts';
import { builtIn } from '../../../ui/tournaments/built-in.ts';

test('BLD-4: Felt’s templates say the same in English on the pages and to integrators', () => {
  const told = TEMPLATES.map(({ id, name, description }) => [id, { name, description }]);
  expect(Object.fromEntries(told)).toEqual(english.templates);
  expect(builtIn).toEqual(TEMPLATES);
  expect(english.dinner).toBe(DINNER);
});

test.each([
  ['Danish', danish],
  ['German', german],
])('OPS-12: in %s every template is described in words of its own', (_, words) => {
  for (const { id, description } of TEMPLATES) {
    expect(words.templates[id].description).not.toBe(description);
    expect(words.templates[id].name.length).toBeLessThanOrEqual(12);
  }
  expect(words.dinner).not.toBe(DINNER);
});
