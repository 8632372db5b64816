/** @module `cluster`: an event's faces become people, who keep their ids and names from one run to the next. */
import type { CareLevel } from '@visage/clustering/linkage/care.level';
import { settleLinks, type FaceLink } from '@visage/clustering/linkage/link.settle';
import type { FaceKinds } from '@visage/clustering/search/likeness.space';
import type { JobPayload } from '@visage/contracts/job.contract';
import type { ModelEntry, ModelManifest } from '@visage/contracts/model.contract';
import type { LockResult } from '@visage/database/client/advisory.lock';
import type { EventRepository } from '@visage/database/event/event.repository';
import type { FaceLinkRecord, FaceLinkRepository } from '@visage/database/face/face-link.repository';
import type { FaceRepository } from '@visage/database/face/face.repository';
import type { PersonRepository } from '@visage/database/person/person.repository';
import { repairFaces, type FaceRepair } from '@visage/host/face/face.repair';
import type { EventKeys } from '@visage/host/keys/event.keys';
import { findModel } from '@visage/models/model.manifest';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import { earlierGroups } from './earlier.groups.js';
import { loadFaceColumns } from './face.matrix.js';
import { continuePeople, keptApart, knownPeople } from './person.continue.js';
import { groupingModel } from './grouping.model.js';
import type { Grouping, GroupingTask } from './grouping.task.js';

export interface ClusterDependencies extends FaceRepair {
  manifest: ModelManifest;
  /** The kinds of faces by which the embedder's likenesses are judged. */
  kinds(embedder: ModelEntry): Promise<FaceKinds | undefined>;
  care: CareLevel;
  /** Name of the network that is asked where an event's embedder is in doubt. */
  second?: string | undefined;
  events: Pick<EventRepository, 'findGrouping'>;
  faces: Pick<FaceRepository, 'loadFacesForGrouping'>;
  people: Pick<PersonRepository, 'findStandings' | 'writePeople'>;
  links: Pick<FaceLinkRepository, 'findOfEvent'>;
  jobs: Pick<JobEnqueue, 'enqueue'>;
  keys: Pick<EventKeys, 'open'>;
  /** Runs the work while nobody else groups the event; does not wait. */
  withEventLock<T>(eventId: string, work: (signal: AbortSignal) => Promise<T>): Promise<LockResult<T>>;
  group(task: GroupingTask, signal: AbortSignal): Promise<Grouping>;
}

/** People of two names in one group are rare, and what keeps them apart the first time may bring up others. */
const TURNS = 3;

export async function handleCluster(
  { eventId }: JobPayload<'cluster'>,
  dependencies: ClusterDependencies,
): Promise<void> {
  const result = await dependencies.withEventLock(eventId, (signal) =>
    groupEvent(eventId, dependencies, signal),
  );
  // whoever holds the lock may have loaded the faces before the last of them came
  if (!result.locked) throw new Error(`event ${eventId} is being grouped by another worker`);
  if (result.value.stillDue) await dependencies.jobs.enqueue('cluster', { eventId });
}

async function groupEvent(
  eventId: string,
  dependencies: ClusterDependencies,
  signal: AbortSignal,
): Promise<{ stillDue: boolean }> {
  const {
    manifest,
    kinds,
    care,
    second: secondName,
    events,
    faces,
    people,
    links,
    keys,
    group,
  } = dependencies;
  const event = await events.findGrouping(eventId);
  if (!event || event.groupedRevision >= event.facesRevision) return { stillDue: false };
  const key = await keys.open(eventId);
  if (!key) return { stillDue: false };
  const embedder = findModel(manifest, event.embedder);
  const model = groupingModel(embedder);
  const second = secondName === undefined ? undefined : groupingModel(findModel(manifest, secondName));
  const columns = await loadFaceColumns(faces.loadFacesForGrouping(eventId, model.name), {
    keys: key.opening,
    model: model.name,
    dimensions: model.dimensions,
    second: second && { model: second.name, dimensions: second.dimensions },
  });
  await repairFaces(eventId, { ...columns, revision: key.revision }, dependencies);
  const { photoIds, quality, embeddings } = columns;
  const earlier = earlierGroups(columns, event.facesRevision - event.groupedRevision);
  const known = earlier ? { known: earlier } : {};
  const said = knownPairs(columns.ids, await links.findOfEvent(eventId));
  const previous = knownPeople(columns, await people.findStandings(eventId));
  const twice =
    second && columns.second ? { secondEmbeddings: { embeddings: columns.second, ...second } } : {};
  const judged = { care, kinds: await kinds(embedder) };
  const task = { embeddings, photoIds, quality, ...judged, ...known, ...twice, ...model };
  let grouping: Grouping;
  for (let turn = 1; ; turn++) {
    grouping = await group({ ...task, constraints: settleLinks(said) }, signal);
    const apart = keptApart(columns, grouping, previous);
    if (apart.length === 0 || turn === TURNS) break;
    said.push(...apart); // at the end, as the oldest: whatever somebody said of these faces counts more
  }
  signal.throwIfAborted(); // without its lock this run must not write over another's
  return people.writePeople({
    eventId,
    revision: event.facesRevision,
    ...continuePeople(columns, grouping, previous),
  });
}

/** Links of faces that are gone, or not embedded yet, wait. @param links newest first */
function knownPairs(ids: readonly string[], links: readonly FaceLinkRecord[]): FaceLink[] {
  const indexOf = new Map(ids.map((id, face) => [id, face]));
  return links.flatMap(({ kind, faceA, faceB }) => {
    const [a, b] = [indexOf.get(faceA), indexOf.get(faceB)];
    return a === undefined || b === undefined || a === b ? [] : [{ kind, pair: [a, b] as const }];
  });
}
