/**
 * @module How long a guest waits for their photos in a large event, from the selfie's first byte to the answer, and while
 * photos arrive:
 * `node benchmarks/dist/selfie.benchmark.js [faces] [guests]`. A gateway and an embedder as processes of their own; the event
 * holds the faces of LFW, and made ones (made.event.ts of libs/clustering) up to the number asked for. Needs `tsc -b`.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { dataFolder } from './data.folder.js';
import { startGatewayProcess } from './gateway.process.js';
import { lfwEmbeddings } from './lfw.cache.js';
import { makeEvent } from '@visage/clustering/measure/made.event';
import { report } from './result.table.js';
import { sendSelfie, type SelfieAnswer } from './selfie.send.js';
import { arrivePhoto, storeFaces, type EventFace } from './stored.faces.js';

const FACES_A_PHOTO = 10;

const [faces = 50_000, guests = 60] = process.argv.slice(2).map(Number);
const folder = dataFolder('lfw');
const { embedder, photos, embeddings } = await lfwEmbeddings(folder);
const { dimensions } = embedder;

// One photo of each person with several is kept out: the selfie.
const byPerson = new Map<string, number[]>();
for (const [row, { person }] of photos.entries())
  byPerson.set(person, [...(byPerson.get(person) ?? []), row]);
const selfieRows = [...byPerson.values()]
  .flatMap((rows) => (rows.length > 1 ? rows.slice(0, 1) : []))
  .slice(0, guests);
const keptOut = new Set(selfieRows);
const eventFaces: EventFace[] = [];
for (const row of photos.keys()) {
  if (keptOut.has(row) || eventFaces.length === faces) continue;
  eventFaces.push({
    person: photos[row]?.person ?? '',
    embedding: embeddings.subarray(row * dimensions, (row + 1) * dimensions),
  });
}
const made = makeEvent(Math.max(0, faces - eventFaces.length), 1, { dimensions });
for (const [row, person] of made.truth.entries()) {
  eventFaces.push({
    person: `made ${person}`,
    embedding: made.embeddings.subarray(row * dimensions, (row + 1) * dimensions),
  });
}

const gateway = await startGatewayProcess();
try {
  gateway.start('embedder');
  const { id: eventId } = await gateway.post<{ id: string }>('/api/events', { name: 'Large' });
  await storeFaces(gateway, eventId, eventFaces);
  const share = await gateway.post<{ codes: { url: string }[] }>(`/api/events/${eventId}/shares`, {});
  const token = share.codes[0]?.url.split('/g/')[1] ?? '';
  const first = await whenReady(token, selfieRows[0] ?? 0);
  const quiet: number[] = [];
  const live: number[] = [];
  let found = 0;
  for (const row of selfieRows) {
    const answer = await takeSelfie(token, row);
    quiet.push(answer.ms);
    if (answer.outcome === 'found') found += 1;
  }
  for (const row of selfieRows) {
    await arrivePhoto(
      gateway,
      eventId,
      eventFaces.slice(0, FACES_A_PHOTO).map(({ embedding }) => embedding),
    );
    live.push((await takeSelfie(token, row)).ms);
  }
  report('selfie', [
    {
      ...{
        faces: eventFaces.length,
        people: new Set(eventFaces.map(({ person }) => person)).size,
        selfies: quiet.length,
        found,
      },
      ...{
        'first, index not built yet, ms': first.toFixed(0),
        'p50 ms': quantile(quiet, 0.5),
        'p95 ms': quantile(quiet, 0.95),
        'a photo arrived before each, p50 ms': quantile(live, 0.5),
        'p95 ms then': quantile(live, 0.95),
      },
      'gateway MB': Math.round((await gateway.rss()) / 1e6),
    },
  ]);
} finally {
  await gateway.stop();
}

function quantile(times: readonly number[], share: number): string {
  const sorted = times.toSorted((a, b) => a - b);
  return (sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? NaN).toFixed(0);
}

async function takeSelfie(token: string, row: number): Promise<SelfieAnswer> {
  const selfie = await readFile(join(folder, 'images', photos[row]?.photo ?? ''));
  return sendSelfie(gateway.origin, token, selfie);
}

/** @returns milliseconds that the first answered selfie took, for which the index is built. */
async function whenReady(token: string, row: number): Promise<number> {
  for (let attempt = 0; attempt < 60; attempt += 1) {
    const { status, ms } = await takeSelfie(token, row);
    if (status < 300) return ms;
    await wait(500);
  }
  throw new Error('no selfie was answered within half a minute');
}
