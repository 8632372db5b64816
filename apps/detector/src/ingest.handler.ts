/** @module `ingest`: a stored original gets its metadata, previews and faces, in one pass over its pixels. */
import { INGEST_VERSION } from '@visage/contracts/pipeline.version';
import type { JobPayload } from '@visage/contracts/job.contract';
import type { PhotoRepository } from '@visage/database/photo/photo.repository';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import { analysePhoto, type AnalyseDependencies } from './photo.analyse.js';

export interface IngestDependencies extends AnalyseDependencies {
  photos: Pick<PhotoRepository, 'findForWork'>;
  jobs: Pick<JobEnqueue, 'enqueue'>;
}

export async function handleIngest(
  { photoId }: JobPayload<'ingest'>,
  dependencies: IngestDependencies,
): Promise<void> {
  const photo = await dependencies.photos.findForWork(photoId);
  if (!photo || photo.state === 'failed' || photo.ingestVersion >= INGEST_VERSION) return;
  if (await analysePhoto(photo, true, dependencies)) await dependencies.jobs.enqueue('embed', { photoId });
}
