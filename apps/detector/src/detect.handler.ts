/** @module `detect`: a photo that an older detector has seen is looked at again; its previews stay as they are. */
import type { JobPayload } from '@visage/contracts/job.contract';
import type { IngestDependencies } from './ingest.handler.js';
import { analysePhoto, wantedVersion } from './photo.analyse.js';

export async function handleDetect(
  { photoId }: JobPayload<'detect'>,
  dependencies: IngestDependencies,
): Promise<void> {
  const photo = await dependencies.photos.findForWork(photoId);
  if (!photo || photo.state === 'failed' || photo.ingestVersion === 0 || photo.facesEnded) return;
  if (photo.detectVersion === wantedVersion(dependencies.manifest, photo.embedder)) return;
  if (await analysePhoto(photo, false, dependencies)) await dependencies.jobs.enqueue('embed', { photoId });
}
