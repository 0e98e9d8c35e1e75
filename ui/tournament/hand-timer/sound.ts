import type { Sound } from './model.ts';

/** Hz and seconds of each sound: a short tick per second of the count-down, a long low end. */
const TONES: { readonly [S in Sound]: readonly [hertz: number, seconds: number] } = {
  count: [880, 0.09],
  out: [330, 0.9],
};

let context: AudioContext | undefined;

/** Browsers allow sound only from a tap on: called from the tap that starts a timer. */
export const openSound = (): void => {
  context ??= new AudioContext();
  void context.resume();
};

export const play = (sound: Sound): void => {
  if (context === undefined || context.state !== 'running') return;
  const [hertz, seconds] = TONES[sound];
  const [tone, volume] = [context.createOscillator(), context.createGain()];
  const at = context.currentTime;
  tone.type = 'triangle';
  tone.frequency.value = hertz;
  volume.gain.setValueAtTime(0.5, at);
  volume.gain.linearRampToValueAtTime(0, at + seconds);
  tone.connect(volume).connect(context.destination);
  tone.start(at);
  tone.stop(at + seconds);
};
