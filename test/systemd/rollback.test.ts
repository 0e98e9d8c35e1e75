import { afterEach, beforeEach, describe, expect, test } from 'bun:test';
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { FOLDER, settingsIn } from './unit.ts';

let root: string;
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'felt-rollback-'));
});
afterEach(() => rmSync(root, { recursive: true, force: true }));

const program = (path: string, text = '#!/bin/sh\n') => {
  mkdirSync(join(path, '..'), { recursive: true });
  writeFileSync(path, text);
  chmodSync(path, 0o755);
};

const release = (sequence: string) => program(join(root, 'releases', sequence, 'felt-leaf'));

const link = (name: 'current' | 'previous', target: string) => {
  rmSync(join(root, name), { force: true });
  symlinkSync(target, join(root, name));
};

const write = (state: Readonly<Record<string, string>>) =>
  writeFileSync(
    join(root, 'state'),
    Object.entries(state)
      .map(([key, value]) => `${key}=${value}\n`)
      .join(''),
  );

const TRIAL = {
  ...{ STATE: 'trial', FROM: '181', TO: '182', FROM_VERSION: '1.7.0', TO_VERSION: '1.8.0' },
  ...{ TRIES_LEFT: '2', CONFIRMED_SEQUENCE: '181', MIN_SEQUENCE: '170', KEYS_ISSUED: '4' },
};

/** Release 182 is on trial, and 181 ran before it. */
const onTrial = (change: Readonly<Record<string, string>> = {}) => {
  release('181');
  release('182');
  link('previous', 'releases/181');
  link('current', 'releases/182');
  write({ ...TRIAL, ...change });
};

/**
 * The script as the units call it, with a systemctl that notes what it is asked and answers the state
 * of the leaf's unit.
 */
const call = (
  word: readonly string[],
  { subState = 'failed', env = {} }: { subState?: string; env?: Record<string, string> } = {},
) => {
  const asked = join(root, 'asked');
  program(
    join(root, 'bin/systemctl'),
    `#!/bin/sh\ncase $* in *SubState*) echo ${subState} ;; *ControlGroup*) echo /felt ;; *) echo "$*" >>${asked} ;; esac\n`,
  );
  const { exitCode, stderr } = Bun.spawnSync(['/bin/sh', join(FOLDER, 'rollback.sh'), ...word], {
    env: {
      PATH: `${join(root, 'bin')}:/usr/bin:/bin`,
      FELT_RELEASES: root,
      FELT_FACTORY: join(root, 'factory'),
      FELT_PAUSE_S: '0',
      FELT_CGROUPS: join(root, 'cgroups'),
      FELT_SYSRQ: join(root, 'sysrq'),
      ...env,
    },
  });
  return {
    ...{ exitCode, said: stderr.toString() },
    asked: existsSync(asked) ? readFileSync(asked, 'utf8').trim().split('\n') : [],
  };
};

const state = () => settingsIn(readFileSync(join(root, 'state'), 'utf8'));
const current = () => readlinkSync(join(root, 'current'));
const START_AGAIN = ['reset-failed felt-leaf.service', '--no-block start felt-leaf.service'];

