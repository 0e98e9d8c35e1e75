/** What a room hears. All of it is made here, of plain tones: nothing is played back. */
export type Sound = 'start' | 'level' | 'break' | 'warning' | 'end' | 'announce' | 'tone';
/** What the heartbeat says of it (DSP-12); `locked`: the browser waits for a key or a tap. */
export type Heard = 'on' | 'locked' | 'off';

/** Seconds from now, hertz, seconds until it has died away, loudness from 0 to 1. */
type Note = readonly [at: number, hertz: number, seconds: number, gain: number];
/** An overtone: times the note's hertz, its share of the loudness, and of the length. */
type Overtone = readonly [ratio: number, gain: number, length: number];
type Voice = { readonly overtones: readonly Overtone[]; readonly attack: number };

/** Metal: overtones that are no multiples, the higher the sooner gone. */
const GONG: Voice = {
  overtones: [
    ...([
      [1, 0.5, 1],
      [1.48, 0.28, 0.8],
      [2.03, 0.24, 0.62],
      [2.74, 0.18, 0.45],
    ] as const),
    ...([
      [3.76, 0.12, 0.3],
      [5.12, 0.07, 0.18],
    ] as const),
  ],
  attack: 0.012,
};
/** Wood: the fourth overtone, and soon over. */
const MARIMBA: Voice = {
  overtones: [
    [1, 0.7, 1],
    [3.98, 0.14, 0.35],
  ],
  attack: 0.006,
};
const BELL: Voice = {
  overtones: [
    [1, 0.5, 1],
    [2, 0.22, 0.7],
    [3.01, 0.1, 0.4],
  ],
  attack: 0.008,
};
const PURE: Voice = { overtones: [[1, 0.6, 1]], attack: 0.015 };

const SOUNDS: Readonly<Record<Sound, readonly [Voice, readonly Note[]]>> = {
  // A gong, struck twice.
  level: [
    GONG,
    [
      [0, 176, 3.6, 0.9],
      [0.55, 176, 4.2, 1],
    ],
  ],
  // A soft fall of wood: time to stand up.
  break: [
    MARIMBA,
    [
      [0, 659.3, 0.9, 0.6],
      [0.28, 523.3, 0.9, 0.6],
      [0.56, 440, 1, 0.6],
      [0.84, 349.2, 1.8, 0.7],
    ],
  ],
  // Three short pips.
  warning: [
    PURE,
    [
      [0, 988, 0.13, 0.6],
      [0.22, 988, 0.13, 0.6],
      [0.44, 988, 0.2, 0.6],
    ],
  ],
  // A chord that rises.
  start: [
    BELL,
    [
      [0, 392, 1, 0.6],
      [0.2, 523.3, 1, 0.6],
      [0.4, 659.3, 1.2, 0.6],
      [0.6, 784, 2.4, 0.8],
    ],
  ],
  // A full chord that stays.
  end: [
    BELL,
    [
      [0, 523.3, 1.2, 0.6],
      [0.24, 784, 1.2, 0.6],
      [0.48, 523.3, 3.4, 0.5],
      [0.48, 659.3, 3.4, 0.5],
      [0.48, 1046.5, 3.4, 0.5],
    ],
  ],
  announce: [
    BELL,
    [
      [0, 784, 1.4, 0.7],
      [0.42, 622.3, 2.2, 0.7],
    ],
  ],
  tone: [PURE, [[0, 440, 1.2, 0.8]]],
};

/** A little later than now, so that no beginning is cut off. */
const LEAD = 0.05;

/** Tones fade to this and are then gone. */
const SILENCE = 0.0001;

const strike = (context: AudioContext, out: AudioNode, voice: Voice, note: Note): void => {
  const [at, hertz, seconds, gain] = note;
  const from = context.currentTime + LEAD + at;
  for (const [ratio, share, length] of voice.overtones) {
    const tone = context.createOscillator();
    const level = context.createGain();
    const until = from + Math.max(0.08, seconds * length);
    tone.frequency.value = hertz * ratio;
    level.gain.setValueAtTime(SILENCE, from);
    level.gain.exponentialRampToValueAtTime(gain * share, from + voice.attack);
    level.gain.exponentialRampToValueAtTime(SILENCE, until);
    tone.connect(level);
    level.connect(out);
    tone.start(from);
    tone.stop(until + 0.02);
  }
};

/** Several notes at once stay below what a loudspeaker can take. */
const output = (context: AudioContext): AudioNode => {
  const limit = context.createDynamicsCompressor();
  limit.connect(context.destination);
  return limit;
};

export type Speaker = {
  readonly heard: () => Heard;
  readonly play: (sound: Sound) => void;
  readonly allow: (may: boolean) => void;
};

/**
 * The screen's voice, silent until it is allowed to speak. Browsers let a page speak once somebody
 * pressed a key or touched it (kiosks can be told otherwise): until then it says `locked`.
 * @param changed hears when `heard` may say something else.
 */
export const createSpeaker = (changed: () => void): Speaker => {
  let context: AudioContext | undefined;
  let out: AudioNode | undefined;
  let may = false;

  const wake = (): void => {
    if (!may) return;
    if (context === undefined) {
      context = new AudioContext();
      out = output(context);
      context.onstatechange = changed;
    }
    // Refused while nobody touched the page: it stays locked, and the next touch asks again.
    if (context.state !== 'running') context.resume().then(changed, changed);
  };
  for (const touch of ['keydown', 'pointerdown', 'touchend', 'click'])
    addEventListener(touch, wake);

  return {
    heard: () => (!may ? 'off' : context?.state === 'running' ? 'on' : 'locked'),
    play: (sound) => {
      if (!may || context?.state !== 'running' || out === undefined) return;
      const [voice, notes] = SOUNDS[sound];
      for (const note of notes) strike(context, out, voice, note);
    },
    allow: (allowed) => {
      may = allowed;
      wake();
      changed();
    },
  };
};
