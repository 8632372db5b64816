/** @module An event's faces, as the workers leave them. */
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { embedVersion, INGEST_VERSION } from '@visage/contracts/pipeline.version';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import { sealFacePlace } from '@visage/crypto/face-place.box';
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
