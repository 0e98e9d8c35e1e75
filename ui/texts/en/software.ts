/** Which release of Felt runs on the server: the next one, the one before, and what became of it. */
export const software = {
  felt: (version: string) => `Felt ${version}`,
  states: {
    unmanaged: 'By hand',
    current: 'Up to date',
    downloading: 'Coming',
    ready: 'Ready',
    waiting: 'Tonight',
    updating: 'Updating',
    trial: 'On trial',
  },
  means: {
    unmanaged:
      'This server was put up by hand, so nothing is updated from here. Whoever did it knows how.',
    current: 'Nothing newer is known. It looks by itself, several times a day.',
    downloading: 'It comes beside the night, and is checked before anything else happens.',
    ready: 'It is here and checked. Nothing changes until you say so.',
    waiting:
      'It is put in between 2 and 11 at night, once no clock has run and nobody has worked here for a quarter of an hour.',
    updating:
      'The server is away for a few seconds. Screens and phones come back by themselves, and clocks go on right.',
    trial:
      'It is new here and has to prove itself. If it stops or hangs, the release before comes back by itself within a minute, with everything that was entered.',
  },
  titles: {
    current: (version: string) => `Felt ${version} runs here`,
    downloading: (version: string) => `Felt ${version} is coming`,
    ready: (version: string) => `Felt ${version} is ready`,
    waiting: (version: string) => `Felt ${version} comes tonight`,
    updating: (version: string) => `Updating to Felt ${version}`,
    back: (version: string) => `Back to Felt ${version}`,
    trial: (version: string) => `Felt ${version} is new here`,
  },
  noCloud:
    'This server is in no cloud, so it hears of nothing newer. A release on a USB stick is put in by: felt-leaf update FILE',
  problem: 'Looking did not work:',
  provedAt: (time: string) => `Proved at ${time}, if all stays well.`,
  size: (megabytes: string) => `${megabytes} MB`,
  coming: (done: string, all: string) => `${done} of ${all} MB`,
  notes: 'What is new',
  stays: (version: string, why: string) =>
    `Felt ${version} was offered and not taken. ${why} It is not fetched again by itself; “Look now” tries once more.`,
  failedHere: 'It was here before and did not run. Try it again only if somebody says why.',
  now: 'Update now',
  tonight: 'Tonight, when nothing runs',
  notTonight: 'Not tonight',
  look: 'Look now',
  looking: 'Looking…',
  back: (version: string) => `Back to Felt ${version}`,
  anyway: {
    title: 'A clock runs',
    lead: (names: string, one: boolean) =>
      one
        ? `${names} is being played. Everybody’s screen stands still for a few seconds; the clock goes on right.`
        : `${names} are being played. Everybody’s screen stands still for a few seconds; the clocks go on right.`,
    update: 'Update all the same',
    back: 'Go back all the same',
    keep: 'Wait',
  },
  facts: {
    running: 'Running',
    build: 'Build',
    commit: 'Commit',
    lookedAt: 'Looked last',
    never: 'not since the start',
  },
  last: {
    updated: (to: string, at: string) => `Felt ${to} since ${at}`,
    rolledBack: (to: string) => `Back on Felt ${to}`,
    refused: 'The release was not put in',
    notTaken: (version: string) => `Felt ${version} was not taken`,
    because: (from: string, why: string) => `Felt ${from} ${why}.`,
    byHand: (from: string) => `Somebody went back from Felt ${from}.`,
    mended:
      'It had damaged the log. The log was put right from the copy made just before, with everything that came after; the damaged file is kept.',
    seen: 'All right',
  },
  /** Of a release that was taken back, behind its name. */
  failed: {
    'exit-code': 'stopped as it started',
    signal: 'broke down as it started',
    'core-dump': 'broke down as it started',
    'oom-kill': 'needed more memory than there is',
    timeout: 'did not get ready in time',
    watchdog: 'stopped answering',
    'tries-left': 'was cut off several times before it had proved itself',
    unwell: 'did not stay well',
    missing: 'was not there any more',
    other: 'did not work here',
  },
  /** Why a release was not put in. */
  refusals: {
    FORMAT: 'The file was damaged on its way.',
    NO_ROOTS: 'This build takes no updates: it was built without keys.',
    ROOT_SIGNATURES: 'Nobody whom this server trusts vouches for it. Do not use it.',
    KEYS_OLDER: 'Its list of keys is older than the one known here.',
    KEY_UNKNOWN: 'It was signed by a key that nobody vouches for. Do not use it.',
    KEY_REVOKED: 'The key that signed it was withdrawn. A newer release will come.',
    KEY_EXPIRED: 'The key that signed it has expired. A newer release will come.',
    SIGNATURE: 'Its signature is wrong: somebody changed it. Do not use it.',
    MANIFEST: 'This build does not understand it: an older release has to come first.',
    PRODUCT: 'It is for another product.',
    TARGET: 'It is for another kind of machine.',
    CHANNEL: 'It is for another channel.',
    OLDER: 'It is not newer than what runs here.',
    BELOW_MINIMUM: 'It is too old to run here.',
    SCHEMA: 'It cannot open the data of this server: an older release has to come first.',
    EXPIRED: 'It has expired. A newer release will come.',
    BASE: 'It builds on a release that does not run here. The whole one is fetched.',
    NO_SPACE: 'There is too little space on the disk: free some, then try again.',
    TOO_LARGE: 'It holds more than it says.',
    TRUNCATED: 'It ends too early.',
    HASH: 'Its contents are not what was signed.',
    UNTIDY: 'No copy of the log could be made first: look at the free space on the disk.',
    other: 'Something was not as it should be.',
  },
  notice: {
    ready: (version: string) => `Felt ${version} is ready to be put in.`,
    waiting: (version: string) => `Felt ${version} comes tonight, when nothing runs.`,
    trial: (version: string, time: string) =>
      `Felt ${version} is new here, on trial until ${time}.`,
    look: 'Look',
  },
} as const;
