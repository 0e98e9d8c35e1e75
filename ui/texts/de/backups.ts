import type { backups as english } from '../en/backups.ts';
import type { Words } from '../words.ts';

export const backups: Words<typeof english> = {
  none: 'Noch keine Sicherung',
  last: (time) => `Letzte Sicherung ${time}`,
  standings: {
    none: 'Noch keine',
    problem: 'Nicht gemacht',
    stale: 'Alt',
    here: 'Nur hier',
    safe: 'Sicher',
  },
  means: {
    none: 'Die erste entsteht von selbst, nach einem Turnier oder in der Nacht.',
    problem: '',
    stale: 'Sie ist älter als zwei Tage, und seither ist Neues dazugekommen. Mach jetzt eine.',
    here: 'Sie wurde zurückgelesen und ist gut, liegt aber nur auf dieser Maschine: Feuer, Diebstahl oder eine kaputte Platte nimmt beides.',
    safe: 'Sie wurde zurückgelesen und ist gut, und anderswo liegt eine Kopie.',
  },
  problems: {
    noSpace:
      'Auf der Platte dieser Maschine ist kein Platz für eine Sicherung. Der Abend geht weiter; schaffe Platz.',
    unreadable:
      'Eine Sicherung wurde geschrieben und ließ sich nicht zurücklesen, also zählt sie nicht. Die vorige bleibt. Vielleicht stirbt die Platte.',
    failed: 'Die letzte Sicherung kam nicht zustande. Es wird von selbst wieder versucht.',
  },
  behind: (count, n) =>
    count === 1
      ? 'Ein Eintrag seither ist noch in keiner Sicherung.'
      : `${n} Einträge seither sind noch in keiner Sicherung.`,
  make: 'Jetzt sichern',
  making: 'Sichert …',
  done: 'Die Sicherung ist gemacht und wurde zurückgelesen',
  key: {
    title: 'Wiederherstellungs\u00adschlüssel',
    lead: 'Ohne ihn lässt sich auf einer anderen Maschine keine Sicherung lesen. Sonst hat ihn niemand: weder die Cloud noch der Support.',
    never: 'Schreibe den Schlüssel auf.',
    show: 'Schlüssel zeigen',
    shownAt: (time) => `Zuletzt gezeigt ${time}`,
    write: 'Schreibe diese fünf Gruppen auf Papier, eine unter die andere.',
    letters: 'I, L, O und U kommen nicht vor: was so aussieht, ist 1 oder 0.',
    where: 'Bewahre das Papier außer Haus auf, und nicht bei dem Stick mit den Sicherungen.',
    written: 'Ist aufgeschrieben',
  },
  places: {
    title: 'Kopien anderswo',
    none: 'Keine. Tritt der Cloud bei (Einstellungen → Cloud), oder stecke einen USB-Stick dorthin, worauf FELT_BACKUP_TO zeigt: jede Sicherung wird von selbst kopiert.',
    all: (n: number) =>
      n === 1 ? 'Die neueste Sicherung ist dort.' : `Alle ${n} Orte haben die neueste Sicherung.`,
    lacking: (have: number, all: number) =>
      all === 1
        ? 'Die neueste Sicherung ist nicht dort.'
        : have === 0
          ? `Keiner der ${all} Orte hat die neueste Sicherung.`
          : `${have} von ${all} Orten ${have === 1 ? 'hat' : 'haben'} die neueste Sicherung.`,
    core: 'Cloud',
    had: (time) => `Zuletzt gesehen ${time}`,
    states: {
      ok: 'Aktuell',
      waiting: 'Unterwegs',
      away: 'Nicht da',
      full: 'Voll',
      readOnly: 'Schreibgeschützt',
      stuck: 'Keine Antwort',
      failed: 'Fehlgeschlagen',
      tooLarge: 'Zu groß',
      clock: 'Uhr falsch',
      unreachable: 'Nicht erreicht',
    },
    means: {
      ok: 'Die neueste Sicherung liegt hier, verschlüsselt.',
      waiting: 'Die neueste Sicherung kommt von selbst dorthin.',
      away: 'Kein Stick und keine andere Platte ist da. Was fehlt, wird kopiert, sobald etwas da ist.',
      full: 'Es ist kein Platz, obwohl ältere Sicherungen weggenommen wurden. Nimm einen größeren.',
      readOnly:
        'Es lässt sich nichts darauf schreiben: sieh nach dem Schreibschutz, und wem es gehört.',
      stuck: 'Die Platte antwortet nicht. Ziehe sie ab und stecke sie wieder an.',
      failed: 'Es wird alle zehn Minuten wieder versucht.',
      tooLarge: 'Die Cloud nimmt keine Sicherung dieser Größe. Nimm einen USB-Stick.',
      clock:
        'Die Uhren dieser Maschine und der Cloud gehen zu weit auseinander. Sieh nach der Uhr.',
      unreachable: 'Die Cloud antwortet nicht. Es wird von selbst wieder versucht.',
    },
  },
  list: {
    title: 'Auf dieser Maschine',
    holds: (events, size) => `${events} Einträge · ${size}`,
    save: (time) => `Sicherung von ${time} speichern`,
    more: (count) => `${count} weitere zeigen`,
    rule: 'Es bleibt je eine der letzten 7 Tage, 4 Wochen und 12 Monate.',
  },
  support: {
    title: 'Für den Support',
    lead: 'Versionen, Zustand, Zahlen und die letzten Meldungen, ohne Namen, Notizen, Adressen oder Geheimnisse. Lies sie, bevor du sie schickst.',
    save: 'Datei speichern',
  },
};
