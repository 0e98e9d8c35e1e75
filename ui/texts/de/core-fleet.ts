import type { coreFleet as english } from '../en/core-fleet.ts';
import type { Words } from '../words.ts';

export const coreFleet = {
  leaf: {
    version: 'Version',
    epoch: 'Leaf Nummer',
    enrolled: 'Angemeldet',
    heard: 'Zuletzt gehört vor',
    applied: 'Ereignisse im Core',
    event: (seq: string, of: string) => `${seq} von ${of}`,
    documents: 'Profile unterwegs',
    disk: 'Frei auf seinem Speicher',
    clock: 'Uhr',
    clockOk: 'geht richtig',
    clockUnsure: 'unsicher',
    key: 'Schlüssel',
    code: 'Code',
    codeUntil: (at: string) => `gilt noch bis ${at}`,
    never: 'noch nie',
    kept: 'Für eine Aktualisierung aufgehoben',
    keptLead:
      'Dieses Leaf ist neuer als der Core. Was der Core noch nicht versteht, liegt hier der Reihe nach und zählt, sobald er aktualisiert ist.',
    keptFrom: (seq: string) => `ab Ereignis ${seq}`,
    keptEvents: 'Wartet auf eine Aktualisierung',
    none: 'Kein Leaf angemeldet',
  },
  fleet: {
    title: 'Leaves',
    add: 'Neues Haus',
    name: 'Name des Hauses',
    slug: 'Kurzname',
    slugHint: 'Kleinbuchstaben, Ziffern und Striche: für Adressen und die Kommandozeile',
    timezone: 'Zeitzone',
    currency: 'Währung',
    organisation: 'Organisation',
    noOrganisation: 'Keine',
    make: 'Anlegen',
    search: 'Haus, Version oder Schlüssel suchen',
    columns: {
      venue: 'Haus',
      leaf: 'Leaf',
      version: 'Version',
      heard: 'Zuletzt gehört',
      lag: 'Rückstand',
      state: 'Zustand',
    },
    replace: 'Code für ein anderes Leaf',
    firstCode: 'Anderer Code',
    replaceLead:
      'Das neue Leaf tritt an die Stelle von diesem, sobald es den Code benutzt, und bekommt alles zurück, was der Core hat. Bis dahin ändert sich nichts.',
    revoke: 'Sperren',
    revokeTitle: 'Dieses Haus abtrennen?',
    revokeLead: (name: string) =>
      `${name} sendet dem Core nie wieder etwas. Was da ist, bleibt; das Leaf selbst läuft weiter.`,
    revokeConfirm: 'Ja, abtrennen',
    revoked: (name: string) => `${name} ist abgetrennt`,
    codeTitle: 'Der Code, einmal gezeigt',
    codeLead:
      'Gib ihn beim Einrichten des Leafs ein oder unter Einstellungen → Cloud. Er gilt einmal, 7 Tage lang.',
    caution: {
      here: 'Dieser Core ist nur auf seiner eigenen Maschine bekannt: ein Server anderswo erreicht ihn nicht. Setze dort, wo er läuft, FELT_CORE_URL (https) und FELT_HUB.',
      plain:
        'Server nehmen einen Core nur über https, und diese Adresse ist es nicht. Stelle einen Proxy mit Zertifikat davor und setze FELT_CORE_URL.',
    },
    codeQr: 'Adresse und Code als QR-Code',
    address: 'Adresse dieses Cores',
    copy: 'Kopieren',
    copied: 'Kopiert',
    move: 'In diese Organisation verschieben',
    moved: 'Verschoben',
  },
} as const satisfies Words<typeof english>;
