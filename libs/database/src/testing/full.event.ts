/** @module An event with a row in every table that events have rows in. */
import { randomBytes, randomUUID } from 'node:crypto';
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import type { ShareRights } from '@visage/contracts/share.contract';
import type { Database } from '../client/database.client.js';
import { enterGiven } from '../consent/consent-register.repository.js';
import { pseudonymOf } from './consent.values.js';
import { FACE_COLUMNS } from './photo.columns.js';

/** One of each, of one event. */
export interface FullEvent {
  event: string;
  /** Who helps with it, and nobody else's helper. */
  helper: string;
  /** About `looseFace`; it waits, and withholds nothing meanwhile. */
  objection: string;
  /** Ready, in `album`, with `face` of `person`, sent by `guest`. */
  photo: string;
  /** Ready, with `looseFace`. */
  otherPhoto: string;
  /** Waits for approval. */
  heldPhoto: string;
  trashedPhoto: string;
  /** Took `photo`. */
  camera: string;
  /** Nothing mirrors it. */
  album: string;
  mirroredAlbum: string;
  /** Of two faces, `face` and another. */
  person: string;
  /** Of one face. */
  otherPerson: string;
  face: string;
  /** A face of nobody, in `otherPhoto`. */
  looseFace: string;
  share: string;
  code: string;
  /** Was recognised as `person`. */
  guest: string;
  /** Shares the guest's phone. */
  companion: string;
  /** The guest's claim on `heldPhoto`, which waits. */
  edit: string;
  driveImport: string;
  driveExport: string;
  driveMirror: string;
  /** Of the mirror; it can be taken back. */
  line: string;
  /** Of the user; it has arrived. */
  upload: string;
  /** Of the guest; it has arrived. */
  guestUpload: string;
  zip: string;
}

export interface FullEventOptions {
  eventId: string;
  /** Who asked for what the event has: uploads, exports, archives. */
  userId: string;
  /** In every name. */
  word?: string;
}

const RIGHTS: ShareRights = {
  view: true,
  selfie: true,
  preview: true,
  original: true,
  zip: true,
  upload: true,
  metadata: true,
};

