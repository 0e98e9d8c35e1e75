import * as v from 'valibot';
import type { Target } from './alerts/webhook.ts';
import { targetSchema } from './alerts/webhook.ts';
import { WrongUse } from './failed.ts';
import { logSettings } from './logs.ts';
import type { OtelConfig } from './otel/exporter.ts';
import type { Setting } from './settings.ts';

/** What leaf and core can be told about how they are watched. */
export const WATCH_SETTINGS: readonly Setting[] = [
  {
    key: 'FELT_LOG',
    says: 'how it says what it does: words, or json for a line of JSON each (words)',
  },
  { key: 'FELT_LOG_LEVEL', says: 'from where on: debug, info, warn or error (info)' },
  {
    key: 'FELT_METRICS_TOKEN',
    says: 'token with which other machines may ask for /metrics, at least 16 characters (only this machine may)',
  },
  {
    key: 'FELT_ALERT_WEBHOOK',
    says: 'address that is told of alerts by POST, as Standard Webhooks has it (where an admin says)',
  },
  {
    key: 'FELT_ALERT_SECRET',
    says: 'and the secret that signs them: whsec_ and 32 characters or more of base64',
  },
  {
    key: 'FELT_OTEL_URL',
    says: 'OpenTelemetry receiver of traces and metrics, OTLP over HTTP as JSON, without /v1/… (none)',
  },
  { key: 'FELT_OTEL_HEADERS', says: 'headers for it, key=value with commas between' },
];

export type WatchConfig = {
  readonly metricsToken?: string;
  readonly webhook?: Target;
  readonly otel?: OtelConfig;
};

type Variables = { readonly [name: string]: string | undefined };

const tokenOf = (env: Variables): Pick<WatchConfig, 'metricsToken'> => {
  const token = env['FELT_METRICS_TOKEN'];
  if (!token) return {};
  if (/^[\x21-\x7e]{16,200}$/u.test(token)) return { metricsToken: token };
  throw new WrongUse('FELT_METRICS_TOKEN must be 16 to 200 characters without spaces');
};

const webhookOf = (env: Variables): Pick<WatchConfig, 'webhook'> => {
  const [url, secret] = [env['FELT_ALERT_WEBHOOK'], env['FELT_ALERT_SECRET']];
  if (!url && !secret) return {};
  if (!url || !secret)
    throw new WrongUse('FELT_ALERT_WEBHOOK and FELT_ALERT_SECRET belong together');
  if (!v.is(targetSchema.entries.url, url)) {
    throw new WrongUse('FELT_ALERT_WEBHOOK must be an address, https://…');
  }
  // Not what stands there: it may be half a secret.
  if (!v.is(targetSchema.entries.secret, secret)) {
    throw new WrongUse('FELT_ALERT_SECRET must be whsec_ and at least 32 characters of base64');
  }
  return { webhook: { url, secret } };
};

const headersOf = (text: string): OtelConfig['headers'] =>
  Object.fromEntries(
    text
      .split(',')
      .filter((one) => one.trim() !== '')
      .map((one) => {
        const [, name = '', value = ''] = /^\s*([A-Za-z0-9_-]+)=(.*)$/u.exec(one) ?? [];
        if (name === '')
          throw new WrongUse('FELT_OTEL_HEADERS must be key=value with commas between');
        return [name.toLowerCase(), value.trim()];
      }),
  );

const otelOf = (env: Variables): Pick<WatchConfig, 'otel'> => {
  const url = env['FELT_OTEL_URL']?.replace(/\/+$/u, '');
  if (!url) return {};
  if (!/^https?:\/\//u.test(url) || !URL.canParse(url)) {
    throw new WrongUse('FELT_OTEL_URL must be an address, http://…');
  }
  return { otel: { url, headers: headersOf(env['FELT_OTEL_HEADERS'] ?? '') } };
};

/** @throws WrongUse that names the variable. */
export const readWatchConfig = (env: Variables): WatchConfig => {
  if (logSettings(env) === null) {
    throw new WrongUse('FELT_LOG must be words or json, FELT_LOG_LEVEL debug, info, warn or error');
  }
  return { ...tokenOf(env), ...webhookOf(env), ...otelOf(env) };
};
