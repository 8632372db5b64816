/** @module The clusterer: an event's faces -> people. */
import { join } from 'node:path';
import { withEventLock } from '@visage/database/event/event.lock';
import { EventRepository } from '@visage/database/event/event.repository';
import { FaceLinkRepository } from '@visage/database/face/face-link.repository';
import { FaceRepository } from '@visage/database/face/face.repository';
import { PersonRepository } from '@visage/database/person/person.repository';
import { defineWorker } from '@visage/host/worker.definition';
import { loadManifest } from '@visage/models/model.manifest';
import { handleCluster, type ClusterDependencies } from './cluster.handler.js';
import { clustererEnvSchema } from './env.js';
import { GroupingThread } from './grouping.thread.js';

export interface ClustererDependencies extends ClusterDependencies {
  events: EventRepository;
  thread: GroupingThread;
}

export const clusterer = defineWorker({
  name: 'clusterer',
  settings: clustererEnvSchema,
  open: async ({ env, database, jobs, keys }): Promise<ClustererDependencies> => {
    const thread = new GroupingThread();
    return {
      manifest: await loadManifest(join(env.MODELS_DIR, 'manifest.json')),
      care: env.GROUPING_CARE,
      second: env.SECOND_OPINION,
      ...{ jobs, keys, thread },
      events: new EventRepository(database),
      faces: new FaceRepository(database),
      people: new PersonRepository(database),
      links: new FaceLinkRepository(database),
      withEventLock: (eventId, run) => withEventLock(database, eventId, run),
      group: (task, signal) => thread.group(task, signal),
    };
  },
  queues: {
    cluster: {
      handle: handleCluster,
      remaining: (limit, { events }) => events.findEventsToGroup(limit),
    },
  },
  close: ({ thread }) => thread.close(),
});
