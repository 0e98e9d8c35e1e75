import { clockText } from '../../src/kernel/time.ts';
import type { ScreenView } from '../../src/rooms/tournament/views/screen.ts';
import { number } from '../amounts.ts';
import { html, useEffect, useSignal } from '../html.ts';
import { connect, isMessage } from '../live.ts';

type Said = { readonly type: 'state'; readonly data: ScreenView };
type Heard = { readonly data: ScreenView; readonly at: number };

const left = ({ data, at }: Heard): number => {
  const isRunning = data.status === 'running' && !data.clock.paused && !data.clock.undecided;
  const passed = isRunning ? performance.now() - at : 0;
  return Math.max(0, data.clock.remainingMs - passed);
};

const blindsOf = ({ blinds }: ScreenView): string =>
  blinds !== null && blinds.bb > 0 ? `${number(blinds.sb)} / ${number(blinds.bb)}` : '';

/** The clock of the tournament that this device had open: a locked tablet still answers the room. */
export const LockedClock = ({ id }: { id: string }) => {
  const heard = useSignal<Heard | null>(null);
  const beat = useSignal(0);
  useEffect(() => {
    const wire = connect({
      path: () => `/ws/tournament/${encodeURIComponent(id)}`,
      onMessage: (message) => {
        if (isMessage<Said>(message, 'state'))
          heard.value = { data: message.data, at: performance.now() };
      },
    });
    const timer = setInterval(() => {
      beat.value += 1;
    }, 250);
    return () => {
      wire.stop();
      clearInterval(timer);
    };
  }, [id]);
  beat.value;
  const now = heard.value;
  return (
    now !== null &&
    html`
      <section class="card px-4 py-3 flex items-center gap-4" role="timer">
        <span class="mono font-bold text-m leading-none">${clockText(left(now))}</span>
        <span class="min-w-0">
          <span class="block mono truncate">${blindsOf(now.data)}</span>
          <span class="block text-caption text-secondary truncate">${now.data.title}</span>
        </span>
      </section>
    `
  );
};
