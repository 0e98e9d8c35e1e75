import { expect, test } from 'bun:test';
import { currencyIn, isPin, slugOf } from '../../../ui/setup/model.ts';

test.each([
  ['Copenhagen Card Room', 'copenhagen-card-room'],
  ['Café Øster–Straße!', 'cafe-oster-strasse'],
  ['  ---  ', ''],
  ['x'.repeat(80), 'x'.repeat(40)],
])('the short name of %p is %p', (name, slug) => {
  expect(slugOf(name)).toBe(slug);
});

test('the first guess at the currency is one that exists', () => {
  const known = Intl.supportedValuesOf('currency');
  for (const zone of Intl.supportedValuesOf('timeZone')) expect(known).toContain(currencyIn(zone));
});

test.each([
  ['Europe/Copenhagen', 'en-US', 'DKK'],
  ['Europe/Berlin', 'en-GB', 'EUR'],
  ['America/New_York', 'da', 'USD'],
  ['America/Toronto', 'fr', 'CAD'],
  ['UTC', 'en-GB', 'GBP'],
  ['UTC', 'en', 'EUR'],
  ['UTC', 'en-US', 'EUR'],
])('OPS-2: in %p, speaking %p, a house takes %p', (zone, language, currency) => {
  expect(currencyIn(zone, language)).toBe(currency);
});

test('SEC-1: a PIN has six digits', () => {
  expect(isPin('739154')).toBe(true);
  expect(['12345', '1234567', '12345a', ''].map(isPin)).toEqual([false, false, false, false]);
});
