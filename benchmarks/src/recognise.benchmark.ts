/**
 * @module How long until guests who are looked for have a photo that arrives, in a large event with many of them, and what it costs:
 * `node benchmarks/dist/recognise.benchmark.js [faces] [guests] [photos]`. A clusterer as a process of its own; made faces. Needs `tsc -b`, no photos.
 */
import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import { makeEvent } from '@visage/clustering/measure/made.event';
import { CONSENT_VERSION } from '@visage/contracts/guest.contract';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import { createJobEnqueue } from '@visage/queues/job.enqueue';
import { startGatewayProcess } from './gateway.process.js';
import { report } from './result.table.js';
import { arrivePhoto, storeFaces } from './stored.faces.js';

const [faces = 100_000, guests = 10_000, photos = 10] = process.argv.slice(2).map(Number);
const FACES_A_PHOTO = 3;
const DIMENSIONS = 512;
const ROWS_AT_ONCE = 1_000;

const made = makeEvent(faces + photos * FACES_A_PHOTO, 1, { dimensions: DIMENSIONS });
const rowOf = (row: number): Float32Array =>
  made.embeddings.subarray(row * DIMENSIONS, (row + 1) * DIMENSIONS);
const gateway = await startGatewayProcess();
const { database, keys } = gateway;
const { prisma } = database;
const jobs = createJobEnqueue(gateway.redisUrl);
try {
  const { id: eventId } = await gateway.post<{ id: string }>('/api/events', { name: 'Large' });
  const stored = Array.from({ length: faces }, (_, row) => ({
    person: String(made.truth[row]),
    embedding: rowOf(row),
  }));
  await storeFaces(gateway, eventId, stored);
  await addGuests(eventId);
  await prisma.event.update({ where: { id: eventId }, data: { indexRevision: 1, recognisedRevision: 1 } });
  gateway.start('clusterer');
  const rows = [];
  for (let photo = 0; photo < photos; photo += 1) {
    const first = faces + photo * FACES_A_PHOTO;
    await arrivePhoto(
      gateway,
      eventId,
      Array.from({ length: FACES_A_PHOTO }, (_, n) => rowOf(first + n)),
    );
    const begun = performance.now();
    await jobs.enqueue('recognise', { eventId });
    await recognised(eventId);
    rows.push({ photo: photo + 1, 's until all are found': ((performance.now() - begun) / 1000).toFixed(2) });
  }
  const matched = await prisma.matchedFace.count();
  report('recognise', rows, { faces, guests, matched });
  console.log(`${matched} faces matched to guests`);
} finally {
  await jobs.close();
  await gateway.stop();
}

/** Each looks like one of the people of the event, as a selfie would. */
async function addGuests(eventId: string): Promise<void> {
  const share = await gateway.post<{ id: string }>(`/api/events/${eventId}/shares`, {});
  const { id: shareCodeId } = await prisma.shareCode.findFirstOrThrow({ where: { shareId: share.id } });
  const { embedder: model } = await prisma.event.findUniqueOrThrow({ where: { id: eventId } });
  const key = (await keys.open(eventId))?.sealing ?? new Uint8Array();
  const at = new Date();
  for (let start = 0; start < guests; start += ROWS_AT_ONCE) {
    const ids = Array.from({ length: Math.min(ROWS_AT_ONCE, guests - start) }, () => randomUUID());
    await prisma.guest.createMany({
      data: ids.map((id) => ({
        ...{ id, shareCodeId, createdAt: at, keepLooking: true },
        ...{ consentVersion: CONSENT_VERSION, consentedAt: at },
      })),
    });
    await prisma.keptSelfie.createMany({
      data: ids.map((guestId, n) => {
        const id = randomUUID();
        const embedding = sealEmbedding(key, rowOf(((start + n) * 7) % faces), { faceId: id, model });
        return { id, guestId, embedding, model, createdAt: at };
      }),
    });
  }
}

async function recognised(eventId: string): Promise<void> {
  for (;;) {
    const { indexRevision, recognisedRevision } = await prisma.event.findUniqueOrThrow({
      where: { id: eventId },
    });
    if (recognisedRevision >= indexRevision) return;
    await wait(20);
  }
}
