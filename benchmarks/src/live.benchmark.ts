/**
 * @module What a live event asks of Postgres: photos arrive, are ingested, detected, embedded and grouped, while the
 * progress is open in one tab and in twenty, in turns: `node benchmarks/dist/live.benchmark.js [photos] [tabs] [turns]`.
 * Needs `tsc -b`, no photos: the workers' writes are made by their repositories. The statements are those that Postgres itself has counted.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';
import type { Box } from '@visage/contracts/geometry.contract';
import { createDataKey } from '@visage/crypto/data.key';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PersonRepository } from '@visage/database/person/person.repository';
import { PhotoRepository } from '@visage/database/photo/photo.repository';
import { eventKeyOf } from '@visage/host/keys/event.key';
import { placesOf } from '@visage/host/keys/face.places';
import { startGatewayProcess } from './gateway.process.js';
import { report, type Row } from './result.table.js';

const [photos = 500, tabs = 20, turns = 2] = process.argv.slice(2).map(Number);
const FACES = 3;
const PEOPLE = 50;
/** As many photos a second as a machine without a graphics card gets through. */
const PER_SECOND = 25;
/** Grouping follows the photos after so many. */
const GROUPED_EVERY = 100;
/** Postgres adds up what an idle connection did after ten seconds. */
const SETTLED_MS = 11_000;
const NO_METADATA = { format: 'jpeg', orientation: 1 } as const;

interface Load {
  transactions: number;
  /** Milliseconds in which a connection was running a statement. */
  busyMs: number;
  rows: number;
}

const gateway = await startGatewayProcess();
try {
  await arrive(await makeEvent(), 50); // caches of plans and pages are warm from here on
  const rows: Row[] = [];
  for (let turn = 1; turn <= turns; turn += 1)
    for (const open of turn % 2 === 1 ? [0, 1, tabs] : [tabs, 1, 0]) rows.push(await measure(turn, open));
  report('live', rows, { photos, tabs });
} finally {
  await gateway.stop();
}

async function measure(turn: number, open: number): Promise<Row> {
  const eventId = await makeEvent();
  const watching = new AbortController();
  const heard = await Promise.all(Array.from({ length: open }, () => openTab(eventId, watching.signal)));
  const before = await loadNow();
  const begun = performance.now();
  await arrive(eventId, photos);
  await wait(2000); // the last second is told, too
  const seconds = (performance.now() - begun) / 1000;
  const after = await loadNow();
  watching.abort();
  const told = heard.map((tab) => tab.photos);
  if (told.some((count) => count !== photos)) throw new Error(`the tabs heard of ${told.join(', ')} photos`);
  return {
    ...{ turn, tabs: open, photos, seconds },
    transactions: after.transactions - before.transactions,
    'rows read': after.rows - before.rows,
    'Postgres ms': Math.round(after.busyMs - before.busyMs),
    'ms a photo': (after.busyMs - before.busyMs) / photos,
  };
}

async function makeEvent(): Promise<string> {
  return (await gateway.post<{ id: string }>('/api/events', { name: 'Live' })).id;
}

/** What the upload and the workers write of each photo, at the pace of a live event. */
async function arrive(eventId: string, count: number): Promise<void> {
  const { database } = gateway;
  const [made, found] = [new PhotoRepository(database), new FaceRepository(database)];
  const key = eventKeyOf([createDataKey()]);
  const begun = performance.now();
  for (let index = 0; index < count; index += 1) {
    const sha256 = randomBytes(32).toString('hex');
    const created = await made.create({
      ...{ eventId, fileName: `${index}.jpg`, sha256, md5: sha256.slice(0, 32), crc32: 1, bytes: 6_000_000 },
    });
    const photoId = created?.photo.id ?? '';
    const faces = Array.from({ length: FACES }, (_, place) => ({
      ...{ id: randomUUID(), box: [place * 100, 0, 80, 80] as Box },
      ...{ score: 1, quality: 1 },
    }));
    const ingested = { version: 1, width: 6000, height: 4000, metadata: NO_METADATA };
    await found.replaceFaces({ photoId, version: 'd', faces, places: placesOf(key), ingested });
    const embeddings = faces.map(({ id }) => ({ faceId: id, embedding: randomBytes(2076) }));
    await found.saveEmbeddings(photoId, 'e', { embedding: 'm' }, embeddings);
    if (index % GROUPED_EVERY === GROUPED_EVERY - 1) await groupFaces(eventId);
    const early = ((index + 1) * 1000) / PER_SECOND - (performance.now() - begun);
    if (early > 0) await wait(early);
  }
}

/** The faces in turn are so many people's. */
async function groupFaces(eventId: string): Promise<void> {
  const { database } = gateway;
  const people = new PersonRepository(database);
  const { facesRevision: revision } = await database.prisma.event.findUniqueOrThrow({
    where: { id: eventId },
  });
  const faces = await database.prisma.face.findMany({
    where: { eventId },
    select: { id: true },
    orderBy: { id: 'asc' },
  });
  const known = (await people.findStandings(eventId)).map(({ id }) => id);
  const groups = Array.from({ length: PEOPLE }, (_, k) =>
    faces.filter((_face, at) => at % PEOPLE === k).map(({ id }) => id),
  );
  await people.writePeople({
    ...{ eventId, revision, unassignedFaceIds: [] },
    people: groups.flatMap((faceIds, k) => {
      const [coverFaceId] = faceIds;
      return coverFaceId === undefined ? [] : [{ id: known[k] ?? randomUUID(), coverFaceId, faceIds }];
    }),
  });
}

interface Tab {
  /** What it was last told. */
  photos: number;
}

async function openTab(eventId: string, signal: AbortSignal): Promise<Tab> {
  const { origin, authorization } = gateway;
  const response = await fetch(`${origin}/api/events/${eventId}/progress/stream`, {
    headers: { authorization },
    signal,
  });
  if (!response.ok || !response.body) throw new Error(`the stream answered ${response.status}`);
  const tab = { photos: 0 };
  const listen = async (body: AsyncIterable<Uint8Array>): Promise<void> => {
    let text = '';
    for await (const part of body) {
      text += Buffer.from(part).toString();
      const lines = text.split('\n');
      text = lines.pop() ?? '';
      for (const line of lines) {
        const [, photosNow] = /^data: .*"photos":(\d+)/.exec(line) ?? [];
        if (photosNow !== undefined) tab.photos = Number(photosNow);
      }
    }
  };
  listen(response.body).catch(() => undefined); // ends when the tab is closed
  return tab;
}

async function loadNow(): Promise<Load> {
  await wait(SETTLED_MS);
  const [load] = await gateway.database.prisma.$queryRaw<Load[]>`
    select xact_commit::float8 as transactions, active_time as "busyMs", (tup_returned + tup_fetched)::float8 as rows
    from pg_stat_database where datname = current_database()`;
  if (!load) throw new Error('Postgres has counted nothing');
  return load;
}