describe('before a start', () => {
  test('OPS-3: a start of a release on trial is counted, and nothing else changes', () => {
    onTrial();
    expect(call(['start']).exitCode).toBe(0);
    expect(state()).toEqual({ ...TRIAL, TRIES_LEFT: '1' });
    expect(current()).toBe('releases/182');
  });

  test('OPS-3: with no try left it goes back before it starts, and says why', () => {
    onTrial({ TRIES_LEFT: '0' });
    const { said, asked } = call(['start']);
    expect(current()).toBe('releases/181');
    expect(said).toContain('back on releases/181 from 182: tries-left');
    const { AT, ...rest } = state();
    expect(rest).toEqual({
      ...{ ...TRIAL, TRIES_LEFT: '0', STATE: 'rolledback' },
      REASON: 'tries-left',
    });
    expect(Math.abs(Number(AT) - Date.now())).toBeLessThan(5_000);
    // The start that is under way is that of the release before.
    expect(asked).toEqual([]);
  });

  test.each(['', '-1', 'x', '1; reboot'])('OPS-3: %p tries left are none', (TRIES_LEFT) => {
    onTrial({ TRIES_LEFT });
    call(['start']);
    expect(current()).toBe('releases/181');
  });

  test.each([
    ['STATE', 'rolledback', 'releases/182'],
    ['STATE', 'trial', 'releases/181'],
  ])('OPS-3: what is no build in the state (%s=%s) leads to no folder outside', (_, STATE, now) => {
    onTrial({ STATE, FROM: '../../evil', TO: now === 'releases/181' ? '../../evil' : '182' });
    program(join(root, '../evil/felt-leaf'));
    try {
      link('current', now);
      for (const word of [['start'], []]) {
        call(word);
        expect(current()).toBe(now);
        expect(readlinkSync(join(root, 'previous'))).toBe('releases/181');
      }
    } finally {
      rmSync(join(root, '../evil'), { recursive: true });
    }
  });

  test('OPS-3: a state that cannot be read is left as it is: else the keys known would be forgotten', () => {
    onTrial();
    program(join(root, 'bin/grep'), '#!/bin/sh\nexit 2\n');
    call(['start']);
    expect(state()).toEqual(TRIAL);
  });

  test('OPS-3: a switch that lost power is finished', () => {
    onTrial();
    link('current', 'releases/181');
    link('previous', 'releases/180');
    call(['start']);
    expect(current()).toBe('releases/182');
    expect(readlinkSync(join(root, 'previous'))).toBe('releases/181');
    expect(state()['TRIES_LEFT']).toBe('1');
  });

  test('OPS-3: a way back that lost power is finished', () => {
    onTrial({ STATE: 'rolledback', REASON: 'watchdog' });
    call(['start']);
    expect(current()).toBe('releases/181');
    expect(state()['REASON']).toBe('watchdog');
  });

  test.each(['idle', 'rolledback', 'nonsense'])(
    'OPS-3: in state %s nothing is counted',
    (STATE) => {
      onTrial({ STATE, TO: '183', TRIES_LEFT: '0' });
      call(['start']);
      expect(state()).toEqual({ ...TRIAL, STATE, TO: '183', TRIES_LEFT: '0' });
      expect(current()).toBe('releases/182');
    },
  );

  test('OPS-3: a release on trial that is gone is not waited for', () => {
    onTrial();
    rmSync(join(root, 'releases/182'), { recursive: true });
    call(['start']);
    expect(state()).toMatchObject({ STATE: 'rolledback', REASON: 'missing' });
    expect(current()).toBe('releases/181');
  });

  test('OPS-3: while root confirms a trial, nothing is counted in between', async () => {
    onTrial({ TRIES_LEFT: '0' });
    const held = join(root, 'held');
    const confirm = `touch ${held}; sleep 0.3; sed -i s/^STATE=trial/STATE=idle/ ${join(root, 'state')}`;
    const holder = Bun.spawn(['flock', join(root, 'lock'), 'sh', '-c', confirm]);
    while (!existsSync(held)) await Bun.sleep(5);
    call(['start']);
    await holder.exited;
    expect(state()['STATE']).toBe('idle');
    expect(current()).toBe('releases/182');
  });

  test('OPS-3: a lock that cannot be had keeps nothing from starting, nor from going back', () => {
    onTrial({ TRIES_LEFT: '0' });
    mkdirSync(join(root, 'lock'));
    expect(call(['start']).exitCode).toBe(0);
    expect(current()).toBe('releases/181');
  });

  test('OPS-3: without a state it starts what there is', () => {
    release('181');
    link('current', 'releases/181');
    expect(call(['start']).exitCode).toBe(0);
    expect(current()).toBe('releases/181');
    expect(existsSync(join(root, 'state'))).toBe(false);
  });

  test('OPS-3: a link to what cannot be run is mended by the release before', () => {
    onTrial({ STATE: 'idle' });
    rmSync(join(root, 'releases/182'), { recursive: true });
    call(['start']);
    expect(current()).toBe('releases/181');
  });

  test('OPS-3: with no release left, the one that came with the image is started', () => {
    program(join(root, 'factory/felt-leaf'));
    link('current', 'releases/182');
    call(['start']);
    expect(current()).toBe(join(root, 'factory'));
  });

  test('OPS-3: what fails here keeps nothing from starting', () => {
    onTrial();
    const missing = join(root, 'nowhere');
    expect(call(['start'], { env: { FELT_RELEASES: missing } }).exitCode).toBe(0);
    expect(current()).toBe('releases/182');
  });
});

