import { describe, expect, test } from 'bun:test';
import { readConfig as readCore } from '../../src/core/config.ts';
import { readConfig } from '../../src/leaf/config.ts';
import { WrongUse } from '../../src/server/failed.ts';
import { readWatchConfig } from '../../src/server/watch-settings.ts';

const SECRET = 'whsec_Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5';

describe('OPS-6: settings of the watch', () => {
  test('without any nothing leaves the machine', () => {
    expect(readWatchConfig({})).toEqual({});
    expect(readConfig({}).ballast).toEqual({ bytes: 64 * 1024 * 1024, afterMs: 60_000 });
    expect(readConfig({ FELT_BALLAST_MB: '0' }).ballast).toBeUndefined();
    expect(readCore({}).metricsToken).toBeUndefined();
  });

  test('all of them', () => {
    const found = readWatchConfig({
      FELT_METRICS_TOKEN: 'prometheus-of-the-house',
      FELT_ALERT_WEBHOOK: 'https://alerts.example.org/felt',
      FELT_ALERT_SECRET: SECRET,
      FELT_OTEL_URL: 'http://collector:4318/',
      FELT_OTEL_HEADERS: 'Api-Key=abc=, x=y z',
    });
    expect(found).toEqual({
      metricsToken: 'prometheus-of-the-house',
      webhook: { url: 'https://alerts.example.org/felt', secret: SECRET },
      otel: { url: 'http://collector:4318', headers: { 'api-key': 'abc=', x: 'y z' } },
    });
  });

  test.each([
    ['FELT_METRICS_TOKEN', { FELT_METRICS_TOKEN: 'short' }],
    ['FELT_ALERT_SECRET', { FELT_ALERT_WEBHOOK: 'https://a.example' }],
    ['FELT_ALERT_WEBHOOK', { FELT_ALERT_SECRET: SECRET }],
    ['FELT_ALERT_WEBHOOK', { FELT_ALERT_WEBHOOK: 'file:///etc/passwd', FELT_ALERT_SECRET: SECRET }],
    ['FELT_ALERT_SECRET', { FELT_ALERT_WEBHOOK: 'https://a.example', FELT_ALERT_SECRET: 'x' }],
    ['FELT_OTEL_URL', { FELT_OTEL_URL: 'collector:4318' }],
    ['FELT_OTEL_HEADERS', { FELT_OTEL_URL: 'http://c', FELT_OTEL_HEADERS: '=x' }],
    ['FELT_LOG', { FELT_LOG: 'xml' }],
    ['FELT_LOG_LEVEL', { FELT_LOG_LEVEL: 'loud' }],
    ['FELT_BALLAST_MB', { FELT_BALLAST_MB: '-1' }],
  ])('a wrong %s is refused by its name, and no secret is repeated', (name, env) => {
    expect(() => readConfig(env)).toThrow(WrongUse);
    expect(() => readConfig(env)).toThrow(name);
    expect(() => readConfig(env)).not.toThrow(/Y2FuYXJ5|short\b/u);
  });
});
