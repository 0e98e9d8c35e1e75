import { Hono } from 'hono';
import * as v from 'valibot';
import { ALERTS } from './alerts/kinds.ts';
import { targetSchema } from './alerts/webhook.ts';
import { describes } from './describe.ts';
import type { Env } from './env.ts';
import { needs } from './guard.ts';
import { takes } from './validate.ts';

const amount = v.nullable(v.number());
const moment = v.nullable(v.string());

const statusSchema = v.object({
  /** What somebody should look at, the gravest first; without what another one explains. */
  alerts: v.array(
    v.object({
      kind: v.picklist(ALERTS),
      tone: v.picklist(['warning', 'danger']),
      since: v.string(),
      /** In the kind's own unit: °C, ms, events, a share; null: there is none to tell. */
      value: amount,
    }),
  ),
  /** What the machine says of itself; null: it does not. */
  machine: v.object({
    celsius: amount,
    freeBytes: amount,
    totalBytes: amount,
    /** Share of the disk's life that is used up. */
    diskWear: amount,
    /** Room that is held back for a night on a full disk; null: there is none. */
    ballast: v.nullable(v.object({ bytes: v.number(), held: v.boolean() })),
    memoryAvailable: amount,
    memoryTotal: amount,
    clockSynchronised: v.boolean(),
    clockOffsetMs: v.number(),
    power: v.nullable(v.object({ onBattery: v.boolean(), percent: amount, minutesLeft: amount })),
    /** Of the last end that nobody asked for, where nobody has read of it yet. */
    restarted: v.nullable(
      v.object({ count: v.number(), at: v.string(), how: v.picklist(['process', 'machine']) }),
    ),
    changed: v.array(v.picklist(['board', 'disk', 'system'])),
  }),
  /** Who else is told; null: nobody. */
  webhook: v.nullable(
    v.object({
      /** Without what may be a secret in it. */
      host: v.string(),
      /** Set where this program was started: not to be changed from a page. */
      isFixed: v.boolean(),
      waiting: v.number(),
      deliveredAt: moment,
      problem: v.nullable(v.string()),
    }),
  ),
});
export type AlertsView = v.InferOutput<typeof statusSchema>;

/** The watch over a program, as its doors need it. */
export type Alerts = {
  readonly status: () => AlertsView;
  /** What happened once (an unexpected end, another machine) was read. */
  readonly seen: () => void;
  /**
   * @throws ApiError SET_ELSEWHERE where it was set as the program was started, ADDRESS_INSIDE (422)
   * where a leaf beside others must not go there.
   */
  readonly tellTo: (url: string) => Promise<{ readonly secret: string }>;
  /** @throws ApiError SET_ELSEWHERE. */
  readonly tellNobody: () => void;
  /** Sends a message without an alert. */
  readonly test: () => void;
};

const tags = ['Health'];
const answers = { 200: statusSchema };
const made = v.object({ ...statusSchema.entries, secret: v.string() });

/** How the leaf and its machine are, and who is told when they are not well. */
export const alertRoutes = (alerts: Alerts) =>
  new Hono<Env>()
    .get(
      '/alerts',
      describes({ summary: 'What somebody should look at', tags, answers }),
      needs('viewer'),
      (c) => c.json(alerts.status()),
    )
    .post(
      '/alerts/seen',
      describes({ summary: 'Unexpected ends and another machine were read', tags, answers }),
      needs('admin'),
      (c) => {
        alerts.seen();
        return c.json(alerts.status());
      },
    )
    .put(
      '/alerts/webhook',
      describes({
        summary: 'Tell another service of alerts',
        description:
          'POSTs of JSON as Standard Webhooks has them; the secret that signs them is told here, once. 409 SET_ELSEWHERE; 422 ADDRESS_INSIDE.',
        tags,
        answers: { 200: made },
      }),
      needs('admin'),
      takes(v.strictObject({ url: targetSchema.entries.url })),
      async (c) => {
        const { secret } = await alerts.tellTo(c.req.valid('json').url);
        return c.json({ ...alerts.status(), secret });
      },
    )
    .delete(
      '/alerts/webhook',
      describes({ summary: 'Tell nobody else', description: '409 SET_ELSEWHERE.', tags, answers }),
      needs('admin'),
      (c) => {
        alerts.tellNobody();
        return c.json(alerts.status());
      },
    )
    .post(
      '/alerts/webhook/test',
      describes({ summary: 'Send a message that nothing is wrong', tags, answers }),
      needs('admin'),
      (c) => {
        alerts.test();
        return c.json(alerts.status());
      },
    );