describe('after the leaf failed for good', () => {
  test.each([
    ['watchdog', { MONITOR_SERVICE_RESULT: 'watchdog' }],
    ['failed', {}],
  ])('OPS-3: a release on trial is taken back because of %s, and started', (reason, env) => {
    onTrial({ TRIES_LEFT: '0' });
    expect(call([], { env })).toMatchObject({ exitCode: 0, asked: START_AGAIN });
    expect(state()).toMatchObject({ STATE: 'rolledback', REASON: reason, FROM: '181', TO: '182' });
    expect(current()).toBe('releases/181');
  });

  test('OPS-3: called again it goes no further back', () => {
    onTrial();
    release('180');
    call([]);
    link('previous', 'releases/180');
    expect(call([]).asked).toEqual([...START_AGAIN, ...START_AGAIN]);
    expect(current()).toBe('releases/181');
  });

  test.each(['idle', 'rolledback'])(
    'OPS-5: in state %s the same release is started again: a sick disk bounces no version',
    (STATE) => {
      onTrial({ STATE, TO: '183' });
      expect(call([]).asked).toEqual(START_AGAIN);
      expect(current()).toBe('releases/182');
      expect(state()['STATE']).toBe(STATE);
    },
  );

  test('OPS-3: with nothing to go back to, the release on trial is tried again', () => {
    onTrial();
    rmSync(join(root, 'releases/181'), { recursive: true });
    const { asked, said } = call([]);
    expect(said).toContain('there is no release 181 to go back to');
    expect(asked).toEqual(START_AGAIN);
    expect(current()).toBe('releases/182');
    expect(state()['STATE']).toBe('trial');
  });

  test('OPS-3: where the release before is gone, the one that came with the image takes over', () => {
    onTrial({ TRIES_LEFT: '0' });
    rmSync(join(root, 'releases/181'), { recursive: true });
    program(join(root, 'factory/felt-leaf'));
    expect(call([]).asked).toEqual(START_AGAIN);
    expect(state()['STATE']).toBe('rolledback');
    expect(current()).toBe(join(root, 'factory'));
    // A power cut in between: the next start goes on.
    link('current', 'releases/182');
    call(['start']);
    expect(current()).toBe(join(root, 'factory'));
  });

  test('OPS-3: a full disk does not keep a release that failed', () => {
    onTrial();
    const full = `[ -d ${join(root, 'releases/182')} ] && exit 1`;
    program(join(root, 'bin/chmod'), `#!/bin/sh\n${full}\nexec /usr/bin/chmod "$@"\n`);
    call([]);
    expect(state()).toMatchObject({ STATE: 'rolledback', CONFIRMED_SEQUENCE: '181' });
    expect(current()).toBe('releases/181');
  });

  test.each(['auto-restart', 'start', 'running'])(
    'OPS-3: a leaf that is in %s did not fail for good',
    (subState) => {
      onTrial();
      expect(call([], { subState }).asked).toEqual([]);
      expect(state()).toEqual(TRIAL);
      expect(current()).toBe('releases/182');
    },
  );
});

const isRoot = process.getuid?.() === 0;

describe.skipIf(!isRoot)('a leaf that cannot be killed (needs root)', () => {
  const disk = () => join(root, 'disk');
  const sh = (command: string) => {
    const { exitCode, stderr } = Bun.spawnSync(['/bin/sh', '-c', command]);
    if (exitCode !== 0) throw new Error(stderr.toString());
  };

  beforeEach(() => {
    mkdirSync(disk());
    sh(`truncate -s 16M ${disk()}.img && mkfs.ext4 -q -F ${disk()}.img`);
    sh(`mount -o loop ${disk()}.img ${disk()}`);
  });
  afterEach(() => sh(`umount ${disk()}`));

  /** With a process of the leaf that waits for a frozen disk and was sent SIGKILL. */
  const whileStuck = async (use: () => void) => {
    const write = `while :; do echo x >>${disk()}/log; done`;
    const child = Bun.spawn(['/bin/sh', '-c', write], { stdio: ['ignore', 'ignore', 'ignore'] });
    mkdirSync(join(root, 'cgroups/felt'), { recursive: true });
    writeFileSync(join(root, 'cgroups/felt/cgroup.procs'), `${process.pid}\n${child.pid}\n`);
    sh(`fsfreeze --freeze ${disk()}`);
    try {
      while (!readFileSync(`/proc/${child.pid}/status`, 'utf8').includes('disk sleep')) {
        await Bun.sleep(5);
      }
      child.kill(9);
      use();
    } finally {
      sh(`fsfreeze --unfreeze ${disk()}`);
      child.kill(9);
      await child.exited;
    }
  };

  const where = (upS: number) => {
    writeFileSync(join(root, 'uptime'), `${upS}.25 90.1\n`);
    return { FELT_UPTIME: join(root, 'uptime') };
  };

  test.each([[['start']], [[]]])('OPS-5: %p resets the machine', async (word) => {
    onTrial({ STATE: 'idle' });
    await whileStuck(() => {
      expect(call(word, { env: where(300) }).said).toContain('cannot be killed');
      expect(readFileSync(join(root, 'sysrq'), 'utf8')).toBe('b\n');
    });
  });

  test('OPS-5: a machine that has just started is not reset again', async () => {
    onTrial({ STATE: 'idle' });
    await whileStuck(() => {
      expect(call([], { env: where(299) }).asked).toEqual(START_AGAIN);
      expect(existsSync(join(root, 'sysrq'))).toBe(false);
    });
  });

  test('OPS-5: nor is one whose leaf can be killed', () => {
    onTrial({ STATE: 'idle' });
    mkdirSync(join(root, 'cgroups/felt'), { recursive: true });
    writeFileSync(join(root, 'cgroups/felt/cgroup.procs'), `${process.pid}\n`);
    call(['start'], { env: where(9_000) });
    expect(existsSync(join(root, 'sysrq'))).toBe(false);
  });
});

test('OPS-3: the script is plain sh', () => {
  const shellcheck = Bun.which('shellcheck');
  const dash = Bun.spawnSync(['/bin/sh', '-n', join(FOLDER, 'rollback.sh')]);
  expect(dash.stderr.toString()).toBe('');
  if (shellcheck === null) return;
  const checked = Bun.spawnSync([shellcheck, '--shell=sh', join(FOLDER, 'rollback.sh')]);
  expect(checked.stdout.toString()).toBe('');
});
