/** @module Every text of the web app, in German. People are addressed with "du". */
import {
  formatAmount,
  formatBytes,
  formatCount,
  formatMoment,
  formatPercent,
  formatTaken,
} from './format.js';
import type { Texts } from './texts.shape.js';

const photos = (n: number): string => formatAmount(n, 'Foto', 'Fotos');
const faces = (n: number): string => formatAmount(n, 'Gesicht', 'Gesichter');
const people = (n: number): string => formatAmount(n, 'Person', 'Personen');

const photosOf = (who: string | null): string => (who === null ? 'deinen Fotos' : `den Fotos von ${who}`);
const faceOf = (who: string | null): string => (who === null ? 'dein Gesicht' : `das Gesicht von ${who}`);

export const de: Texts = {
  product: 'Visage',
  amounts: { photos, faces, people },

  common: {
    language: 'Sprache',
    cancel: 'Abbrechen',
    close: 'Schließen',
    loading: 'Wird geladen',
    retry: 'Noch einmal versuchen',
    menu: 'Menü',
    skipToContent: 'Zum Inhalt springen',
    loadMore: 'Weitere Fotos anzeigen',
    loadingMore: 'Weitere Fotos werden geladen',
    offline: 'Der Server ist nicht erreichbar. Prüfe deine Verbindung und versuche es noch einmal.',
    unexpected: (status) =>
      `Der Server hat einen Fehler gemeldet (${status}). Bitte versuche es noch einmal.`,
    crashed: 'Auf dieser Seite ist etwas schiefgegangen',
    crashedHint: 'Lade die Seite neu. Nichts, was du hochgeladen hast, ist verloren.',
    reload: 'Neu laden',
    notFound: 'Unter dieser Adresse gibt es nichts',
    notFoundHint: 'Vielleicht ist der Link unvollständig, oder das Ziel wurde gelöscht.',
    home: 'Zu deinen Events',
  },

  reasons: {
    'album-mirrored':
      'Dieses Album wird mit einem Ordner in Google Drive abgeglichen. Beende zuerst den Abgleich.',
    'too-many-held':
      'So viele deiner Fotos warten schon auf die Gastgeber. Schick mehr, wenn sie angesehen sind.',
    'being-removed': 'Dieses Foto wird gerade endgültig gelöscht. Schick es in einer Minute noch einmal.',
    'not-approved': 'Dieses Foto wartet noch auf die Freigabe.',
    'account-disabled': 'Dieses Konto ist abgeschaltet. Bitte einen Administrator, es einzuschalten.',
    'last-admin': 'Das ist der letzte Administrator. Mach zuerst jemand anderen dazu.',
    'has-events':
      'Dieses Konto hat eigene Events, also kann es nicht nur mithelfen. Lösche sie zuerst endgültig.',
    'only-helps': 'Dein Konto hilft bei Events anderer. Bitte einen Administrator, ihm eigene zu erlauben.',
    'left-to-organizer': 'Du hilfst bei diesem Event; das macht sein Veranstalter.',
    'is-organizer': 'Das ist der Veranstalter des Events.',
    'is-admin': 'Das ist ein Administrator, der hier ohnehin alles darf.',
    'invitation-open':
      'Diese Person ist zu einem anderen Event eingeladen und hat noch kein Passwort festgelegt. Bitte sie darum und füge sie dann hinzu.',
    'name-needed':
      'Mit dieser Adresse gibt es noch kein Konto. Gib den Namen der Person an, dann bekommt sie eines.',
    'owns-events': 'Diesem Konto gehören Events, oder es haben ihm welche gehört. Schalte es stattdessen ab.',
    'admins-only': 'Nur Administratoren sehen und ändern, wie dieser Server eingerichtet ist.',
    'no-folder': 'Wähle den Ordner, aus dem die Fotos kommen.',
    'mirror-moved-on': 'Der Abgleich ist inzwischen weiter. Sieh ihn dir noch einmal an.',
    'subject-withheld': 'Diese Person wird zurückgehalten: Ihre Fotos gehen weder an Gäste noch an Drive.',
    'person-withheld': 'Dieser Link zeigt jemanden, der nicht gezeigt werden möchte. Frag die Gastgeber.',
    withheld: 'Dieses Foto wird auf Wunsch von jemandem, der darauf ist, zurückgehalten.',
    'not-looked-at': 'Wen dieses Foto zeigt, ist noch nicht bekannt.',
    internal: 'Bei uns ist etwas schiefgegangen. Bitte versuche es noch einmal.',
    busy: 'Das geht gerade nicht. Bitte versuche es gleich noch einmal.',
    'too-many-requests': 'Das waren zu viele Versuche. Warte ein wenig und versuche es dann noch einmal.',
    'not-found': 'Das gibt es nicht, oder du darfst es nicht sehen.',
    'no-such-route': 'Unter dieser Adresse gibt es nichts.',
    'cross-site':
      'Diese Anfrage kam von einer anderen Website. Öffne Visage selbst und versuche es noch einmal.',
    'wrong-login': 'E-Mail-Adresse oder Passwort ist falsch.',
    'broken-form': 'Die Übertragung ist abgebrochen. Bitte sende die Datei noch einmal.',
    'too-large': 'Das ist größer, als hier erlaubt ist.',

    admin: 'Du verwaltest diese Installation.',
    organizer: 'Du veranstaltest dieses Event.',
    collaborator: 'Du hilfst bei diesem Event.',
    'share-link': 'Der Link erlaubt es.',
    'share-gallery': 'Der Link öffnet die ganze Galerie.',
    'share-albums': 'Der Link öffnet das Album, in dem es liegt.',
    'share-person': 'Der Link öffnet die Fotos dieser Person.',
    'own-photos': 'Der Gast wurde darauf gefunden.',

    'not-signed-in': 'Melde dich an, oder öffne den Link, den du bekommen hast.',
    'other-event': 'Das gehört zu einem anderen Event.',
    'not-your-event': 'Das dürfen nur die Veranstalter dieses Events.',
    'organizers-only': 'Das dürfen nur die Veranstalter dieses Events.',
    'share-revoked': 'Dieser Link wurde geschlossen. Frag die Gastgeber nach einem neuen.',
    'code-revoked': 'Dieser Code wurde ersetzt. Frag die Gastgeber nach dem neuen.',
    'not-yet-open': 'Dieser Link ist noch nicht offen.',
    expired: 'Dieser Link ist abgelaufen. Frag die Gastgeber nach einem neuen.',
    'password-required': 'Gib zuerst das Passwort dieses Links ein.',
    'join-required': 'Tritt zuerst als Gast ein.',
    'guests-full': 'Für diesen Link sind schon alle Plätze vergeben. Frag die Gastgeber nach einem anderen.',
    'approval-pending': 'Die Gastgeber haben dich noch nicht hereingelassen.',
    'approval-refused': 'Die Gastgeber haben dich mit diesem Link nicht hereingelassen.',
    'right-not-given': 'Das ist mit diesem Link nicht erlaubt.',
    'consent-required': 'Stimme zuerst der Gesichtssuche zu.',
    'faces-ended': 'Die Gesichtssuche dieses Events ist beendet: Seine Gesichter wurden gelöscht.',
    'no-controller':
      'Hier wird keine Gesichtssuche angeboten, da noch niemand als verantwortlich genannt ist. Frag die Gastgeber.',
    'not-yours': 'Auf diesem Foto wurdest du nicht gefunden.',
    'claims-not-offered': 'Dieser Link öffnet die Fotos, auf denen du gefunden wurdest, und keine anderen.',
    'selfie-required': 'Mach zuerst ein Selfie, damit wir deine Fotos finden können.',
    'location-inside': 'Das Original dieses Fotos gibt es nicht ohne den Ort, an dem es aufgenommen wurde.',
    'outside-scope': 'Dieses Foto gehört nicht zu denen, die dir dieser Link zeigt.',
    'unknown-link': 'Dieser Link öffnet nichts. Scanne den Code noch einmal, oder bitte um einen neuen.',
    'mistyped-code':
      'Dieser Code enthält einen Tippfehler. Vergleiche ihn Zeichen für Zeichen mit der Karte.',
    'unknown-code':
      'Dieser Code öffnet nichts. Vergleiche ihn mit der Karte, oder frag die Gastgeber nach einem neuen.',
    'wrong-password': 'Dieses Passwort stimmt nicht. Achte auf Groß- und Kleinschreibung.',
    'empty-selfie': 'Das Bild ist leer. Mach bitte ein neues.',
    'selfie-too-large': 'Das Bild ist zu groß. Mach bitte ein kleineres.',
    'unreadable-selfie': 'Das Bild lässt sich nicht lesen. Versuche es mit einem anderen.',
    'selfie-too-many-pixels':
      'Das Bild hat zu viele Bildpunkte. Nimm eins mit der Frontkamera auf, oder schick eine kleinere Kopie.',
    'broken-selfie': 'Das Bild ist beschädigt oder unvollständig. Wähle ein anderes, oder mach ein neues.',
    'no-such-face': 'An dieser Stelle ist kein Gesicht. Schick das Bild noch einmal und wähle dann eins aus.',
    'search-unavailable': 'Die Gesichtssuche antwortet gerade nicht. Bitte versuche es gleich noch einmal.',
    'no-picture': 'Von diesem Foto gibt es noch keine Vorschau.',
    'no-original': 'Das Original dieses Fotos ist gerade nicht erreichbar.',
    'no-photos': 'Hier gibt es keine Fotos zum Herunterladen, oder nicht mehr.',
    'zip-preparing': 'Der Download wird noch vorbereitet. Einen Moment bitte.',
    'zip-changed': 'Inzwischen fehlt eines der Fotos. Starte den Download neu.',
    'zip-expired': 'Dieser Download ist abgelaufen. Starte ihn neu.',

    'nothing-to-undo': 'Es gibt nichts rückgängig zu machen.',
    'not-their-face':
      'Eines der Gesichter gehört nicht mehr zu dieser Person. Lade neu und wähle noch einmal.',
    'several-names': 'Diese Personen haben verschiedene Namen. Wähle, welcher bleibt.',
    'all-faces':
      'Das sind alle Gesichter dieser Person. Lass mindestens eines stehen, oder benenne die Person um.',
    'not-failed': 'Nur ein fehlgeschlagenes Foto kann noch einmal versucht werden.',
    'logo-too-large': 'Das Logo ist größer als 5 MB. Wähle ein kleineres.',
    'unreadable-logo': 'Diese Datei taugt nicht als Logo. Wähle ein Bild als PNG, JPEG oder WebP.',
    'no-codes': 'Diese Freigabe hat keinen offenen Code zum Drucken. Füge zuerst einen hinzu.',
    'too-many-codes': 'So viele Codes kann eine Freigabe nicht haben.',
    'drive-away': 'Google Drive antwortet gerade nicht. Versuche es gleich noch einmal.',
    'drive-not-connected': 'Verbinde zuerst dein Google Drive.',
    'drive-connection-ended': 'Google nimmt die Verbindung nicht mehr an. Verbinde Google Drive neu.',

    'empty-file': 'Die Datei ist leer (0 Byte). Lade das Foto noch einmal hoch.',
    'missing-file': 'Das Original ist nicht mehr im Speicher. Lade das Foto noch einmal hoch.',
    'not-an-image': 'Diese Datei ist kein Bild.',
    'unsupported-format':
      'Dieses Dateiformat wird nicht unterstützt. Speichere das Foto als JPEG, HEIC oder PNG.',
    'corrupt-image': 'Die Datei ist beschädigt oder unvollständig. Lade das Foto noch einmal hoch.',
    'too-many-pixels': 'Das Foto hat mehr Bildpunkte als erlaubt. Lade eine kleinere Kopie hoch.',
    timeout: 'Das Foto zu lesen hat zu lange gedauert.',
  },

  session: {
    account: 'Angemeldet',
    everywhere: 'Wo du angemeldet bist',
    held: 'Was habt ihr über mich?',
    everywhereHint:
      'Kennst du eine dieser Sitzungen nicht? Dann beende sie und lass dir ein neues Passwort geben.',
    signOutEverywhere: 'Überall abmelden',
    thisOne: 'diese hier',
    endThere: 'Dort abmelden',
    unknownAgent: 'Ein Programm',
    since: (from, seen) => `Seit ${from}, zuletzt benutzt ${seen}`,
    setPassword: 'Passwort festlegen',
    setPasswordFor: (name, email) => `Für ${name}, angemeldet als ${email}.`,
    newPassword: 'Neues Passwort',
    title: 'Anmelden',
    tagline: 'Jeder Gast findet seine eigenen Fotos.',
    email: 'E-Mail',
    password: 'Passwort',
    showPassword: 'Passwort anzeigen',
    submit: 'Anmelden',
    submitting: 'Anmeldung läuft',
    signOut: 'Abmelden',
    ended: 'Deine Sitzung ist abgelaufen. Bitte melde dich neu an.',
    guestHint: 'Bist du Gast? Dann brauchst du kein Konto: Scanne den QR-Code, den du bekommen hast, oder',
    guestType: 'gib den Code daneben ein',
  },

  privacy: {
    title: (event) => (event === null ? 'Datenschutz' : `Datenschutz: ${event}`),
    back: 'Zurück zu den Fotos',
    version: (version) => `Fassung ${version} dieses Textes.`,
    responsible: {
      heading: 'Wer verantwortlich ist',
      reach: (contact) => `Kontakt: ${contact}`,
      demo: 'Dieser Server wurde zum Ausprobieren gestartet. In Wahrheit ist niemand für ihn verantwortlich: Verwende ihn nicht für Fotos von Menschen, die dem nicht zugestimmt haben.',
      nobody: 'Noch ist niemand genannt. Solange das so ist, wird Gästen hier keine Gesichtssuche angeboten.',
    },
    purpose: {
      heading: 'Wofür',
      points: [
        'Fotos eines Events werden danach sortiert, wen sie zeigen, damit seine Gastgeber sie den Gästen geben können und Gäste die Fotos finden, auf denen sie sind.',
        'Dafür werden die Gesichter auf den Fotos des Events vermessen und miteinander verglichen. Stimmt ein Gast zu, wird auch das Gesicht auf seinem Selfie mit ihnen verglichen. Das sind biometrische Daten (DSGVO, Artikel 9): Nach niemandem wird gesucht, der nicht zugestimmt hat, und wer zugestimmt hat, kann es jederzeit zurücknehmen.',
        'Gesichter werden nur innerhalb eines Events verglichen und für nichts anderes verwendet. Keine Maschine entscheidet über dich: Dir werden Fotos gezeigt.',
      ],
    },
    stored: {
      heading: 'Was gespeichert wird',
      points: [
        'Die Fotos und was ihre Dateien über sich sagen: wann, wo und mit welcher Kamera sie aufgenommen wurden.',
        'Von jedem Gesicht darauf: wo es ist, ein kleines Bild und eine Reihe von Zahlen, mit der es verglichen wird. Bilder und Zahlen sind mit einem Schlüssel des Events verschlüsselt.',
        'Von einem Gast: durch welchen Link du gekommen bist, dein Name, wo die Gastgeber danach fragen, dass du zugestimmt hast, welchem Text und wann, welche Gesichter deine sind und welche Fotos dir gezeigt wurden. Dein Selfie wird nie gespeichert. Nur wenn wir weiter nach dir suchen sollen, behalten wir seine Reihe von Zahlen, verschlüsselt.',
        'Fotos, die du schickst, mit deinem Namen, wenn du einen genannt hast.',
      ],
      log: (days) =>
        `Ein Protokoll, wer was getan hat, ohne Namen, Gesichter oder Passwörter, ${formatAmount(days, 'Tag', 'Tage')} lang. Von welcher Internetadresse sich jemand angemeldet hat, steht 30 Tage darin; Adressen von Gästen werden nicht gespeichert.`,
    },
    keeping: {
      heading: 'Wie lange',
      faces:
        'Gesichter werden 30 Tage nach dem Event gelöscht, wenn die Gastgeber nicht weniger Tage gewählt haben oder mehr, aus einem Grund, der festgehalten wird. Jedes Event hat eine eigene Seite zum Datenschutz, die seine Gäste unter ihren Fotos finden; sie nennt den Tag.',
      facesUntil: (day, days) =>
        `Nach heutigem Stand bleiben die Gesichter dieses Events bis zum ${day}: ${formatAmount(days, 'Tag', 'Tage')} nach dem Event. Die Gastgeber können das aus einem Grund verlängern, der festgehalten wird. Dann werden sie gelöscht, mit den Reihen von Zahlen, mit dem, was Selfies von Gästen gefunden haben, und mit dem, was davon behalten wurde.`,
      facesEnded: (day) =>
        `Die Gesichter dieses Events wurden am ${day} gelöscht, mit den Reihen von Zahlen, mit dem, was Selfies von Gästen gefunden hatten, und mit dem, was davon behalten wurde.`,
      photos: 'Die Fotos bleiben, bis die Gastgeber sie löschen.',
      photosUntil: (day) =>
        `Das ganze Event bleibt bis zum ${day}. Dann wird es mit allen Fotos, Links und Gästen gelöscht.`,
      register:
        'Dass jemand zugestimmt hat, welchem Text, wann, und wie es endete, wird als Nachweis behalten, unter einem Pseudonym und ohne Gesicht.',
      forget: (contact) =>
        contact === null
          ? '„Mich vergessen“ unter deinen Fotos löscht sofort, was von dir gespeichert ist.'
          : `„Mich vergessen“ unter deinen Fotos löscht sofort, was von dir gespeichert ist. Wegen allem anderen schreib an: ${contact}`,
    },
    recipients: {
      heading: 'Wer es bekommt',
      points: [
        'Fotos bekommen die, denen die Gastgeber einen Link geben. Wer einen Link hat, sieht, was er öffnet, und kann weitergeben, was er heruntergeladen hat.',
        'Gesichter, Reihen von Zahlen und was ein Selfie gefunden hat, bekommt niemand.',
      ],
      drive:
        'Gastgeber können Fotos ihrer Events in Google Drive legen, Gäste ihre in ein eigenes Drive. Dort gelten die Regeln von Google.',
      noDrive: 'Von hier gehen keine Fotos zu Google Drive.',
      organizersDrive:
        'Die Gastgeber haben Fotos dieses Events in Google Drive gelegt. Dort gelten die Regeln von Google.',
      guestsDrive:
        'Gäste haben Fotos, auf denen sie sind, in ihr eigenes Google Drive gelegt. Dort gelten die Regeln von Google.',
    },
    rights: {
      heading: 'Deine Rechte',
      points: [
        'Du kannst fragen, was von dir gespeichert ist, und es berichtigen, löschen oder dir als Datei geben lassen. Du kannst widersprechen und verlangen, dass es nur eingeschränkt verwendet wird. Einen Grund musst du nicht nennen.',
        'Du kannst deine Zustimmung jederzeit zurücknehmen. Was bis dahin geschehen ist, bleibt rechtmäßig.',
        'Du musst nicht zustimmen: Fotos, die ein Link allen zeigt, siehst du auch ohne Suche.',
      ],
    },
    complaint: {
      heading: 'Beschwerde',
      points: [
        'Wenn du meinst, dass mit deinen Daten hier nicht richtig umgegangen wird, kannst du dich bei einer Datenschutzbehörde beschweren: an dem Ort, an dem du lebst oder arbeitest, oder an dem die verantwortliche Stelle sitzt.',
      ],
    },
  },
  retention: {
    title: 'Wie lange dieses Event bleibt',
    soon: 'Bald endet etwas',
    ends: {
      faces: (day) =>
        `Der ${day} ist der letzte Tag der Gesichter dieses Events. Dann werden Personen, Gruppen und die Suche per Selfie gelöscht. Die Fotos bleiben.`,
      photos: (day) =>
        `Der ${day} ist der letzte Tag dieses Events. Dann wird es endgültig gelöscht, mit allen Fotos, Personen und Links.`,
    },
    look: 'Ansehen oder ändern',
    read: 'Ich habe es gelesen',
    facesUntil: (day) =>
      `Gesichter bleiben bis zum ${day}. Dann werden Personen, Gruppen und die Suche per Selfie gelöscht; die Fotos bleiben.`,
    facesEnded: (day) =>
      `Die Gesichter dieses Events wurden am ${day} gelöscht. Fotos, die jetzt kommen, werden gezeigt, wie sie sind, und nach niemandem wird darauf gesucht.`,
    photosUntil: (day) => `Das Event bleibt bis zum ${day}. Dann wird es mit allen Fotos und Links gelöscht.`,
    photosForever: 'Die Fotos bleiben, bis du sie löschst.',
    change: 'Ändern',
    save: 'Speichern',
    facesDays: 'Tage, bis die Gesichter gelöscht werden',
    facesDaysNote: 'und mit ihnen die Suche per Selfie',
    photosDays: 'Tage, bis das Event mit seinen Fotos gelöscht wird',
    photosDaysNote: 'leer: nie',
    reason: 'Warum länger?',
    reasonNote: 'kommt ins Protokoll',
    counted:
      'Gezählt wird ab dem Tag des Events; ohne einen ab dem neuesten Foto; frühestens ab dem Tag, an dem das Event angelegt wurde. 14 und 3 Tage vorher sagen wir Bescheid.',
  },
  events: {
    title: 'Events',
    create: 'Event anlegen',
    withoutFaces: 'Ohne Gesichter',
    withoutFacesHint:
      'Niemandes Gesicht wird gesucht, vermessen oder gruppiert, und Gäste können nicht mit einem Selfie suchen. Das lässt sich später nicht umkehren.',
    encrypt: 'Fotos verschlüsseln',
    encryptHint:
      'Originale und Vorschauen liegen verschlüsselt im Speicher: Wer an eine Festplatte, einen Bucket oder eine Sicherung davon kommt, sieht kein Foto. Wer den Schlüssel des Events verliert, verliert auch sie. Das lässt sich später nicht umkehren.',
    encrypted: 'Die Fotos liegen verschlüsselt im Speicher.',
    createTitle: 'Neues Event',
    name: 'Name',
    namePlaceholder: 'Hochzeit von Ana und Luis',
    date: 'Datum',
    optional: 'optional',
    creating: 'Wird angelegt',
    empty: 'Noch keine Events',
    emptyHint: 'Lege ein Event an, zieh die Fotos hinein und gib allen Gästen denselben QR-Code.',
    noPhotos: 'Noch keine Fotos',
    undated: 'Ohne Datum',
    working: (done, total) => `${formatCount(done)} von ${photos(total)} verarbeitet`,
  },

  event: {
    back: 'Events',
    share: 'Teilen',
    remove: 'Event löschen',
    progressTitle: 'Fortschritt',
    photosLabel: 'Fotos',
    facesLabel: 'Gesichter',
    peopleLabel: 'Personen',
    processing: (done, total) => `In Arbeit: ${formatCount(done)} von ${photos(total)}`,
    grouping: 'Gesichter werden Personen zugeordnet',
    complete: 'Alle Fotos sind verarbeitet',
    completeWithFailures: (failed) => `Fertig. Nicht verarbeitet: ${photos(failed)}`,
    waitingForPhotos: 'Wartet auf die ersten Fotos',
    peopleTitle: 'Personen',
    noPeople: 'Sobald Gesichter gefunden sind, erscheinen hier die Personen.',
    galleryTitle: 'Fotos',
    noPhotos: 'Noch keine Fotos',
    noPhotosHint: 'Füge oben die Fotos dieses Events hinzu. Sie werden schon beim Hochladen sortiert.',
    failedTitle: (n) => `Nicht verarbeitet (${formatCount(n)})`,
    failedHint:
      'Die Originale sind sicher. Versuche es noch einmal, oder lade die Datei herunter und sieh sie dir an.',
    retryPhoto: (name) => `${name} noch einmal versuchen`,
    retryAll: 'Alle noch einmal versuchen',
    downloadFailed: (name) => `Original von ${name} herunterladen`,
    unknownReason: 'Ein Grund wurde nicht genannt.',
  },

  collaborator: {
    renewAsk: (name) => `${name} hilft nicht mehr mit. Links erneuern?`,
    title: 'Wer mithilft',
    hint: 'Sie sehen dieses Event, fügen Fotos hinzu und ordnen sie. Links, Einstellungen und endgültiges Löschen bleiben bei dir.',
    helperHint: 'Sie fügen Fotos hinzu und ordnen sie. Geteilt wird das Event vom Veranstalter.',
    add: 'Person hinzufügen',
    addHint: 'Wer kein Konto hat, bekommt eines über einen Link, den du weitergibst.',
    nameNote: 'falls es noch kein Konto gibt',
    invited: 'hat noch kein Passwort festgelegt',
    newLink: 'Neuer Link',
    newLinkFor: (name) => `Neuer Link für ${name}`,
    remove: 'Entfernen',
    removeTitle: (name) => `${name} entfernen`,
    removeWarning:
      'Von diesem Moment an ist für diese Person nichts mehr von diesem Event zu sehen. Ihre Fotos bleiben.',
    leave: 'Nicht mehr mithelfen',
    leaveTitle: 'Bei diesem Event nicht mehr mithelfen?',
    leaveWarning: 'Du siehst nichts mehr davon. Deine Fotos bleiben.',
    youHelp: (name) => `Du hilfst ${name}`,
    eventOf: (name) => `Event von ${name}`,
    noEvents: 'Sobald dich jemand zum Mithelfen hinzufügt, erscheint das Event hier.',
    driveIntro: 'Hol Fotos aus deinem eigenen Google Drive.',
  },

  album: {
    shelves: 'Welche Fotos gezeigt werden',
    allPhotos: 'Alle Fotos',
    faceless: 'Ohne Gesichter',
    noFaceless: 'Auf jedem verarbeiteten Foto ist jemand zu sehen.',
    empty: 'Dieses Album ist leer. Wähle Fotos aus und leg sie hinein.',
    create: 'Neues Album',
    createTitle: 'Neues Album',
    name: 'Name des Albums',
    save: 'Speichern',
    rename: 'Umbenennen',
    renameTitle: (name) => `„${name}“ umbenennen`,
    earlier: (name) => `${name} nach vorn rücken`,
    later: (name) => `${name} nach hinten rücken`,
    remove: 'Album auflösen',
    removeTitle: (name) => `Das Album „${name}“ auflösen?`,
    removeWarning: 'Seine Fotos bleiben im Event. Freigaben nur für dieses Album zeigen dann nichts mehr.',
    putInto: 'In ein Album legen',
    putTitle: (n) => `${photos(n)} in ein Album legen`,
    takeOut: 'Aus dem Album nehmen',
  },

  removal: {
    title: 'Dieses Event löschen?',
    warning:
      'Alle Fotos, Gesichter, Personen und QR-Codes des Events werden vernichtet. Das lässt sich nicht rückgängig machen.',
    typeName: (name) => `Gib zur Bestätigung den Namen des Events ein: ${name}`,
    field: 'Name des Events',
    confirm: 'Endgültig löschen',
    removing: 'Wird gelöscht',
  },

  upload: {
    dropPhotos: 'Fotos hier ablegen',
    paused: (done, total) => `Angehalten bei ${formatCount(done)} von ${formatCount(total)}`,
    pause: 'Anhalten',
    resume: 'Weiter',
    missingHint: (n) =>
      `Die Seite wurde neu geladen, und dieser Browser hat ${n === 1 ? 'ein Foto' : formatAmount(n, 'Foto', 'Fotos')} nicht behalten. Wähle dieselben Dateien oder denselben Ordner noch einmal: Was angekommen ist, wird nicht noch einmal gesendet.`,
    title: 'Fotos hinzufügen',
    drop: 'Fotos oder Ordner hierher ziehen',
    dropNow: 'Loslassen zum Hinzufügen',
    formats: 'JPEG, HEIC, PNG, WebP, AVIF, TIFF und RAW. Die Originale bleiben Bit für Bit erhalten.',
    chooseFiles: 'Fotos auswählen',
    chooseFolder: 'Ordner auswählen',
    queueTitle: 'Uploads',
    sending: (done, total) => `${formatCount(done)} von ${formatCount(total)} hochgeladen`,
    finished: (total) => `${formatAmount(total, 'Upload', 'Uploads')} fertig`,
    problems: (n) => formatAmount(n, 'Problem', 'Probleme'),
    skipped: (n) => `${formatAmount(n, 'Datei', 'Dateien')} im Ordner ausgelassen: keine Fotos.`,
    retryFailed: 'Fehlgeschlagene noch einmal versuchen',
    clearDone: 'Fertige ausblenden',
    retryFile: (name) => `${name} noch einmal hochladen`,
    removeFile: (name) => `${name} aus der Liste entfernen`,
    more: (n) => `und ${formatAmount(n, 'weitere Datei', 'weitere Dateien')}`,
    noPhoto: (kind, maker) =>
      maker === undefined
        ? `Das ist ${kind}, kein Foto, das gezeigt werden kann.`
        : `Das ist ${kind} von ${maker} und kann nicht gezeigt werden. Wähle das JPEG dazu.`,
    kinds: {
      empty: 'eine leere Datei',
      video: 'ein Video',
      audio: 'eine Tonaufnahme',
      archive: 'ein Archiv',
      pdf: 'ein PDF-Dokument',
      text: 'ein Text',
      svg: 'eine SVG-Zeichnung',
      bmp: 'ein BMP-Bild',
      'jpeg-xl': 'ein JPEG-XL-Bild',
      'jpeg-2000': 'ein JPEG-2000-Bild',
      photoshop: 'ein Photoshop-Dokument',
      raw: 'eine RAW-Datei',
      unknown: 'eine Datei anderer Art',
    },
    lost: 'Die Verbindung ist abgerissen. Sobald du wieder online bist, geht es weiter.',
    state: {
      offline: 'Verbindung verloren',
      paused: 'Angehalten',
      missing: 'Bitte noch einmal wählen',
      waiting: 'Wartet',
      sending: (percent) => formatPercent(percent),
      stored: 'Hochgeladen',
      duplicate: 'Schon in diesem Event',
      refused: 'Abgelehnt',
      failed: 'Fehlgeschlagen',
    },
    size: (bytes) => formatBytes(bytes),
  },

  drive: {
    title: 'Google Drive',
    open: 'Google Drive',
    intro:
      'Hol einen Ordner mit Fotos herein, oder leg die Fotos dieses Events in dein Drive. Die Originale bleiben Bit für Bit erhalten.',
    notSetUp:
      'Google Drive ist auf diesem Server nicht eingerichtet. Wer ihn verwaltet, legt einen Google-Client an, wie es in der README steht, und trägt ihn hier ein.',
    sharedTitle: 'Freigegebene Ordner',
    sharedHint:
      'Dafür muss niemand ein Drive verbinden: Gib einen Ordner oder eine geteilte Ablage für diese Adresse frei, und du findest sie unten. Das gilt dann für alle, die auf diesem Server Events ausrichten:',
    connectTitle: 'Dein Google Drive verbinden',
    connectedAs: (email) => `Verbunden als ${email}`,
    connectHint:
      'Du bestimmst, was Visage darf; nach mehr wird nicht gefragt. Du kannst es jederzeit zurücknehmen.',
    ended:
      'Google nimmt diese Verbindung nicht mehr an: Der Zugriff wurde dort entzogen, oder er ist abgelaufen. Verbinde neu, dann kann es weitergehen.',
    usesTitle: 'Was Visage darf',
    uses: { mirror: 'Eigene Ordner abgleichen', import: 'Importieren', export: 'Exportieren' },
    usesHint: {
      mirror:
        'Alles in deinem Drive lesen und ändern. Nur nötig, um in Ordner zu schreiben, die dir gehören.',
      import: 'Deine Ordner lesen, um Fotos hereinzuholen.',
      export: 'Eigene Ordner in deinem Drive anlegen. Sonst sieht es dort nichts.',
    },
    connect: 'Google Drive verbinden',
    connectAgain: 'Neu verbinden',
    disconnect: 'Verbindung trennen',
    refusedTitle: 'Google Drive wurde nicht verbunden',
    goBack: 'Zurück',

    importTitle: 'Ordner importieren',
    importHint:
      'Jeder Unterordner wird zu einem Album. Fotos, die schon hier sind, werden erkannt und nicht noch einmal geholt.',
    importNeeds: 'Verbinde dein Google Drive mit „Importieren“, um einen Ordner auszuwählen.',
    pick: 'Ordner auswählen',
    pickTitle: 'Ordner auswählen',
    wayLabel: 'Pfad des Ordners',
    top: 'Meine Ablage',
    sharedTop: 'Für diesen Server freigegeben',
    nothingShared: 'Für diesen Server ist noch nichts freigegeben.',
    kinds: { shortcut: 'Verknüpfung', 'shared-drive': 'Geteilte Ablage' },
    noFolders: 'Hier gibt es keine Ordner.',
    importFolder: (name) => `„${name}“ importieren`,
    importNone: 'Öffne zuerst einen Ordner',
    exportInto: (name) => `Nach „${name}“ exportieren`,
    unnamedFolder: 'Ordner aus Google Drive',

    exportTitle: 'Nach Drive exportieren',
    exportHint: 'Fotos, die ein früherer Export dort abgelegt hat, werden nicht noch einmal gesendet.',
    exportNeeds: 'Verbinde dein Google Drive mit „Exportieren“, um Fotos dort abzulegen.',
    what: 'Was exportiert wird',
    wholeEvent: 'Das ganze Event',
    album: (name, n) => `Album ${name} (${photos(n)})`,
    person: (name, n) => `${name} (${photos(n)})`,
    export: 'Exportieren',

    states: {
      import: { pending: 'Wartet', running: 'Wird importiert', done: 'Importiert', failed: 'Abgebrochen' },
      export: { pending: 'Wartet', running: 'Wird exportiert', done: 'Exportiert', failed: 'Abgebrochen' },
    },
    progress: (done, total) => `bisher ${formatCount(done)} von ${formatAmount(total, 'Datei', 'Dateien')}`,
    total: {
      import: (n) => `${formatAmount(n, 'Datei', 'Dateien')} gefunden`,
      export: (n) => photos(n),
    },
    parts: {
      withheld: 'Bleibt hier: jemand wird zurückgehalten, oder es ist nicht freigegeben',
      imported: 'Importiert',
      duplicate: 'Schon hier',
      skipped: 'Kein Bild',
      uploaded: 'Hochgeladen',
      present: 'Schon dort',
      failed: 'Fehlgeschlagen',
      waiting: 'Noch nicht angesehen',
    },
    failuresTitle: 'Was nicht ging, und warum',
  },

  person: {
    unnamed: 'Person ohne Namen',
    open: (name, n) => `${name}, ${photos(n)}`,
    back: (event) => event,
    rename: 'Namen ändern',
    addName: 'Namen vergeben',
    name: 'Name dieser Person',
    save: 'Namen speichern',
    saving: 'Wird gespeichert',
    photosOf: (name) => `Fotos von ${name}`,
    inPhotos: (n, m) => `Auf ${photos(n)}, ${faces(m)}`,
    noPhotos: 'Diese Person ist auf keinem Foto mehr.',
    gone: 'Diese Person gehört jetzt zu einer anderen.',
    hide: 'Nicht aufführen',
    show: 'Wieder aufführen',
    shown: 'Wie sie gezeigt wird',
    shownTitle: 'Wie wird diese Person gezeigt?',
    shownInPhotos: 'Gästen, auf Fotos',
    shownSave: 'Speichern',
    appearance: { open: 'So, wie sie ist', blurred: 'Verwischt', withheld: 'Zurückgehalten' },
    appearanceHint: {
      open: 'Gäste sehen Fotos dieser Person und laden sie herunter wie alle anderen.',
      blurred:
        'Die Fotos bleiben. In allem, was Gäste sehen und herunterladen, ist der ganze Kopf unkenntlich, und nichts bringt ihn zurück. Deine Originale bleiben, wie sie sind.',
      withheld:
        'Kein Gast findet, sieht oder bekommt ein Foto, das diese Person zeigt, und keines geht in irgendein Drive.',
    },
    agreed: {
      blurred:
        'Du hast einem Widerspruch zu dieser Person zugestimmt: Ihr Gesicht ist unkenntlich, und wer widersprochen hat, weiß das.',
      withheld:
        'Du hast einem Widerspruch zu dieser Person zugestimmt: Sie wird zurückgehalten, und wer widersprochen hat, weiß das.',
    },
    agreedByOrganizer:
      'Wer das Event veranstaltet, hat einem Widerspruch zu dieser Person zugestimmt, und nur von dort aus wird wieder mehr von ihr gezeigt.',
    takesAnswerBack:
      'Damit nimmst du deine Antwort zurück. Wer widersprochen hat, liest, dass du nicht mehr zustimmst und warum, und darf sich beschweren.',
    takesAnswerBackWhy: 'Warum du sie wieder zeigst',
    seesOwn: 'Außer ihr selbst',
    seesOwnHint: 'Wer diese Fotos mit dem eigenen Selfie findet, bekommt sie weiterhin.',
    unlisted: 'Nicht aufgeführt',
    unlistedHint: 'Fehlt in deinen Listen der Personen. Für Gäste ändert das allein nichts.',
    erase: 'Gesichtsdaten löschen',
    eraseTitle: 'Die Gesichtsdaten dieser Person löschen?',
    eraseWarning:
      'Ihr Gesicht, wie es vermessen und aus den Fotos ausgeschnitten wurde, geht für immer und wird aus diesen Fotos nicht wieder erzeugt. Gäste, die als diese Person gefunden wurden, verlieren die Fotos aus ihrem Selfie und was von ihrem eigenen Gesicht behalten wurde. Die Fotos bleiben, und auch wie diese Person gezeigt wird. Auf späteren Fotos kann sie als jemand Neues gefunden werden.',
    effectPending: 'Die Folgen werden gezählt …',
    effect: (appearance, { photos: n, guests, guestPhotos, links, inDrive }) =>
      [
        appearance === 'open'
          ? `Gäste bekommen ${photos(n)} so, wie sie sind.`
          : appearance === 'blurred'
            ? `${photos(n)} werden verwischt. Bis das jeweils fertig ist, bekommen Gäste das Foto nicht.`
            : `${photos(n)} werden zurückgehalten.`,
        ...(guests > 0
          ? [
              `${guests === 1 ? 'Ein Gast verliert' : `${formatCount(guests)} Gäste verlieren`} davon ${formatCount(guestPhotos)} eigene.`,
            ]
          : []),
        ...(links > 0
          ? [
              `${links === 1 ? 'Ein Link' : `${formatCount(links)} Links`} zu den Fotos dieser Person ${links === 1 ? 'öffnet' : 'öffnen'} nichts mehr.`,
            ]
          : []),
        ...(inDrive > 0
          ? [
              `${formatCount(inDrive)} davon liegen in einem Google Drive: Abgeglichene Alben nehmen sie zurück, exportierte bleiben dort.`,
            ]
          : []),
      ].join(' '),
    facesTitle: 'Gesichter',
    facesHint: 'Wähle Gesichter, die jemand anderem gehören, oder eines, das für diese Person stehen soll.',
    face: (n) => `Gesicht ${formatCount(n)}`,
    moreFaces: (n) => `${formatAmount(n, 'weiteres Gesicht', 'weitere Gesichter')} anzeigen`,
    part: 'Nicht diese Person',
    cover: 'Als Titelbild verwenden',
    chosen: (n) => `${formatCount(n)} ausgewählt`,
    clear: 'Auswahl aufheben',
  },

  people: {
    all: 'Alle Personen',
    unnamed: 'Ohne Namen',
    title: 'Personen',
    hint: 'Wähle Einträge, die ein und dieselbe Person zeigen, und führe sie zusammen. Oder blende aus, wer nicht in der Liste stehen soll.',
    merge: (n) => (n < 2 ? 'Zusammenführen' : `${formatCount(n)} zu einer Person zusammenführen`),
    more: (n) => (n === 1 ? 'Noch eine Person anzeigen' : `${formatCount(n)} weitere Personen anzeigen`),
    showHidden: (n) => `Auch nicht aufgeführte Personen zeigen (${formatCount(n)})`,
    choose: (name, n) => `${name} auswählen, ${photos(n)}`,
    undo: 'Rückgängig machen',
    undone: 'rückgängig gemacht',
    undoTitle: 'Diese Änderung rückgängig machen?',
    undoPartly: (back, stays) =>
      back === 0
        ? 'Alles daran wurde seither noch einmal geändert. Nichts kehrt zurück, nur der Eintrag gilt nicht mehr.'
        : `Ein Teil wurde seither noch einmal geändert: ${formatCount(back)} von ${formatCount(back + stays)} Änderungen werden zurückgenommen, die anderen bleiben.`,
    whichName: 'Welcher Name bleibt?',
    whichNameHint: 'Die ausgewählten Personen haben verschiedene Namen.',
    mergeAs: (name) => `Als ${name} zusammenführen`,
    history: 'Änderungen',
    noHistory: 'Bisher hat niemand etwas geändert.',
    by: (name, iso) => `${name ?? 'Ein früheres Konto'}, ${formatMoment(iso)}`,
    edit: {
      name: (from, to) =>
        to === null
          ? `Name ${from ?? ''} entfernt`
          : from === null
            ? `${to} benannt`
            : `${from} in ${to} umbenannt`,
      hide: (who) => `${who} aus der Liste genommen`,
      withhold: (who) => `Fotos von ${who} zurückgehalten`,
      blur: (who) => `${who} verwischt`,
      reveal: (who) => `${who} Gästen wieder gezeigt`,
      show: (who) => `${who} wieder aufgeführt`,
      cover: (who) => `Titelbild für ${who} gewählt`,
      merge: (who, n) => `${people(n)} mit ${who} zusammengeführt`,
      part: (who, n) => `${faces(n)} von ${who} getrennt`,
      notMe: (who) => (who === null ? 'Ist nicht auf einem Foto' : `Ist auf einem Foto nicht ${who}`),
      mine: 'Ist auf einem Foto',
    },
    guest: 'Ein Gast',
    openPhoto: 'Foto öffnen',
    claims: (n) =>
      n === 1 ? 'Ein Gast sagt, auf einem Foto zu sein' : `Gäste sagen, auf ${photos(n)} zu sein`,
    claimsHint:
      'Die Gesichter, auf die sie zeigen, gehören Personen, die es hier schon gibt. Stimm nur zu, wenn du siehst, dass sie es sind.',
    claim: (by, who) =>
      `${by ?? 'Ein Gast'} sagt: Dieses Gesicht ist meins${who === null ? '' : `, nicht das von ${who}`}`,
    accept: 'Zustimmen',
    refuse: 'Ablehnen',
  },

  objection: {
    title: (n) =>
      n === 0
        ? 'Widersprüche'
        : n === 1
          ? 'Jemand möchte nicht gezeigt werden'
          : `${formatCount(n)} Menschen möchten nicht gezeigt werden`,
    none: 'Wer nicht gezeigt werden möchte, sagt das auf der Seite der Gäste, ohne Konto. Bisher hat es niemand getan.',
    hint: 'Sie haben es auf der Seite der Gäste gesagt. Deine Antwort lesen sie, und sonst niemand.',
    asks: {
      withheld: 'Wünscht sich, dass kein Gast ein Foto von ihr oder ihm bekommt.',
      blurred: 'Wünscht sich, dass das Gesicht unkenntlich wird.',
    },
    nobody: 'Bisher auf keinem Foto. Spätere werden durchgesehen.',
    agree: 'Zustimmen',
    agreeTitle: 'Wie wird die Person ab jetzt gezeigt?',
    later: 'Das gilt auch für Fotos, die später kommen.',
    agreeEnded: (n) =>
      n === 0
        ? 'Die Gesichter dieses Events sind gelöscht: Von ihr oder ihm ist kein Foto bekannt.'
        : `Die Gesichter dieses Events sind gelöscht, deshalb kann niemand mehr unkenntlich werden. ${n === 1 ? 'Ein Foto bleibt' : `${photos(n)} bleiben`} für immer zurückgehalten.`,
    atEnd: (n) => `Auf ${formatAmount(n, 'Foto', 'Fotos')}, als die Gesichter dieses Events gelöscht wurden.`,
    ended:
      'Die Gesichter dieses Events sind gelöscht, deshalb weiß niemand, wen Fotos zeigen, die noch kommen. Kein Gast bekommt sie, solange ein Widerspruch wartet oder du einem zugestimmt hast.',
    decline: 'Ablehnen',
    declineTitle: 'Diesen Widerspruch ablehnen?',
    declineHint:
      'Die Fotos werden wieder gezeigt. Sag, warum: Wer widersprochen hat, liest es und kann sich beschweren.',
    answer: 'Deine Antwort',
    states: {
      waiting: 'Wartet',
      agreed: 'Du hast zugestimmt',
      declined: 'Du hast abgelehnt',
      withdrawn: 'Wieder zurückgenommen',
    },
    withhold: 'Fotos von allen, die widersprechen, zurückhalten, bis ich geantwortet habe',
    withholdHint: 'Sonst werden sie bis dahin gezeigt. Das Recht verlangt Vorsicht.',
  },

  photo: {
    fresh: 'Neu',
    open: (name) => `Foto ${name} öffnen`,
    select: (name) => `Foto ${name} auswählen`,
    gridKeys: 'Pfeiltasten gehen von Foto zu Foto, Pos1 und Ende zum ersten und letzten.',
    processing: 'Wird verarbeitet',
    failed: 'Konnte nicht verarbeitet werden',
    noPreview: 'Von diesem Foto gibt es noch keine Vorschau.',
    viewer: 'Foto',
    position: (index, total) => `${formatCount(index)} von ${formatCount(total)}`,
    previous: 'Voriges Foto',
    next: 'Nächstes Foto',
    close: 'Foto schließen',
    download: 'Original herunterladen',
    originalStays: 'Das Original gibt es nicht ohne den Ort, an dem es aufgenommen wurde',
    downloadRaw: (fileName) => `RAW herunterladen (${fileName})`,
    showFaces: 'Gesichter zeigen',
    face: (name) => `${name}: Fotos öffnen`,
    faceAlone: 'Gesicht, das noch zu niemandem gehört',
    takenAt: (iso) => formatTaken(iso),
    details: (width, height, bytes) => `${width} × ${height}, ${formatBytes(bytes)}`,
  },

  zip: {
    all: 'Alle herunterladen',
    select: 'Auswählen',
    none: 'Herunterladen',
    some: (n) => `${photos(n)} herunterladen`,
    selected: (n) => (n === 0 ? 'Tippe auf die Fotos, die du möchtest' : `${photos(n)} ausgewählt`),
    preparing: 'Dein Download wird vorbereitet',
    started: (n, bytes) =>
      `Dein Download läuft: ${photos(n)}, ${formatBytes(bytes)}. Falls er abbricht, setz ihn in der Download-Liste deines Browsers fort.`,
    leftOut: (n) => `${photos(n)} aus deiner Auswahl gibt es nicht mehr.`,
    withheld: (n) =>
      `${photos(n)} ${n === 1 ? 'ist' : 'sind'} nicht dabei, weil es das Original nicht ohne den Aufnahmeort gibt.`,
    again: 'Noch einmal herunterladen',
  },

  share: {
    title: 'Teilen',
    intro: 'Gäste scannen den Code, machen ein Selfie und bekommen die Fotos, auf denen sie zu sehen sind.',
    createTitle: 'Neue Freigabe',
    createFirst: 'Erste Freigabe anlegen',
    createAnother: 'Weitere Freigabe anlegen',
    name: 'Name der Freigabe',
    nameDefault: 'Gäste',
    scope: 'Was Gäste sehen',
    scopeOwn: 'Nur Fotos, auf denen sie selbst sind',
    scopeOwnHint: 'Jeder Gast macht ein Selfie und sieht nur die eigenen Fotos.',
    scopeGallery: 'Die ganze Galerie',
    scopeGalleryHint: 'Wer den Link hat, sieht alle Fotos.',
    scopeAlbums: 'Einige Alben',
    scopeAlbumsHint: 'Wer den Link hat, sieht alle Fotos der Alben, die du ankreuzt.',
    scopeAlbumsList: 'Alben dieser Freigabe',
    lastDay: 'Letzter Tag',
    lastDayNote: 'leer: ohne Ende',
    firstDay: 'Erster Tag',
    firstDayNote: 'leer: sofort offen',
    more: 'Weitere Einstellungen: Passwort, Einlass, Wasserzeichen',
    whoComesIn: 'Wer hereinkommt',
    password: 'Gäste brauchen ein Passwort',
    passwordHint:
      'Es wird gefragt, bevor irgendetwas zu sehen ist. Sag es deinen Gästen, oder schreib es auf die Einladung.',
    passwordField: 'Passwort für Gäste',
    passwordLength: (n) => `mindestens ${formatCount(n)} Zeichen`,
    newPassword: 'Neues Passwort für Gäste',
    passwordStays: 'leer: das bisherige bleibt',
    approval: 'Du lässt Gäste einzeln herein',
    approvalHint: 'Jeder Gast nennt einen Namen und wartet, bis du auf dieser Seite zustimmst.',
    maxGuests: 'Höchstzahl der Gäste',
    maxGuestsNote: 'leer: beliebig viele',
    atMost: (n) => `Höchstens ${formatAmount(n, 'Gast', 'Gäste')}`,
    whatTheyGet: 'Was Gäste bekommen',
    watermark: 'Auf jedem Bild steht der Name des Events',
    watermarkHint: 'In einer Ecke der gezeigten Bilder. Deine Originale bleiben, wie sie sind.',
    originals: 'Gäste dürfen Originale herunterladen',
    originalsHint: 'In voller Qualität, einzeln oder alle auf einmal.',
    originalsMarkedHint: 'Auf Originalen steht der Name des Events nicht.',
    noOriginals: 'Keine Originale',
    metadata: 'Gäste dürfen Kamera und Objektiv eines Fotos sehen',
    hideLocation: 'Aufnahmeorte verbergen',
    hideLocationHint:
      'Auch in Originalen und Downloads: Was den Ort verrät, wird herausgenommen, alles andere bleibt. Deine eigenen Dateien bleiben, wie sie sind.',
    showsLocation: 'Gäste dürfen Aufnahmeorte sehen',
    attributes: 'Was vom Üblichen abweicht',
    edit: 'Ändern',
    editTitle: (name) => `„${name}“ ändern`,
    editHint: 'Gilt sofort, auch für Gäste, die schon da sind.',
    save: 'Speichern',
    opensAt: (iso) => `Öffnet ${formatMoment(iso)}`,
    waiting: 'Gäste vor der Tür',
    andMore: (n) => `und ${formatCount(n)} mehr`,
    nobodyWaits: 'Niemand wartet. Gäste, die hereinmöchten, erscheinen hier von selbst.',
    waitingCount: (n) => `${formatAmount(n, 'Gast wartet', 'Gäste warten')} auf deine Antwort.`,
    answered: (n) => `Beantwortet (${formatCount(n)})`,
    namelessGuest: 'Ein Gast ohne Namen',
    guestCame: (code, iso) => `${code}, ${formatMoment(iso)}`,
    sentAway: 'abgewiesen',
    letIn: 'Hereinlassen',
    letInNamed: (name) => `${name} hereinlassen`,
    sendAway: 'Abweisen',
    sendAwayNamed: (name) => `${name} abweisen`,
    create: 'Freigabe anlegen',
    creating: 'Wird angelegt',
    overview: 'Links dieses Events',
    overviewHint: 'Der Veranstalter gibt sie aus und sieht sie als Einziger.',
    came: (n, shown) => (n === 1 ? '1 Gast' : `${shown} Gäste`),
    over: 'geschlossen',
    renew: 'Links erneuern',
    renewAsk: 'Alle Links dieses Events erneuern?',
    renewWarning:
      'Alle Links, Codes und Plakate dieses Events lassen niemanden mehr ein. An ihre Stelle treten neue mit denselben Namen und Grenzen. Gäste, die schon dabei sind, bleiben es. Plakate und Karten müssen neu gedruckt werden.',
    scopes: {
      gallery: 'Ganze Galerie',
      albums: 'Einige Alben',
      'own-photos': 'Nur eigene Fotos',
      person: 'Eine Person',
    },
    until: (iso) => `Offen bis ${formatMoment(iso)}`,
    forever: 'Offen ohne Ende',
    ended: (iso) => `Abgelaufen ${formatMoment(iso)}`,
    revoked: 'Gesperrt',
    revokeShare: 'Freigabe sperren',
    revokeShareAsk: (name) => `„${name}“ sperren?`,
    revokeShareWarning:
      'Alle ihre QR-Codes und Links öffnen ab sofort nichts mehr, auch nicht für Gäste, die sie schon benutzt haben.',
    qr: (label) => `QR-Code „${label}“`,
    scan: 'Scannen und die eigenen Fotos finden',
    scanHow: 'Richte die Kamera deines Handys auf den Code. Ohne App, ohne Konto.',
    link: 'Link',
    copy: 'Link kopieren',
    copied: 'Kopiert',
    copyFailed: 'Markiere den Link und kopiere ihn von Hand',
    png: 'PNG herunterladen',
    svg: 'SVG herunterladen',
    print: 'Drucken',
    typed: (code) => `Code zum Eintippen: ${code}`,
    posters: 'Plakat',
    poster: (label) => `Plakat „${label}“`,
    posterPicture: (event) => `Vorschau des Plakats für ${event}`,
    posterLanguage: 'Sprache des Drucks',
    printObjection: 'Mit einer Zeile für alle, die nicht gezeigt werden möchten',
    printObjectionHint: 'Auf Plakaten, Tischkarten und Ausdrucken: wo sie das sagen, ohne Konto.',
    posterOpen: (size) => `PDF zum Drucken, ${size}`,
    logoAdd: 'Logo hinzufügen',
    logoReplace: 'Anderes Logo wählen',
    logoRemove: 'Logo entfernen',
    accent: 'Farbe des Events',
    accentHint:
      'Auf Gästeseiten und Plakaten. Wo sie schlecht lesbar wäre, wird sie etwas dunkler oder heller.',
    accentReset: 'Übliche Farbe verwenden',
    viewAsOpen: 'Was er zeigt',
    viewAs: (label) => `Was „${label}“ zeigt`,
    viewAsHint:
      'Entschieden nach denselben Regeln, die für deine Gäste gelten, so als wäre das Passwort eingegeben.',
    viewAsWho: 'Gesehen von',
    viewAsScanned: 'jemandem, der den Link gerade geöffnet hat',
    viewAsGuest: (name, iso) => `${name}, seit ${formatMoment(iso)}`,
    may: 'Erlaubt',
    mayNot: 'Nicht erlaubt',
    viewActions: {
      'event.join': 'Als Gast hereinkommen',
      'event.selfie': 'Mit einem Selfie suchen',
      'photo.view': 'Fotos sehen',
      'photo.preview': 'Fotos groß ansehen',
      'photo.original': 'Originale herunterladen',
      'photo.metadata': 'Kamera und Objektiv sehen',
      'zip.create': 'Alles auf einmal herunterladen',
    },
    viewPhotos: 'Welche Fotos, und warum',
    viewShown: (shown, n) => `${formatCount(shown)} von ${photos(n)} sichtbar`,
    viewIs: 'Sichtbar',
    viewIsNot: 'Nicht sichtbar',
    cards: (n) => `Tischkarten (${formatCount(n)})`,
    preview: 'Als Gast öffnen',
    codes: 'Codes',
    codesHint: 'Ein Code für alle, oder einer für jeden Tisch: Dann lässt sich jeder einzeln sperren.',
    label: 'Beschriftung des neuen Codes',
    labelPlaceholder: 'Tisch 7',
    addCode: 'Code hinzufügen',
    addMany: 'Viele Codes hinzufügen',
    seriesWord: 'Wort',
    seriesWordDefault: 'Tisch',
    seriesFrom: 'Von',
    seriesTo: 'Bis',
    seriesPreview: (first, last, n) =>
      n === 1 ? `„${first}“` : `„${first}“ bis „${last}“: ${formatAmount(n, 'Code', 'Codes')}`,
    seriesWrong: (max) => `Zähle aufwärts, und lege höchstens ${formatCount(max)} Codes auf einmal an.`,
    seriesAdd: (n) => `${formatAmount(n, 'Code', 'Codes')} hinzufügen`,
    labelField: 'Beschriftung',
    editCodeNamed: (label) => `Code ${label} ändern`,
    editCodeTitle: (label) => `Code „${label}“ ändern`,
    editCodeHint: 'Ein Code kann weniger erlauben als seine Freigabe, nie mehr.',
    codeLastDayNote: 'leer: so lange wie die Freigabe',
    codeNoOriginals: 'Ohne Originale',
    codeNoSelfie: 'Ohne Suche mit Selfie',
    codeNoSelfieHint:
      'Für die Band oder das Catering: Sie sollen Fotos ansehen und nicht selbst gesucht werden.',
    noSelfie: 'Keine Suche mit Selfie',
    guests: (n) => formatAmount(n, 'Gast', 'Gäste'),
    opens: (n) => `${formatAmount(n, 'Mal', 'Mal')} geöffnet`,
    lastUsed: (iso) => `zuletzt benutzt ${formatMoment(iso)}`,
    revokeCode: 'Sperren',
    revokeCodeNamed: (label) => `Code ${label} sperren`,
    revokeCodeAsk: (label) => `Code „${label}“ sperren?`,
    revokeCodeWarning:
      'Sein Link öffnet ab sofort nichts mehr, auch nicht für Gäste, die ihn schon benutzt haben.',
    noCodes: 'Diese Freigabe hat keinen Code mehr. Füge unten einen hinzu.',
  },

  guest: {
    upload: {
      title: 'Schick deine Fotos',
      hint: 'Die Gastgeber sehen sie zuerst. Sie behalten ihre volle Qualität.',
      name: 'Dein Name',
      nameHint: 'Damit die Gastgeber wissen, von wem sie sind.',
      start: 'Weiter',
      loading: 'Einen Moment',
    },
    title: 'Deine Fotos',
    welcome: (event) => `Finde deine Fotos: ${event}`,
    welcomeGallery: (event) => `Alle Fotos: ${event}`,
    how: 'Mach ein Selfie. Nach wenigen Sekunden siehst du alle Fotos, auf denen du bist.',
    howEarly:
      'Noch gibt es keine Fotos. Mach dein Selfie schon jetzt, und wir finden dich, sobald es welche gibt.',
    opensAt: (iso) => `Dieser Link ist noch nicht offen. Er öffnet ${formatMoment(iso)}.`,
    steps: ['Du stimmst zu', 'Du machst ein Selfie', 'Du bekommst deine Fotos'],
    linkProblem: 'Dieser Link lässt sich nicht öffnen',
    linkIncomplete: 'Ein Teil davon fehlt. Scanne den Code noch einmal, oder kopiere den ganzen Link.',
    typeCode: 'Stattdessen einen Code eintippen',
    unreachable: 'Das hat gerade nicht geklappt',

    consent: {
      version: '2026-12-01',
      title: 'Bevor wir suchen',
      intro:
        'Um dich zu finden, vergleichen wir das Gesicht auf deinem Selfie mit den Gesichtern auf den Fotos dieses Events. Das sind biometrische Daten, darum fragen wir dich vorher.',
      points: [
        'Dein Selfie dient nur der Suche und wird dann verworfen. Das Bild wird nie gespeichert.',
        'Sollen wir weiter nach dir suchen, behalten wir unter Verschluss, wie dein Gesicht aussieht, als eine Reihe von Zahlen: So gehören dir auch Fotos, die später kommen. Wir löschen sie, wenn der Link endet, wenn die Gesichter dieses Events gelöscht werden, oder wenn du es sagst.',
        'Wir merken uns, welche der gefundenen Gesichter deine sind und dass du zugestimmt hast, mit Datum und Uhrzeit. So kannst du wiederkommen.',
        'Niemand sonst sieht dein Selfie, und es wird für nichts anderes verwendet.',
        'Du kannst dich jederzeit vergessen lassen: Tippe unter deinen Fotos auf „Mich vergessen“.',
      ],
      acceptLater: 'Ich stimme zu, sucht weiter nach mir',
      acceptOnce: 'Ich stimme zu, sucht einmal',
      refuse: 'Nein, danke',
      sending: 'Einen Moment',
      outdated:
        'Der Wortlaut hat sich geändert, seit diese Seite geladen wurde. Lade sie neu und lies ihn noch einmal.',
      responsible: (name, contact) => `Verantwortlich dafür ist ${name} (${contact}).`,
      until: (day) =>
        `Nach heutigem Stand bleiben die Gesichter dieses Events bis zum ${day}. Dann werden sie gelöscht, mit dem, was dein Selfie gefunden hat, und die Suche endet. Verlängern die Gastgeber das aus einem Grund, steht es auf der Seite zum Datenschutz.`,
      agreedTo: (version) => `Du stimmst der Fassung ${version} dieses Textes zu, mit allem, was hier steht:`,
      more: 'Datenschutz im Ganzen',
    },

    noSearch: {
      ended: {
        title: 'Die Gesichtssuche ist beendet',
        text: (day) =>
          `Die Gesichter dieses Events wurden gelöscht, wie es festgelegt war: Sie blieben bis zum ${day}. Darum kann niemand mehr durch ein Selfie auf den Fotos gefunden werden. Frag die Gastgeber nach deinen Fotos.`,
      },
      'no-controller': {
        title: 'Noch keine Gesichtssuche',
        text: 'Für diesen Server ist noch niemand als verantwortlich genannt, darum wird hier nicht nach Gästen gesucht. Frag die Gastgeber: Die Verwaltung des Servers kann es eintragen.',
      },
      gallery: 'Alle Fotos ansehen',
    },

    refused: {
      title: 'Das ist in Ordnung',
      text: 'Von deinem Gesicht wurde nichts berechnet und nichts gespeichert. Du kannst die Gastgeber trotzdem nach deinen Fotos fragen.',
      again: 'Ich habe es mir anders überlegt',
      gallery: 'Alle Fotos ansehen',
    },

    selfie: {
      title: 'Mach ein Selfie',
      hint: 'Schau gerade in die Kamera, bei gutem Licht und ohne Sonnenbrille.',
      camera: 'Kamera benutzen',
      file: 'Foto auswählen',
      phoneCamera: 'Foto aufnehmen',
      capture: 'Selfie aufnehmen',
      starting: 'Die Kamera wird gestartet',
      preview: 'Bild deiner Kamera',
      oval: 'Bring dein Gesicht in das Oval',
      denied:
        'Die Kamera darf nicht benutzt werden. Erlaube sie in den Einstellungen deines Browsers, oder wähle ein Foto von dir aus.',
      missing: 'Es wurde keine Kamera gefunden. Wähle stattdessen ein Foto von dir aus.',
      busy: 'Die Kamera ließ sich nicht starten. Vielleicht benutzt sie gerade eine andere App. Du kannst stattdessen ein Foto auswählen.',
      sending: 'Dein Bild wird gesendet',
      searching: 'Wir suchen dich',
      searchingHint: 'Wir vergleichen dein Selfie mit allen Gesichtern dieses Events.',
      again: {
        'no-face':
          'Auf diesem Bild haben wir kein Gesicht gesehen. Komm näher, schau in die Kamera und versuche es noch einmal.',
        'too-small': 'Dein Gesicht ist auf diesem Bild zu klein. Komm näher und versuche es noch einmal.',
        blurred: 'Dieses Bild ist unscharf. Halte kurz still und versuche es noch einmal.',
        'too-dark': 'Dieses Bild ist zu dunkel. Dreh dich zum Licht und versuche es noch einmal.',
        'too-bright': 'Dieses Bild ist zu hell. Dreh dich aus dem grellen Licht und versuche es noch einmal.',
        'turned-away':
          'Dein Gesicht ist abgewandt oder verdeckt. Schau gerade in die Kamera, ohne Sonnenbrille oder Maske, und versuche es noch einmal.',
        ambiguous:
          'Auf diesem Bild erkennen wir dich nicht sicher genug, darum zeigen wir keine Fotos. Versuche es noch einmal: gerade in die Kamera, bei gutem Licht. Hilft das nicht, frag die Gastgeber.',
      },
      back: 'Zurück',
    },

    object: {
      link: 'Ich möchte hier nicht gezeigt werden',
      inPhoto: 'Ich möchte nicht gezeigt werden',
      title: 'Ich möchte hier nicht gezeigt werden',
      intro:
        'Du darfst nein dazu sagen, auf den Fotos dieses Events gefunden und gezeigt zu werden. Du brauchst dafür kein Konto und meldest dich nirgends an. Die Gastgeber sehen, um wen es geht, und antworten dir.',
      about: (event, day) =>
        day === null ? `Es geht um das Event „${event}“.` : `Es geht um das Event „${event}“ vom ${day}.`,
      facesEnded: (controller) =>
        controller === null
          ? 'Von diesem Event sind keine Gesichter gespeichert, deshalb ist auf seinen Fotos niemand zu finden. Bitte die Gastgeber, die Fotos herauszunehmen, auf denen du bist, und sag, welche das sind.'
          : `Von diesem Event sind keine Gesichter gespeichert, deshalb ist auf seinen Fotos niemand zu finden. Schreib an ${controller.name} (${controller.contact}), dort liegt die Verantwortung, und sag, auf welchen Fotos du bist: Sie werden von Hand herausgenommen.`,
      wish: 'Was wünschst du dir?',
      wishes: {
        withheld: 'Kein Gast bekommt ein Foto, auf dem ich bin',
        blurred: 'Mein Gesicht wird unkenntlich in allem, was Gäste bekommen',
      },
      keep: 'Mich auch auf späteren Fotos finden',
      keepHint:
        'Wie dein Gesicht aussieht, bleibt dafür allein unter Verschluss, als eine Reihe von Zahlen und nicht als Bild, bis du es zurücknimmst, die Gastgeber ablehnen oder die Gesichter des Events gelöscht werden.',
      bySelfie: 'Sag mit einem Selfie, wer du bist',
      bySelfieHint:
        'Es wird mit den Gesichtern auf diesen Fotos verglichen und sofort vergessen. Indem du es schickst, stimmst du dem zu.',
      byPhoto: 'Oder zeig auf dein Gesicht',
      byPhotoHint: 'Öffne ein Foto, auf dem du bist, und drücke „Ich möchte nicht gezeigt werden“.',
      toPhotos: 'Zu den Fotos',
      notFound:
        'Niemand auf diesen Fotos sieht dir ähnlich, und nichts wurde behalten. Kreuze „Mich auch auf späteren Fotos finden“ an, dann wirst du gesucht, wenn welche kommen.',
      made: 'Dein Widerspruch ist notiert',
      madeWithheld:
        'Ab sofort bekommt kein Gast die Fotos, auf denen du bist. Die Gastgeber werden antworten.',
      madeShown: 'Die Gastgeber werden antworten. Bis dahin werden die Fotos gezeigt wie bisher.',
      madeNotFound: 'Noch sieht dir niemand auf diesen Fotos ähnlich. Auf späteren wirst du gesucht.',
      address:
        'Unter dieser Adresse siehst du die Antwort und nimmst deinen Widerspruch zurück. Niemand sonst hat sie: Heb sie auf.',
      addressLabel: 'Adresse deines Widerspruchs',
      follow: 'Was daraus wurde',
      statusTitle: (event) => `Dein Widerspruch: ${event}`,
      states: {
        waiting: 'Die Gastgeber haben noch nicht geantwortet.',
        agreed: 'Die Gastgeber haben zugestimmt.',
        declined: 'Die Gastgeber haben abgelehnt.',
        withdrawn: 'Du hast ihn zurückgenommen.',
      },
      asked: {
        withheld: 'Du hast darum gebeten, dass kein Gast ein Foto von dir bekommt.',
        blurred: 'Du hast darum gebeten, dass dein Gesicht unkenntlich wird.',
      },
      keeps: 'Auf späteren Fotos wirst du gesucht.',
      laterWithheld:
        'Die Gesichter dieses Events sind gelöscht, deshalb wird niemand mehr gesucht. Solange dein Widerspruch gilt, bekommt kein Gast Fotos, die noch kommen.',
      since: (moment) => `Eingelegt ${moment}`,
      withdraw: 'Zurücknehmen',
      withdrawHint:
        'Was von deinem Gesicht behalten wurde, wird gelöscht. Wie du dann gezeigt wirst, entscheiden die Gastgeber.',
      face: (n, of) => `Gesicht ${formatCount(n)} von ${formatCount(of)}`,
      tap: 'Tippe auf dein Gesicht oder das deines Kindes und wähle.',
      noFaces: 'Auf diesem Foto wurde kein Gesicht gefunden. Sag stattdessen mit einem Selfie, wer du bist.',
      tapWithheld: 'Zeigt mich nicht',
      tapBlurred: 'Macht mich unkenntlich',
    },

    several: {
      title: (who) => (who === null ? 'Wer davon bist du?' : `Wer davon ist ${who}?`),
      hint: 'Auf diesem Bild sind mehrere Personen. Tippe auf das Gesicht: Nur danach wird gesucht.',
      face: (n, of) => `Gesicht ${formatCount(n)} von ${formatCount(of)}: dieses`,
      none: 'Keins davon: ein anderes Bild',
    },

    nothing: {
      title: 'Hier gibt es noch nichts',
      text: 'Dieser Link zeigt keine Fotos und nimmt keine an. Frag die Gastgeber nach einem anderen.',
    },

    photos: {
      mine: (n, who) => `${who === null ? 'Du bist' : `${who} ist`} auf ${photos(n)}`,
      ours: (n) => `${photos(n)} von euch zusammen`,
      title: 'Deine Fotos',
      all: 'Alle Fotos',
      hint: 'Tippe auf ein Foto, um es groß zu sehen und das Original herunterzuladen.',
      hintShown: 'Tippe auf ein Foto, um es groß zu sehen.',
      findMe: 'Nur Fotos mit mir finden',
      anotherSelfie: 'Mit neuem Selfie suchen',
      added: (n) =>
        n === 0
          ? 'Nichts Neues: Dieses Selfie hat keine Fotos gefunden, die du nicht schon hast.'
          : `Dieses Selfie hat ${n === 1 ? 'ein weiteres Foto' : `${formatCount(n)} weitere Fotos`} gefunden.`,
      empty: 'Noch keine Fotos',
      emptyHint: 'Bisher wurden keine hinzugefügt. Sie erscheinen hier von selbst.',
      refresh: 'Noch einmal nachsehen',
      whose: 'Welche Fotos',
      emptyMine: (who) => `Noch keine Fotos von ${who ?? 'dir'}`,
      emptyMineHint: 'Wenn du eins unter allen Fotos siehst, öffne es und tippe auf „Hier bin ich drauf“.',
      emptyLooking: (who) =>
        `Wir suchen weiter: Sobald ${who === null ? 'du auf einem Foto bist' : `${who} auf einem Foto ist`}, erscheint es hier von selbst. Du kannst die Seite schließen und wiederkommen.`,
      emptyOnce:
        'Wir haben einmal gesucht. Seither können Fotos dazugekommen sein: Suche noch einmal mit einem Selfie.',
      fresh: (n, day) => `${n === 1 ? 'Ein neues Foto' : `${formatCount(n)} neue Fotos`} von dir seit ${day}`,
      withdrawn: (n) =>
        n === 1
          ? 'Ein Foto, das du gesehen hattest, haben die Gastgeber zurückgenommen.'
          : `${formatCount(n)} Fotos, die du gesehen hattest, haben die Gastgeber zurückgenommen.`,
      read: 'In Ordnung',
      withheld: (n) =>
        n === 1
          ? 'Ein Foto wird auf Wunsch von jemandem, der darauf ist, zurückgehalten.'
          : `${formatCount(n)} Fotos werden auf Wunsch von jemandem, der darauf ist, zurückgehalten.`,
    },

    correct: {
      notMe: (who) => (who === null ? 'Das bin ich nicht' : `Das ist nicht ${who}`),
      me: (who) => `Hier ${who === null ? 'bin ich' : `ist ${who}`} drauf`,
      waits: 'Die Gastgeber werden gefragt',
      gone: (name, who) => `${name} gehört nicht mehr zu ${photosOf(who)}.`,
      added: (name, who) => `${name} gehört jetzt zu ${photosOf(who)}.`,
      asked: (name, who) =>
        `Wir fragen die Gastgeber, ob ${who === null ? `du das auf ${name} bist` : `das auf ${name} ${who} ist`}.`,
      undo: 'Rückgängig machen',
      close: 'Diese Nachricht schließen',
      which: (who) => `Welches Gesicht ist ${who === null ? 'deins' : `das von ${who}`}? Tippe darauf.`,
      noFaces: (who) =>
        `Hier wurde kein Gesicht gefunden. Zieh einen Rahmen um ${who === null ? 'deins' : `das von ${who}`}.`,
      draw: (who) => `Zieh einen Rahmen um ${faceOf(who)}, oder verschiebe diesen.`,
      other: (who) => (who === null ? 'Meins ist nicht markiert' : `Das von ${who} ist nicht markiert`),
      face: (n, of, who) =>
        `Gesicht ${formatCount(n)} von ${formatCount(of)}: das ${who === null ? 'bin ich' : `ist ${who}`}`,
      box: (who) => `Rahmen um ${faceOf(who)}: mit den Pfeiltasten verschieben`,
      corners: [
        'Ecke oben links: mit den Pfeiltasten verschieben',
        'Ecke oben rechts: mit den Pfeiltasten verschieben',
        'Ecke unten links: mit den Pfeiltasten verschieben',
        'Ecke unten rechts: mit den Pfeiltasten verschieben',
      ],
      confirm: (who) => (who === null ? 'Das bin ich' : `Das ist ${who}`),
    },

    notFound: {
      title: 'Noch nichts gefunden',
      text: (who) =>
        `Auf den bisherigen Fotos konnten wir ${who ?? 'dich'} nicht finden. Vielleicht kommen noch welche dazu, und oft hilft ein anderes Selfie: Schau gerade in die Kamera, bei gutem Licht.`,
      again: 'Anderes Selfie versuchen',
      keepsLooking: (who) =>
        `Auf den bisherigen Fotos haben wir ${who ?? 'dich'} nicht gefunden und suchen weiter: Sobald ${who === null ? 'du auf einem bist' : `${who} auf einem ist`}, zeigen wir es dir. Oft hilft auch ein anderes Selfie: Schau gerade in die Kamera, bei gutem Licht.`,
      wait: (who) => `Zeig mir ${who === null ? 'meine Fotos' : `die Fotos von ${who}`}, sobald sie da sind`,
      back: 'Zu den Fotos',
      early: {
        title: 'Du bist früh dran',
        text: () =>
          'Noch gibt es keine Fotos. Komm wieder, wenn es welche gibt, und mach dann noch ein Selfie.',
        keepsLooking: (who) =>
          `Noch gibt es keine Fotos. Wir finden ${who ?? 'dich'}, sobald es welche gibt, und zeigen sie dir hier. Du kannst die Seite schließen und wiederkommen.`,
      },
    },

    held: 'Was habt ihr über mich?',
    forget: {
      action: (who) => (who === null ? 'Mich vergessen' : `${who} entfernen`),
      title: (who) => (who === null ? 'Sollen wir dich vergessen?' : `${who} von diesem Handy entfernen?`),
      text: (who) =>
        who === null
          ? 'Wir löschen, welche Gesichter deine sind. Die Fotos bleiben bei den Gastgebern. Du kannst jederzeit neu suchen.'
          : `Wir löschen, welche Gesichter die von ${who} sind, was wir dafür behalten haben, und die Zustimmung. Die Fotos sind auf diesem Handy nicht mehr zu sehen, und fertige Downloads enden. Bei den Gastgebern bleiben sie.`,
      others: (names) => `Auch die anderen auf diesem Handy werden vergessen: ${names}.`,
      confirm: (who) => (who === null ? 'Ja, mich vergessen' : `Ja, ${who} entfernen`),
      sending: 'Wird gelöscht',
      log: 'Im Protokoll bleibt, dass jemand vergessen wurde, und nicht mehr, wer was getan hat. Du bekommst einen Beleg.',
      sent: 'Auch die Fotos löschen, die ich geschickt habe',
      sentHint:
        'Fotos, die noch niemand freigegeben hat, werden in jedem Fall gelöscht. Ohne Haken bleiben freigegebene bei den Gastgebern und sagen nicht mehr, von wem sie kamen.',
      removed: 'Entfernt',
      keepReceipt: 'Darunter steht der Beleg. Nimm ihn jetzt mit: Noch einmal kann ihn dir niemand geben.',
      done: 'Wir haben dich vergessen',
      doneText: 'Was wir aus deinem Gesicht berechnet hatten, ist gelöscht.',
      again: 'Von vorn beginnen',
    },

    family: {
      add: 'Noch jemanden suchen',
      intro:
        'Teilt jemand dieses Handy mit dir, oder ist dein Kind dabei? Wir finden die Fotos mit einem eigenen Selfie und zeigen sie hier neben deinen.',
      name: 'Vorname oder Spitzname',
      nameNote: 'Den siehst nur du.',
      who: 'Wer stimmt der Suche zu?',
      by: { self: 'Diese Person, sie ist hier', parent: 'Mein Kind: Ich stimme für es zu' },
      points: [
        'Wir vergleichen das Gesicht auf dem Selfie mit den Gesichtern auf den Fotos dieses Events. Das sind biometrische Daten, darum fragen wir für jede Person.',
        'Das Selfie dient nur der Suche und wird dann verworfen. Das Bild wird nie gespeichert.',
        'Sollen wir weiter suchen, behalten wir unter Verschluss, wie das Gesicht aussieht, als eine Reihe von Zahlen. Wir löschen sie, wenn der Link endet, wenn die Gesichter dieses Events gelöscht werden, oder wenn du es sagst.',
        'Wir merken uns, welche der gefundenen Gesichter zu dieser Person gehören, wer zugestimmt hat und wann.',
        'Du kannst die Person jederzeit entfernen, unter ihren Fotos.',
      ],
      acceptLater: 'Einverstanden, sucht weiter',
      acceptOnce: 'Einverstanden, sucht einmal',
      selfie: (name) => `Mach ein Bild von ${name}`,
      everybody: 'Alle zusammen',
      me: 'Ich',
      shows: (name, n) => `${name}, ${photos(n)}`,
      anotherSelfie: (name) => `Mit neuem Selfie von ${name} suchen`,
      notSearched: 'Wir haben noch nicht gesucht: Mach zuerst ein Bild.',
    },

    password: {
      title: 'Dieser Link hat ein Passwort',
      text: 'Die Gastgeber haben es dir gesagt, oder es steht auf deiner Einladung.',
      field: 'Passwort',
      submit: 'Weiter',
    },

    join: {
      asks: 'Die Gastgeber lassen Gäste einzeln herein. Sag, wer du bist, und warte einen Moment.',
      counted:
        'Dieser Link gilt für eine begrenzte Zahl von Gästen. Wenn du eintrittst, ist ein Platz vergeben.',
      name: 'Dein Name',
      ask: 'Um Einlass bitten',
      enter: 'Eintreten',
    },

    waiting: {
      title: 'Wir warten auf die Gastgeber',
      text: 'Wir haben ihnen gesagt, dass du da bist. Lass diese Seite offen: Es geht von selbst weiter.',
    },

    turnedAway: {
      full: {
        title: 'Bei diesem Link sind alle Plätze vergeben',
        text: 'So viele Gäste, wie vorgesehen waren, haben ihn schon benutzt. Frag die Gastgeber nach einem anderen.',
      },
      refused: {
        title: 'Die Gastgeber haben dich nicht hereingelassen',
        text: 'Wenn du das für ein Versehen hältst, sprich mit ihnen und versuche es dann noch einmal.',
      },
    },

    typed: {
      title: 'Gib deinen Code ein',
      text: 'Er steht neben dem QR-Code auf deiner Karte. Groß- oder Kleinbuchstaben, mit oder ohne Strich: Alles geht.',
      field: 'Code',
      example: 'K7M2Q-9XB4D',
      submit: 'Öffnen',
    },

    privacy: 'Keine App, kein Konto. Dein Selfie wird nie gespeichert.',
    privacyLink: 'Datenschutz',
  },

  held: {
    title: (n, more) => `Wartet auf deine Freigabe (${formatCount(n)}${more ? '+' : ''})`,
    label: 'Fotos, die warten',
    from: (names) => `Gesendet von ${names.join(', ')}.`,
    hint: 'Gäste sehen keines davon, bevor du es freigibst. Tippe Fotos an, um einige auszuwählen.',
    approveAll: 'Alle freigeben',
    approve: (n) => `${formatCount(n)} freigeben`,
    refuse: (n) => `${formatCount(n)} ablehnen`,
    refuseNone: 'Ablehnen',
    option: 'Fotos freigeben, bevor Gäste sie sehen',
    optionHint: 'Neue Fotos warten, bis du sie angesehen hast. Fotos von Gästen warten in jedem Fall.',
  },

  camera: {
    open: 'Zeiten und Kameras',
    title: 'Zeiten und Kameras',
    hint: 'Fotos stehen in der Reihenfolge, in der sie aufgenommen wurden. Hier stellst du Zeiten richtig, die Kameras falsch angeben.',
    zone: 'Zeitzone',
    zoneHint:
      'Viele Kameras sagen nicht, in welcher Zone ihre Uhr geht. Ihre Zeiten werden als Zeiten dieser Zone gelesen.',
    zoneFrom: {
      chosen: 'Von Hand gewählt.',
      photos: 'Die Zone, die die meisten Fotos dieses Events nennen.',
      organizer: 'Die Zone, in der das Event angelegt wurde. Sie folgt den Fotos, sobald diese eine nennen.',
    },
    guessZone: 'Den Fotos folgen',
    cameras: 'Kameras',
    camerasHint:
      'Ging die Uhr einer Kamera falsch, stehen ihre Fotos an der falschen Stelle. Stelle sie für alle auf einmal richtig.',
    none: 'Noch nennt kein Foto die Kamera, die es aufgenommen hat.',
    serial: (serial) => `Seriennummer ${serial}`,
    between: (first, last) => (first === last ? first : `${first} bis ${last}`),
    shifted: (by) => `Richtiggestellt um ${by}`,
    shift: 'Uhr geht falsch',
    shiftOf: (camera) => `Die Uhr von ${camera} geht falsch`,
    undo: 'Rückgängig',
    undoOf: (camera) => `Zeiten von ${camera} wieder so zeigen, wie die Uhr sie angab`,
    shiftTitle: (camera) => `${camera} richtigstellen`,
    shiftHint:
      'Sag, wann ein Foto wirklich aufgenommen wurde: Alle Fotos dieser Kamera rücken mit, auch die, die noch kommen.',
    pickPhoto: 'Wähle ein Foto, dessen Zeit du kennst',
    listedAt: (time) => `Steht jetzt bei ${time}`,
    trulyAt: 'Wirklich aufgenommen',
    by: 'Richtigstellen um',
    byHint: 'etwa +1:00:00 oder −2d 0:30:00',
    noShift: 'Schreib Stunden, Minuten und Sekunden, etwa +1:00:00.',
    apply: (n) => `${photos(n)} ändern`,
  },

  receipt: {
    title: 'Beleg einer Löschung',
    list: 'Endgültig gelöscht',
    listHint: 'Ein Beleg beweist, was wann entfernt wurde. Er nennt niemanden.',
    show: 'Beleg',
    pdf: 'Als PDF',
    json: 'Als Datei',
    checkIt: 'Prüfen',
    checkTitle: 'Einen Beleg prüfen',
    checkHint:
      'Wer hier etwas löschen ließ, hat einen Beleg dafür. Scanne seinen Code, oder füge unten seine Datei ein. Gespeichert wird davon nichts.',
    paste: 'Der Beleg, als Datei oder als seine Adresse',
    file: 'Datei auswählen',
    check: 'Prüfen',
    alone:
      'Du kannst einen Beleg auch selbst prüfen, mit diesem Schlüssel und jedem Programm, das Ed25519 kennt:',
    key: 'öffentlicher Schlüssel',
    verdicts: {
      genuine: {
        title: 'Dieser Beleg ist echt.',
        text: 'Diese Installation hat ihn ausgestellt, und seither wurde nichts daran geändert.',
      },
      changed: { title: 'Dieser Beleg ist nicht echt.', text: 'Er wurde nachträglich geändert.' },
      foreign: {
        title: 'Dieser Beleg ist nicht von hier.',
        text: 'Eine andere Installation hat ihn unterschrieben, oder niemand. Prüfe ihn dort, wo er ausgestellt wurde.',
      },
      unreadable: {
        title: 'Das ist kein Beleg.',
        text: 'Füge die ganze Datei ein, von der ersten bis zur letzten Klammer, oder die ganze Adresse.',
      },
    },
  },

  trash: {
    open: 'Papierkorb',
    title: 'Papierkorb',
    photosTitle: (event) => `Gelöschte Fotos von ${event}`,
    hint: 'Was hier liegt, ist für alle verschwunden. Nach 30 Tagen wird es samt den Gesichtern endgültig gelöscht.',
    empty: 'Der Papierkorb ist leer',
    restoreAll: 'Alle zurückholen',
    restore: (n) => `${formatCount(n)} zurückholen`,
    eraseNone: 'Endgültig löschen',
    erase: (n) => `${formatCount(n)} endgültig löschen`,
    eraseTitle: 'Endgültig löschen?',
    eraseWarning:
      'Originale, Vorschauen und Gesichter werden sofort gelöscht. Das lässt sich nicht rückgängig machen.',
    driveCopies: 'Kopien in Google Drive bleiben dort:',
    driveCopy: (folder, account) => (account === null ? folder : `${folder} (${account})`),
    driveCopiesToTrash: (n) =>
      n === 1
        ? 'Auch den exportierten Ordner in den Papierkorb von Google Drive legen'
        : `Auch ${formatCount(n)} exportierte Ordner in den Papierkorb von Google Drive legen`,
    deletePhotos: (n) => (n === 0 ? 'Löschen' : `${formatCount(n)} löschen`),
    deleted: (n) => `${photos(n)} in den Papierkorb gelegt.`,
    undo: 'Rückgängig',
    bringBack: 'Zurückholen',
    events: 'Gelöschte Events',
    restoreEvent: (name) => `${name} zurückholen`,
    eraseEvent: (name) => `${name} endgültig löschen`,
    facts: (n, day) => `${photos(n)} · gelöscht am ${day}`,
  },

  guestDrive: {
    title: 'Deine Fotos in deinem Google Drive',
    hint: 'Verbinde dein eigenes Google Drive, um deine Fotos dort abzulegen. Wir können nur anfassen, was wir selbst dort abgelegt haben.',
    connected: (email) => `Verbunden als ${email}`,
    ended: 'Google nimmt diese Verbindung nicht mehr an. Verbinde dich noch einmal, dann geht es weiter.',
    send: 'Meine Fotos senden',
    again: 'Neue Fotos senden',
    sending: 'Deine Fotos werden gesendet',
    told: ({ photos: all, uploaded, present, failed, withheld, waiting }, state, folder) => {
      if (state === 'pending' || state === 'running')
        return `${formatCount(all - waiting)} von ${photos(all)} angesehen`;
      const parts = [
        `${photos(uploaded + present)} im Ordner „${folder}“`,
        ...(failed > 0 ? [`${formatCount(failed)} nicht angekommen`] : []),
        ...(withheld > 0
          ? [
              `${formatCount(withheld)} nicht gesendet: sie zeigen jemanden, der nicht gezeigt werden möchte, oder sind nicht mehr für dich freigegeben`,
            ]
          : []),
      ];
      return `${parts.join(', ')}.`;
    },
  },

  google: {
    title: 'Google',
    open: 'Google Drive einrichten',
    intro:
      'Was dieser Server braucht, damit sich Menschen mit ihrem Google Drive verbinden können. Geheimnisse werden versiegelt und nie wieder angezeigt.',
    clientTitle: 'OAuth-Client',
    clientHint:
      'Angelegt in der Google-Cloud-Konsole, Schritt für Schritt in der README. Bevor er gespeichert wird, fragen wir Google, ob es ihn kennt.',
    redirect: 'Adresse, die bei Google als Redirect-URI einzutragen ist',
    current: 'Verwendeter Client',
    fixed: 'Er ist durch GOOGLE_CLIENT_ID gesetzt und gilt vor dem, was hier eingetragen wird.',
    fixedAccount: 'Es ist durch GOOGLE_SERVICE_ACCOUNT gesetzt und gilt vor dem, was hier eingetragen wird.',
    clientId: 'Client-ID',
    clientSecret: 'Client-Schlüssel',
    save: 'Prüfen und speichern',
    replace: 'Prüfen und ersetzen',
    remove: 'Entfernen',
    accountTitle: 'Dienstkonto',
    accountHint:
      'Arbeitet mit Ordnern und geteilten Ablagen, die für seine Adresse freigegeben sind, ohne dass jemand ein Drive verbindet. Alle, die auf diesem Server Events ausrichten, können darin suchen.',
    shareWith: 'Ordner freigeben für',
    chooseKey: 'JSON-Schlüssel wählen',
    replaceKey: 'Anderen JSON-Schlüssel wählen',
  },

  mirror: {
    title: 'Abgleiche',
    hint: 'Halte ein Album und einen Ordner deines Drive gleich. Du siehst, was geschehen würde, bevor etwas geschieht.',
    needs: 'Verbinde dein Google Drive, um ein Album und einen Ordner gleich zu halten.',
    create: 'Neuer Abgleich',
    createTitle: 'Ein Album und einen Ordner gleich halten',
    way: 'In welche Richtung gehen Änderungen?',
    directions: {
      fromDrive: 'Von Drive zu Visage',
      toDrive: 'Von Visage zu Drive',
      both: 'In beide Richtungen',
    },
    directionHints: {
      fromDrive: 'Was sich im Ordner ändert, ändert sich im Album. Dein Drive wird nur gelesen.',
      toDrive: 'Was sich im Album ändert, ändert sich im Ordner.',
      both: 'Änderungen auf einer Seite kommen auf der anderen an.',
    },
    album: 'Album',
    newAlbum: 'Ein neues Album, benannt wie der Ordner',
    folder: 'Ordner',
    noFolder: 'Noch kein Ordner gewählt',
    newFolder: 'Ein neuer Ordner, benannt wie das Album',
    clearFolder: 'Leeren',
    chooseFolder: (name) => `„${name}“ wählen`,
    missing: {
      folder: 'Wähle den Ordner in Drive.',
      choice: 'Wähle ein Album oder einen Ordner.',
      import:
        'Für diese Richtung braucht die Verbindung „Importieren“. Verbinde dich oben noch einmal und erlaube es.',
      export:
        'Für diese Richtung braucht die Verbindung „Exportieren“. Verbinde dich oben noch einmal und erlaube es.',
      mirror:
        'Um in einen Ordner zu schreiben, der dir gehört, braucht die Verbindung „Eigene Ordner abgleichen“. Verbinde dich oben noch einmal und erlaube es.',
    },
    firstLook: 'Noch wird nichts geändert: Du siehst zuerst die Liste.',
    look: 'Zeigen, was geschehen würde',
    name: (album, folder) => `Abgleich von ${album} und ${folder}`,
    sentence: {
      fromDrive: (album, folder) => `„${folder}“ in Drive → „${album}“`,
      toDrive: (album, folder) => `„${album}“ → „${folder}“ in Drive`,
      both: (album, folder) => `„${album}“ ↔ „${folder}“ in Drive`,
    },
    states: {
      checking: 'Sieht nach',
      asking: 'Wartet auf dich',
      active: 'Aktiv',
      paused: 'Angehalten',
      stopped: 'Gestoppt',
    },
    checked: (iso) => `Zuletzt nachgesehen ${formatMoment(iso)}`,
    neverChecked: 'Noch nicht nachgesehen',
    counts: {
      linked: 'Auf beiden Seiten',
      failed: 'Nicht zu übertragen',
      withheld: 'Bleibt hier: jemand wird zurückgehalten',
      lost: 'In Drive nicht zu sehen',
    },
    checkNow: 'Jetzt nachsehen',
    pause: 'Anhalten',
    resume: 'Weiter',
    start: 'Abgleich beginnen',
    notNow: 'Jetzt nicht',
    end: 'Abgleich beenden',
    endTitle: 'Diesen Abgleich beenden?',
    endWarning:
      'Album und Ordner bleiben, wie sie sind. Sie werden nur nicht mehr gleich gehalten, und der Verlauf des Abgleichs geht verloren.',
    wouldTitle: 'Das würde geschehen',
    brakeTitle: 'Es würde viel entfernt: Ist das richtig?',
    brakeHint:
      'Mehr als ein Fünftel der Fotos oder mehr als 50 würden auf einmal entfernt. Noch ist nichts geschehen.',
    brakeYes: 'Ja, weiter',
    brakeNo: 'Nein, anhalten',
    nothingToDo: 'Nichts: Beide Seiten sind schon gleich.',
    would: {
      take: (n) => `${photos(n)} aus Drive ins Album holen.`,
      replace: (n) =>
        `${photos(n)} durch das ersetzen, was in Drive geändert wurde. Das Event behält die alten.`,
      leave: (n) => `${photos(n)} aus dem Album nehmen. Das Event behält sie.`,
      renamePhoto: (n) => `${photos(n)} hier umbenennen.`,
      send: (n) => `${photos(n)} an Drive senden.`,
      trash: (n) => `${formatAmount(n, 'Datei', 'Dateien')} in den Papierkorb von Drive legen.`,
      untrash: (n) => `${formatAmount(n, 'Datei', 'Dateien')} aus dem Papierkorb von Drive holen.`,
      renameFile: (n) => `${formatAmount(n, 'Datei', 'Dateien')} in Drive umbenennen.`,
      separate: (n) =>
        `${formatAmount(n, 'Datei', 'Dateien')} in Ruhe lassen, weil sie in Drive geändert wurden.`,
    },
    planTitle: 'Foto für Foto',
    planned: {
      take: (name) => `${name} kommt aus Drive`,
      replace: (name) => `${name} wird durch das ersetzt, was in Drive geändert wurde`,
      leave: (name) => `${name} verlässt das Album`,
      renamePhoto: (name, former) => `${former ?? 'Ein Foto'} heißt ${name}, wie in Drive`,
      send: (name) => `${name} wird an Drive gesendet`,
      trash: (name) => `${name} kommt in den Papierkorb von Drive`,
      untrash: (name) => `${name} wird aus dem Papierkorb von Drive geholt`,
      renameFile: (name, former) => `${former ?? 'Eine Datei'} heißt in Drive ${name}`,
      separate: (name) => `${name} wurde in Drive geändert und bleibt dort, wie es ist`,
    },
    historyTitle: 'Was geschehen ist',
    noLines: 'Noch nichts.',
    moreLines: 'Mehr anzeigen',
    lines: {
      take: (name) => `${name} kam aus Drive`,
      replace: (name) => `${name} wurde durch das ersetzt, was in Drive geändert wurde`,
      leave: (name) => `${name} hat das Album verlassen, denn es hat den Ordner verlassen`,
      renamePhoto: (name, former) => `${former ?? 'Ein Foto'} heißt jetzt ${name}, wie in Drive`,
      send: (name) => `${name} wurde an Drive gesendet`,
      trash: (name) => `${name} kam in den Papierkorb von Drive, denn es hat das Album verlassen`,
      untrash: (name) => `${name} wurde aus dem Papierkorb von Drive geholt`,
      renameFile: (name, former) => `${former ?? 'Eine Datei'} heißt in Drive jetzt ${name}`,
      separate: (name) => `${name} wurde in Drive geändert und bleibt dort, wie es ist`,
      lost: (name) =>
        `${name} ist in Drive nicht mehr zu sehen: gelöscht oder nicht mehr freigegeben. Hier bleibt es`,
      found: (name) => `${name} ist in Drive wieder zu sehen`,
      staysOut: (name) => `${name} wurde aus dem Album genommen und bleibt draußen`,
      notResent: (name) => `${name} wurde in Drive entfernt und wird nicht noch einmal gesendet`,
      withheld: (name) => `${name} geht nicht an Drive: es zeigt jemanden, der zurückgehalten wird`,
      copy: (name, other) =>
        `${name} hat dieselben Bytes wie ${other ?? 'ein anderes Foto'}, das Album hat es also schon`,
    },
    failedLine: (told) => `Hat nicht geklappt: ${told}`,
    conflict: 'Beide Seiten hatten sich geändert.',
    lineStates: { undone: 'rückgängig gemacht', undoing: 'wird rückgängig gemacht' },
    undo: (kind) =>
      kind === 'staysOut'
        ? 'Zurückholen'
        : kind === 'notResent' || kind === 'lost'
          ? 'Noch einmal senden'
          : 'Rückgängig',
    undoLabel: (kind, name) => `${de.mirror.undo(kind)}: ${name}`,
  },

  admin: {
    title: 'Verwaltung',
    users: 'Benutzer',
    audit: 'Protokoll',
    queues: 'Warteschlangen',
    system: 'System',
    all: 'Alle',

    addUser: 'Benutzer hinzufügen',
    add: 'Hinzufügen',
    name: 'Name',
    role: 'Rolle',
    roles: { organizer: 'Veranstalter', collaborator: 'Mithelfer', admin: 'Administrator' },
    roleHints: {
      organizer: 'Legt Events an, sieht die eigenen und die, bei denen er mithilft.',
      collaborator: 'Legt keine an und hilft bei Events anderer.',
      admin: 'Sieht alle Events und verwaltet Benutzer und diese Installation.',
    },
    passwordNote: 'leer: du bekommst einen Link zum Weitergeben',
    change: 'Ändern',
    changeUser: (name) => `${name} ändern`,
    reset: 'Neues Passwort',
    resetUser: (name) => `Neues Passwort für ${name}`,
    disable: 'Abschalten',
    enable: 'Einschalten',
    disabled: 'abgeschaltet',
    remove: 'Entfernen',
    removeUser: (name) => `${name} entfernen`,
    removeWarning: 'Das Konto ist endgültig weg. Seine Zeilen im Protokoll bleiben.',
    eventsOf: (n, quota) =>
      quota === null
        ? formatAmount(n, 'Event', 'Events')
        : `${formatCount(n)} von ${formatAmount(quota, 'Event', 'Events')}`,
    usedOf: (used, quota) => `${used} von ${quota}`,
    quotaGigabytes: 'Speicher in GB',
    quotaEvents: 'Anzahl der Events',
    noLimit: 'leer: keine Grenze',
    linkTitle: 'Ein Link, um ein Passwort festzulegen',
    linkHint: (until) =>
      `Gib ihn dieser Person und sonst niemandem. Er gilt einmal, bis ${until}, und wird nicht wieder angezeigt.`,
    copyLink: 'Link kopieren',

    privacy: {
      title: 'Datenschutz',
      intro:
        'Wer dafür verantwortlich ist, was dieser Server mit Daten von Menschen tut, und der Nachweis, wer dem zugestimmt hat.',
      controller: 'Wer verantwortlich ist',
      controllerHint:
        'Gäste lesen es, bevor sie einer Gesichtssuche zustimmen, und auf der Seite zum Datenschutz. Ohne diese Angabe wird ihnen keine Gesichtssuche angeboten.',
      nobody: 'Noch ist niemand genannt, darum wird Gästen keine Gesichtssuche angeboten.',
      demo: 'Genannt ist eine Demo, da dieser Server zum Ausprobieren gestartet wurde. Trag ein, wer verantwortlich ist, bevor Gäste kommen.',
      name: 'Name',
      contact: 'Kontakt',
      contactNote: 'E-Mail-Adresse, Postanschrift oder beides',
      look: 'Seite ansehen',
    },
    consents: {
      title: 'Verzeichnis der Zustimmungen',
      hint: 'Wer der Gesichtssuche zugestimmt hat, welchem Text, wann, und wie es endete: unter einem Pseudonym und ohne Gesicht. Es überdauert Gäste und Events. Jeder Eintrag enthält die Prüfsumme des vorigen (SHA-256 über kanonisches JSON, RFC 8785), darum kann keiner unbemerkt geändert oder weggelassen werden.',
      whole: (n) =>
        n === 0
          ? 'Noch hat niemand zugestimmt.'
          : `Die Kette ist lückenlos: ${formatAmount(n, 'Eintrag', 'Einträge')}.`,
      broken: (n) =>
        `Die Kette ist unterbrochen: Eintrag ${formatCount(n)} ist nicht so, wie er geschrieben wurde, oder fehlt. Vergleiche ihn mit einer Datei, die du früher gespeichert hast.`,
      head: 'Die neueste Prüfsumme, die für alles davor bürgt. Schreib sie anderswo auf:',
      saveJson: 'Als JSON speichern',
      version: 'Text',
      pseudonym: 'Pseudonym',
      keepLooking: 'auch auf späteren Fotos',
      narrowed: 'Wird nicht mehr gesucht: Die Gastgeber haben die Gesichtsdaten gelöscht',
      by: {
        self: 'Zugestimmt',
        parent: 'Ein Elternteil hat zugestimmt',
        guest: 'Vom Gast zurückgenommen',
        organizer: 'Beendet: von den Gastgebern weggeschickt',
        retention: 'Mit den Gesichtern des Events beendet',
        erasure: 'Mit dem Event beendet',
      },
    },

    exportCsv: 'Als CSV speichern',
    when: 'Wann',
    who: 'Wer',
    what: 'Was',
    event: 'Event',
    detail: 'Einzelheiten',
    noLines: 'Dergleichen ist nicht geschehen.',
    olderLines: 'Ältere Zeilen anzeigen',
    actors: {
      user: 'Ein Benutzer, den es nicht mehr gibt',
      guest: 'Ein Gast',
      link: 'Jemand mit dem Link',
      nobody: 'Jemand',
    },
    actions: {
      'session.opened': 'Angemeldet',
      'session.refused': 'Anmeldung abgewiesen',
      'session.closed': 'Abgemeldet',
      'session.closed-everywhere': 'Überall abgemeldet',
      'session.stolen': 'Sitzung beendet: ein altes Token kam zurück',
      'user.made': 'Benutzer hinzugefügt',
      'user.changed': 'Benutzer geändert',
      'user.removed': 'Benutzer entfernt',
      'user.link-made': 'Link für ein Passwort erstellt',
      'user.password-set': 'Passwort über einen Link festgelegt',
      'event.made': 'Event angelegt',
      'event.trashed': 'Event in den Papierkorb gelegt',
      'event.restored': 'Event zurückgeholt',
      'event.erased': 'Event endgültig gelöscht',
      'event.zone-changed': 'Zeitzone eines Events geändert',
      'event.retention-changed': 'Geändert, wie lange ein Event bleibt',
      'event.end-announced': 'Gesagt, dass von einem Event bald etwas endet',
      'event.faces-ended': 'Gesichter eines Events wurden gelöscht',
      'camera.shifted': 'Uhr einer Kamera richtiggestellt',
      'collaborator.added': 'Person zum Mithelfen hinzugefügt',
      'collaborator.removed': 'Person vom Mithelfen entfernt',
      'album.made': 'Hat ein Album angelegt',
      'album.changed': 'Hat ein Album geändert',
      'album.removed': 'Hat ein Album aufgelöst',
      'photo.added': 'Fotos hinzugefügt',
      'photo.approved': 'Fotos freigegeben',
      'photo.refused': 'Fotos abgelehnt',
      'photo.trashed': 'Fotos in den Papierkorb gelegt',
      'photo.restored': 'Fotos zurückgeholt',
      'photo.erased': 'Fotos endgültig gelöscht',
      'photo.seen': 'Fotos angesehen',
      'photo.original-fetched': 'Originale heruntergeladen',
      'zip.made': 'ZIP vorbereitet',
      'zip.fetched': 'ZIP heruntergeladen',
      'share.made': 'Freigabe erstellt',
      'share.changed': 'Freigabe geändert',
      'share.revoked': 'Freigabe widerrufen',
      'code.made': 'Codes erstellt',
      'code.changed': 'Code geändert',
      'code.revoked': 'Code widerrufen',
      'code.renewed': 'Codes erneuert',
      'guest.joined': 'Als Gast dazugekommen',
      'guest.consented': 'Der Gesichtssuche zugestimmt',
      'guest.declined': 'Die Gesichtssuche abgelehnt',
      'guest.searched': 'Mit einem Selfie gesucht',
      'face.found-damaged': 'Beschädigte Gesichtsdaten gefunden, sie werden neu erstellt',
      'guest.corrected': 'Hat gesagt, wer auf einem Foto ist',
      'guest.companion-added': 'Jemanden auf demselben Handy hinzugefügt',
      'guest.companion-removed': 'Jemanden auf demselben Handy entfernt',
      'guest.forgotten': 'Wollte vergessen werden',
      'guest.admitted': 'Gast eingelassen',
      'guest.refused': 'Gast abgewiesen',
      'objection.made': 'Der Veröffentlichung widersprochen',
      'objection.agreed': 'Einem Widerspruch zugestimmt',
      'objection.declined': 'Einen Widerspruch abgelehnt',
      'objection.withdrawn': 'Einen Widerspruch zurückgenommen',
      'objection.settings-changed': 'Geändert, was Widersprüche sofort bewirken',
      'person.changed': 'Person geändert',
      'person.erased': 'Gesichtsdaten einer Person gelöscht',
      'person.merged': 'Personen zusammengeführt',
      'person.parted': 'Gesichter von einer Person getrennt',
      'person.claim-accepted': 'Zugestimmt, dass ein Gast auf einem Foto ist',
      'person.undone': 'Änderung an Personen zurückgenommen',
      'import.started': 'Import aus Google Drive begonnen',
      'import.finished': 'Import aus Google Drive beendet',
      'export.started': 'Export nach Google Drive begonnen',
      'export.finished': 'Export nach Google Drive beendet',
      'mirror.made': 'Abgleich eines Albums begonnen',
      'mirror.changed': 'Abgleich beantwortet oder geändert',
      'mirror.removed': 'Abgleich beendet',
      'mirror.undone': 'Schritt eines Abgleichs zurückgenommen',
      'google-setup.changed': 'Einrichtung von Google Drive geändert',
      'privacy.controller-named': 'Verantwortliche Stelle genannt',
      'job.retried': 'Gescheiterten Auftrag wiederholt',
      'share-defaults.changed': 'Vorgaben für neue Freigaben geändert',
    },

    queueNames: {
      ingest: 'Fotos lesen',
      detect: 'Gesichter neu finden',
      embed: 'Gesichter vergleichen',
      blur: 'Gesichter verwischen',
      cluster: 'Personen gruppieren',
      recognise: 'Gäste suchen',
      'drive-import': 'Importe aus Google Drive',
      'drive-export': 'Exporte nach Google Drive',
      'drive-mirror': 'Abgleiche von Alben',
      'drive-channel': 'Hinweise von Google',
    },
    queueCounts: ({ waiting, active, delayed, failed }) =>
      `${formatCount(active)} in Arbeit, ${formatCount(waiting + delayed)} warten, ${formatCount(failed)} gescheitert`,
    failuresOf: (name) => `Gescheitert: ${name}`,
    failedAt: (when, attempts) => `${when}, nach ${formatAmount(attempts, 'Versuch', 'Versuchen')}.`,

    events: 'Alle Events',
    ownedBy: (name, email) => (name === email ? `Von ${email}` : `Von ${name} (${email})`),
    inTrash: 'im Papierkorb',
    inOrder: 'alles verarbeitet',
    working: (n) => `${formatCount(n)} in Arbeit`,
    failedPhotos: (n) => `${formatCount(n)} fehlgeschlagen`,
    adminsOnly: 'Diese Seite ist für Administratoren',
    adminsOnlyHint: 'Dein Konto organisiert Events. Wenn hier etwas zu ändern ist, frag einen Administrator.',

    health: 'Zustand',
    parts: { postgres: 'Datenbank', redis: 'Redis', storage: 'Speicher' },
    up: (ms) => `antwortet in ${formatCount(ms)} ms`,
    down: 'ausgefallen',
    models: 'Modelle',
    modelRoles: {
      detector: 'Findet Gesichter',
      landmarks: 'Findet Augen, Nase und Mund',
      embedder: 'Vergleicht Gesichter',
      verifier: 'Gibt eine zweite Meinung',
    },
    current: 'in Gebrauch',
    licence: (licence) => `Lizenz: ${licence}`,
    eventsUse: (n) => formatAmount(n, 'Event benutzt es', 'Events benutzen es'),
    threshold: (value, source) =>
      `Eine Person ab einer Ähnlichkeit von ${value}${source === null ? '' : ` (${source})`}`,
    defaults: 'Womit neue Freigaben beginnen',
    defaultsHint:
      'Für alle Veranstalter, die anders wählen können. Bestehende Freigaben bleiben, wie sie sind.',
    days: 'Tage, bis eine Freigabe endet',
    daysNote: 'leer: sie endet nicht',
    saved: 'Gespeichert',
  },
};
