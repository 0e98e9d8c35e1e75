import type { create as english } from '../en/create.ts';
import type { Words } from '../words.ts';

export const create: Words<typeof english> = {
  title: 'Ny turnering',
  template: 'Struktur',
  hours: (from, to) => `${from}–${to} t.`,
  levels: (levels, stack) => `${levels} levels · ${stack} chips`,
  own: 'Dine',
  name: 'Navn',
  buyIn: 'Buy-in',
  free: '0 for en freeroll',
  startsAt: 'Planlagt start',
  submit: 'Opret',
  done: (name) => `${name} er klar`,
  defaultName: (template, day) => `${template} ${day}`,
  rebuyName: 'Rebuy',
  addOnName: 'Add-on',
  first: 'Din første turnering',
  firstLead: 'Vælg en struktur og en pris. Resten kan vente.',
  screen: {
    title: 'Vis den på en skærm',
    lead: (address) => `Åbn ${address} på et tv eller i et andet vindue. Der står fire cifre.`,
    code: 'De fire cifre på skærmen',
    connect: 'Tilslut skærmen',
    skip: 'Fortsæt uden skærm',
    go: 'Til turneringen',
    done: 'Skærm tilføjet',
    unknown: 'Ingen skærm viser de cifre. Se efter igen: de skifter, når skærmen genindlæses.',
    open: 'Åbn en skærm her',
  },
};
