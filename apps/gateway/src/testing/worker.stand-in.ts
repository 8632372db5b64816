/** @module Leaves in database and storage what the workers would: a photo that is ready, with faces of people. */
import { ready, tellsNoPlace } from '@visage/database/testing/photo.columns';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import { sealFacePicture } from '@visage/crypto/face.box';
import type { FacePlaces } from '@visage/database/face/face.place';
import { advanceIndex } from '@visage/database/face/face-change.repository';
import { faceAlignedKey, faceCropKey, previewKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { EventKeys } from '@visage/host/keys/event.keys';
import { placesOf } from '@visage/host/keys/face.places';
import { STORE } from '@visage/host/host.token';
import { randomUUID } from 'node:crypto';
import type { GatewayFixture } from './gateway.fixture.js';

export const DIMENSIONS = 512;

/** A unit vector; different `k` are far apart. */
export function embeddingOf(k: number): Float32Array {
  return Float32Array.from({ length: DIMENSIONS }, (_, i) => (i === k ? 1 : 0));
}

export interface StandInFace {
  /** Which face it is: `embeddingOf(k)`. */
  k: number;
  personId: string | null;
}

export async function makePerson({ database }: GatewayFixture, eventId: string): Promise<string> {
  return (await database.prisma.person.create({ data: { eventId } })).id;
}

/** Where every face is. */
export const FACE_BOX = [0, 0, 9, 9] as [number, number, number, number];

/** With the key that the event has now. */
export async function placesIn({ app }: GatewayFixture, eventId: string): Promise<FacePlaces> {
  const key = await app.get(EventKeys).open(eventId);
  if (!key) throw new Error(`event ${eventId} has no key`);
  return placesOf(key);
}

/** @returns the ids of the faces. */
export async function finishPhoto(
  fixture: GatewayFixture,
  photoId: string,
  faces: StandInFace[],
): Promise<string[]> {
  const { prisma } = fixture.database;
  const store = fixture.app.get<ObjectStore>(STORE);
  const photo = await prisma.photo.findUniqueOrThrow({ where: { id: photoId }, include: { event: true } });
  const { event } = photo;
  const key = await fixture.app.get(EventKeys).open(event.id);
  if (!key) throw new Error(`event ${event.id} has no key`);
  for (const kind of ['preview', 'thumbnail'] as const) {
    await store.put(previewKey(event.id, photoId, kind, 1), Buffer.from(`${kind} of ${photo.fileName}`));
  }
  const indexRevision = await advanceIndex(prisma, event.id, { groupingDue: true });
  const revisions = { indexRevision, embeddingRevision: indexRevision };
  const ids: string[] = [];
  for (const { k, personId } of faces) {
    const id = randomUUID();
    const place = placesOf(key).seal(id, FACE_BOX);
    await prisma.face.create({
      data: { id, eventId: event.id, photoId, personId, place, score: 1, quality: 1 },
    });
    const embedding = sealEmbedding(key.sealing, embeddingOf(k), { faceId: id, model: event.embedder });
    await prisma.face.update({
      where: { id },
      data: { embedding, embeddingModel: event.embedder, ...revisions },
    });
    await store.put(
      faceCropKey(event.id, id),
      sealFacePicture(key.sealing, Buffer.from(`crop ${k}`), id, 'crop'),
    );
    await store.put(
      faceAlignedKey(event.id, id),
      sealFacePicture(key.sealing, Buffer.from(`aligned ${k}`), id, 'aligned'),
    );
    ids.push(id);
  }
  await prisma.photo.update({
    where: { id: photoId },
    data: { ...ready(new Date()), ...tellsNoPlace(photo), format: 'jpeg', width: 10, height: 10 },
  });
  return ids;
}
