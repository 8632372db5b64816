/**
 * @module A made event, written the way the apps write one: originals through their owner, faces and people through the
 * repositories, everything about faces sealed with the event's key. While it is written nobody groups it.
 */

import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import { FACES_PER_PHOTO, makeEvent, type MadeEvent } from '@visage/clustering/measure/made.event';
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import type { ModelManifest } from '@visage/contracts/model.contract';
import { detectVersion, embedVersion, INGEST_VERSION } from '@visage/contracts/pipeline.version';
import { SAFE_SHARE_DEFAULTS, type ShareScope } from '@visage/contracts/share.contract';
import { consentPseudonym } from '@visage/crypto/consent.pseudonym';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import { sealFacePicture } from '@visage/crypto/face.box';
import type { PurposeKeys } from '@visage/crypto/purpose.keys';
import { sealShortCode } from '@visage/crypto/short-code.box';
import { createShortCode } from '@visage/crypto/short.code';
import { createSignedToken } from '@visage/crypto/signed.token';
import type { Database } from '@visage/database/client/database.client';
import { withEventLock } from '@visage/database/event/event.lock';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { GuestRepository } from '@visage/database/guest/guest.repository';
import { PersonEditRepository } from '@visage/database/person/person-edit.repository';
import { PersonListing } from '@visage/database/person/person.listing';
import { PersonRepository } from '@visage/database/person/person.repository';
import type { NewCode } from '@visage/database/share/share.record';
import { ShareCodeRepository } from '@visage/database/share/share-code.repository';
import { ShareRepository, type ShareWithCodes } from '@visage/database/share/share.repository';
import { TrashRepository } from '@visage/database/trash/trash.repository';
import type { EventKey } from '@visage/host/keys/event.key';
import type { EventKeys } from '@visage/host/keys/event.keys';
import { placesOf } from '@visage/host/keys/face.places';
import { findModel } from '@visage/models/model.manifest';
import { Originals } from '@visage/originals/originals';
import { faceCropKey, previewKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { CommandError } from '../command.error.js';
import { eachConcurrently } from '../each.concurrently.js';
import type { Say } from '../terminal.step.js';
import { drawCrop, drawPhoto, PHOTO_SIZE, tileBox } from './drawn.photo.js';
import { madeName } from './made.names.js';

export interface SeedRequest {
  name: string;
  ownerId: string;
  photos: number;
  people: number;
  guests: number;
  /** The same seed gives the same photos, people, names and guests; ids are new each time. */
  seed: number;
}

export interface SeedPlace {
  database: Database;
  store: ObjectStore;
  secrets: PurposeKeys;
  keys: Pick<EventKeys, 'create' | 'open'>;
  manifest: ModelManifest;
  now: () => Date;
}

export interface SeededEvent {
  eventId: string;
  faces: number;
  /** Tokens of a code of the share of the whole gallery, and of one of the share of own photos. */
  galleryToken: string;
  ownPhotosToken: string;
  /** Who was found by a selfie, and which person that is. */
  guests: { id: string; personId: string }[];
}

/** Photos at a time: drawing is done by threads, and the rest waits for the database. */
const AT_ONCE = 4;
const TABLES = 10;
/** Every fifth person is left for somebody to name. */
const NAMELESS = 5;

/** @throws CommandError when there are more people than faces. */
export async function seedEvent(place: SeedPlace, request: SeedRequest, say: Say): Promise<SeededEvent> {
  const { database, secrets, manifest } = place;
  if (request.people > request.photos * FACES_PER_PHOTO)
    throw new CommandError(`a photo shows ${FACES_PER_PHOTO} people: ${request.people} need more photos`, 2);
  const embedder = findModel(manifest, manifest.defaults.embedder);
  const made = makeEvent(request.photos * FACES_PER_PHOTO, request.seed, {
    people: request.people,
    ...(embedder.dimensions === undefined ? {} : { dimensions: embedder.dimensions }),
  });
  const eventId = randomUUID();
  const { name, ownerId } = request;
  await place.keys.create(eventId);
  await new EventRepository(database).create({ id: eventId, ownerId, name, embedder: embedder.name });
  const dataKey = await place.keys.open(eventId);
  if (!dataKey) throw new Error(`event ${eventId} was erased while it was made`);

  const grouped = await withEventLock(database, eventId, async () => {
    const faces = await addPhotos(place, eventId, dataKey, made, request, say);
    say('people');
    return { faces, personIds: await addPeople(place, eventId, faces, request) };
  });
  if (!grouped.locked) throw new Error(`event ${eventId} is being grouped by another worker`);
  const { faces, personIds } = grouped.value;
  say('guests');
  const gallery = await addShare(place, eventId, 'Everybody', { kind: 'gallery' });
  const own = await addShare(place, eventId, 'Own photos', { kind: 'own-photos' });
  const tokenOf = (share: ShareWithCodes): string =>
    createSignedToken(secrets, 'share-code', share.codes[0]?.id ?? '');
  return {
    eventId,
    faces: faces.length,
    galleryToken: tokenOf(gallery),
    ownPhotosToken: tokenOf(own),
    guests: await addGuests(place, own, personIds, request.guests),
  };
}

interface SeededFace {
  id: string;
  /** From 0. */
  person: number;
  quality: number;
}

/** Nothing is left for the workers to do: every stage is stamped with the version that is current. */
async function addPhotos(
  { database, store, manifest, now }: SeedPlace,
  eventId: string,
  key: EventKey,
  made: MadeEvent,
  { photos, people }: SeedRequest,
  say: Say,
): Promise<SeededFace[]> {
  const { sealing, revision: keyRevision } = key;
  const originals = new Originals(database, store, { now });
  const faceRows = new FaceRepository(database);
  const bin = new TrashRepository(database);
  const model = findModel(manifest, manifest.defaults.embedder);
  const version = detectVersion({
    detector: findModel(manifest, manifest.defaults.detector),
    landmarks: findModel(manifest, manifest.defaults.landmarks),
    embedder: model,
  });
  const crops = await Promise.all(Array.from({ length: people }, (_, person) => drawCrop(person)));
  const all: SeededFace[] = [];
  let done = 0;
  await eachConcurrently(rowsByPhoto(made, photos).entries(), AT_ONCE, async ([number, rows]) => {
    const shown = rows.map((row) => ({
      ...{ id: randomUUID(), row, person: made.truth[row] ?? 0, quality: made.quality[row] ?? 0 },
    }));
    const takenAt = momentOf(number);
    const drawn = await drawPhoto(
      number,
      shown.map(({ person }) => person),
      takenAt,
    );
    const arrived = await originals.receive(Readable.from([drawn.jpeg]), {
      eventId,
      maxBytes: drawn.jpeg.length,
    });
    const { sha256, md5, crc32 } = arrived.sums;
    const fileName = `DSC_${String(number + 1).padStart(5, '0')}.jpg`;
    // until it is whole it lies in the trash: a worker that comes across it would look for real faces
    const arrival = { eventId, fileName, deletedAt: now() };
    const admitted = await originals.admit(arrival, arrived, async () => undefined);
    if (!admitted) throw new CommandError('the event was erased while it was made');
    const photoId = admitted.photo.id;
    for (const kind of ['preview', 'thumbnail'] as const)
      await store.put(previewKey(eventId, photoId, kind, INGEST_VERSION), drawn[kind], {
        contentType: 'image/webp',
      });
    for (const { id, person } of shown)
      await store.put(
        faceCropKey(eventId, id),
        sealFacePicture(sealing, crops[person] ?? Buffer.alloc(0), id, 'crop'),
      );
    await faceRows.replaceFaces({
      photoId,
      version,
      places: placesOf(key),
      faces: shown.map(({ id, quality }, at) => ({ id, box: tileBox(at), score: 1, quality })),
      ingested: {
        version: INGEST_VERSION,
        ...PHOTO_SIZE,
        // drawn nowhere
        metadata: { format: 'jpeg', orientation: 1, takenAt, blanks: { patches: [], sha256, md5, crc32 } },
      },
    });
    const sealed = shown.map(({ id, row }) => {
      const vector = made.embeddings.subarray(row * made.dimensions, (row + 1) * made.dimensions);
      return { faceId: id, embedding: sealEmbedding(sealing, vector, { faceId: id, model: model.name }) };
    });
    if (
      !(await faceRows.saveEmbeddings(
        photoId,
        embedVersion(model),
        { embedding: model.name },
        sealed,
        keyRevision,
      ))
    )
      throw new Error(`a worker looked at photo ${photoId} while it was made`);
    await bin.restorePhotos(eventId, [photoId]);
    all.push(...shown);
    done += 1;
    if (done % 50 === 0) say(`${done} of ${photos} photos`);
  });
  return all;
}

/** @returns the ids of the people, by their numbers. */
async function addPeople(
  { database }: SeedPlace,
  eventId: string,
  faces: readonly SeededFace[],
  { people, ownerId }: SeedRequest,
): Promise<string[]> {
  const groups = Array.from({ length: people }, (_, person) => {
    const own = faces.filter((face) => face.person === person).toSorted((a, b) => b.quality - a.quality);
    return { id: randomUUID(), coverFaceId: own[0]?.id ?? '', faceIds: own.map(({ id }) => id) };
  });
  const grouping = await new EventRepository(database).findGrouping(eventId);
  const revision = grouping?.facesRevision ?? 0;
  const { written } = await new PersonRepository(database).writePeople({
    ...{ eventId, revision, people: groups, unassignedFaceIds: [] },
  });
  if (!written) throw new CommandError('the event was erased while it was made');
  const edits = new PersonEditRepository(database);
  for (const [number, { id }] of groups.entries())
    if ((number + 1) % NAMELESS !== 0)
      await edits.change({ eventId, userId: ownerId }, id, { name: madeName(number) });
  return groups.map(({ id }) => id);
}

/** A code for each table. */
async function addShare(
  { database, secrets, now }: SeedPlace,
  eventId: string,
  name: string,
  scope: ShareScope,
): Promise<ShareWithCodes> {
  const shares = new ShareRepository(database);
  const codeOf = (label: string): NewCode => ({
    label,
    limits: { rights: {}, until: null },
    short: sealShortCode(secrets, createShortCode()),
  });
  const { rights, presentation } = SAFE_SHARE_DEFAULTS;
  const record = { eventId, name, scope, rights, presentation, expiresAt: null, code: codeOf('Table 1') };
  const { id } = await shares.create(record);
  const more = Array.from({ length: TABLES - 1 }, (_, table) => codeOf(`Table ${table + 2}`));
  await new ShareCodeRepository(database).add(id, more, now());
  const share = await shares.find(id);
  if (!share) throw new CommandError('the event was erased while it was made');
  return share;
}

/** Each of them has said yes and found one person, the one who has as many numbers; some come twice with two browsers. */
async function addGuests(
  { database, secrets, now }: SeedPlace,
  share: ShareWithCodes,
  personIds: readonly string[],
  count: number,
): Promise<SeededEvent['guests']> {
  const pseudonymOf = (guestId: string): string => consentPseudonym(secrets, guestId);
  const [guests, people] = [new GuestRepository(database), new PersonListing(database)];
  const made: SeededEvent['guests'] = [];
  for (let number = 0; number < count; number += 1) {
    const personId = personIds[number % personIds.length];
    const code = share.codes[number % share.codes.length];
    if (personId === undefined || code === undefined) continue;
    const consent = { version: CONSENT_VERSION, at: now(), keepLooking: false, pseudonymOf };
    const guest = await guests.create(code, { consent, name: madeName(number % personIds.length) });
    if (!guest) continue;
    const faceIds = (await people.facesOf(personId)).map(({ id }) => id);
    await guests.recordMatches(guest.id, [{ faceIds }], now());
    made.push({ id: guest.id, personId });
  }
  return made;
}

/** Rows of `made` that stand together; those for whom it has no photo among the `photos` are left out. */
function rowsByPhoto(made: MadeEvent, photos: number): number[][] {
  const rows = Array.from({ length: photos }, (): number[] => []);
  made.photoIds.forEach((photo, row) => rows[photo]?.push(row));
  return rows;
}

/** Photos of a summer's day, ten seconds apart, as the camera's clock shows it. */
function momentOf(number: number): string {
  const start = Date.UTC(2026, 5, 20, 10);
  return new Date(start + number * 10_000).toISOString().slice(0, 19);
}
