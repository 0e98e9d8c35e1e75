import { SECOND } from '../../src/kernel/time.ts';
import { useEffect, useSignal } from '../html.ts';

const LOOK_EVERY_MS = 250;

/** Ms until the next try is allowed, counting down; `wait` says how long, in seconds. */
export const useWait = () => {
  const until = useSignal(0);
  const left = useSignal(0);
  useEffect(() => {
    const timer = setInterval(() => {
      left.value = Math.max(0, until.value - performance.now());
    }, LOOK_EVERY_MS);
    return () => clearInterval(timer);
  }, []);
  const wait = (seconds: number): void => {
    until.value = performance.now() + seconds * SECOND;
    left.value = seconds * SECOND;
  };
  return { left, wait };
};
