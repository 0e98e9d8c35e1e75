import { expect, test } from 'bun:test';
import { TENANT, urlFor } from '../../../src/core/db/roles.ts';

test('SEC-6: the passwords of the roles come from a secret, and never from nothing', () => {
  const of = (url: string) => new URL(urlFor(url, TENANT)).password;
  const [one, other] = ['one', 'other'].map((secret) => of(`postgres://a:${secret}@db/felt`));
  expect(one).not.toBe(other ?? '');
  expect(() => of('postgres://a@db/felt')).toThrow('has no password');
});
