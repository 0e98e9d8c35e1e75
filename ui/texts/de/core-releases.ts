/** What the core says of releases and their roll-out. */
export const coreReleases = {
  releases: {
    title: 'Versionen',
    lead: 'Worauf sich Leaves selbst aktualisieren. Eine Version geht Schritt für Schritt an mehr Häuser und hält von selbst an, wenn sie an zweien zurückfällt.',
    add: 'Datei hinzufügen',
    adding: 'Wird geprüft …',
    added: (version: string) => `${version} ist da`,
    none: 'Noch keine Versionen',
    noneLead:
      'Wer Felt baut, signiert eine Version (npm run release) und veröffentlicht sie, oder gibt die Datei weiter, die hier hinzugefügt wird.',
    build: (n: string) => `Build ${n}`,
    state: {
      held: 'Zurückgehalten',
      partly: (percent: number) => `${percent} von 100`,
      all: 'Alle Häuser',
      halted: 'Angehalten',
      expired: 'Abgelaufen',
    },
    haltedWhy: {
      asked: 'Jemand hat sie angehalten.',
      rolledBack: 'Sie ist an mehreren Häusern von selbst zurückgefallen.',
      revoked: 'Der Schlüssel, der sie signiert hat, wurde widerrufen.',
    } as Readonly<Record<string, string>>,
    haltedBanner: (version: string, venues: number) =>
      `${version} ist an ${venues} ${venues === 1 ? 'Haus' : 'Häusern'} zurückgefallen und angehalten: Niemand sonst bekommt sie.`,
    look: 'Ansehen',
    channels: { stable: 'Stabil', beta: 'Beta' } as Readonly<Record<string, string>>,
    running: (venues: string) => `läuft in ${venues}`,
    offered: (venues: string) => `kommt in ${venues}`,
    wentBack: (venues: string) => `zurückgefallen in ${venues}`,
    lines: { running: 'Läuft damit', offered: 'Bekommt sie', wentBack: 'Zurückgefallen' },
    rollout: 'Von hundert Häusern',
    rolloutLead:
      'Ein größerer Schritt behält alle Häuser des vorigen. Ein Leaf übernimmt sie in einem ruhigen Moment, nie in einem laufenden Level.',
    nobody: 'Keines',
    everybody: 'Alle',
    rollTo: (percent: number) =>
      percent === 0
        ? 'Niemandem anbieten'
        : percent === 100
          ? 'Allen Häusern anbieten'
          : `${percent} von 100 anbieten`,
    channel: 'Kanal',
    channelLead: 'Stabil geht an jedes Haus, Beta nur an die, die darum gebeten haben.',
    halt: 'Anhalten',
    resume: 'Weitergehen lassen',
    resumeTitle: 'Weitergehen lassen?',
    resumeLead:
      'Häusern wird sie wieder angeboten. Fällt sie an zwei weiteren zurück, hält sie noch einmal an.',
    resumeConfirm: 'Ja, weitergehen lassen',
    changed: 'Geändert',
    files: 'Dateien',
    delta: (from: string, size: string) => `ab Build ${from}: ${size}`,
    until: (at: string) => `zu haben bis ${at}`,
    expiredAt: (at: string) => `war zu haben bis ${at}`,
    notes: 'Was neu ist',
    addedAt: 'Hinzugefügt',
    backAt: 'Wo sie zurückfiel',
    venues: 'Was wo läuft',
    noVenues: 'Noch kein Leaf hat sich gemeldet',
    columns: { venue: 'Haus', build: 'Läuft mit', channel: 'Kanal', update: 'Letztes Update' },
    outcome: {
      ready: 'liegt bereit',
      waiting: 'wartet auf einen ruhigen Moment',
      trial: 'ist auf Probe',
      confirmed: 'ist drin',
      rolledBack: 'fiel zurück',
      refused: 'wies eine Datei ab',
    } as Readonly<Record<string, string>>,
    gets: (build: string) => `bekommt ${build}`,
    unknown: 'nennt seinen Build nicht',
    because: {
      operator: 'jemand dort wollte es',
      'tries-left': 'sie wurde in zwei Starts nicht bereit',
      watchdog: 'sie hing',
      timeout: 'sie wurde nie bereit',
      'exit-code': 'sie beendete sich',
      signal: 'sie stürzte ab',
      'core-dump': 'sie stürzte ab',
      'start-limit-hit': 'sie scheiterte zu oft',
      'oom-kill': 'sie brauchte zu viel Speicher',
    } as Readonly<Record<string, string>>,
    codes: {
      FORMAT: 'Das ist keine Version von Felt, oder sie wurde unterwegs beschädigt.',
      NO_ROOTS:
        'Dieser Core kennt keine Wurzelschlüssel: Er nimmt Versionen nur als Build mit ihnen, oder mit FELT_ROOT_KEYS.',
      ROOT_SIGNATURES: 'Die Wurzelschlüssel dieses Cores bürgen nicht für sie: nicht verwenden.',
      KEYS_OLDER: 'Sie trägt eine ältere Schlüsselliste als die, die hier ist: neu signieren.',
      KEY_UNKNOWN:
        'Sie wurde mit einem Schlüssel signiert, für den niemand bürgt: nicht verwenden.',
      KEY_REVOKED: 'Der Schlüssel, der sie signiert hat, wurde widerrufen.',
      KEY_EXPIRED: 'Der Schlüssel, der sie signiert hat, ist abgelaufen.',
      SIGNATURE: 'Ihre Signatur ist falsch: Jemand hat sie verändert, nicht verwenden.',
      MANIFEST: 'Dieser Core versteht ihre Beschreibung nicht: zuerst den Core aktualisieren.',
      EXPIRED: 'Sie ist abgelaufen.',
      BASE: 'Sie baut auf einem anderen Programm auf als dem, das hier ist.',
      NO_BASE:
        'Sie enthält nur, was sich geändert hat: zuerst die Version hinzufügen, auf der sie aufbaut.',
      NO_SPACE: 'Auf der Platte des Cores ist nicht genug Platz.',
      TOO_LARGE: 'Sie enthält mehr, als sie sagt: Sie wurde beschädigt.',
      TRUNCATED: 'Sie endet zu früh: noch einmal senden.',
      HASH: 'Ihr Inhalt ist nicht das, was signiert wurde: noch einmal senden.',
      ALREADY_THERE: 'Diese Datei ist schon hier.',
      WRONG_CHANNEL: 'Sie wurde für einen anderen Kanal signiert.',
    } as Readonly<Record<string, string>>,
  },
} as const;
