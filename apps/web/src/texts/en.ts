/** @module Every text of the web app, in English. A translation is a file of the same shape; the compiler says what it lacks. */
import type { MirrorLineKind, MirrorStepKind } from '@visage/contracts/drive-mirror.contract';
import type { DriveExport } from '@visage/contracts/drive-export.contract';
import type { AuditAction } from '@visage/contracts/audit.contract';
import type { PersonEffect } from '@visage/contracts/person.contract';
import type { GuestConsent } from '@visage/contracts/guest.contract';
import type { ConsentHand } from '@visage/contracts/consent.contract';
import type { RetainedKind } from '@visage/contracts/retention.contract';
import type { QueueState } from '@visage/contracts/queue.contract';
import {
  formatAmount,
  formatBytes,
  formatCount,
  formatMoment,
  formatPercent,
  formatTaken,
} from './format.js';

const photos = (n: number): string => formatAmount(n, 'photo', 'photos');
const faces = (n: number): string => formatAmount(n, 'face', 'faces');
const people = (n: number): string => formatAmount(n, 'person', 'people');

/** English is what the server speaks itself. */
const SAID_BY_SERVER: Readonly<Record<string, string>> = {};

/** Of whom a guest's page speaks: the guest, or somebody who shares their phone, by name. */
type Who = string | null;
const whose = (who: Who): string => (who === null ? 'your' : `${who}’s`);

