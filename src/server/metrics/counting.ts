import type { MiddlewareHandler } from 'hono';
import type { Accepted, Answer, Handle, Refused } from '../../log/handle.ts';
import type { Batch, Log } from '../../log/port.ts';
import type { Env } from '../env.ts';
import type { Registry } from './registry.ts';

const seconds = (fromMs: number): number => (performance.now() - fromMs) / 1000;

/** A command as it was answered, for whoever traces them. */
export type Traced = {
  readonly name: string;
  /** `tournament`, not which one. */
  readonly room: string;
  readonly code: string;
  readonly events: number;
  /** `performance.now()` when it came, ms, and how long it took. */
  readonly fromMs: number;
  readonly tookMs: number;
};

const codeOf = (answer: Answer | Accepted | Refused): string => {
  if (!answer.ok) return answer.refusal.refused;
  return answer.repeated ? 'repeated' : 'ok';
};

const nameOf = (command: unknown): string =>
  typeof command === 'object' && command !== null && 'type' in command
    ? String(command.type)
    : 'unknown';

type Order = { readonly stream: string; readonly command: unknown };

/** Requests and commands, counted where they pass: below a microsecond for both together. */
export const createCounting = (registry: Registry) => {
  const requests = registry.counter(
    'felt_http_requests_total',
    'Requests by the status of their answer.',
    'status',
  );
  const requestTimes = registry.spread('felt_http_request_seconds', 'Time to answer a request.');
  const commands = registry.counter(
    'felt_commands_total',
    'Commands by how they were answered: ok, repeated, or the code of the refusal.',
    'code',
  );
  const commandTimes = registry.spread('felt_command_seconds', 'Time to answer a command.');
  const commits = registry.spread('felt_commit_seconds', 'Time of one commit of the log.');
  const batches = registry.spread('felt_commit_events', 'Events in one commit of the log.', [
    ...[1, 2, 4, 8, 16, 32, 64, 128],
  ]);
  const errors = registry.counter('felt_errors_total', 'What was noted as gone wrong.', 'kind');
  let [asked, failed] = [0, 0];
  let trace: ((traced: Traced) => void) | null = null;

  const answered = (order: Order | undefined, code: string, events: number, fromMs: number) => {
    commands.count(code);
    const took = seconds(fromMs);
    commandTimes.observe(took);
    if (trace === null || order === undefined) return;
    const room = order.stream.slice(0, order.stream.indexOf(':'));
    trace({ name: nameOf(order.command), room, code, events, fromMs, tookMs: took * 1000 });
  };

  const counted = async <T extends Answer | Accepted | Refused>(
    order: Order | undefined,
    work: Promise<T>,
  ): Promise<T> => {
    const fromMs = performance.now();
    try {
      const answer = await work;
      answered(order, codeOf(answer), answer.ok ? answer.events.length : 0, fromMs);
      return answer;
    } catch (error) {
      answered(order, error instanceof Error ? error.name : 'Error', 0, fromMs);
      throw error;
    }
  };

  const middleware: MiddlewareHandler<Env> = async (c, next) => {
    const fromMs = performance.now();
    await next();
    const { status } = c.res;
    asked += 1;
    if (status >= 500) failed += 1;
    requests.count(String(status));
    requestTimes.observe(seconds(fromMs));
  };

  return {
    middleware,
    handle: <H extends Pick<Handle, 'execute' | 'executeAll'>>(handle: H): H => ({
      ...handle,
      execute: (order) => counted(order, handle.execute(order)),
      executeAll: (all) => counted(all.orders[0], handle.executeAll(all)),
    }),
    log: <L extends Pick<Log, 'append'>>(log: L): L => ({
      ...log,
      append: async (batch: Batch) => {
        const fromMs = performance.now();
        const appended = await log.append(batch);
        commits.observe(seconds(fromMs));
        batches.observe(batch.events.length);
        return appended;
      },
    }),
    /** Something went wrong that nobody waits to hear of. */
    failed: (error: unknown): void => errors.count(error instanceof Error ? error.name : 'Error'),
    /** Requests since the start, and how many of them failed by no fault of who asked. */
    requests: () => ({ asked, failed }),
    /** Hears each command as it was answered; null: nobody does. */
    traceTo: (tracer: ((traced: Traced) => void) | null): void => {
      trace = tracer;
    },
  };
};

export type Counting = ReturnType<typeof createCounting>;
