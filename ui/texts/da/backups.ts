import type { backups as english } from '../en/backups.ts';
import type { Words } from '../words.ts';

export const backups: Words<typeof english> = {
  none: 'Ingen sikkerhedskopi endnu',
  last: (time) => `Seneste sikkerhedskopi ${time}`,
  standings: {
    none: 'Ingen endnu',
    problem: 'Ikke lavet',
    stale: 'Gammel',
    here: 'Kun her',
    safe: 'Sikker',
  },
  means: {
    none: 'Den første laves af sig selv, efter en turnering eller om natten.',
    problem: '',
    stale: 'Den er mere end to dage gammel, og der er kommet mere til. Lav en nu.',
    here: 'Den er læst igennem og i orden, men den ligger kun på denne maskine: brand, tyveri eller en ødelagt disk tager begge dele.',
    safe: 'Den er læst igennem og i orden, og der ligger en kopi et andet sted.',
  },
  problems: {
    noSpace:
      'Der er ikke plads til en sikkerhedskopi på maskinens disk. Aftenen går videre; skaf plads.',
    unreadable:
      'En sikkerhedskopi blev skrevet, men kunne ikke læses igen, så den tæller ikke. Den forrige er bevaret. Disken er måske ved at gå i stykker.',
    failed: 'Den seneste sikkerhedskopi kunne ikke laves. Det prøves igen af sig selv.',
  },
  behind: (count, n) =>
    count === 1
      ? 'Én indtastning siden da er ikke i nogen sikkerhedskopi endnu.'
      : `${n} indtastninger siden da er ikke i nogen sikkerhedskopi endnu.`,
  make: 'Tag sikkerhedskopi nu',
  making: 'Kopierer …',
  done: 'Sikkerhedskopien er lavet og læst igennem',
  key: {
    title: 'Gendannelsesnøgle',
    lead: 'Uden den kan ingen sikkerhedskopi læses på en anden maskine. Ingen andre har den: hverken skyen eller supporten.',
    never: 'Skriv gendannelsesnøglen ned.',
    show: 'Vis nøglen',
    shownAt: (time) => `Sidst vist ${time}`,
    write: 'Skriv disse fem grupper på papir, den ene under den anden.',
    letters: 'Der er intet I, L, O eller U i den: det, der ligner, er 1 eller 0.',
    where: 'Gem papiret uden for huset, og ikke sammen med det stik, som kopierne ligger på.',
    written: 'Den er skrevet ned',
  },
  places: {
    title: 'Kopier andre steder',
    none: 'Ingen. Meld dig til skyen under Indstillinger → Sky, eller sæt et USB-stik i, hvor FELT_BACKUP_TO peger hen: hver sikkerhedskopi kopieres af sig selv.',
    all: (n: number) =>
      n === 1
        ? 'Den nyeste sikkerhedskopi er der.'
        : `Alle ${n} steder har den nyeste sikkerhedskopi.`,
    lacking: (have: number, all: number) =>
      all === 1
        ? 'Den nyeste sikkerhedskopi er der ikke.'
        : have === 0
          ? `Ingen af de ${all} steder har den nyeste sikkerhedskopi.`
          : `${have} af ${all} steder har den nyeste sikkerhedskopi.`,
    core: 'Sky',
    had: (time) => `Sidst set ${time}`,
    states: {
      ok: 'Opdateret',
      waiting: 'På vej',
      away: 'Ikke der',
      full: 'Fuld',
      readOnly: 'Skrivebeskyttet',
      stuck: 'Svarer ikke',
      failed: 'Mislykket',
      tooLarge: 'For stor',
      clock: 'Uret går forkert',
      unreachable: 'Ikke nået',
    },
    means: {
      ok: 'Den nyeste sikkerhedskopi ligger her, krypteret.',
      waiting: 'Den nyeste sikkerhedskopi kommer dertil af sig selv.',
      away: 'Der er intet stik og ingen anden disk. Det får, hvad det mangler, så snart det er der.',
      full: 'Der er ikke plads, selv om ældre kopier er taget væk. Brug et større.',
      readOnly: 'Der kan ikke skrives på det: se efter låsen, og hvis det er.',
      stuck: 'Disken svarer ikke. Tag den ud, og sæt den i igen.',
      failed: 'Det prøves igen hvert tiende minut.',
      tooLarge: 'Skyen tager ikke imod en sikkerhedskopi i den størrelse. Brug et USB-stik.',
      clock: 'Maskinens og skyens ure er for langt fra hinanden. Se på uret.',
      unreachable: 'Skyen svarer ikke. Det prøves igen af sig selv.',
    },
  },
  list: {
    title: 'På denne maskine',
    holds: (events, size) => `${events} indtastninger · ${size}`,
    save: (time) => `Gem sikkerhedskopien fra ${time}`,
    more: (count) => `Vis ${count} mere`,
    rule: 'Bevares: én for hver af de seneste 7 dage, 4 uger og 12 måneder.',
  },
  support: {
    title: 'Til support',
    lead: 'Versioner, helbred, tal og de seneste meddelelser, uden navne, noter, adresser eller hemmeligheder. Læs den, før du sender den.',
    save: 'Gem filen',
  },
};
