import type { software as english } from '../en/software.ts';
import type { Words } from '../words.ts';

export const software: Words<typeof english> = {
  felt: (version) => `Felt ${version}`,
  states: {
    unmanaged: 'I hånden',
    current: 'Opdateret',
    downloading: 'På vej',
    ready: 'Klar',
    waiting: 'I nat',
    updating: 'Opdaterer',
    trial: 'På prøve',
  },
  means: {
    unmanaged:
      'Denne server er sat op i hånden, så intet opdateres herfra. Den, der satte den op, ved hvordan.',
    current: 'Der kendes intet nyere. Serveren ser selv efter flere gange om dagen.',
    downloading: 'Den hentes ved siden af aftenen og kontrolleres, før noget andet sker.',
    ready: 'Den er her og er kontrolleret. Intet ændres, før du siger til.',
    waiting:
      'Den lægges ind mellem kl. 2 og 11 om natten, når intet ur har kørt, og ingen har arbejdet her, i et kvarter.',
    updating:
      'Serveren er væk nogle sekunder. Skærme og telefoner kommer igen af sig selv, og urene går videre rigtigt.',
    trial:
      'Den er ny her og skal vise, hvad den kan. Standser eller hænger den, kommer den forrige tilbage af sig selv inden for et minut, med alt, der blev skrevet.',
  },
  titles: {
    current: (version) => `Felt ${version} kører her`,
    downloading: (version) => `Felt ${version} er på vej`,
    ready: (version) => `Felt ${version} er klar`,
    waiting: (version) => `Felt ${version} kommer i nat`,
    updating: (version) => `Opdaterer til Felt ${version}`,
    back: (version) => `Tilbage til Felt ${version}`,
    trial: (version) => `Felt ${version} er ny her`,
  },
  noCloud:
    'Serveren er ikke i nogen sky, så den hører ikke om noget nyere. En udgivelse på en USB-stik lægges ind med: felt-leaf update FIL',
  problem: 'Det lykkedes ikke at se efter:',
  provedAt: (time) => `Godkendt kl. ${time}, hvis alt går vel.`,
  size: (megabytes) => `${megabytes} MB`,
  coming: (done, all) => `${done} af ${all} MB`,
  notes: 'Det er nyt',
  stays: (version, why) =>
    `Felt ${version} blev tilbudt og ikke taget ind. ${why} Den hentes ikke igen af sig selv; »Se efter nu« prøver én gang til.`,
  failedHere: 'Den har været her og kørte ikke. Prøv den kun igen, hvis nogen siger hvorfor.',
  now: 'Opdatér nu',
  tonight: 'I nat, når intet kører',
  notTonight: 'Ikke i nat',
  look: 'Se efter nu',
  looking: 'Ser efter…',
  back: (version) => `Tilbage til Felt ${version}`,
  anyway: {
    title: 'Et ur kører',
    lead: (names, one) =>
      one
        ? `${names} er i gang. Alles skærme står stille nogle sekunder; uret går videre rigtigt.`
        : `${names} er i gang. Alles skærme står stille nogle sekunder; urene går videre rigtigt.`,
    update: 'Opdatér alligevel',
    back: 'Gå tilbage alligevel',
    keep: 'Vent',
  },
  facts: {
    running: 'Kører',
    build: 'Build',
    commit: 'Commit',
    lookedAt: 'Så sidst efter',
    never: 'ikke siden starten',
  },
  last: {
    updated: (to, at) => `Felt ${to} siden ${at}`,
    rolledBack: (to) => `Tilbage på Felt ${to}`,
    refused: 'Udgivelsen blev ikke lagt ind',
    notTaken: (version) => `Felt ${version} blev ikke taget ind`,
    because: (from, why) => `Felt ${from} ${why}.`,
    byHand: (from) => `Nogen gik tilbage fra Felt ${from}.`,
    mended:
      'Den havde beskadiget loggen. Loggen er bragt i orden ud fra kopien fra lige før og alt, der kom efter; den beskadigede fil er gemt.',
    seen: 'Forstået',
  },
  failed: {
    'exit-code': 'stoppede, da den startede',
    signal: 'brød sammen, da den startede',
    'core-dump': 'brød sammen, da den startede',
    'oom-kill': 'skulle bruge mere hukommelse, end der er',
    timeout: 'blev ikke klar i tide',
    watchdog: 'holdt op med at svare',
    'tries-left': 'blev afbrudt flere gange, før den var godkendt',
    unwell: 'blev ikke ved med at være rask',
    missing: 'var der ikke mere',
    other: 'virkede ikke her',
  },
  refusals: {
    FORMAT: 'Filen blev beskadiget undervejs.',
    NO_ROOTS: 'Denne udgave tager ingen opdateringer: den er bygget uden nøgler.',
    ROOT_SIGNATURES: 'Ingen, som serveren stoler på, står inde for den. Brug den ikke.',
    KEYS_OLDER: 'Dens liste over nøgler er ældre end den, der kendes her.',
    KEY_UNKNOWN: 'Den er signeret med en nøgle, som ingen står inde for. Brug den ikke.',
    KEY_REVOKED: 'Nøglen, der signerede den, er trukket tilbage. Der kommer en nyere.',
    KEY_EXPIRED: 'Nøglen, der signerede den, er udløbet. Der kommer en nyere.',
    SIGNATURE: 'Signaturen er forkert: nogen har ændret den. Brug den ikke.',
    MANIFEST: 'Denne udgave forstår den ikke: en ældre skal ind først.',
    PRODUCT: 'Den er til et andet produkt.',
    TARGET: 'Den er til en anden slags maskine.',
    CHANNEL: 'Den er til en anden kanal.',
    OLDER: 'Den er ikke nyere end det, der kører her.',
    BELOW_MINIMUM: 'Den er for gammel til at køre her.',
    SCHEMA: 'Den kan ikke åbne serverens data: en ældre skal ind først.',
    EXPIRED: 'Den er udløbet. Der kommer en nyere.',
    BASE: 'Den bygger på en udgave, der ikke kører her. Den hele hentes.',
    NO_SPACE: 'Der er for lidt plads på disken: gør plads og prøv igen.',
    TOO_LARGE: 'Den rummer mere, end den siger.',
    TRUNCATED: 'Den slutter for tidligt.',
    HASH: 'Indholdet er ikke det, der blev signeret.',
    UNTIDY: 'Der kunne ikke tages en kopi af loggen først: se på den ledige plads på disken.',
    other: 'Noget var ikke, som det skulle være.',
  },
  notice: {
    ready: (version) => `Felt ${version} er klar til at blive lagt ind.`,
    waiting: (version) => `Felt ${version} kommer i nat, når intet kører.`,
    trial: (version, time) => `Felt ${version} er ny her, på prøve til kl. ${time}.`,
    look: 'Se',
  },
};
