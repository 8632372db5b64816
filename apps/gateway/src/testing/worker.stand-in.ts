/** @module Leaves in database and storage what the workers would: a photo that is ready, with faces of people. */
import { FACE_COLUMNS, ready, tellsNoPlace } from '@visage/database/testing/photo.columns';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import { sealFacePicture } from '@visage/crypto/face.box';
import { advanceIndex } from '@visage/database/face/face-change.repository';
import { faceAlignedKey, faceCropKey, previewKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import { EventKeys } from '@visage/host/keys/event.keys';
import { STORE } from '@visage/host/host.token';
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
    const { id } = await prisma.face.create({
      data: {
        eventId: event.id,
        photoId,
        personId,
        ...FACE_COLUMNS,
      },
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
