/** @module An event's faces, as the workers leave them. */
import { randomBytes, randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { embedVersion, INGEST_VERSION } from '@visage/contracts/pipeline.version';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import { sealFacePlace } from '@visage/crypto/face-place.box';
import { FaceRepository } from '@visage/database/face/face.repository';
import { placesOf } from '@visage/host/keys/face.places';
import { findModel, loadManifest } from '@visage/models/model.manifest';
import { REPOSITORY } from './data.folder.js';
import type { GatewayProcess } from './gateway.process.js';

const FACES_A_PHOTO = 10;
const ROWS_AT_ONCE = 1000;

export interface EventFace {
  person: string;
  embedding: Float32Array;
}

/** Leaves in the database what the workers would: ten faces a photo, grouped. */
export async function storeFaces(
  { database: { prisma }, keys }: GatewayProcess,
  eventId: string,
  eventFaces: readonly EventFace[],
): Promise<void> {
  const event = await prisma.event.findUniqueOrThrow({ where: { id: eventId } });
  const key = (await keys.open(eventId))?.sealing ?? new Uint8Array();
  const manifest = await loadManifest(join(REPOSITORY, 'models/manifest.json'));
  // without it the embedder would embed all of them anew while the guests wait
  const version = embedVersion(findModel(manifest, event.embedder));
  const people = new Map(
    [...new Set(eventFaces.map(({ person }) => person))].map((person) => [person, randomUUID()]),
  );
  await prisma.person.createMany({ data: [...people.values()].map((id) => ({ id, eventId })) });
  const photoIds = Array.from({ length: Math.ceil(eventFaces.length / FACES_A_PHOTO) }, () => randomUUID());
  const at = new Date();
  await prisma.photo.createMany({
    data: photoIds.map((id, n) => ({
      ...{
        id,
        eventId,
        fileName: `${n}.jpg`,
        sha256: n.toString(16).padStart(64, '0'),
        md5: n.toString(16).padStart(32, '0'),
        crc32: 0,
        bytes: 1n,
      },
      ...{
        ingestedAt: at,
        detectedAt: at,
        detectVersion: 'drawn',
        embeddedAt: at,
        embedVersion: version,
        ingestVersion: INGEST_VERSION,
        format: 'jpeg',
        width: 10,
        height: 10,
      },
    })),
  });
  for (let start = 0; start < eventFaces.length; start += ROWS_AT_ONCE) {
    await prisma.face.createMany({
      data: eventFaces.slice(start, start + ROWS_AT_ONCE).map(({ person, embedding }, n) => {
        const id = randomUUID();
        return {
          ...{
            id,
            eventId,
            photoId: photoIds[Math.floor((start + n) / FACES_A_PHOTO)] ?? '',
            personId: people.get(person) ?? null,
          },
          ...{ place: sealFacePlace(key, [0, 0, 9, 9], id), score: 1, quality: 1 },
          embeddingModel: event.embedder,
          embedding: sealEmbedding(key, embedding, { faceId: id, model: event.embedder }),
        };
      }),
    });
  }
  await prisma.event.update({ where: { id: eventId }, data: { facesRevision: 1, groupedRevision: 1 } });
}

/** A photo as workers leave it one after the other, of faces that are nobody's yet. */
export async function arrivePhoto(
  { database, keys }: GatewayProcess,
  eventId: string,
  embeddings: readonly Float32Array[],
): Promise<void> {
  const { prisma } = database;
  const { embedder: model } = await prisma.event.findUniqueOrThrow({ where: { id: eventId } });
  const opened = await keys.open(eventId);
  if (!opened) throw new Error('the event has no key');
  const digest = randomBytes(32).toString('hex');
  const { id: photoId } = await prisma.photo.create({
    data: {
      ...{ eventId, fileName: 'new.jpg', sha256: digest, md5: digest.slice(32), crc32: 0, bytes: 1n },
      ...{ ingestVersion: INGEST_VERSION, ingestedAt: new Date(), format: 'jpeg', width: 1000, height: 10 },
    },
  });
  const repository = new FaceRepository(database);
  const added = embeddings.map((embedding) => ({ id: randomUUID(), embedding }));
  await repository.replaceFaces({
    ...{ photoId, version: 'drawn', places: placesOf(opened) },
    faces: added.map(({ id }, n) => ({ id, box: [20 * n, 0, 9, 9], score: 1, quality: 1 })),
  });
  const manifest = await loadManifest(join(REPOSITORY, 'models/manifest.json'));
  await repository.saveEmbeddings(
    photoId,
    embedVersion(findModel(manifest, model)),
    { embedding: model },
    added.map(({ id: faceId, embedding }) => ({
      faceId,
      embedding: sealEmbedding(opened.sealing, embedding, { faceId, model }),
    })),
  );
}
