/** Settings → Backups: the last one, where copies are, the key to them. */
export const backups = {
  none: 'No backup yet',
  last: (time: string) => `Last backup ${time}`,
  standings: {
    none: 'None yet',
    problem: 'Not made',
    stale: 'Old',
    here: 'Only here',
    safe: 'Safe',
  },
  means: {
    none: 'The first one is made by itself, after a tournament or at night.',
    problem: '',
    stale: 'It is older than two days, and there is more since. Make one now.',
    here: 'It was read back and is good, but it lies on this machine only: fire, theft or a broken disk takes both.',
    safe: 'It was read back and is good, and there is a copy elsewhere.',
  },
  problems: {
    noSpace: 'The disk of this machine has no room for a backup. The night goes on; make room.',
    unreadable:
      'A backup was written and could not be read back, so it does not count. The one before is kept. The disk may be failing.',
    failed: 'The last backup could not be made. It is tried again by itself.',
  },
  behind: (count: number, n: string) =>
    count === 1
      ? 'One entry since then is in no backup yet.'
      : `${n} entries since then are in no backup yet.`,
  make: 'Back up now',
  making: 'Backing up …',
  done: 'The backup is made and was read back',
  key: {
    title: 'Recovery key',
    lead: 'Without it no backup can be read on another machine. Nobody else has it: not the cloud, not support.',
    never: 'Write the recovery key down.',
    show: 'Show the key',
    shownAt: (time: string) => `Last shown ${time}`,
    write: 'Write these five groups on paper, one under the other.',
    letters: 'There is no I, L, O or U in it: what looks like one is 1 or 0.',
    where: 'Keep the paper outside this building, and not with the stick that holds the backups.',
    written: 'It is written down',
  },
  places: {
    title: 'Copies elsewhere',
    none: 'None. Join the cloud under Settings → Cloud, or put a USB stick where FELT_BACKUP_TO says: each backup is copied by itself.',
    all: (n: number) =>
      n === 1 ? 'It has the newest backup.' : `All ${n} places have the newest backup.`,
    lacking: (have: number, all: number) =>
      all === 1
        ? 'It does not have the newest backup.'
        : have === 0
          ? `None of the ${all} places has the newest backup.`
          : `${have} of ${all} places ${have === 1 ? 'has' : 'have'} the newest backup.`,
    core: 'Cloud',
    had: (time: string) => `Last seen ${time}`,
    states: {
      ok: 'Up to date',
      waiting: 'On its way',
      away: 'Not there',
      full: 'Full',
      readOnly: 'Read-only',
      stuck: 'No answer',
      failed: 'Failed',
      tooLarge: 'Too large',
      clock: 'Clock wrong',
      unreachable: 'Not reached',
    },
    means: {
      ok: 'The newest backup is here, encrypted.',
      waiting: 'The newest backup goes there by itself.',
      away: 'No stick or other disk is there. It gets what it lacks as soon as it is.',
      full: 'There is no room on it, though older backups were taken away. Use a larger one.',
      readOnly: 'Nothing can be written on it: look for its lock switch, or whose it is.',
      stuck: 'The disk does not answer. Pull it out and put it in again.',
      failed: 'It is tried again every ten minutes.',
      tooLarge: 'The cloud takes no backup of this size. Use a USB stick.',
      clock: 'The clocks of this machine and the cloud are too far apart. Look at the clock.',
      unreachable: 'The cloud does not answer. It is tried again by itself.',
    },
  },
  list: {
    title: 'On this machine',
    holds: (events: string, size: string) => `${events} entries · ${size}`,
    save: (time: string) => `Save the backup of ${time}`,
    more: (count: number) => `Show ${count} more`,
    rule: 'Kept: one of each of the last 7 days, 4 weeks and 12 months.',
  },
  support: {
    title: 'For support',
    lead: 'Versions, health, figures and the last messages, without names, notes, addresses or secrets. Read it before you send it.',
    save: 'Save the file',
  },
};