export const en = {
  product: 'Visage',
  amounts: { photos, faces, people },

  common: {
    language: 'Language',
    cancel: 'Cancel',
    close: 'Close',
    loading: 'Loading',
    retry: 'Try again',
    menu: 'Menu',
    skipToContent: 'Skip to content',
    loadMore: 'Show more photos',
    loadingMore: 'Loading more photos',
    offline: 'The server could not be reached. Check your connection and try again.',
    unexpected: (status: number) => `The server answered with an error (${status}). Please try again.`,
    crashed: 'Something went wrong on this page',
    crashedHint: 'Reload the page. Nothing you uploaded is lost.',
    reload: 'Reload',
    notFound: 'There is nothing at this address',
    notFoundHint: 'The link may be incomplete, or what it led to has been deleted.',
    home: 'Go to your events',
  },

  /** Translations of what the server says with a code: refusals, decisions, why a photo failed. */
  reasons: SAID_BY_SERVER,

  session: {
    title: 'Sign in',
    tagline: 'Every guest finds their own photos.',
    email: 'Email',
    password: 'Password',
    showPassword: 'Show password',
    submit: 'Sign in',
    submitting: 'Signing in',
    signOut: 'Sign out',
    account: 'Signed in',
    everywhere: 'Where you are signed in',
    held: 'What do you hold of me?',
    everywhereHint: 'If you do not recognise one of these, end it and ask for a new password.',
    signOutEverywhere: 'Sign out everywhere',
    thisOne: 'this one',
    endThere: 'Sign out there',
    unknownAgent: 'A program',
    since: (from: string, seen: string) => `Since ${from}, last used ${seen}`,
    setPassword: 'Set your password',
    setPasswordFor: (name: string, email: string) => `For ${name}, who signs in as ${email}.`,
    newPassword: 'New password',
    ended: 'Your session has ended. Please sign in again.',
    guestHint: 'Are you a guest? You do not need an account: scan the QR code you were given, or',
    guestType: 'type the code beside it',
  },

  privacy: {
    title: (event: string | null) => (event === null ? 'Privacy' : `Privacy: ${event}`),
    back: 'Back to the photos',
    version: (version: string) => `Version ${version} of this text.`,
    responsible: {
      heading: 'Who is responsible',
      reach: (contact: string) => `Contact: ${contact}`,
      demo: 'This server was started to be tried out. Nobody is responsible for it in truth: do not use it for photos of people who have not agreed to that.',
      nobody: 'Nobody has been named yet. Until somebody is, guests are not offered a face search here.',
    },
    purpose: {
      heading: 'What for',
      points: [
        'Photos of an event are sorted by whom they show, so that its organizer can give them to its guests, and so that guests find the photos they are in.',
        'For this the faces in the photos of the event are measured and compared with each other. A guest who agrees has the face in a selfie compared with them as well. These are biometric data (GDPR, Article 9): nobody is searched for who has not agreed, and whoever has agreed may take it back at any time.',
        'Faces are compared within one event alone, and are used for nothing else. No decision about you is made by a machine: you are shown photos.',
      ],
    },
    stored: {
      heading: 'What is stored',
      points: [
        'The photos, and what their files tell of themselves: when, where, and by which camera they were taken.',
        'Of each face in them: where it is, a small picture, and a row of numbers by which it is compared. Pictures and numbers are encrypted with a key of the event.',
        'Of a guest: by which link you came, your name where the host asks for it, that you agreed, to which text and when, which faces are yours, and which photos you were shown. Your selfie is never stored. Only if you want us to keep looking do we keep the row of numbers of it, encrypted.',
        'Photos that you send, with your name if you gave one.',
      ],
      log: (days: number) =>
        `A log of who did what, without names, faces or passwords, for ${formatAmount(days, 'day', 'days')}. From which internet address somebody signed in stays in it for 30 days; addresses of guests are not stored.`,
    },
    keeping: {
      heading: 'How long',
      faces:
        'Faces are deleted 30 days after the event, unless its organizer chose fewer days, or more for a reason that is written down. Each event has its own page about privacy, which its guests find below their photos; it says the day.',
      facesUntil: (day: string, days: number) =>
        `As things stand, the faces of this event are kept until ${day}: ${formatAmount(days, 'day', 'days')} after the event. The organizer may prolong that for a reason, which is written down. Then they are deleted, with the rows of numbers, what guests’ selfies found, and what was kept of these.`,
      facesEnded: (day: string) =>
        `The faces of this event were deleted on ${day}, with the rows of numbers, what guests’ selfies had found, and what was kept of these.`,
      photos: 'The photos stay until the organizer deletes them.',
      photosUntil: (day: string) =>
        `The whole event is kept until ${day}. Then it is deleted with all its photos, links and guests.`,
      register:
        'That somebody agreed, to which text, when, and how it ended, is kept as proof, under a pseudonym and without a face.',
      forget: (contact: string | null) =>
        contact === null
          ? '“Forget me” below your photos deletes at once what is stored of you.'
          : `“Forget me” below your photos deletes at once what is stored of you. For all else write to: ${contact}`,
    },
    recipients: {
      heading: 'Who gets it',
      points: [
        'Photos go to those whom the organizer gives a link. Whoever has a link can see what it opens, and pass on what they have downloaded.',
        'Faces, rows of numbers and what a selfie found go to nobody.',
      ],
      drive:
        'Organizers may put photos of their events into Google Drive, and guests theirs into a Drive of their own. There the rules of Google hold.',
      noDrive: 'No photos go to Google Drive from here.',
      organizersDrive:
        'The organizer has put photos of this event into Google Drive. There the rules of Google hold.',
      guestsDrive:
        'Guests have put photos that they were in into their own Google Drive. There the rules of Google hold.',
    },
    rights: {
      heading: 'Your rights',
      points: [
        'You may ask what is stored of you, and have it corrected, deleted, or handed to you as a file. You may object, and have its use restricted. You need give no reason.',
        'You may take back that you agreed, at any time. What was done until then stays lawful.',
        'You need not agree: photos that a link shows to everybody are shown to you without a search, too.',
      ],
    },
    complaint: {
      heading: 'Complaint',
      points: [
        'If you think that your data are not treated rightly here, you may complain to a data protection authority: that of the place where you live or work, or of the one who is responsible.',
      ],
    },
  },
  retention: {
    title: 'How long this event is kept',
    soon: 'Something ends soon',
    ends: {
      faces: (day: string) =>
        `${day} is the last day of the faces of this event. Then people, groups and the search by selfie are deleted. The photos stay.`,
      photos: (day: string) =>
        `${day} is the last day of this event. Then it is deleted for good, with all photos, people and links.`,
    } satisfies Record<RetainedKind, (day: string) => string>,
    look: 'Look, or change it',
    read: 'I have read it',
    facesUntil: (day: string) =>
      `Faces are kept until ${day}. Then people, groups and the search by selfie are deleted; the photos stay.`,
    facesEnded: (day: string) =>
      `The faces of this event were deleted on ${day}. Photos that come now are shown as they are, and nobody is looked for in them.`,
    photosUntil: (day: string) =>
      `The event is kept until ${day}. Then it is deleted with all its photos and links.`,
    photosForever: 'The photos are kept until you delete them.',
    change: 'Change',
    save: 'Save',
    facesDays: 'Days until the faces are deleted',
    facesDaysNote: 'and with them the search by selfie',
    photosDays: 'Days until the event is deleted with its photos',
    photosDaysNote: 'empty: never',
    reason: 'Why longer?',
    reasonNote: 'goes into the audit log',
    counted:
      'Days count from the day of the event; without one, from the newest photo; at the earliest from when the event was made. You are told 14 and 3 days before.',
  },
  events: {
    title: 'Events',
    create: 'Create event',
    withoutFaces: 'Without faces',
    withoutFacesHint:
      'Nobody’s face is looked for, measured or grouped, and guests cannot search by selfie. This cannot be turned round later.',
    encrypt: 'Encrypt the photos',
    encryptHint:
      'Originals and previews lie encrypted in the storage: whoever gets hold of a disk, a bucket or its backup sees no photo. Whoever loses the key of the event loses them, too. This cannot be turned round later.',
    encrypted: 'Photos are encrypted in the storage.',
    createTitle: 'New event',
    name: 'Name',
    namePlaceholder: 'Wedding of Ana and Luis',
    date: 'Date',
    optional: 'optional',
    creating: 'Creating',
    empty: 'No events yet',
    emptyHint: 'Create an event, drop in its photos, and share one QR code with all guests.',
    noPhotos: 'No photos yet',
    undated: 'No date',
    working: (done: number, total: number) => `${formatCount(done)} of ${photos(total)} processed`,
  },

  held: {
    title: (n: number, more: boolean) => `Waiting for your approval (${formatCount(n)}${more ? '+' : ''})`,
    label: 'Photos waiting for approval',
    from: (names: string[]) => `Sent by ${names.join(', ')}.`,
    hint: 'Guests see none of these until you approve them. Touch photos to choose some.',
    approveAll: 'Approve all',
    approve: (n: number) => `Approve ${formatCount(n)}`,
    refuse: (n: number) => `Refuse ${formatCount(n)}`,
    refuseNone: 'Refuse',
    option: 'Approve photos before guests see them',
    optionHint: 'New photos wait until you have looked at them. Photos that guests send wait in any case.',
  },
  camera: {
    open: 'Times and cameras',
    title: 'Times and cameras',
    hint: 'Photos are shown in the order in which they were taken. Here you put times right that cameras got wrong.',
    zone: 'Time zone',
    zoneHint:
      'Many cameras do not say which zone their clock shows. Their times are read as times of this zone.',
    zoneFrom: {
      chosen: 'Chosen by hand.',
      photos: 'The zone that most photos of this event name.',
      organizer: 'The zone of whoever created the event. It follows the photos once they name one.',
    },
    guessZone: 'Follow the photos',
    cameras: 'Cameras',
    camerasHint:
      'If the clock of one was wrong, its photos are out of order. Put it right for all of them at once.',
    none: 'No photo names the camera that took it yet.',
    serial: (serial: string) => `Serial number ${serial}`,
    between: (first: string, last: string) => (first === last ? first : `${first} to ${last}`),
    shifted: (by: string) => `Put right by ${by}`,
    shift: 'Clock is off',
    shiftOf: (camera: string) => `The clock of ${camera} is off`,
    undo: 'Undo',
    undoOf: (camera: string) => `Show the times of ${camera} as its clock said`,
    shiftTitle: (camera: string) => `Put ${camera} right`,
    shiftHint:
      'Say when one photo was really taken: all photos of this camera move with it, also those that arrive later.',
    pickPhoto: 'Choose a photo whose time you know',
    listedAt: (time: string) => `Now listed at ${time}`,
    trulyAt: 'Really taken at',
    by: 'Put right by',
    byHint: 'such as +1:00:00 or −2d 0:30:00',
    noShift: 'Write hours, minutes and seconds, such as +1:00:00.',
    apply: (n: number) => `Change ${photos(n)}`,
  },

  receipt: {
    title: 'Receipt of an erasure',
    list: 'Erased for good',
    listHint: 'A receipt proves what was removed and when. It names nobody.',
    show: 'Receipt',
    pdf: 'As PDF',
    json: 'As file',
    checkIt: 'Check it',
    checkTitle: 'Check a receipt',
    checkHint:
      'Whoever had something erased here has a receipt of it. Scan its code, or paste or drop its file below. Nothing of it is kept.',
    paste: 'The receipt, as a file or as its address',
    file: 'Choose a file',
    check: 'Check',
    alone: 'You can also check a receipt by yourself, with this key and any program that knows Ed25519:',
    key: 'public key',
    verdicts: {
      genuine: {
        title: 'This receipt is genuine.',
        text: 'This installation gave it, and nothing of it has changed since.',
      },
      changed: { title: 'This receipt is not genuine.', text: 'It was changed after it was given.' },
      foreign: {
        title: 'This receipt is not from here.',
        text: 'Another installation signed it, or nobody did. Check it where it was given.',
      },
      unreadable: {
        title: 'This is no receipt.',
        text: 'Paste all of its file, from the first brace to the last, or its whole address.',
      },
    },
  },

  trash: {
    open: 'Trash',
    title: 'Trash',
    photosTitle: (event: string) => `Deleted photos of ${event}`,
    hint: 'Nobody can see what is in the trash. After 30 days it is removed for good, with its faces.',
    empty: 'The trash is empty',
    restoreAll: 'Bring all back',
    restore: (n: number) => `Bring back ${formatCount(n)}`,
    eraseNone: 'Delete for good',
    erase: (n: number) => `Delete ${formatCount(n)} for good`,
    eraseTitle: 'Delete for good?',
    eraseWarning: 'This removes originals, previews and faces now, and cannot be undone.',
    driveCopies: 'Copies in Google Drive stay there:',
    driveCopy: (folder: string, account: string | null) =>
      account === null ? folder : `${folder} (${account})`,
    driveCopiesToTrash: (n: number) =>
      n === 1
        ? 'Also move the exported folder to the trash of Google Drive'
        : `Also move ${formatCount(n)} exported folders to the trash of Google Drive`,
    deletePhotos: (n: number) => (n === 0 ? 'Delete' : `Delete ${formatCount(n)}`),
    deleted: (n: number) => `${photos(n)} moved to the trash.`,
    undo: 'Undo',
    bringBack: 'Bring back',
    events: 'Deleted events',
    restoreEvent: (name: string) => `Bring back ${name}`,
    eraseEvent: (name: string) => `Delete ${name} for good`,
    facts: (n: number, day: string) => `${photos(n)} · deleted on ${day}`,
  },
  event: {
    back: 'Events',
    share: 'Share',
    remove: 'Delete event',
    progressTitle: 'Progress',
    photosLabel: 'Photos',
    facesLabel: 'Faces',
    peopleLabel: 'People',
    processing: (done: number, total: number) => `Processing: ${formatCount(done)} of ${photos(total)}`,
    grouping: 'Grouping faces into people',
    complete: 'All photos are processed',
    completeWithFailures: (failed: number) => `Done, except ${photos(failed)} that could not be processed`,
    waitingForPhotos: 'Waiting for the first photos',
    peopleTitle: 'People',
    noPeople: 'People appear here once faces have been found.',
    galleryTitle: 'Photos',
    noPhotos: 'No photos yet',
    noPhotosHint: 'Add the photos of this event above. They are sorted while you upload.',
    failedTitle: (n: number) => `Could not be processed (${formatCount(n)})`,
    failedHint: 'The originals are safe. Retry, or download the file to look at it.',
    retryPhoto: (name: string) => `Retry ${name}`,
    retryAll: 'Retry all',
    downloadFailed: (name: string) => `Download the original of ${name}`,
    unknownReason: 'No reason was given.',
  },

  collaborator: {
    renewAsk: (name: string) => `${name} no longer helps. Renew the links?`,
    title: 'People who help',
    hint: 'They can see this event, add photos and sort them. Links, settings and deleting for good stay with you.',
    helperHint: 'They add photos and sort them. The organizer shares the event.',
    add: 'Add a person',
    addHint: 'Somebody without an account gets one through a link that you pass on.',
    nameNote: 'if there is no account yet',
    invited: 'has not set a password yet',
    newLink: 'New link',
    newLinkFor: (name: string) => `New link for ${name}`,
    remove: 'Remove',
    removeTitle: (name: string) => `Remove ${name}`,
    removeWarning: 'From now on, they can no longer see this event. The photos they added stay.',
    leave: 'Stop helping',
    leaveTitle: 'Stop helping with this event?',
    leaveWarning: 'You will no longer see it. The photos you added stay.',
    youHelp: (name: string) => `You help ${name}`,
    eventOf: (name: string) => `Event of ${name}`,
    noEvents: 'As soon as somebody adds you as a helper, their event appears here.',
    driveIntro: 'Import photos from your own Google Drive.',
  },

  album: {
    shelves: 'Which photos are shown',
    allPhotos: 'All photos',
    faceless: 'Without faces',
    noFaceless: 'Every photo that is processed shows somebody.',
    empty: 'This album is empty. Select photos and put them into it.',
    create: 'New album',
    createTitle: 'New album',
    name: 'Name of the album',
    save: 'Save',
    rename: 'Rename',
    renameTitle: (name: string) => `Rename “${name}”`,
    earlier: (name: string) => `Move ${name} forward`,
    later: (name: string) => `Move ${name} back`,
    remove: 'Delete album',
    removeTitle: (name: string) => `Delete the album “${name}”?`,
    removeWarning: 'Its photos stay in the event. Shares of this album alone no longer show anything.',
    putInto: 'Put into album',
    putTitle: (n: number) => `Put ${photos(n)} into an album`,
    takeOut: 'Take out of album',
  },

  removal: {
    title: 'Delete this event?',
    warning:
      'Its links close at once. For 30 days you can bring it back from the trash; then all of its photos, faces, people and QR codes are destroyed.',
    typeName: (name: string) => `Type the name of the event to confirm: ${name}`,
    field: 'Name of the event',
    confirm: 'Delete event',
    removing: 'Deleting',
  },

  upload: {
    title: 'Add photos',
    drop: 'Drop photos or folders here',
    dropPhotos: 'Drop photos here',
    dropNow: 'Release to add them',
    formats: 'JPEG, HEIC, PNG, WebP, AVIF, TIFF and RAW. Originals are kept bit for bit.',
    chooseFiles: 'Choose photos',
    chooseFolder: 'Choose a folder',
    queueTitle: 'Uploads',
    sending: (done: number, total: number) => `Uploading ${formatCount(done)} of ${formatCount(total)}`,
    paused: (done: number, total: number) => `Paused at ${formatCount(done)} of ${formatCount(total)}`,
    pause: 'Pause',
    resume: 'Resume',
    finished: (total: number) => `${formatAmount(total, 'upload', 'uploads')} finished`,
    missingHint: (n: number) =>
      `The page was reloaded, and this browser kept no copy of ${formatAmount(n, 'photo', 'photos')}. Choose the same files or folder again: what has arrived is not sent twice.`,
    problems: (n: number) => `${formatAmount(n, 'problem', 'problems')}`,
    skipped: (n: number) => `${formatAmount(n, 'file', 'files')} in the folder left out: not photos.`,
    retryFailed: 'Retry failed uploads',
    clearDone: 'Clear finished',
    retryFile: (name: string) => `Retry upload of ${name}`,
    removeFile: (name: string) => `Remove ${name} from the list`,
    more: (n: number) => `and ${formatAmount(n, 'more file', 'more files')}`,
    noPhoto: (kind: string, maker: string | undefined) =>
      maker === undefined
        ? `This is ${kind}, not a photo that can be shown.`
        : `This is ${kind} of ${maker}, which cannot be shown. Choose its JPEG.`,
    kinds: {
      empty: 'an empty file',
      video: 'a video',
      audio: 'a sound recording',
      archive: 'an archive',
      pdf: 'a PDF document',
      text: 'a text',
      svg: 'an SVG drawing',
      bmp: 'a BMP picture',
      'jpeg-xl': 'a JPEG XL picture',
      'jpeg-2000': 'a JPEG 2000 picture',
      photoshop: 'a Photoshop document',
      raw: 'a RAW file',
      unknown: 'a file of another kind',
    },
    lost: 'The connection was lost. The upload is retried when you are back online.',
    state: {
      waiting: 'Waiting',
      sending: (percent: number) => formatPercent(percent),
      stored: 'Uploaded',
      duplicate: 'Already in this event',
      refused: 'Refused',
      failed: 'Failed',
      offline: 'Connection lost',
      paused: 'Paused',
      missing: 'Choose it again',
    },
    size: (bytes: number) => formatBytes(bytes),
  },

  drive: {
    title: 'Google Drive',
    open: 'Google Drive',
    intro:
      'Import a folder of photos, or export the photos of this event to your Drive. Originals are kept bit for bit.',
    notSetUp:
      'Google Drive is not set up on this server. Its administrator needs to create a Google client as the README describes, and enter it here.',
    sharedTitle: 'Shared folders',
    sharedHint:
      'Nobody needs to connect a Drive for this: share a folder or a shared drive with this address, and find it below. Everybody who organizes events on this server can then find it:',
    connectTitle: 'Connect your Google Drive',
    connectedAs: (email: string) => `Connected as ${email}`,
    connectHint: 'You choose what Visage may do; nothing else is requested. You can withdraw it at any time.',
    ended:
      'Google no longer accepts this connection: access was removed there, or it expired. Connect again, and what was in progress can continue.',
    usesTitle: 'What Visage may do',
    uses: { import: 'Import', export: 'Export', mirror: 'Keep your own folders in sync' },
    usesHint: {
      import: 'Read your folders, to import photos.',
      export: 'Create folders of its own in your Drive. It sees nothing else there.',
      mirror: 'Read and change everything in your Drive. Only needed to write into folders that are yours.',
    },
    connect: 'Connect Google Drive',
    connectAgain: 'Connect again',
    disconnect: 'Disconnect',
    refusedTitle: 'Google Drive was not connected',
    goBack: 'Go back',

    importTitle: 'Import a folder',
    importHint:
      'Every sub-folder becomes an album. Photos that are already here are recognised and not fetched again.',
    importNeeds: 'Connect your Google Drive with “Import” to choose a folder.',
    pick: 'Choose a folder',
    pickTitle: 'Choose a folder',
    wayLabel: 'Folder path',
    top: 'My Drive',
    sharedTop: 'Shared with this server',
    nothingShared: 'Nothing is shared with this server yet.',
    kinds: { shortcut: 'Shortcut', 'shared-drive': 'Shared drive' },
    noFolders: 'No folders in here.',
    importFolder: (name: string) => `Import “${name}”`,
    importNone: 'Open a folder first',
    exportInto: (name: string) => `Export into “${name}”`,
    unnamedFolder: 'Google Drive folder',

    exportTitle: 'Export to Drive',
    exportHint: 'Photos that an earlier export put there are not sent again.',
    exportNeeds: 'Connect your Google Drive with “Export” to put photos there.',
    what: 'What to export',
    wholeEvent: 'The whole event',
    album: (name: string, n: number) => `Album ${name} (${photos(n)})`,
    person: (name: string, n: number) => `${name} (${photos(n)})`,
    export: 'Export',

    states: {
      import: { pending: 'Waiting', running: 'Importing', done: 'Imported', failed: 'Stopped' },
      export: { pending: 'Waiting', running: 'Exporting', done: 'Exported', failed: 'Stopped' },
    },
    progress: (done: number, total: number) =>
      `${formatCount(done)} of ${formatAmount(total, 'file', 'files')} so far`,
    total: {
      import: (n: number) => `${formatAmount(n, 'file', 'files')} found`,
      export: (n: number) => photos(n),
    },
    parts: {
      imported: 'Imported',
      duplicate: 'Already here',
      skipped: 'Not an image',
      uploaded: 'Uploaded',
      present: 'Already there',
      failed: 'Failed',
      withheld: 'Kept here: somebody is withheld, or it may not leave',
      waiting: 'Not yet processed',
    },
    failuresTitle: 'What failed, and why',
  },

  guestDrive: {
    title: 'Your photos in your Google Drive',
    hint: 'Connect your own Google Drive to put your photos there. We can touch only what we put there ourselves.',
    connected: (email: string) => `Connected as ${email}`,
    ended: 'Google no longer accepts this connection. Connect again to continue.',
    send: 'Send my photos',
    again: 'Send new photos',
    sending: 'Sending your photos',
    told: (
      { photos: all, uploaded, present, failed, withheld, waiting }: DriveExport['counts'],
      state: DriveExport['state'],
      folder: string,
    ): string => {
      if (state === 'pending' || state === 'running')
        return `${formatCount(all - waiting)} of ${photos(all)} checked`;
      const parts = [
        `${photos(uploaded + present)} in the folder “${folder}”`,
        ...(failed > 0 ? [`${formatCount(failed)} did not arrive`] : []),
        ...(withheld > 0
          ? [
              `${formatCount(withheld)} not sent: they show somebody who does not want to be shown, or are no longer yours to have`,
            ]
          : []),
      ];
      return `${parts.join(', ')}.`;
    },
  },

  google: {
    title: 'Google',
    open: 'Set up Google Drive',
    intro:
      'What this server needs so that people can connect their Google Drive. Secrets are sealed, and never shown again.',
    clientTitle: 'OAuth client',
    clientHint:
      'Created in the Google Cloud console, as the README describes step by step. Before it is saved, Google is asked whether it knows this client.',
    redirect: 'Address to register with Google as redirect URI',
    current: 'Client in use',
    fixed: 'It is set by GOOGLE_CLIENT_ID, which takes precedence over what is entered here.',
    fixedAccount: 'It is set by GOOGLE_SERVICE_ACCOUNT, which takes precedence over what is entered here.',
    clientId: 'Client ID',
    clientSecret: 'Client secret',
    save: 'Check and save',
    replace: 'Check and replace',
    remove: 'Remove',
    accountTitle: 'Service account',
    accountHint:
      'Works with folders and shared drives that are shared with its address, without anybody connecting a Drive. Every organizer of this server can look through them.',
    shareWith: 'Folders are shared with',
    chooseKey: 'Choose the JSON key',
    replaceKey: 'Choose another JSON key',
  },

  mirror: {
    title: 'Mirrors',
    hint: 'Keep an album and a folder of your Drive in sync. You see what would happen before anything does.',
    needs: 'Connect your Google Drive to keep an album and a folder in sync.',
    create: 'New mirror',
    createTitle: 'Keep an album and a folder in sync',
    way: 'Which way do changes go?',
    directions: { fromDrive: 'From Drive to Visage', toDrive: 'From Visage to Drive', both: 'Both ways' },
    directionHints: {
      fromDrive: 'What changes in the folder changes in the album. Your Drive is only read.',
      toDrive: 'What changes in the album changes in the folder.',
      both: 'Changes on either side arrive on the other.',
    },
    album: 'Album',
    newAlbum: 'A new album, named like the folder',
    folder: 'Folder',
    noFolder: 'No folder chosen yet',
    newFolder: 'A new folder, named like the album',
    clearFolder: 'Clear',
    chooseFolder: (name: string) => `Choose “${name}”`,
    missing: {
      folder: 'Choose the folder in Drive.',
      choice: 'Choose an album or a folder.',
      import: 'For this direction the connection needs “Import”. Connect again above and allow it.',
      export: 'For this direction the connection needs “Export”. Connect again above and allow it.',
      mirror:
        'To write into a folder that is yours, the connection needs “Keep your own folders in sync”. Connect again above and allow it.',
    },
    firstLook: 'Nothing is changed yet: you see the list first.',
    look: 'Show what would happen',
    name: (album: string, folder: string) => `Mirror of ${album} and ${folder}`,
    sentence: {
      fromDrive: (album: string, folder: string) => `“${folder}” in Drive → “${album}”`,
      toDrive: (album: string, folder: string) => `“${album}” → “${folder}” in Drive`,
      both: (album: string, folder: string) => `“${album}” ↔ “${folder}” in Drive`,
    },
    states: {
      checking: 'Checking',
      asking: 'Waiting for you',
      active: 'Active',
      paused: 'Paused',
      stopped: 'Stopped',
    },
    checked: (iso: string) => `Last checked ${formatMoment(iso)}`,
    neverChecked: 'Not checked yet',
    counts: {
      linked: 'On both sides',
      failed: 'Could not be transferred',
      withheld: 'Kept here: somebody is withheld',
      lost: 'Not seen in Drive',
    },
    checkNow: 'Check now',
    pause: 'Pause',
    resume: 'Resume',
    start: 'Start mirroring',
    notNow: 'Not now',
    end: 'End mirror',
    endTitle: 'End this mirror?',
    endWarning:
      'The album and the folder stay as they are. They are just no longer kept in sync, and the history of the mirror is deleted.',
    wouldTitle: 'This is what would happen',
    brakeTitle: 'A lot would be removed: is that right?',
    brakeHint:
      'More than a fifth of the photos, or more than 50, would be removed in one run. Nothing has been done yet.',
    brakeYes: 'Yes, continue',
    brakeNo: 'No, pause',
    nothingToDo: 'Nothing: both sides are already the same.',
    would: {
      take: (n: number) => `${photos(n)} would come from Drive into the album.`,
      replace: (n: number) =>
        `${photos(n)} would be replaced by what was changed in Drive. The event keeps the old ones.`,
      leave: (n: number) => `${photos(n)} would leave the album. The event keeps them.`,
      renamePhoto: (n: number) => `${photos(n)} would get a new name here.`,
      send: (n: number) => `${photos(n)} would be sent to Drive.`,
      trash: (n: number) => `${formatAmount(n, 'file', 'files')} would go into the Drive trash.`,
      untrash: (n: number) => `${formatAmount(n, 'file', 'files')} would be taken out of the Drive trash.`,
      renameFile: (n: number) => `${formatAmount(n, 'file', 'files')} would get a new name in Drive.`,
      separate: (n: number) =>
        `${formatAmount(n, 'file', 'files')} that somebody changed in Drive would be left alone.`,
    },
    planTitle: 'Photo by photo',
    planned: {
      take: (name: string) => `${name} comes from Drive`,
      replace: (name: string) => `${name} is replaced by what was changed in Drive`,
      leave: (name: string) => `${name} leaves the album`,
      renamePhoto: (name: string, former: string | null) =>
        `${former ?? 'A photo'} is called ${name}, as in Drive`,
      send: (name: string) => `${name} is sent to Drive`,
      trash: (name: string) => `${name} goes into the Drive trash`,
      untrash: (name: string) => `${name} is taken out of the Drive trash`,
      renameFile: (name: string, former: string | null) => `${former ?? 'A file'} is called ${name} in Drive`,
      separate: (name: string) => `${name} was changed in Drive, and is left alone there`,
    } satisfies Record<MirrorStepKind, (name: string, former: string | null) => string>,
    historyTitle: 'What happened',
    noLines: 'Nothing yet.',
    moreLines: 'Show more',
    lines: {
      take: (name: string) => `${name} came from Drive`,
      replace: (name: string) => `${name} was replaced by what was changed in Drive`,
      leave: (name: string) => `${name} left the album, because it left the folder`,
      renamePhoto: (name: string, former: string | null) =>
        `${former ?? 'A photo'} is now called ${name}, as in Drive`,
      send: (name: string) => `${name} was sent to Drive`,
      trash: (name: string) => `${name} went into the Drive trash, because it left the album`,
      untrash: (name: string) => `${name} was taken out of the Drive trash`,
      renameFile: (name: string, former: string | null) =>
        `${former ?? 'A file'} is now called ${name} in Drive`,
      separate: (name: string) => `${name} was changed in Drive, and is left alone there`,
      lost: (name: string) =>
        `${name} is no longer visible in Drive: it was deleted, or is no longer shared. It stays here`,
      found: (name: string) => `${name} is visible in Drive again`,
      staysOut: (name: string) => `${name} was taken out of the album, and stays out`,
      notResent: (name: string) => `${name} was removed in Drive, and is not sent again`,
      withheld: (name: string) => `${name} is not sent to Drive: it shows somebody who is withheld`,
      copy: (name: string, other: string | null) =>
        `${name} has the same bytes as ${other ?? 'another photo'}, so the album already has it`,
    } satisfies Record<MirrorLineKind, (name: string, former: string | null) => string>,
    failedLine: (told: string) => `Failed: ${told}`,
    conflict: 'Both sides had changed.',
    lineStates: { undone: 'undone', undoing: 'being undone' },
    undo: (kind: MirrorLineKind): string =>
      kind === 'staysOut' ? 'Bring back' : kind === 'notResent' || kind === 'lost' ? 'Send again' : 'Undo',
    undoLabel: (kind: MirrorLineKind, name: string): string => `${en.mirror.undo(kind)}: ${name}`,
  },

  person: {
    unnamed: 'Unnamed person',
    open: (name: string, n: number) => `${name}, ${photos(n)}`,
    back: (event: string) => event,
    rename: 'Edit name',
    addName: 'Add a name',
    name: 'Name of this person',
    save: 'Save name',
    saving: 'Saving',
    photosOf: (name: string) => `Photos of ${name}`,
    inPhotos: (n: number, m: number) => `In ${photos(n)}, ${faces(m)}`,
    noPhotos: 'This person is no longer in any photo.',
    gone: 'This person has become part of another.',
    hide: 'Do not list',
    show: 'List again',
    shown: 'How they are shown',
    shownTitle: 'How is this person shown?',
    shownInPhotos: 'To guests, in photos',
    shownSave: 'Save',
    appearance: { open: 'As they are', blurred: 'Blurred', withheld: 'Withheld' },
    appearanceHint: {
      open: 'Guests see and download photos of this person like all others.',
      blurred:
        'The photos stay. In all that guests see and download, the whole head is made unrecognisable, and nothing brings it back. Your originals stay as they are.',
      withheld:
        'No guest finds, sees or downloads a photo that shows this person, and none goes to anybody’s Drive.',
    },
    agreed: {
      blurred:
        'You agreed to an objection about this person: their face is blurred, and whoever objected was told so.',
      withheld:
        'You agreed to an objection about this person: they are withheld, and whoever objected was told so.',
    },
    agreedByOrganizer:
      'An organizer agreed to an objection about this person. Only an organizer shows them more again.',
    takesAnswerBack:
      'This takes your answer back. Whoever objected reads that you do not agree any more, and why; they may complain.',
    takesAnswerBackWhy: 'Why you show them again',
    seesOwn: 'Except to themselves',
    seesOwnHint: 'Whoever finds these photos by their own selfie still gets them.',
    unlisted: 'Not listed',
    unlistedHint: 'Left out of your lists of people. This alone changes nothing for guests.',
    erase: 'Erase face data',
    eraseTitle: 'Erase the face data of this person?',
    eraseWarning:
      'Their face, as it was measured and cut out of the photos, goes for good and is not made again from these photos. Guests who were found as them lose the photos that a selfie gave them, and what was kept of their own face. The photos stay, and so does how this person is shown. In photos that come later they may be found as somebody new.',
    effectPending: 'Counting what this does …',
    effect: (
      appearance: 'open' | 'blurred' | 'withheld',
      { photos: n, guests, guestPhotos, links, inDrive }: PersonEffect,
    ) =>
      [
        appearance === 'open'
          ? `Guests get ${photos(n)} as they are.`
          : appearance === 'blurred'
            ? `${photos(n)} will be blurred. Until each is ready, guests do not get it.`
            : `${photos(n)} will be withheld.`,
        ...(guests > 0
          ? [
              `${formatAmount(guests, 'guest loses', 'guests lose')} ${formatCount(guestPhotos)} of their own.`,
            ]
          : []),
        ...(links > 0
          ? [`${formatAmount(links, 'link', 'links')} to this person’s photos will open no more.`]
          : []),
        ...(inDrive > 0
          ? [
              `${formatCount(inDrive)} of them went to a Google Drive: synced albums take them back, exported ones stay there.`,
            ]
          : []),
      ].join(' '),
    facesTitle: 'Faces',
    facesHint: 'Choose faces that are somebody else’s, or the one that represents this person.',
    face: (n: number) => `Face ${formatCount(n)}`,
    moreFaces: (n: number) => `Show ${formatAmount(n, 'more face', 'more faces')}`,
    part: 'Not this person',
    cover: 'Use as cover',
    chosen: (n: number) => `${formatCount(n)} chosen`,
    clear: 'Clear',
  },

  people: {
    all: 'All people',
    unnamed: 'Unnamed',
    title: 'People',
    hint: 'Choose people who are one and the same and merge them, or take those off the list who do not belong there.',
    merge: (n: number) => (n < 2 ? 'Merge' : `Merge ${formatCount(n)} into one`),
    more: (n: number) => `Show ${formatAmount(n, 'more person', 'more people')}`,
    showHidden: (n: number) => `Show people who are not listed (${formatCount(n)})`,
    choose: (name: string, n: number) => `Choose ${name}, ${photos(n)}`,
    undo: 'Undo',
    undone: 'undone',
    undoTitle: 'Undo this change?',
    undoPartly: (back: number, stays: number) =>
      back === 0
        ? 'All of it was changed again since. Nothing goes back; it only leaves this list.'
        : `Part of it was changed again since: ${formatCount(back)} of ${formatCount(back + stays)} changes go back, the others stay.`,
    whichName: 'Which name stays?',
    whichNameHint: 'The people you chose have different names.',
    mergeAs: (name: string) => `Merge as ${name}`,
    history: 'Changes',
    noHistory: 'Nobody has changed anything yet.',
    by: (name: string | null, iso: string) => `${name ?? 'A former user'}, ${formatMoment(iso)}`,
    edit: {
      name: (from: string | null, to: string | null) =>
        to === null
          ? `Removed the name ${from ?? ''}`
          : from === null
            ? `Named ${to}`
            : `Renamed ${from} to ${to}`,
      hide: (who: string) => `Took ${who} off the list`,
      show: (who: string) => `Listed ${who} again`,
      withhold: (who: string) => `Withheld photos of ${who}`,
      blur: (who: string) => `Blurred ${who}`,
      reveal: (who: string) => `Showed ${who} to guests again`,
      cover: (who: string) => `Chose a cover for ${who}`,
      merge: (who: string, n: number) => `Merged ${formatAmount(n, 'person', 'people')} into ${who}`,
      part: (who: string, n: number) => `Took ${faces(n)} out of ${who}`,
      notMe: (who: string | null) => (who === null ? 'Is not in a photo' : `Is not ${who} in a photo`),
      mine: 'Is in a photo',
    },
    guest: 'A guest',
    openPhoto: 'Open the photo',
    claims: (n: number) =>
      n === 1 ? 'A guest says they are in a photo' : `Guests say they are in ${photos(n)}`,
    claimsHint:
      'The faces they point at belong to people you know already. Agree only if you see that it is them.',
    claim: (by: string | null, who: string | null) =>
      `${by ?? 'A guest'} says: this face is mine${who === null ? '' : `, not that of ${who}`}`,
    accept: 'Agree',
    refuse: 'Refuse',
  },

  objection: {
    title: (n: number) =>
      n === 0
        ? 'Objections'
        : n === 1
          ? 'Somebody does not want to be shown'
          : `${formatCount(n)} people do not want to be shown`,
    none: 'Whoever does not want to be shown says so on the guests’ page, without an account. Nobody has so far.',
    hint: 'They said so on the guests’ page. They read your answer, and nobody else does.',
    asks: {
      withheld: 'Wishes that no guest gets a photo of them.',
      blurred: 'Wishes that their face is made unrecognisable.',
    },
    nobody: 'In no photo so far. Later photos are looked through.',
    agree: 'Agree',
    agreeTitle: 'How are they shown from now on?',
    later: 'It holds for photos that come later, too.',
    agreeEnded: (n: number) =>
      n === 0
        ? 'The faces of this event have been deleted: no photo of theirs is known.'
        : `The faces of this event have been deleted, so nobody can be blurred any more. ${n === 1 ? 'One photo stays' : `${photos(n)} stay`} withheld for good.`,
    atEnd: (n: number) => `In ${photos(n)} when the faces of this event were deleted.`,
    ended:
      'The faces of this event have been deleted, so nobody can tell whom photos show that come later. They are withheld from all guests as long as an objection waits or was agreed to.',
    decline: 'Decline',
    declineTitle: 'Decline this objection?',
    declineHint: 'The photos are shown again. Say why: whoever objected reads it, and may complain.',
    answer: 'Your answer',
    states: {
      waiting: 'Waits',
      agreed: 'You agreed',
      declined: 'You declined',
      withdrawn: 'Taken back by them',
    },
    withhold: 'Withhold photos of whoever objects until I have answered',
    withholdHint: 'Otherwise they are shown until then. The law asks for caution.',
  },

  photo: {
    fresh: 'New',
    open: (name: string) => `Open photo ${name}`,
    select: (name: string) => `Select photo ${name}`,
    gridKeys: 'Arrow keys move from photo to photo, Home and End to the first and the last.',
    processing: 'Processing',
    failed: 'Could not be processed',
    noPreview: 'There is no preview of this photo yet.',
    viewer: 'Photo',
    position: (index: number, total: number) => `${formatCount(index)} of ${formatCount(total)}`,
    previous: 'Previous photo',
    next: 'Next photo',
    close: 'Close photo',
    download: 'Download original',
    originalStays: 'The original cannot be given without the place where it was taken',
    downloadRaw: (fileName: string) => `Download RAW (${fileName})`,
    showFaces: 'Show faces',
    face: (name: string) => `${name}: open their photos`,
    faceAlone: 'Face that belongs to nobody yet',
    takenAt: (iso: string) => formatTaken(iso),
    details: (width: number, height: number, bytes: number) => `${width} × ${height}, ${formatBytes(bytes)}`,
  },

  zip: {
    all: 'Download all',
    select: 'Select',
    none: 'Download',
    some: (n: number) => `Download ${photos(n)}`,
    selected: (n: number) => (n === 0 ? 'Touch the photos you want' : `${photos(n)} selected`),
    preparing: 'Preparing your download',
    started: (n: number, bytes: number) =>
      `Your download has started: ${photos(n)}, ${formatBytes(bytes)}. If it breaks off, resume it in your browser’s list of downloads.`,
    leftOut: (n: number) => `${photos(n)} of your selection ${n === 1 ? 'is' : 'are'} no longer there.`,
    withheld: (n: number) =>
      `${photos(n)} ${n === 1 ? 'is' : 'are'} not in it, because the original cannot be given without the place where it was taken.`,
    again: 'Download again',
  },

  share: {
    title: 'Share',
    intro: 'Guests scan the code, take a selfie and get the photos they are in.',
    createTitle: 'New share',
    createFirst: 'Create the first share',
    createAnother: 'Create another share',
    name: 'Name of the share',
    nameDefault: 'Guests',
    scope: 'What guests see',
    scopeOwn: 'Only photos they are in',
    scopeOwnHint: 'Each guest takes a selfie and sees only their own photos.',
    scopeGallery: 'The whole gallery',
    scopeGalleryHint: 'Everyone with the link sees every photo.',
    scopeAlbums: 'Some albums',
    scopeAlbumsHint: 'Everyone with the link sees every photo of the albums you tick.',
    scopeAlbumsList: 'Albums of this share',
    lastDay: 'Last day',
    lastDayNote: 'empty: no end',
    firstDay: 'First day',
    firstDayNote: 'empty: open at once',
    more: 'More settings: password, approval, watermark',
    whoComesIn: 'Who comes in',
    password: 'Guests need a password',
    passwordHint:
      'Asked for before anything is shown. Tell it to your guests, or write it on the invitation.',
    passwordField: 'Password for guests',
    passwordLength: (n: number) => `at least ${formatCount(n)} characters`,
    newPassword: 'New password for guests',
    passwordStays: 'empty: the present one stays',
    approval: 'You let guests in one by one',
    approvalHint: 'Each guest gives a name and waits until you say yes on this page.',
    maxGuests: 'Largest number of guests',
    maxGuestsNote: 'empty: any number',
    atMost: (n: number) => `At most ${formatAmount(n, 'guest', 'guests')}`,
    whatTheyGet: 'What guests get',
    watermark: 'The name of the event is on every picture',
    watermarkHint: 'In a corner of the pictures that are shown. Your originals stay as they are.',
    originals: 'Guests may download originals',
    originalsHint: 'In full quality, one by one or all at once.',
    originalsMarkedHint: 'Originals do not carry the name of the event.',
    noOriginals: 'No originals',
    metadata: 'Guests may see camera and lens of a photo',
    hideLocation: 'Hide where photos were taken',
    hideLocationHint:
      'Also in originals and downloads: what tells the place is taken out, all else stays. Your own files stay as they are.',
    showsLocation: 'Guests may see where photos were taken',
    attributes: 'What differs from the usual',
    edit: 'Change',
    editTitle: (name: string) => `Change “${name}”`,
    editHint: 'Takes effect at once, also for guests who are already in.',
    save: 'Save',
    opensAt: (iso: string) => `Opens ${formatMoment(iso)}`,
    waiting: 'Guests at the door',
    andMore: (n: number) => `and ${formatCount(n)} more`,
    nobodyWaits: 'Nobody is waiting. Guests who ask to come in appear here by themselves.',
    waitingCount: (n: number) => `${formatAmount(n, 'guest waits', 'guests wait')} for your answer.`,
    answered: (n: number) => `Answered (${formatCount(n)})`,
    namelessGuest: 'A guest without a name',
    guestCame: (code: string, iso: string) => `${code}, ${formatMoment(iso)}`,
    sentAway: 'sent away',
    letIn: 'Let in',
    letInNamed: (name: string) => `Let in ${name}`,
    sendAway: 'Send away',
    sendAwayNamed: (name: string) => `Send away ${name}`,
    create: 'Create share',
    creating: 'Creating',
    overview: 'Links of this event',
    overviewHint: 'The organizer gives them out, and alone sees them.',
    came: (n: number, shown: string) => (n === 1 ? '1 guest' : `${shown} guests`),
    over: 'closed',
    renew: 'Renew links',
    renewAsk: 'Renew all links of this event?',
    renewWarning:
      'Every link, code and poster of this event stops letting anybody in, and new ones take their place with the same names and limits. Guests who have joined stay in. Posters and cards need to be printed again.',
    scopes: {
      gallery: 'Whole gallery',
      albums: 'Some albums',
      'own-photos': 'Own photos only',
      person: 'One person',
    },
    until: (iso: string) => `Open until ${formatMoment(iso)}`,
    forever: 'Open without end',
    ended: (iso: string) => `Ended ${formatMoment(iso)}`,
    revoked: 'Revoked',
    revokeShare: 'Revoke share',
    revokeShareAsk: (name: string) => `Revoke “${name}”?`,
    revokeShareWarning:
      'All of its QR codes and links stop working at once, also for guests who have used them.',
    qr: (label: string) => `QR code “${label}”`,
    scan: 'Scan to find your photos',
    scanHow: 'Point the camera of your phone at the code. No app, no account.',
    link: 'Link',
    copy: 'Copy link',
    copied: 'Copied',
    copyFailed: 'Select the link and copy it by hand',
    png: 'Download PNG',
    svg: 'Download SVG',
    print: 'Print',
    typed: (code: string) => `Code to type: ${code}`,
    posters: 'Poster',
    poster: (label: string) => `Poster “${label}”`,
    posterPicture: (event: string) => `Preview of the poster of ${event}`,
    posterLanguage: 'Language of the print',
    printObjection: 'With a line for those who do not want to be shown',
    printObjectionHint: 'On posters, table cards and prints: where they say so, without an account.',
    posterOpen: (size: string) => `PDF to print, ${size}`,
    logoAdd: 'Add a logo',
    logoReplace: 'Choose another logo',
    logoRemove: 'Remove the logo',
    accent: 'Colour of the event',
    accentHint:
      'On guest pages and posters. Where it would be hard to read, it is made a little darker or lighter.',
    accentReset: 'Use the usual colour',
    viewAsOpen: 'What it shows',
    viewAs: (label: string) => `What “${label}” shows`,
    viewAsHint: 'Decided by the same rules that answer your guests, as if the password had been given.',
    viewAsWho: 'Seen by',
    viewAsScanned: 'Somebody who has just opened the link',
    viewAsGuest: (name: string, iso: string) => `${name}, since ${formatMoment(iso)}`,
    may: 'Allowed',
    mayNot: 'Not allowed',
    viewActions: {
      'event.join': 'Come in as a guest',
      'event.selfie': 'Search by selfie',
      'photo.view': 'See photos',
      'photo.preview': 'See photos large',
      'photo.original': 'Download originals',
      'photo.metadata': 'See camera and lens',
      'zip.create': 'Download all at once',
    },
    viewPhotos: 'Photos and why',
    viewShown: (shown: number, n: number) => `${formatCount(shown)} of ${photos(n)} shown`,
    viewIs: 'Shown',
    viewIsNot: 'Not shown',
    cards: (n: number) => `Table cards (${formatCount(n)})`,
    preview: 'Open as a guest',
    codes: 'Codes',
    codesHint: 'One code for everyone, or one per table, so that each can be revoked separately.',
    label: 'Label of the new code',
    labelPlaceholder: 'Table 7',
    addCode: 'Add code',
    addMany: 'Add many codes',
    seriesWord: 'Word',
    seriesWordDefault: 'Table',
    seriesFrom: 'From',
    seriesTo: 'To',
    seriesPreview: (first: string, last: string, n: number) =>
      n === 1 ? `“${first}”` : `“${first}” to “${last}”: ${formatAmount(n, 'code', 'codes')}`,
    seriesWrong: (max: number) => `Count upwards, and make at most ${formatCount(max)} codes at once.`,
    seriesAdd: (n: number) => `Add ${formatAmount(n, 'code', 'codes')}`,
    labelField: 'Label',
    editCodeNamed: (label: string) => `Change code ${label}`,
    editCodeTitle: (label: string) => `Change the code “${label}”`,
    editCodeHint: 'A code may give less than its share, never more.',
    codeLastDayNote: 'empty: as long as the share',
    codeNoOriginals: 'Without originals',
    codeNoSelfie: 'Without a search by selfie',
    codeNoSelfieHint: 'For the band or the caterer, who may look at photos but not be searched for.',
    noSelfie: 'No search by selfie',
    guests: (n: number) => formatAmount(n, 'guest', 'guests'),
    opens: (n: number) => `opened ${formatAmount(n, 'time', 'times')}`,
    lastUsed: (iso: string) => `last used ${formatMoment(iso)}`,
    revokeCode: 'Revoke',
    revokeCodeNamed: (label: string) => `Revoke code ${label}`,
    revokeCodeAsk: (label: string) => `Revoke the code “${label}”?`,
    revokeCodeWarning: 'Its link stops working at once, also for guests who have used it.',
    noCodes: 'This share no longer has a code. Add one below.',
  },

  guest: {
    title: 'Your photos',
    welcome: (event: string) => `Find yourself in the photos of ${event}`,
    welcomeGallery: (event: string) => `The photos of ${event}`,
    how: 'Take one selfie. In a few seconds you see every photo you are in.',
    howEarly: 'There are no photos yet. Take your selfie now, and we will find you when there are photos.',
    opensAt: (iso: string) => `This link is not open yet. It opens ${formatMoment(iso)}.`,
    steps: ['You say yes', 'You take a selfie', 'You get your photos'],
    linkProblem: 'This link does not open',
    linkIncomplete: 'A part of it is missing. Scan the code again, or copy the whole link.',
    typeCode: 'Type a code instead',
    unreachable: 'That did not work just now',

    consent: {
      /** Must change with every change of the wording below; the server records it. */
      version: '2026-12-01' satisfies GuestConsent['version'],
      title: 'Before we search',
      intro:
        'To find you we compare the face in your selfie with the faces in the photos of this event. That is biometric data, so we ask first.',
      points: [
        'Your selfie is used for the search and then thrown away. The picture is never stored.',
        'If we are to keep looking for you, we keep what your face looks like as a row of numbers, under lock and key: photos that come later are yours, too. We delete it when the link ends, when the faces of this event are deleted, or when you say so.',
        'We keep which of the found faces are yours, and that you agreed, with date and time. So you can come back.',
        'Nobody else sees your selfie, and it is used for nothing else.',
        'You can be forgotten at any time: press “Forget me” below your photos.',
      ],
      acceptLater: 'I agree, keep looking for me',
      acceptOnce: 'I agree, search once',
      refuse: 'No, thank you',
      sending: 'One moment',
      outdated: 'The wording has changed since this page was loaded. Load it again and read it once more.',
      responsible: (name: string, contact: string) => `Responsible for it is ${name} (${contact}).`,
      until: (day: string) =>
        `As things stand, the faces of this event are kept until ${day}. Then they are deleted, with what your selfie found, and the search ends. If the host prolongs that for a reason, the page about privacy says so.`,
      agreedTo: (version: string) =>
        `What you agree to is version ${version} of this text, with all that is said here:`,
      more: 'Privacy in full',
    },

    noSearch: {
      ended: {
        title: 'The face search has ended',
        text: (day: string) =>
          `The faces of this event were deleted, as its organizer had set it: they were kept until ${day}. So nobody can be found in the photos by a selfie any more. Ask the host for your photos.`,
      },
      'no-controller': {
        title: 'No face search yet',
        text: 'Nobody has been named yet who is responsible for this server, so guests are not searched for here. Ask the host: an administrator can enter it.',
      },
      gallery: 'See all photos',
    },

    refused: {
      title: 'That is fine',
      text: 'Nothing about your face was computed or stored. You can still ask the host for your photos.',
      again: 'I changed my mind',
      gallery: 'See all photos',
    },

    selfie: {
      title: 'Take a selfie',
      hint: 'Look straight at the camera, in good light, without sunglasses.',
      camera: 'Use the camera',
      file: 'Choose a photo',
      phoneCamera: 'Take a picture',
      capture: 'Take the selfie',
      starting: 'Starting the camera',
      preview: 'Picture from your camera',
      oval: 'Put your face into the oval',
      denied:
        'The camera may not be used. Allow it in the settings of your browser, or choose a photo of yourself.',
      missing: 'No camera was found. Choose a photo of yourself instead.',
      busy: 'The camera could not be started. Perhaps another app is using it. You can choose a photo instead.',
      sending: 'Sending your picture',
      searching: 'Searching for you',
      searchingHint: 'We compare your selfie with every face of this event.',
      again: {
        'no-face': 'We saw no face in this picture. Come closer, look at the camera, and try again.',
        'too-small': 'Your face is too small in this picture. Come closer, and try again.',
        blurred: 'This picture is blurred. Hold still for a moment, and try again.',
        'too-dark': 'This picture is too dark. Turn towards the light, and try again.',
        'too-bright': 'This picture is too bright. Turn away from the glare, and try again.',
        'turned-away':
          'Your face is turned away or covered. Look straight at the camera, without sunglasses or mask, and try again.',
        ambiguous:
          'From this picture we cannot tell for sure who you are, so we show nobody’s photos. Try again: straight into the camera, in good light. If that does not help, ask the organizer.',
      },
      back: 'Back',
    },

    object: {
      link: 'I do not want to be shown here',
      inPhoto: 'I do not want to be shown',
      title: 'I do not want to be shown here',
      intro:
        'You may say no to being found and shown in the photos of this event. You need no account, and you join nothing. The host sees whom it is about and answers you.',
      about: (event: string, day: string | null) =>
        day === null ? `It is about the event “${event}”.` : `It is about the event “${event}” of ${day}.`,
      facesEnded: (controller: { readonly name: string; readonly contact: string } | null) =>
        controller === null
          ? 'No faces are kept of this event, so nobody can be found in its photos. Ask the host to take out the photos that show you, and say which they are.'
          : `No faces are kept of this event, so nobody can be found in its photos. Write to ${controller.name} (${controller.contact}), who is responsible, and say which photos show you: they are taken out by hand.`,
      wish: 'What do you wish?',
      wishes: {
        withheld: 'No guest gets a photo that shows me',
        blurred: 'My face is made unrecognisable in what guests get',
      },
      keep: 'Find me in later photos, too',
      keepHint:
        'What your face looks like is kept for this alone, sealed, as a row of numbers and not as a picture, until you take it back, the host declines, or the faces of the event are deleted.',
      bySelfie: 'Say who you are with a selfie',
      bySelfieHint:
        'It is compared with the faces in these photos, and forgotten at once. By sending it you agree to that.',
      byPhoto: 'Or point at your face',
      byPhotoHint: 'Open a photo that shows you and press “I do not want to be shown”.',
      toPhotos: 'To the photos',
      notFound:
        'Nobody in these photos looks like you, and nothing was kept. Tick “Find me in later photos, too” to be looked for as they come.',
      made: 'Your objection has been noted',
      madeWithheld: 'From now on no guest gets the photos that show you. The host will answer.',
      madeShown: 'The host will answer. Until then the photos are shown as before.',
      madeNotFound: 'Nobody in these photos looks like you yet. You are looked for in those that come later.',
      address:
        'Under this address you see the answer, and take your objection back. Nobody else has it: keep it.',
      addressLabel: 'Address of your objection',
      follow: 'What became of it',
      statusTitle: (event: string) => `Your objection: ${event}`,
      states: {
        waiting: 'The host has not answered yet.',
        agreed: 'The host agreed.',
        declined: 'The host declined.',
        withdrawn: 'You have taken it back.',
      },
      asked: {
        withheld: 'You asked that no guest gets a photo of you.',
        blurred: 'You asked that your face is made unrecognisable.',
      },
      keeps: 'Later photos are looked through for you.',
      laterWithheld:
        'The faces of this event have been deleted, so nobody is looked for any more. As long as your objection stands, no guest gets photos that come later.',
      since: (moment: string) => `Made ${moment}`,
      withdraw: 'Take it back',
      withdrawHint: 'What was kept of your face is erased. How you are shown then is up to the host.',
      face: (n: number, of: number) => `Face ${formatCount(n)} of ${formatCount(of)}`,
      tap: 'Tap your face, or that of your child, and choose.',
      noFaces: 'No face was found in this photo. Say who you are with a selfie instead.',
      tapWithheld: 'Do not show me',
      tapBlurred: 'Blur me',
    },

    several: {
      title: (who: Who) => `Which one is ${who ?? 'you'}?`,
      hint: 'There are several people in this picture. Tap the face: only that one is searched for.',
      face: (n: number, of: number) => `Face ${formatCount(n)} of ${formatCount(of)}: this one`,
      none: 'None of these: another picture',
    },

    nothing: {
      title: 'There is nothing here yet',
      text: 'This link shows no photos and takes none. Ask the host for another one.',
    },

    photos: {
      mine: (n: number, who: Who) => `${who === null ? 'You are' : `${who} is`} in ${photos(n)}`,
      ours: (n: number) => `${photos(n)} of you together`,
      title: 'Your photos',
      all: 'All photos',
      hint: 'Touch a photo to see it large and to download the original.',
      hintShown: 'Touch a photo to see it large.',
      findMe: 'Find only photos with me',
      anotherSelfie: 'Search with another selfie',
      added: (n: number) =>
        n === 0
          ? 'Nothing new: this selfie found no photos that you did not have already.'
          : `This selfie found ${formatAmount(n, 'more photo', 'more photos')}.`,
      empty: 'No photos yet',
      emptyHint: 'The photographer has not added any yet. They appear here by themselves.',
      refresh: 'Look again',
      whose: 'Which photos',
      emptyMine: (who: Who) => `No photos of ${who ?? 'you'} yet`,
      emptyMineHint: 'When you see one among all photos, open it and press “I’m in this one”.',
      emptyLooking: (who: Who) =>
        `We keep looking: as soon as ${who === null ? 'you are' : `${who} is`} in a photo, it appears here by itself. You may close this page and come back.`,
      emptyOnce: 'We searched once. More photos may have come since: search again with another selfie.',
      fresh: (n: number, day: string) => `${formatAmount(n, 'new photo', 'new photos')} of you since ${day}`,
      withdrawn: (n: number) =>
        n === 1
          ? 'One photo that you had seen was taken back by the host.'
          : `${formatCount(n)} photos that you had seen were taken back by the host.`,
      read: 'All right',
      withheld: (n: number) =>
        n === 1
          ? 'One photo is withheld at the wish of somebody in it.'
          : `${formatCount(n)} photos are withheld at the wish of somebody in them.`,
    },

    correct: {
      notMe: (who: Who) => `That’s not ${who ?? 'me'}`,
      me: (who: Who) => (who === null ? 'I’m in this one' : `${who} is in this one`),
      waits: 'The host has been asked',
      gone: (name: string, who: Who) => `${name} is no longer among ${whose(who)} photos.`,
      added: (name: string, who: Who) => `${name} is now among ${whose(who)} photos.`,
      asked: (name: string, who: Who) => `We have asked the host whether it is ${who ?? 'you'} in ${name}.`,
      undo: 'Undo',
      close: 'Close this message',
      which: (who: Who) => `Which face is ${who === null ? 'yours' : whose(who)}? Tap it.`,
      noFaces: (who: Who) =>
        `No face was found here. Draw a box around ${who === null ? 'yours' : whose(who)}.`,
      draw: (who: Who) => `Draw a box around ${whose(who)} face, or move this one.`,
      other: (who: Who) => `${who === null ? 'Mine' : whose(who)} is not marked`,
      face: (n: number, of: number, who: Who) =>
        `Face ${formatCount(n)} of ${formatCount(of)}: that is ${who ?? 'me'}`,
      box: (who: Who) => `Box around ${whose(who)} face: move it with the arrow keys`,
      corners: [
        'Upper left corner: move it with the arrow keys',
        'Upper right corner: move it with the arrow keys',
        'Lower left corner: move it with the arrow keys',
        'Lower right corner: move it with the arrow keys',
      ],
      confirm: (who: Who) => `This is ${who ?? 'me'}`,
    },

    notFound: {
      title: 'Nothing found yet',
      text: (who: Who) =>
        `We could not find ${who ?? 'you'} in the photos so far. More may still be on their way, and another selfie often helps: look straight ahead, in good light.`,
      again: 'Try another selfie',
      keepsLooking: (who: Who) =>
        `We could not find ${who ?? 'you'} in the photos so far, and keep looking: as soon as ${who === null ? 'you are' : `${who} is`} in one, we show it to you. Another selfie often helps, too: look straight ahead, in good light.`,
      wait: (who: Who) => `Show ${who === null ? 'my' : whose(who)} photos as they come`,
      back: 'To the photos',
      early: {
        title: 'You are early',
        text: (_who: Who) =>
          'There are no photos yet. Come back when there are, and take another selfie then.',
        keepsLooking: (who: Who) =>
          `There are no photos yet. We will find ${who ?? 'you'} when there are photos, and show them to you here. You may close this page and come back.`,
      },
    },

    held: 'What do you hold of me?',
    forget: {
      action: (who: Who) => (who === null ? 'Forget me' : `Remove ${who}`),
      title: (who: Who) => (who === null ? 'Forget you?' : `Remove ${who} from this phone?`),
      text: (who: Who) =>
        who === null
          ? 'We delete which faces are yours. The photos stay with the host. You can search again at any time.'
          : `We delete which faces are ${whose(who)}, what was kept of them, and that they agreed. Their photos are no longer shown on this phone, and downloads that are ready end. The photos stay with the host.`,
      /** @param names of those who share the phone */
      others: (names: string) => `The others on this phone go, too: ${names}.`,
      confirm: (who: Who) => (who === null ? 'Yes, forget me' : `Yes, remove ${who}`),
      sending: 'Forgetting',
      log: 'The host’s log keeps that somebody was forgotten, and no longer who did what. You get a receipt.',
      sent: 'Also delete the photos I sent',
      sentHint:
        'Photos that the host has not approved yet go in any case. Without this, approved ones stay with the host, and no longer say who sent them.',
      removed: 'Removed',
      keepReceipt: 'Below is the receipt. Take it along now: nobody can give it to you again.',
      done: 'You have been forgotten',
      doneText: 'What we had computed from your face is deleted.',
      again: 'Start again',
    },

    family: {
      add: 'Add somebody',
      intro:
        'Does somebody share this phone with you, or is your child with you? We find their photos by a selfie of their own, and show them here beside yours.',
      name: 'First name or nickname',
      nameNote: 'Only you see it.',
      who: 'Who agrees to the search?',
      by: { self: 'This person, who is here', parent: 'A child of mine: I agree for them' },
      points: [
        'We compare the face in the selfie with the faces in the photos of this event. That is biometric data, so we ask for each person.',
        'The selfie is used for the search and then thrown away. The picture is never stored.',
        'If we are to keep looking, we keep what the face looks like as a row of numbers, under lock and key. We delete it when the link ends, when the faces of this event are deleted, or when you say so.',
        'We keep which of the found faces are theirs, who agreed, and when.',
        'You can remove this person at any time, below their photos.',
      ],
      acceptLater: 'Agreed, keep looking',
      acceptOnce: 'Agreed, search once',
      selfie: (name: string) => `Take a picture of ${name}`,
      everybody: 'Everybody',
      me: 'Me',
      shows: (name: string, n: number) => `${name}, ${photos(n)}`,
      anotherSelfie: (name: string) => `Search with another selfie of ${name}`,
      notSearched: 'We have not searched yet: take a picture first.',
    },

    password: {
      title: 'This link has a password',
      text: 'The host told it to you, or it is on your invitation.',
      field: 'Password',
      submit: 'Continue',
    },

    join: {
      asks: 'The host lets guests in one by one. Say who you are, and wait a moment.',
      counted: 'This link is for a limited number of guests. Entering takes one place.',
      name: 'Your name',
      ask: 'Ask to come in',
      enter: 'Come in',
    },

    waiting: {
      title: 'Waiting for the host',
      text: 'We have told the host that you are here. Keep this page open: it continues by itself.',
    },

    turnedAway: {
      full: {
        title: 'This link is full',
        text: 'It has already been used by as many guests as it allows. Ask the host for another one.',
      },
      refused: {
        title: 'The host did not let you in',
        text: 'If you think this is a mistake, talk to the host, and then try again.',
      },
    },

    upload: {
      title: 'Send your photos',
      hint: 'The host looks at them first. They keep their full quality.',
      name: 'Your name',
      nameHint: 'So that the host knows who they are from.',
      start: 'Continue',
      loading: 'One moment',
    },

    typed: {
      title: 'Type your code',
      text: 'It is beside the QR code on your card. Capital or small letters, with or without the dash: all are fine.',
      field: 'Code',
      example: 'K7M2Q-9XB4D',
      submit: 'Open',
    },

    privacy: 'No app, no account. Your selfie is never stored.',
    privacyLink: 'Privacy',
  },

  admin: {
    title: 'Administration',
    users: 'Users',
    audit: 'Audit log',
    queues: 'Queues',
    system: 'System',
    all: 'All',

    addUser: 'Add user',
    add: 'Add',
    name: 'Name',
    role: 'Role',
    roles: { organizer: 'Organizer', collaborator: 'Collaborator', admin: 'Administrator' },
    roleHints: {
      organizer: 'Creates events, and sees their own and those they help with.',
      collaborator: 'Creates none, but helps with the events of others.',
      admin: 'Sees every event, and manages users and this installation.',
    },
    passwordNote: 'empty: you get a link to pass on',
    change: 'Change',
    changeUser: (name: string) => `Change ${name}`,
    reset: 'New password',
    resetUser: (name: string) => `New password for ${name}`,
    disable: 'Switch off',
    enable: 'Switch on',
    disabled: 'switched off',
    remove: 'Remove',
    removeUser: (name: string) => `Remove ${name}`,
    removeWarning: 'The account is gone for good. Its entries in the audit log stay.',
    eventsOf: (n: number, quota: number | null) =>
      quota === null
        ? formatAmount(n, 'event', 'events')
        : `${formatCount(n)} of ${formatAmount(quota, 'event', 'events')}`,
    usedOf: (used: string, quota: string) => `${used} of ${quota}`,
    quotaGigabytes: 'Storage in GB',
    quotaEvents: 'Number of events',
    noLimit: 'empty: no limit',
    linkTitle: 'A link to set a password',
    linkHint: (until: string) =>
      `Give it to this person and to nobody else. It works once, until ${until}, and is not shown again.`,
    copyLink: 'Copy link',

    privacy: {
      title: 'Privacy',
      intro:
        'Who is responsible for what this server does with data of people, and the proof of who agreed to it.',
      controller: 'Who is responsible',
      controllerHint:
        'Guests read it before they agree to a face search, and on the page about privacy. Without it no face search is offered to them.',
      nobody: 'Nobody is named yet, so guests are not offered a face search.',
      demo: 'A demo is named, as this server was started to be tried out. Enter who is responsible before guests come.',
      name: 'Name',
      contact: 'Contact',
      contactNote: 'e-mail address, postal address, or both',
      look: 'See the page',
    },
    consents: {
      title: 'Register of consents',
      hint: 'Who agreed to the face search, to which text, when, and how it ended: under a pseudonym, and without a face. It outlives guests and events. Each entry holds the hash of the one before (SHA-256 of canonical JSON, RFC 8785), so none can be changed or left out unnoticed.',
      whole: (n: number) =>
        n === 0 ? 'Nobody has agreed yet.' : `The chain is whole: ${formatAmount(n, 'entry', 'entries')}.`,
      broken: (n: number) =>
        `The chain is broken: entry ${formatCount(n)} is not as it was written, or is missing. Compare it with a file that you saved earlier.`,
      head: 'The newest hash, which vouches for all before it. Write it down elsewhere:',
      saveJson: 'Save as JSON',
      version: 'Text',
      pseudonym: 'Pseudonym',
      keepLooking: 'also in later photos',
      narrowed: 'Looked for no more: the organizer erased the face data',
      by: {
        self: 'Agreed',
        parent: 'A parent agreed',
        guest: 'Taken back by the guest',
        organizer: 'Ended: sent away by the organizer',
        retention: 'Ended with the faces of the event',
        erasure: 'Ended with the event',
      } satisfies Record<ConsentHand, string>,
    },

    exportCsv: 'Save as CSV',
    when: 'When',
    who: 'Who',
    what: 'What',
    event: 'Event',
    detail: 'Detail',
    noLines: 'Nothing of this kind has happened.',
    olderLines: 'Show older entries',
    actors: {
      user: 'A user who is gone',
      guest: 'A guest',
      link: 'Somebody with the link',
      nobody: 'Somebody',
    },
    actions: {
      'session.opened': 'Signed in',
      'session.refused': 'Sign-in refused',
      'session.closed': 'Signed out',
      'session.closed-everywhere': 'Signed out everywhere',
      'session.stolen': 'Session ended: an old token came back',
      'user.made': 'Added a user',
      'user.changed': 'Changed a user',
      'user.removed': 'Removed a user',
      'user.link-made': 'Made a link to set a password',
      'user.password-set': 'Set a password through a link',
      'event.made': 'Created an event',
      'event.trashed': 'Put an event into the trash',
      'event.restored': 'Restored an event',
      'event.erased': 'Erased an event',
      'event.zone-changed': 'Changed the time zone of an event',
      'event.retention-changed': 'Changed how long an event is kept',
      'event.end-announced': 'Told that something of an event ends soon',
      'event.faces-ended': 'The faces of an event were deleted',
      'camera.shifted': 'Put the clock of a camera right',
      'collaborator.added': 'Added a helper',
      'collaborator.removed': 'Removed a helper',
      'album.made': 'Made an album',
      'album.changed': 'Changed an album',
      'album.removed': 'Removed an album',
      'photo.added': 'Added photos',
      'photo.approved': 'Approved photos',
      'photo.refused': 'Refused photos',
      'photo.trashed': 'Put photos into the trash',
      'photo.restored': 'Restored photos',
      'photo.erased': 'Removed photos for good',
      'photo.seen': 'Saw photos',
      'photo.original-fetched': 'Downloaded originals',
      'zip.made': 'Prepared a ZIP',
      'zip.fetched': 'Downloaded a ZIP',
      'share.made': 'Made a share',
      'share.changed': 'Changed a share',
      'share.revoked': 'Revoked a share',
      'code.made': 'Made codes',
      'code.changed': 'Changed a code',
      'code.revoked': 'Revoked a code',
      'code.renewed': 'Renewed the codes',
      'guest.joined': 'Came in as a guest',
      'guest.consented': 'Agreed to the face search',
      'guest.declined': 'Declined the face search',
      'guest.searched': 'Searched by selfie',
      'face.found-damaged': 'Found damaged face data, which is made anew',
      'guest.corrected': 'Said who is in a photo',
      'guest.companion-added': 'Added somebody on the same phone',
      'guest.companion-removed': 'Removed somebody on the same phone',
      'guest.forgotten': 'Asked to be forgotten',
      'guest.admitted': 'Let a guest in',
      'guest.refused': 'Sent a guest away',
      'objection.made': 'Objected to being shown',
      'objection.agreed': 'Agreed to an objection',
      'objection.declined': 'Declined an objection',
      'objection.withdrawn': 'Took an objection back',
      'objection.settings-changed': 'Changed what objections do at once',
      'person.changed': 'Changed a person',
      'person.erased': 'Erased the face data of a person',
      'person.merged': 'Merged people',
      'person.parted': 'Took faces from a person',
      'person.claim-accepted': 'Agreed that a guest is in a photo',
      'person.undone': 'Undid a change of people',
      'import.started': 'Began an import from Google Drive',
      'import.finished': 'Import from Google Drive ended',
      'export.started': 'Began an export to Google Drive',
      'export.finished': 'Export to Google Drive ended',
      'mirror.made': 'Made a mirror of an album',
      'mirror.changed': 'Answered or changed a mirror',
      'mirror.removed': 'Ended a mirror',
      'mirror.undone': 'Undid a step of a mirror',
      'google-setup.changed': 'Changed how Google Drive is set up',
      'privacy.controller-named': 'Named who is responsible',
      'job.retried': 'Tried a failed job again',
      'share-defaults.changed': 'Changed what new shares start with',
    } satisfies Record<AuditAction, string>,

    queueNames: {
      ingest: 'Reading photos',
      detect: 'Finding faces anew',
      embed: 'Comparing faces',
      blur: 'Blurring faces',
      cluster: 'Grouping people',
      recognise: 'Looking for guests',
      'drive-import': 'Imports from Google Drive',
      'drive-export': 'Exports to Google Drive',
      'drive-mirror': 'Mirrors of albums',
      'drive-channel': 'Notifications from Google',
    } satisfies Record<QueueState['name'], string>,
    queueCounts: ({ waiting, active, delayed, failed }: QueueState) =>
      `${formatCount(active)} active, ${formatCount(waiting + delayed)} waiting, ${formatCount(failed)} failed`,
    failuresOf: (name: string) => `Failures: ${name}`,
    failedAt: (when: string, attempts: number) =>
      `${when}, after ${formatAmount(attempts, 'attempt', 'attempts')}.`,

    events: 'All events',
    ownedBy: (name: string, email: string) =>
      name === email ? `Owned by ${email}` : `Owned by ${name} (${email})`,
    inTrash: 'in the trash',
    inOrder: 'all processed',
    working: (n: number) => `${formatCount(n)} in progress`,
    failedPhotos: (n: number) => `${formatCount(n)} failed`,
    adminsOnly: 'This page is for administrators',
    adminsOnlyHint:
      'Your account organizes events. Ask an administrator if something here should be changed.',

    health: 'Health',
    parts: { postgres: 'Database', redis: 'Redis', storage: 'Storage' },
    up: (ms: number) => `answers in ${formatCount(ms)} ms`,
    down: 'down',
    models: 'Models',
    modelRoles: {
      detector: 'Finds faces',
      landmarks: 'Finds eyes, nose and mouth',
      embedder: 'Compares faces',
      verifier: 'Gives a second opinion',
    },
    current: 'in use',
    licence: (licence: string) => `Licence: ${licence}`,
    eventsUse: (n: number) => `${formatAmount(n, 'event uses it', 'events use it')}`,
    threshold: (value: number, source: string | null) =>
      `One person from a similarity of ${value}${source === null ? '' : ` (${source})`}`,
    defaults: 'What new shares start with',
    defaultsHint: 'For every organizer, who may choose otherwise. Existing shares stay as they are.',
    days: 'Days until a share ends',
    daysNote: 'empty: it does not end',
    saved: 'Saved',
  },
} as const;
