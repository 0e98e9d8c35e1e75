import type { Cloud } from '../../server/cloud.ts';
import { ApiError } from '../../server/errors.ts';
import { backoffMs } from '../../sync/outbox/backoff.ts';
import type { Config } from '../config.ts';

/**
 * The core may start later than its leaf, and a clock be put right; of the other answers none changes by
 * asking again.
 */
const PASSES: ReadonlySet<string> = new Set(['CORE_UNREACHABLE', 'CORE_TIME', 'TOO_MANY']);

const told = ({ message, cause }: ApiError): string =>
  `FELT_ENROL: ${message}${cause instanceof Error ? ` (${cause.message})` : ''}`;

/**
 * Joins the cloud by the code that the leaf was started with, where it has not joined yet: nobody
 * sits before a leaf beside the core. Asks until there is an answer. Answers how to stop.
 */
export const joinAtStart = ({
  cloud,
  enrol,
  say,
  failed,
}: {
  readonly cloud: Pick<Cloud, 'enrol' | 'setup'>;
  readonly enrol: Config['enrol'];
  readonly say: (line: string) => void;
  readonly failed: (error: unknown) => void;
}): (() => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let isStopped = false;

  const attempt = async (core: string, code: string, tries: number): Promise<void> => {
    try {
      const { venue } = await cloud.enrol(core, code);
      say(`this leaf is ${venue.name}'s in the cloud now`);
    } catch (error) {
      if (!(error instanceof ApiError)) return failed(error);
      if (isStopped || !PASSES.has(error.code)) return say(told(error));
      timer = setTimeout(() => void attempt(core, code, tries + 1), backoffMs(tries, Math.random));
    }
  };

  if (enrol !== undefined && cloud.setup().state === 'none') {
    void attempt(enrol.core, enrol.code, 0);
  }
  return () => {
    isStopped = true;
    clearTimeout(timer);
  };
};
