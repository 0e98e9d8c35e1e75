import type { coreFleet as english } from '../en/core-fleet.ts';
import type { Words } from '../words.ts';

export const coreFleet = {
  leaf: {
    version: 'Version',
    epoch: 'Leaf nummer',
    enrolled: 'Tilmeldt',
    heard: 'Sidst hørt for',
    applied: 'Hændelser i core',
    event: (seq: string, of: string) => `${seq} af ${of}`,
    documents: 'Profiler på vej',
    disk: 'Ledigt på dets disk',
    clock: 'Ur',
    clockOk: 'går rigtigt',
    clockUnsure: 'usikkert',
    key: 'Nøgle',
    code: 'Kode',
    codeUntil: (at: string) => `kan bruges indtil ${at}`,
    never: 'aldrig',
    kept: 'Gemt til en opdatering',
    keptLead:
      'Dette leaf er nyere end coren. Det, coren endnu ikke forstår, ligger her i rækkefølge og tæller, så snart den er opdateret.',
    keptFrom: (seq: string) => `fra hændelse ${seq}`,
    keptEvents: 'Venter på en opdatering',
    none: 'Intet leaf er tilmeldt',
  },
  fleet: {
    title: 'Leaves',
    add: 'Nyt sted',
    name: 'Stedets navn',
    slug: 'Kort navn',
    slugHint: 'Små bogstaver, tal og streger: i adresser og på kommandolinjen',
    timezone: 'Tidszone',
    currency: 'Valuta',
    organisation: 'Organisation',
    noOrganisation: 'Ingen',
    make: 'Opret det',
    search: 'Find et sted, en version eller en nøgle',
    columns: {
      venue: 'Sted',
      leaf: 'Leaf',
      version: 'Version',
      heard: 'Sidst hørt',
      lag: 'Bagud',
      state: 'Tilstand',
    },
    replace: 'Kode til et andet leaf',
    firstCode: 'En anden kode',
    replaceLead:
      'Det nye leaf træder i stedet for dette, så snart det bruger koden, og får alt tilbage, som core har. Indtil da ændres intet.',
    revoke: 'Spær',
    revokeTitle: 'Skal dette sted kobles fra?',
    revokeLead: (name: string) =>
      `${name} sender aldrig mere noget til core. Det, der er her, bliver; selve leaf kører videre.`,
    revokeConfirm: 'Ja, kobl det fra',
    revoked: (name: string) => `${name} er koblet fra`,
    codeTitle: 'Koden, vist én gang',
    codeLead:
      'Skriv den, når leaf sættes op, eller under Indstillinger → Cloud. Den virker én gang, i 7 dage.',
    caution: {
      here: 'Kernen kendes kun af sin egen maskine: en server et andet sted når den ikke. Sæt FELT_CORE_URL (https) og FELT_HUB, hvor den kører.',
      plain:
        'Servere tager kun en kerne med https, og denne adresse er det ikke. Sæt en proxy med certifikat foran, og sæt FELT_CORE_URL.',
    },
    codeQr: 'Adresse og kode som QR-kode',
    address: 'Adressen på denne core',
    copy: 'Kopiér',
    copied: 'Kopieret',
    move: 'Flyt til denne organisation',
    moved: 'Flyttet',
  },
} as const satisfies Words<typeof english>;
