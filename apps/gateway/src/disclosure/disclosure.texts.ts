/** @module The words of a disclosure: a name for every field of it, in the languages that are printed. */
import type { PrintLanguage } from '@visage/contracts/print.texts';

export interface DisclosureTexts {
  title: string;
  intro: string;
  made: (moment: string) => string;
  none: string;
  yes: string;
  no: string;
  photos: (count: number) => string;
  /** By the name of the field, wherever it stands. */
  fields: Readonly<Record<string, string>>;
}

export const DISCLOSURE_TEXTS: Record<PrintLanguage, DisclosureTexts> = {
  en: {
    title: 'What is held of you',
    intro:
      'This is everything that this installation of Visage holds of you, as of the moment below. The same is in data.json, for programs. Photos are named by their number; you see them on the pages that your link or your account opens. What a face looks like is never given out, only that it is kept and since when.',
    made: (moment) => `Written on ${moment}`,
    none: 'nothing',
    yes: 'yes',
    no: 'no',
    photos: (count) => (count === 1 ? '1 photo' : `${count} photos`),
    fields: {
      ...{
        guest: 'You as a guest',
        people: 'The people on your phone',
        person: 'Person',
        refusals: 'Refused here',
      },
      ...{
        user: 'Your account',
        sessions: 'Where you are or were signed in',
        passwordLinks: 'Open password links',
      },
      ...{
        events: 'Your events',
        helpsWith: 'Events you help with',
        corrections: 'Your corrections of people',
      },
      ...{
        uploads: 'Files you sent lately',
        photosSent: 'Photos you sent',
        auditLines: 'Lines of the log about you',
      },
      ...{ driveConnection: 'Your Google Drive', driveExports: 'Sent to Google Drive', receipts: 'Receipts' },
      ...{
        driveImports: 'Fetched from Google Drive',
        archives: 'Archives you asked for',
        consent: 'Consent',
        consentEntries: 'In the register of consents',
      },
      ...{ withdrawnPhotos: 'Photos that were taken back and that you have not read of yet' },
      ...{ foundPhotos: 'Photos you were found in', shownPhotos: 'Photos you were shown as yours' },
      ...{ disownedPhotos: 'You said: that is not me', claimedPhotos: 'You said: I am in this one' },
      ...{ waitingClaims: 'Of these, waiting for the host', keptSelfies: 'Selfies kept as rows of numbers' },
      ...{ matchedFaces: 'Faces that your selfie was like', searchedAt: 'Last searched for' },
      ...{
        id: 'Number',
        name: 'Name',
        email: 'E-mail',
        role: 'Role',
        event: 'Event',
        date: 'Day',
        link: 'Link',
      },
      ...{
        code: 'Code',
        joinedAt: 'Joined',
        seenAt: 'Last here',
        approvedAt: 'Let in',
        refusedAt: 'Sent away',
      },
      ...{ version: 'Wording of', at: 'On', by: 'By', keepLooking: 'Looked for in later photos, too' },
      ...{ number: 'Entry', deed: 'What was done', who: 'Pseudonym', hash: 'Hash of the entry' },
      ...{ createdAt: 'Since', model: 'Network', photoId: 'Photo', shownAt: 'Shown on', kept: 'Stays yours' },
      ...{
        fileName: 'File',
        bytes: 'Bytes',
        heldAt: 'Waits for approval since',
        deletedAt: 'In the trash since',
      },
      ...{
        finishedAt: 'Ended',
        outcome: 'What became of it',
        uses: 'For',
        state: 'State',
        folderName: 'Folder',
      },
      ...{ photoIds: 'Photos', expiresAt: 'Ends', lastAt: 'Until', count: 'Times', action: 'What was done' },
      ...{
        byThem: 'By you',
        eventId: 'Event',
        subjectId: 'About',
        detail: 'Details',
        agent: 'Browser or program',
      },
      ...{ endedAt: 'Ended', disabledAt: 'Switched off', sessionsFrom: 'Sign-ins count from' },
      ...{
        quotaBytes: 'Bytes you may store',
        quotaEvents: 'Events you may have',
        invitedTo: 'Invited to the event',
      },
      ...{
        erasedAt: 'Erased',
        addedAt: 'Since',
        kind: 'What',
        undoneAt: 'Undone',
        what: 'Of',
        begunAt: 'Begun',
      },
    },
  },
  de: {
    title: 'Was über dich gespeichert ist',
    intro:
      'Das ist alles, was diese Installation von Visage zum Zeitpunkt unten über dich speichert. Dasselbe steht für Programme in data.json. Fotos sind mit ihrer Nummer genannt; ansehen kannst du sie auf den Seiten, die dein Link oder dein Konto öffnet. Wie ein Gesicht aussieht, wird nie herausgegeben, nur, dass es aufbewahrt wird und seit wann.',
    made: (moment) => `Geschrieben am ${moment}`,
    none: 'nichts',
    yes: 'ja',
    no: 'nein',
    photos: (count) => (count === 1 ? '1 Foto' : `${count} Fotos`),
    fields: {
      ...{
        guest: 'Du als Gast',
        people: 'Die Personen auf deinem Handy',
        person: 'Person',
        refusals: 'Hier abgewiesen',
      },
      ...{
        user: 'Dein Konto',
        sessions: 'Wo du angemeldet bist oder warst',
        passwordLinks: 'Offene Passwort-Links',
      },
      ...{
        events: 'Deine Events',
        helpsWith: 'Wo du hilfst',
        corrections: 'Deine Korrekturen an Personen',
      },
      ...{
        uploads: 'Kürzlich gesendete Dateien',
        photosSent: 'Fotos von dir',
        auditLines: 'Zeilen des Protokolls über dich',
      },
      ...{
        driveConnection: 'Dein Google Drive',
        driveExports: 'An Google Drive gesendet',
        receipts: 'Belege',
      },
      ...{
        driveImports: 'Von Google Drive geholt',
        archives: 'Angeforderte Archive',
        consent: 'Einwilligung',
        consentEntries: 'Im Verzeichnis der Zustimmungen',
      },
      ...{ withdrawnPhotos: 'Zurückgenommene Fotos, von denen du noch nicht gelesen hast' },
      ...{
        foundPhotos: 'Fotos, auf denen du gefunden wurdest',
        shownPhotos: 'Fotos, die dir als deine gezeigt wurden',
      },
      ...{
        disownedPhotos: 'Du hast gesagt: Das bin ich nicht',
        claimedPhotos: 'Du hast gesagt: Da bin ich drauf',
      },
      ...{
        waitingClaims: 'Davon warten auf den Gastgeber',
        keptSelfies: 'Als Zahlenreihen aufbewahrte Selfies',
      },
      ...{ matchedFaces: 'Gesichter, denen dein Selfie glich', searchedAt: 'Zuletzt gesucht' },
      ...{
        id: 'Nummer',
        name: 'Name',
        email: 'E-Mail',
        role: 'Rolle',
        event: 'Event',
        date: 'Tag',
        link: 'Link',
      },
      ...{
        code: 'Code',
        joinedAt: 'Beigetreten',
        seenAt: 'Zuletzt hier',
        approvedAt: 'Eingelassen',
        refusedAt: 'Abgewiesen',
      },
      ...{
        version: 'Wortlaut vom',
        at: 'Am',
        by: 'Von',
        keepLooking: 'Wird auch in späteren Fotos gesucht',
      },
      ...{ number: 'Eintrag', deed: 'Was geschah', who: 'Pseudonym', hash: 'Prüfsumme des Eintrags' },
      ...{ createdAt: 'Seit', model: 'Netz', photoId: 'Foto', shownAt: 'Gezeigt am', kept: 'Bleibt deines' },
      ...{
        fileName: 'Datei',
        bytes: 'Bytes',
        heldAt: 'Wartet auf Freigabe seit',
        deletedAt: 'Im Papierkorb seit',
      },
      ...{
        finishedAt: 'Beendet',
        outcome: 'Was daraus wurde',
        uses: 'Für',
        state: 'Stand',
        folderName: 'Ordner',
      },
      ...{ photoIds: 'Fotos', expiresAt: 'Endet', lastAt: 'Bis', count: 'Mal', action: 'Was getan wurde' },
      ...{
        byThem: 'Von dir',
        eventId: 'Event',
        subjectId: 'Betrifft',
        detail: 'Einzelheiten',
        agent: 'Browser oder Programm',
      },
      ...{ endedAt: 'Beendet', disabledAt: 'Abgeschaltet', sessionsFrom: 'Anmeldungen gelten ab' },
      ...{
        quotaBytes: 'Erlaubte Bytes',
        quotaEvents: 'Erlaubte Events',
        invitedTo: 'Eingeladen zum Event',
      },
      ...{
        erasedAt: 'Gelöscht',
        addedAt: 'Seit',
        kind: 'Was',
        undoneAt: 'Zurückgenommen',
        what: 'Wovon',
        begunAt: 'Begonnen',
      },
    },
  },
};
