/** @module A receipt in words, on paper and on screens alike. Imports no schema: the pages of guests show it. */
import type { PrintLanguage } from './print.texts.js';
import type { Receipt, ReceiptCount, ReceiptSubject } from './receipt.contract.js';

interface ReceiptTexts {
  title: string;
  subject: Record<ReceiptSubject, string>;
  erased: string;
  id: string;
  event: string;
  when: string;
  wording: string;
  noWording: string;
  installation: string;
  number: string;
  key: string;
  counts: Record<ReceiptCount, string>;
  howMuch: string;
  nothing: string;
  check: string;
  names: string;
}

const TEXTS: Record<PrintLanguage, ReceiptTexts> = {
  en: {
    title: 'Receipt of an erasure',
    subject: {
      guest: 'A guest, with all who shared the phone',
      companion: 'A person on the phone of a guest',
      event: 'An event with everything in it',
      photos: 'Photos of an event, for good',
      user: 'An account',
    },
    erased: 'Erased',
    id: 'Called here',
    event: 'Event',
    when: 'Gone since',
    wording: 'Wording of the consent',
    noWording: 'Nobody had agreed to a face search',
    installation: 'Installation',
    number: 'Number of the receipt',
    key: 'Signed with the key',
    howMuch: 'What was removed',
    nothing: 'Nothing else was held.',
    counts: {
      people: 'People that faces were grouped into',
      faces: 'Faces, with what they look like',
      photos: 'Photos',
      namelessPhotos: 'Photos that stay, and no longer say who sent them',
      albums: 'Albums',
      shares: 'Shares',
      codes: 'Codes of shares',
      guests: 'Guests',
      companions: 'Others on phones of guests',
      consents: 'Consents to the face search',
      matches: 'Faces that a selfie was found to be like',
      keptSelfies: 'Selfies as kept rows of numbers',
      shownPhotos: 'Notes of which photo was shown to whom',
      statements: 'Words of guests about photos',
      uploads: 'Notes of files that were sent',
      archives: 'Lists of archives',
      driveConnections: 'Connections to a Google Drive',
      driveRuns: 'Runs to or from Google Drive',
      corrections: 'Corrections of people',
      objections: 'Objections of people who did not want to be shown',
      collaborators: 'Rights to help with an event',
      sessions: 'Sign-ins',
      auditLines: 'Lines of the log that no longer say who it was',
      keys: 'Keys that sealed the faces of an event',
    },
    check: 'Scan the code to check this receipt, or open',
    names: 'This receipt names nobody: it holds ids and numbers alone.',
  },
  de: {
    title: 'Beleg einer Löschung',
    subject: {
      guest: 'Ein Gast mit allen, die das Handy teilten',
      companion: 'Eine Person auf dem Handy eines Gastes',
      event: 'Ein Event mit allem darin',
      photos: 'Fotos eines Events, endgültig',
      user: 'Ein Konto',
    },
    erased: 'Gelöscht',
    id: 'Hieß hier',
    event: 'Event',
    when: 'Fort seit',
    wording: 'Wortlaut der Einwilligung',
    noWording: 'Niemand hatte einer Gesichtssuche zugestimmt',
    installation: 'Installation',
    number: 'Nummer des Belegs',
    key: 'Unterschrieben mit dem Schlüssel',
    howMuch: 'Was entfernt wurde',
    nothing: 'Sonst war nichts gespeichert.',
    counts: {
      people: 'Personen, zu denen Gesichter gehörten',
      faces: 'Gesichter mit dem, wie sie aussehen',
      photos: 'Fotos',
      namelessPhotos: 'Fotos, die bleiben und nicht mehr sagen, wer sie geschickt hat',
      albums: 'Alben',
      shares: 'Freigaben',
      codes: 'Codes von Freigaben',
      guests: 'Gäste',
      companions: 'Weitere auf Handys von Gästen',
      consents: 'Einwilligungen in die Gesichtssuche',
      matches: 'Gesichter, denen ein Selfie glich',
      keptSelfies: 'Selfies als aufbewahrte Zahlenreihen',
      shownPhotos: 'Vermerke, wem welches Foto gezeigt wurde',
      statements: 'Aussagen von Gästen über Fotos',
      uploads: 'Vermerke über gesendete Dateien',
      archives: 'Listen von Archiven',
      driveConnections: 'Verbindungen mit einem Google Drive',
      driveRuns: 'Läufe von oder zu Google Drive',
      corrections: 'Korrekturen an Personen',
      objections: 'Widersprüche von Personen, die nicht gezeigt werden wollten',
      collaborators: 'Rechte, bei einem Event zu helfen',
      sessions: 'Anmeldungen',
      auditLines: 'Zeilen des Protokolls, die nicht mehr sagen, wer es war',
      keys: 'Schlüssel, mit denen die Gesichter des Events versiegelt waren',
    },
    check: 'Den Code scannen, um diesen Beleg zu prüfen, oder öffnen:',
    names: 'Dieser Beleg nennt niemanden: Er enthält nur Kennungen und Zahlen.',
  },
};

export interface ReceiptWords {
  title: string;
  /** What it is about, each with its name. */
  facts: [label: string, value: string][];
  howMuch: string;
  counts: [label: string, count: number][];
  /** Stands where nothing was counted. */
  nothing: string;
  check: string;
  names: string;
}

/** @param receipt in whatever order its counts are; they come in the order of the texts */
export function receiptWords(language: PrintLanguage, receipt: Receipt): ReceiptWords {
  const { subject, counts, ...texts } = TEXTS[language];
  const { what, subjectId, eventId, erasedAt, textVersions } = receipt;
  const kinds: [ReceiptCount, string][] = Object.entries(counts).map(([kind, label]) => [
    kind as ReceiptCount,
    label,
  ]);
  return {
    ...texts,
    facts: [
      [texts.erased, subject[what]],
      [texts.number, receipt.id],
      ...(eventId === subjectId ? [] : ([[texts.id, subjectId]] as [string, string][])),
      ...(eventId === null ? [] : ([[texts.event, eventId]] as [string, string][])),
      [texts.when, momentOf(language, erasedAt)],
      textVersions.length > 0 ? [texts.wording, textVersions.join(', ')] : [texts.wording, texts.noWording],
      [texts.installation, receipt.installation],
      [texts.key, receipt.key],
    ],
    counts: kinds.flatMap(([kind, label]): [string, number][] => {
      const count = receipt.counts[kind];
      return count === undefined ? [] : [[label, count]];
    }),
  };
}

/** In UTC, so that it reads the same wherever it is printed. */
function momentOf(language: PrintLanguage, moment: string): string {
  const format = new Intl.DateTimeFormat(language, {
    ...{ dateStyle: 'long', timeStyle: 'medium', timeZone: 'UTC' },
  });
  return `${format.format(new Date(moment))} UTC`;
}
