import { expect, test } from 'bun:test';
import { readConfig } from '../../src/core/config.ts';

const CLIENT = { FELT_OIDC_CLIENT_ID: 'felt', FELT_OIDC_CLIENT_SECRET: 'secret' } as const;

test('a provider is named by three variables together, its address as it calls itself', () => {
  expect(readConfig({}).oidc).toBeUndefined();
  const issuer = 'https://id.example.com/application/o/felt/';
  expect(readConfig({ ...CLIENT, FELT_OIDC_ISSUER: issuer }).oidc).toEqual({
    ...{ issuer, clientId: 'felt', clientSecret: 'secret' },
  });
  for (const half of [CLIENT, { FELT_OIDC_ISSUER: issuer }]) {
    expect(() => readConfig(half)).toThrow(/belong together/u);
  }
});

test('secrets and tokens pass in the clear to this very machine only', () => {
  const given = (issuer: string) => () => readConfig({ ...CLIENT, FELT_OIDC_ISSUER: issuer });
  expect(given('http://localhost:9000')).not.toThrow();
  expect(given('http://id.example.com')).toThrow(/FELT_OIDC_ISSUER must be an address/u);
  expect(given('http://localhost.example.com')).toThrow(/FELT_OIDC_ISSUER/u);
});
