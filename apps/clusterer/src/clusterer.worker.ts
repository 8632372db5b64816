/** @module The clusterer: an event's faces -> people. */
import { join } from 'node:path';
import { withEventLock } from '@visage/database/event/event.lock';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceChangeRepository } from '@visage/database/face/face-change.repository';
import { FaceLinkRepository } from '@visage/database/face/face-link.repository';
import { FaceRepairRepository } from '@visage/database/face/face-repair.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { KeptSelfieRepository } from '@visage/database/guest/kept-selfie.repository';
import { ObjectionRepository } from '@visage/database/objection/objection.repository';
import { PersonRepository } from '@visage/database/person/person.repository';
import { defineWorker } from '@visage/host/worker.definition';
import { loadKinds } from '@visage/models/face.kinds';
import { loadManifest } from '@visage/models/model.manifest';
import { handleCluster, type ClusterDependencies } from './cluster.handler.js';
import { clustererEnvSchema } from './env.js';
import { FaceIndexCache } from '@visage/host/face/face.index.cache';
import { GroupingThread } from './grouping.thread.js';
import { handleRecognise, type RecogniseDependencies } from './recognise.handler.js';

export interface ClustererDependencies extends ClusterDependencies, RecogniseDependencies {
  events: EventRepository;
  selfies: KeptSelfieRepository;
  thread: GroupingThread;
  indexes: FaceIndexCache;
}

export const clusterer = defineWorker({
  name: 'clusterer',
  settings: clustererEnvSchema,
  open: async ({ env, log, clock, database, jobs, keys }): Promise<ClustererDependencies> => {
    const thread = new GroupingThread();
    const changes = new FaceChangeRepository(database);
    const events = new EventRepository(database);
    const repairs = new FaceRepairRepository(database);
    const indexes = new FaceIndexCache({
      ...{ changes, events, repairs, keys, clock, log },
      megabytes: env.FACE_INDEX_MB,
    });
    indexes.watch();
    return {
      manifest: await loadManifest(join(env.MODELS_DIR, 'manifest.json')),
      kinds: (embedder) => loadKinds(embedder, env.MODELS_DIR),
      care: env.GROUPING_CARE,
      second: env.SECOND_OPINION,
      ...{ log, clock, jobs, keys, thread, changes, events, repairs, indexes },
      faces: new FaceRepository(database),
      people: new PersonRepository(database),
      links: new FaceLinkRepository(database),
      selfies: new KeptSelfieRepository(database),
      objections: new ObjectionRepository(database),
      withEventLock: (eventId, run) => withEventLock(database, eventId, run),
      group: (task, signal) => thread.group(task, signal),
    };
  },
  queues: {
    cluster: {
      handle: handleCluster,
      remaining: (limit, { events }) => events.findEventsToGroup(limit),
    },
    recognise: {
      handle: handleRecognise,
      remaining: (limit, { selfies }) => selfies.findEventsToRecognise(limit),
    },
  },
  close: async ({ thread, indexes }) => {
    indexes.close();
    await thread.close();
  },
});
