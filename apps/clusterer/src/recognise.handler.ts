/**
 * @module `recognise`: guests who want to be looked for, and those who object to being shown and let their face be kept for that, are
 * found in faces that came since the last look. The new faces are held
 * against all of them, which is quick; only whom one of these resembles is searched for in the whole event, as by a new selfie, and
 * the opened faces of an event stay in memory for a while, so that the next look reads only what is new.
 *
 * It does not wait for grouping. What it notes are faces, and whose these are follows from every later grouping. A single face has
 * to be likelier meant than a look-alike, which 0.1 to 0.2 % of those reach who are not at an event of five to twenty people
 * (`identify`): people after grouping are no surer. A party would have its quiet moment late, and its guests their photos.
 */
import { setImmediate as pause } from 'node:timers/promises';
import { unitRows } from '@visage/clustering/search/embedding.matrix';
import { LikenessSpace, type FaceKinds } from '@visage/clustering/search/likeness.space';
import { peopleInFaces } from '@visage/clustering/search/new.faces';
import type { JobPayload } from '@visage/contracts/job.contract';
import type { ModelEntry, ModelManifest } from '@visage/contracts/model.contract';
import { openEmbedding, tryOpenEmbedding } from '@visage/crypto/embedding.box';
import { CHANGES_START, type FaceChangeRepository } from '@visage/database/face/face-change.repository';
import type { UnreadableFace } from '@visage/database/face/face-repair.repository';
import type { SelfieMatch } from '@visage/database/guest/guest.match';
import type { KeptSelfieRepository } from '@visage/database/guest/kept-selfie.repository';
import type { ObjectionRepository } from '@visage/database/objection/objection.repository';
import type { FaceIndexCache } from '@visage/host/face/face.index.cache';
import { repairFaces, type FaceRepair } from '@visage/host/face/face.repair';
import type { EventKey } from '@visage/host/keys/event.key';
import type { EventKeys } from '@visage/host/keys/event.keys';
import { inSlices } from '@visage/host/sliced.work';
import { findModel } from '@visage/models/model.manifest';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import { groupingModel, type GroupingModel } from './grouping.model.js';

export interface RecogniseDependencies extends FaceRepair {
  manifest: ModelManifest;
  /** The kinds of faces by which the embedder's likenesses are judged. */
  kinds(embedder: ModelEntry): Promise<FaceKinds | undefined>;
  selfies: Pick<KeptSelfieRepository, 'findPlace' | 'findOfEvent' | 'recordFound' | 'advance'>;
  objections: Pick<ObjectionRepository, 'findKept' | 'addFaces'>;
  changes: Pick<FaceChangeRepository, 'findPage'>;
  indexes: Pick<FaceIndexCache, 'search'>;
  jobs: Pick<JobEnqueue, 'enqueue'>;
  keys: Pick<EventKeys, 'open'>;
}

/** A face resembles somebody from so far below the bar on: who they are is decided by all of their faces. */
const MARGIN = 0.15;

export async function handleRecognise(
  { eventId }: JobPayload<'recognise'>,
  dependencies: RecogniseDependencies,
): Promise<void> {
  const { manifest, selfies, objections, keys, jobs, clock } = dependencies;
  const place = await selfies.findPlace(eventId);
  if (!place || place.recognisedRevision >= place.indexRevision) return;
  const key = await keys.open(eventId);
  if (!key) return;
  const embedder = findModel(manifest, place.embedder);
  const model = groupingModel(embedder);
  const kinds = await dependencies.kinds(embedder);
  const kept: LookedFor[] = [
    ...(await selfies.findOfEvent(eventId, model.name, clock.now())).map(({ id, guestId, embedding }) => ({
      ...{ id, embedding },
      found: (matches: readonly SelfieMatch[]) => selfies.recordFound(id, guestId, matches),
    })),
    ...(await objections.findKept(eventId, model.name)).map(({ id, embedding }) => ({
      ...{ id, embedding },
      found: (matches: readonly SelfieMatch[]) =>
        objections.addFaces(
          id,
          matches.flatMap(({ faceIds }) => faceIds),
        ),
    })),
  ];
  const probes = rowsOf(
    kept.map(({ id, embedding }) => openEmbedding(key.opening, embedding, { faceId: id, model: model.name })),
    model,
  );
  let head = place.indexRevision;
  if (kept.length > 0) {
    const news = await newFaces(eventId, place.recognisedRevision, { key, model }, dependencies);
    if (!news) return;
    head = news.head;
    const placed = probes.slice();
    if (kinds)
      for (const rows of [placed, news.rows]) new LikenessSpace(kinds, model.dimensions).placeRows(rows);
    const resembled = await inSlices(
      peopleInFaces(placed, news.rows, model.dimensions, model.threshold - MARGIN),
    );
    const event = { id: eventId, embedder: place.embedder };
    for (const number of resembled) {
      const probe = probes.slice(number * model.dimensions, (number + 1) * model.dimensions);
      const { matches } = await dependencies.indexes.search(event, { ...model, probe, kinds, surely: true });
      if (matches.length > 0) await kept[number]?.found(matches);
    }
  }
  // a selfie that came meanwhile may not have been looked for
  if (!(await selfies.advance(eventId, place.recognisedRevision, head)))
    await jobs.enqueue('recognise', { eventId });
}

/** Somebody whose face is kept to be found in photos that come later. */
interface LookedFor {
  id: string;
  embedding: Uint8Array;
  found(matches: readonly SelfieMatch[]): Promise<void>;
}

interface Opened {
  key: EventKey;
  model: GroupingModel;
}

/** @returns null once the event is erased */
async function newFaces(
  eventId: string,
  since: number,
  { key, model }: Opened,
  dependencies: RecogniseDependencies,
): Promise<{ rows: Float32Array; head: number } | null> {
  const rows: Float32Array[] = [];
  let place = { ...CHANGES_START, revision: since, since };
  for (;;) {
    const page = await dependencies.changes.findPage(eventId, model.name, place);
    if (page === 'erased') return null;
    if (page === 'too-old') {
      place = { ...CHANGES_START, since: -1 };
      continue;
    }
    const unreadable: UnreadableFace[] = [];
    for (const { id, gone, embedding } of page.changes) {
      if (gone || !embedding) continue;
      const vector = tryOpenEmbedding(key.opening, embedding, { faceId: id, model: model.name });
      if (vector) rows.push(vector);
      else unreadable.push({ id, embedding });
    }
    await repairFaces(eventId, { unreadable, revision: key.revision }, dependencies);
    if (page.complete) return { rows: rowsOf(rows, model), head: page.place.revision };
    place = { ...page.place, since };
    await pause();
  }
}

function rowsOf(vectors: readonly Float32Array[], { dimensions }: GroupingModel): Float32Array {
  const rows = new Float32Array(vectors.length * dimensions);
  for (const [row, vector] of vectors.entries()) {
    rows.set(vector, row * dimensions);
    vector.fill(0);
  }
  return unitRows(rows, dimensions).values;
}
