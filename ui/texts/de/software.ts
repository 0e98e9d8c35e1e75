import type { software as english } from '../en/software.ts';
import type { Words } from '../words.ts';

export const software: Words<typeof english> = {
  felt: (version) => `Felt ${version}`,
  states: {
    unmanaged: 'Von Hand',
    current: 'Aktuell',
    downloading: 'Kommt',
    ready: 'Bereit',
    waiting: 'Heute Nacht',
    updating: 'Wird eingesetzt',
    trial: 'Auf Probe',
  },
  means: {
    unmanaged:
      'Dieser Server wurde von Hand eingerichtet, von hier wird nichts aktualisiert. Wer ihn eingerichtet hat, weiß, wie.',
    current: 'Etwas Neueres ist nicht bekannt. Der Server sieht mehrmals am Tag selbst nach.',
    downloading: 'Sie kommt neben dem Abend her und wird geprüft, bevor sonst etwas geschieht.',
    ready: 'Sie ist da und geprüft. Nichts ändert sich, bevor du es sagst.',
    waiting:
      'Sie wird zwischen 2 und 11 Uhr nachts eingesetzt, wenn eine Viertelstunde lang keine Uhr lief und niemand hier gearbeitet hat.',
    updating:
      'Der Server ist für einige Sekunden weg. Bildschirme und Telefone kommen von selbst wieder, und die Uhren gehen richtig weiter.',
    trial:
      'Sie ist neu hier und muss sich bewähren. Bleibt sie stehen oder hängt sie, kommt die vorige innerhalb einer Minute von selbst zurück, mit allem, was eingegeben wurde.',
  },
  titles: {
    current: (version) => `Hier läuft Felt ${version}`,
    downloading: (version) => `Felt ${version} kommt`,
    ready: (version) => `Felt ${version} ist bereit`,
    waiting: (version) => `Felt ${version} kommt heute Nacht`,
    updating: (version) => `Felt ${version} wird eingesetzt`,
    back: (version) => `Zurück zu Felt ${version}`,
    trial: (version) => `Felt ${version} ist neu hier`,
  },
  noCloud:
    'Dieser Server ist in keiner Cloud, er erfährt also von nichts Neuerem. Eine Version auf einem USB-Stick wird eingesetzt mit: felt-leaf update DATEI',
  problem: 'Das Nachsehen ging nicht:',
  provedAt: (time) => `Bewährt um ${time}, wenn alles gut geht.`,
  size: (megabytes) => `${megabytes} MB`,
  coming: (done, all) => `${done} von ${all} MB`,
  notes: 'Was neu ist',
  stays: (version, why) =>
    `Felt ${version} wurde angeboten und nicht genommen. ${why} Von selbst wird es nicht noch einmal geholt; „Jetzt nachsehen“ versucht es erneut.`,
  failedHere: 'Sie war schon hier und lief nicht. Versuch sie nur wieder, wenn jemand sagt, warum.',
  now: 'Jetzt aktualisieren',
  tonight: 'Heute Nacht, wenn nichts läuft',
  notTonight: 'Nicht heute Nacht',
  look: 'Jetzt nachsehen',
  looking: 'Sieht nach…',
  back: (version) => `Zurück zu Felt ${version}`,
  anyway: {
    title: 'Eine Uhr läuft',
    lead: (names, one) =>
      one
        ? `${names} wird gespielt. Alle Bildschirme stehen für einige Sekunden still; die Uhr geht richtig weiter.`
        : `${names} werden gespielt. Alle Bildschirme stehen für einige Sekunden still; die Uhren gehen richtig weiter.`,
    update: 'Trotzdem aktualisieren',
    back: 'Trotzdem zurück',
    keep: 'Warten',
  },
  facts: {
    running: 'Läuft',
    build: 'Build',
    commit: 'Commit',
    lookedAt: 'Zuletzt nachgesehen',
    never: 'seit dem Start nicht',
  },
  last: {
    updated: (to, at) => `Felt ${to} seit ${at}`,
    rolledBack: (to) => `Zurück auf Felt ${to}`,
    refused: 'Die Version wurde nicht eingesetzt',
    notTaken: (version) => `Felt ${version} wurde nicht genommen`,
    because: (from, why) => `Felt ${from} ${why}.`,
    byHand: (from) => `Jemand ging von Felt ${from} zurück.`,
    mended:
      'Sie hatte das Protokoll beschädigt. Es wurde aus der Kopie von kurz davor und allem, was danach kam, in Ordnung gebracht; die beschädigte Datei ist aufgehoben.',
    seen: 'In Ordnung',
  },
  failed: {
    'exit-code': 'hörte beim Starten auf',
    signal: 'brach beim Starten zusammen',
    'core-dump': 'brach beim Starten zusammen',
    'oom-kill': 'brauchte mehr Speicher, als da ist',
    timeout: 'wurde nicht rechtzeitig fertig',
    watchdog: 'antwortete nicht mehr',
    'tries-left': 'wurde mehrmals unterbrochen, bevor sie sich bewährt hatte',
    unwell: 'blieb nicht gesund',
    missing: 'war nicht mehr da',
    other: 'lief hier nicht',
  },
  refusals: {
    FORMAT: 'Die Datei wurde unterwegs beschädigt.',
    NO_ROOTS: 'Diese Version nimmt keine Updates: sie wurde ohne Schlüssel gebaut.',
    ROOT_SIGNATURES: 'Niemand, dem dieser Server traut, steht für sie ein. Nicht verwenden.',
    KEYS_OLDER: 'Ihre Liste der Schlüssel ist älter als die, die hier bekannt ist.',
    KEY_UNKNOWN: 'Sie ist mit einem Schlüssel signiert, für den niemand einsteht. Nicht verwenden.',
    KEY_REVOKED: 'Der Schlüssel, der sie signiert hat, wurde zurückgezogen. Es kommt eine neuere.',
    KEY_EXPIRED: 'Der Schlüssel, der sie signiert hat, ist abgelaufen. Es kommt eine neuere.',
    SIGNATURE: 'Ihre Signatur ist falsch: jemand hat sie verändert. Nicht verwenden.',
    MANIFEST: 'Diese Version versteht sie nicht: zuerst muss eine ältere eingesetzt werden.',
    PRODUCT: 'Sie ist für ein anderes Produkt.',
    TARGET: 'Sie ist für eine andere Art von Maschine.',
    CHANNEL: 'Sie ist für einen anderen Kanal.',
    OLDER: 'Sie ist nicht neuer als das, was hier läuft.',
    BELOW_MINIMUM: 'Sie ist zu alt, um hier zu laufen.',
    SCHEMA: 'Sie kann die Daten dieses Servers nicht öffnen: zuerst muss eine ältere her.',
    EXPIRED: 'Sie ist abgelaufen. Es kommt eine neuere.',
    BASE: 'Sie baut auf einer Version auf, die hier nicht läuft. Die ganze wird geholt.',
    NO_SPACE: 'Auf der Platte ist zu wenig Platz: schaff welchen und versuch es noch einmal.',
    TOO_LARGE: 'Sie enthält mehr, als sie sagt.',
    TRUNCATED: 'Sie endet zu früh.',
    HASH: 'Ihr Inhalt ist nicht der, der signiert wurde.',
    UNTIDY:
      'Vorher ließ sich keine Kopie des Protokolls machen: sieh nach dem Platz auf der Platte.',
    other: 'Etwas war nicht, wie es sein sollte.',
  },
  notice: {
    ready: (version) => `Felt ${version} ist bereit, eingesetzt zu werden.`,
    waiting: (version) => `Felt ${version} kommt heute Nacht, wenn nichts läuft.`,
    trial: (version, time) => `Felt ${version} ist neu hier, auf Probe bis ${time}.`,
    look: 'Ansehen',
  },
};
