/**
 * @module `ingest`: a stored original gets its metadata, previews and faces, in one pass over its pixels; one that has them
 * already, and whose metadata an older version read, is asked for these alone.
 */
import { INGEST_VERSION, METADATA_VERSION } from '@visage/contracts/pipeline.version';
import type { JobPayload } from '@visage/contracts/job.contract';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import type { PhotoForWork } from '@visage/database/photo/photo.record';
import type { PhotoRepository } from '@visage/database/photo/photo.repository';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import { analysePhoto, originOf, readOriginal, type AnalyseDependencies } from './photo.analyse.js';

export interface IngestDependencies extends AnalyseDependencies {
  photos: Pick<PhotoRepository, 'findForWork' | 'recordMetadata'>;
  jobs: Pick<JobEnqueue, 'enqueue'>;
}

export async function handleIngest(
  { photoId }: JobPayload<'ingest'>,
  dependencies: IngestDependencies,
): Promise<void> {
  const photo = await dependencies.photos.findForWork(photoId);
  if (!photo || photo.state === 'failed') return;
  if (photo.ingestVersion >= INGEST_VERSION) {
    if (photo.metadataVersion < METADATA_VERSION) await describeAnew(photo, dependencies);
    // a worker that died here before may have read the photo, and no more
    else await dependencies.zones.consider(photo.eventId, photo.takenAt);
    return;
  }
  if (await analysePhoto(photo, true, dependencies)) await dependencies.jobs.enqueue('embed', { photoId });
}

/** Pictures and faces stay. A photo that is shown to people does not fail because its file cannot be read any more. */
async function describeAnew(
  photo: PhotoForWork,
  { manifest, store, vision, photos, zones }: IngestDependencies,
): Promise<void> {
  const threads = await vision.of(manifest.defaults.embedder); // looks at no face, so any will do
  try {
    const metadata = await threads.describe({ bytes: await readOriginal(store, photo) }, originOf(photo));
    await photos.recordMetadata(photo.id, metadata);
    await zones.consider(photo.eventId, metadata.takenAt);
  } catch (error) {
    if (!(error instanceof PhotoError)) throw error;
    await photos.recordMetadata(photo.id, null);
  }
}