/** Fills an event that is there. */
export async function fillEvent(
  { prisma }: Database,
  { eventId, userId, word = 'plain' }: FullEventOptions,
): Promise<FullEvent> {
  const name = (what: string): string => `${word} ${what}`;
  const now = new Date();
  const helper = await prisma.user.create({
    data: {
      email: `${randomUUID()}@example.org`,
      name: name('helper'),
      role: 'collaborator',
      passwordHash: 'none',
    },
  });
  await prisma.eventCollaborator.create({ data: { eventId, userId: helper.id } });

  const share = await prisma.share.create({
    data: {
      ...{ eventId, name: name('share'), scope: { kind: 'gallery' }, rights: RIGHTS },
      presentation: { watermark: false, hideLocation: false },
      codes: { create: { label: name('code') } },
    },
    include: { codes: true },
  });
  const code = share.codes[0]?.id ?? '';
  await prisma.refusedBrowser.create({ data: { shareId: share.id, hash: name('browser'), refusedAt: now } });
  const guest = await prisma.guest.create({
    data: { shareCodeId: code, name: name('guest'), consentVersion: CONSENT_VERSION, consentedAt: now },
  });
  await prisma.$transaction((tx) => enterGiven(tx, guest.id, { by: 'self', at: now, pseudonymOf }));

  const companion = await prisma.guest.create({
    data: {
      ...{ shareCodeId: code, companionOfId: guest.id, name: name('companion'), consentBy: 'parent' },
      ...{ consentVersion: CONSENT_VERSION, consentedAt: now, identifiedAt: now },
    },
  });

  const photoOf = async (
    what: string,
    more: { heldAt?: Date; deletedAt?: Date; guestId?: string; cameraId?: string } = {},
  ): Promise<string> => {
    const [sha256, md5] = [randomBytes(32).toString('hex'), randomBytes(16).toString('hex')];
    const stages = {
      ingestedAt: now,
      ingestVersion: 1,
      detectedAt: now,
      detectVersion: '1',
      embeddedAt: now,
      embedVersion: '1',
      format: 'jpeg',
      clockTime: '2026-06-20T14:00:00',
      takenFrom: 'exif' as const,
    };
    const { id } = await prisma.photo.create({
      data: { eventId, fileName: name(what), sha256, md5, bytes: 9n, crc32: 1n, ...stages, ...more },
    });
    return id;
  };
  const camera = await prisma.camera.create({
    data: { eventId, make: 'Canon', model: name('camera'), serial: '1' },
  });
  const photo = await photoOf('photo', { guestId: guest.id, cameraId: camera.id });
  const otherPhoto = await photoOf('other photo');
  const heldPhoto = await photoOf('held photo', { heldAt: now });
  const trashedPhoto = await photoOf('trashed photo', { deletedAt: now });

  const person = await prisma.person.create({ data: { eventId, name: name('person') } });
  const otherPerson = await prisma.person.create({ data: { eventId, name: name('other person') } });
  const faceOf = async (photoId: string, personId: string | null): Promise<string> => {
    return (await prisma.face.create({ data: { eventId, photoId, personId, ...FACE_COLUMNS } })).id;
  };
  const face = await faceOf(photo, person.id);
  const looseFace = await faceOf(otherPhoto, null);
  await faceOf(heldPhoto, person.id);
  await faceOf(heldPhoto, otherPerson.id);
  await prisma.removedFace.create({ data: { eventId, indexRevision: 1, faceId: randomUUID() } });
  await prisma.person.update({ where: { id: person.id }, data: { coverFaceId: face } });
  await prisma.guest.update({ where: { id: guest.id }, data: { identifiedAt: now } });
  await prisma.matchedFace.create({ data: { guestId: guest.id, faceId: face, match: 0, rank: 0 } });
  await prisma.keptSelfie.create({
    data: { guestId: guest.id, embedding: Uint8Array.of(1), model: 'none', createdAt: now },
  });
  await prisma.shownPhoto.create({ data: { guestId: guest.id, photoId: photo, shownAt: now } });
  await prisma.endedPerson.create({ data: { id: randomUUID(), eventId, heirId: person.id } });

  const detail = { personId: otherPerson.id, name: null, faceId: looseFace };
  const edit = await prisma.personEdit.create({
    data: {
      ...{ eventId, guestId: guest.id, photoId: heldPhoto, kind: 'mine', waiting: true, detail },
      before: { people: [], faces: [] },
    },
  });
  const corrected = await prisma.personEdit.create({
    data: {
      ...{ eventId, userId, kind: 'part', detail: { personId: person.id, name: name('person') } },
      before: { people: [], faces: [] },
    },
  });
  for (const editId of [edit.id, corrected.id])
    await prisma.faceLink.create({
      data: { eventId, editId, kind: 'cannot', faceA: face, faceB: looseFace },
    });

  const album = await prisma.album.create({
    data: { eventId, name: name('album'), photos: { create: { photoId: photo } } },
  });
  const mirroredAlbum = await prisma.album.create({ data: { eventId, name: name('mirrored album') } });
  const mirror = await prisma.driveMirror.create({
    data: {
      ...{
        eventId,
        albumId: mirroredAlbum.id,
        direction: 'both',
        state: 'active',
        folderId: `folder_${randomUUID()}`,
        folderName: name('folder'),
      },
      items: { create: { origin: 'drive', fileId: randomUUID(), name: name('item') } },
      lines: { create: { kind: 'leave', state: 'done', name: name('line') } },
    },
    include: { lines: true },
  });
  const driveImport = await prisma.driveImport.create({
    data: {
      ...{
        eventId,
        folderId: `folder_${randomUUID()}`,
        folderName: name('folder'),
        startedBy: userId,
        state: 'done',
        finishedAt: now,
      },
      folders: { create: { folderId: 'root', path: '' } },
      files: { create: { fileId: 'file', name: name('file'), outcome: 'failed', reason: name('reason') } },
    },
  });
  const account = await prisma.driveAccount.create({
    data: {
      ...{
        guestId: guest.id,
        email: `${randomUUID()}@example.org`,
        name: name('drive'),
        uses: ['export'],
        refreshToken: Buffer.from('sealed'),
      },
      channels: { create: { expiresAt: now } },
    },
  });
  const exportFiles = (path: string) => ({
    create: { photoId: photo, path, outcome: 'failed' as const, reason: name('reason') },
  });
  const driveExport = await prisma.driveExport.create({
    data: {
      ...{
        eventId,
        kind: 'event',
        folderName: name('folder'),
        startedBy: userId,
        state: 'done',
        finishedAt: now,
      },
      folders: { create: { path: '', folderId: 'made' } },
      files: exportFiles(''),
    },
  });
  await prisma.driveExport.create({
    data: {
      eventId,
      accountId: account.id,
      kind: 'guest',
      subjectId: guest.id,
      folderName: name('folder'),
      state: 'done',
      finishedAt: now,
      files: exportFiles(''),
    },
  });

  const uploadBy = async (sender: { userId: string } | { guestId: string }): Promise<string> => {
    const id = randomBytes(32).toString('hex');
    const end = { finishedAt: now, outcome: 'stored' as const, photoId: photo };
    await prisma.upload.create({
      data: { id, eventId, ...sender, fileName: name('upload'), bytes: 9n, ...end },
    });
    return id;
  };
  const upload = await uploadBy({ userId });
  const guestUpload = await uploadBy({ guestId: guest.id });
  await prisma.looseObject.create({ data: { key: `events/${eventId}/incoming/a`, eventId, since: now } });
  const zip = await prisma.zip.create({
    data: {
      eventId,
      holder: 'user',
      holderId: userId,
      fileName: name('zip'),
      photoIds: [photo],
      expiresAt: new Date(now.getTime() + 3_600_000),
    },
  });
  await prisma.retentionNotice.create({
    data: { eventId, what: 'faces', daysBefore: 14, lastDay: new Date('2026-07-20'), at: now },
  });
  await prisma.auditLine.create({
    data: { actor: 'user', actorId: userId, action: 'zip.made', eventId, subjectId: zip.id },
  });
  // what it is about is shown as before
  await prisma.event.update({ where: { id: eventId }, data: { objectionsWithhold: false } });
  const objection = await prisma.objection.create({
    data: {
      eventId,
      wish: 'withheld',
      answer: name('answer'),
      createdAt: now,
      faces: { create: { faceId: looseFace } },
      photos: { create: { photoId: trashedPhoto } },
    },
  });
  const file = { mark: 'mark', sha256: 'a'.repeat(64), md5: 'b'.repeat(32), crc32: 1n, bytes: 1n };
  await prisma.blurredPhoto.create({ data: { photoId: photo, ...file } });
  return {
    ...{
      event: eventId,
      helper: helper.id,
      photo,
      otherPhoto,
      heldPhoto,
      trashedPhoto,
      camera: camera.id,
      album: album.id,
      mirroredAlbum: mirroredAlbum.id,
    },
    ...{
      person: person.id,
      otherPerson: otherPerson.id,
      face,
      looseFace,
      share: share.id,
      code,
      guest: guest.id,
      companion: companion.id,
      edit: edit.id,
      objection: objection.id,
    },
    ...{
      driveImport: driveImport.id,
      driveExport: driveExport.id,
      driveMirror: mirror.id,
      line: mirror.lines[0]?.id ?? '',
    },
    ...{ upload, guestUpload, zip: zip.id },
  };
}
