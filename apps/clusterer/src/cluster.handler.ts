/** @module `cluster`: an event's faces become people, who keep their ids and names from one run to the next. */
import { randomUUID } from 'node:crypto';
import type { CareLevel } from '@visage/clustering/linkage/care.level';
import type { FaceConstraints } from '@visage/clustering/linkage/face.constraints';
import { settleLinks } from '@visage/clustering/linkage/link.settle';
import { stableIds } from '@visage/clustering/people/stable.ids';
import type { JobPayload } from '@visage/contracts/job.contract';
import type { ModelEntry, ModelManifest } from '@visage/contracts/model.contract';
import type { LockResult } from '@visage/database/client/advisory.lock';
import type { EventRepository } from '@visage/database/event/event.repository';
import type { FaceLinkRecord, FaceLinkRepository } from '@visage/database/face/face-link.repository';
import type { FaceRepository } from '@visage/database/face/face.repository';
import type { GroupedPerson, PersonRepository } from '@visage/database/person/person.repository';
import { findModel } from '@visage/models/model.manifest';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import { earlierGroups } from './earlier.groups.js';
import { loadFaceColumns, type FaceColumns } from './face.matrix.js';
import type { Grouping, GroupingTask } from './grouping.task.js';

export interface ClusterDependencies {
  manifest: ModelManifest;
  care: CareLevel;
  /** Name of the network that is asked where an event's embedder is in doubt. */
  second?: string | undefined;
  events: Pick<EventRepository, 'findGrouping'>;
  faces: Pick<FaceRepository, 'loadFacesForGrouping'>;
  people: Pick<PersonRepository, 'findPersonIds' | 'writePeople'>;
  links: Pick<FaceLinkRepository, 'findOfEvent'>;
  jobs: Pick<JobEnqueue, 'enqueue'>;
  keys: { open(eventId: string): Promise<Uint8Array | null> };
  /** Runs the work while nobody else groups the event; does not wait. */
  withEventLock<T>(eventId: string, work: (signal: AbortSignal) => Promise<T>): Promise<LockResult<T>>;
  group(task: GroupingTask, signal: AbortSignal): Promise<Grouping>;
}

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
  { manifest, care, second: secondName, events, faces, people, links, keys, group }: ClusterDependencies,
  signal: AbortSignal,
): Promise<{ stillDue: boolean }> {
  const event = await events.findGrouping(eventId);
  if (!event || event.groupedRevision >= event.facesRevision) return { stillDue: false };
  const key = await keys.open(eventId);
  if (!key) return { stillDue: false };
  const model = groupingModel(findModel(manifest, event.embedder));
  const second = secondName === undefined ? undefined : groupingModel(findModel(manifest, secondName));
  const columns = await loadFaceColumns(faces.loadFacesForGrouping(eventId, model.name), {
    key,
    model: model.name,
    dimensions: model.dimensions,
    second: second && { model: second.name, dimensions: second.dimensions },
  });
  const { photoIds, quality, embeddings } = columns;
  const earlier = earlierGroups(columns, event.facesRevision - event.groupedRevision);
  const known = earlier ? { known: earlier } : {};
  const constraints = knownPairs(columns.ids, await links.findOfEvent(eventId));
  const twice =
    second && columns.second ? { secondEmbeddings: { embeddings: columns.second, ...second } } : {};
  const grouping = await group(
    { embeddings, photoIds, quality, care, constraints, ...known, ...twice, ...model },
    signal,
  );
  signal.throwIfAborted(); // without its lock this run must not write over another's
  const personIds = await people.findPersonIds(eventId);
  return people.writePeople({
    eventId,
    revision: event.facesRevision,
    people: groupedPeople(columns, grouping, personIds),
    unassignedFaceIds: grouping.unassigned.map((face) => idAt(columns, face)),
  });
}

/** @throws Error when the manifest does not say what grouping needs. */
function groupingModel({ name, threshold, dimensions }: ModelEntry): {
  name: string;
  threshold: number;
  dimensions: number;
} {
  if (threshold === undefined || dimensions === undefined) {
    throw new Error(`model ${name} has no threshold or dimensions in the manifest`);
  }
  return { name, threshold, dimensions };
}

/** Links of faces that are gone, or not embedded yet, wait. @param links newest first */
function knownPairs(ids: readonly string[], links: readonly FaceLinkRecord[]): FaceConstraints {
  const indexOf = new Map(ids.map((id, face) => [id, face]));
  return settleLinks(
    links.flatMap(({ kind, faceA, faceB }) => {
      const [a, b] = [indexOf.get(faceA), indexOf.get(faceB)];
      return a === undefined || b === undefined || a === b ? [] : [{ kind, pair: [a, b] as const }];
    }),
  );
}

/** @param known ids of the people there are, oldest first. */
function groupedPeople(columns: FaceColumns, grouping: Grouping, known: readonly string[]): GroupedPerson[] {
  const groups = grouping.people.map(({ faces }) => faces.map((face) => idAt(columns, face)));
  const facesOf = new Map(known.map((id): [string, string[]] => [id, []]));
  columns.personIds.forEach((personId, face) => {
    if (personId !== null) facesOf.get(personId)?.push(idAt(columns, face));
  });
  const previous = Array.from(facesOf, ([id, faceIds]) => ({ id, faceIds }));
  const ids = stableIds(previous, groups);
  return grouping.people.map(({ cover }, group) => ({
    id: ids[group] ?? randomUUID(),
    coverFaceId: idAt(columns, cover),
    faceIds: groups[group] ?? [],
  }));
}

function idAt({ ids }: FaceColumns, face: number): string {
  const id = ids[face];
  if (id === undefined) throw new RangeError(`no face ${face}`);
  return id;
}
