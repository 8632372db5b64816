/** @module `embed`: the sealed aligned faces of a photo become sealed embeddings, and its event is to be grouped. */
import { buffer } from 'node:stream/consumers';
import type { JobPayload } from '@visage/contracts/job.contract';
import type { ModelEntry, ModelManifest } from '@visage/contracts/model.contract';
import { embedVersion } from '@visage/contracts/pipeline.version';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import { openFacePicture } from '@visage/crypto/face.box';
import { SealedBoxError } from '@visage/crypto/sealed.box';
import type { FaceRepairRepository } from '@visage/database/face/face-repair.repository';
import type { FaceRepository } from '@visage/database/face/face.repository';
import type { PhotoRepository } from '@visage/database/photo/photo.repository';
import type { EventKeys } from '@visage/host/keys/event.keys';
import { findModel } from '@visage/models/model.manifest';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import type { JobLog } from '@visage/queues/job.log';
import { faceAlignedKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Vision } from '@visage/vision/thread/vision.contract';

export interface EmbedDependencies {
  manifest: ModelManifest;
  /** The network that is asked where an event's embedder is in doubt; the threads of `vision` have it, too. */
  second?: Pick<ModelEntry, 'name' | 'version'> | undefined;
  store: Pick<ObjectStore, 'get'>;
  photos: Pick<PhotoRepository, 'findForWork'>;
  faces: Pick<FaceRepository, 'findFaceIds' | 'saveEmbeddings'>;
  repairs: Pick<FaceRepairRepository, 'findAnew'>;
  log: Pick<JobLog, 'error'>;
  jobs: Pick<JobEnqueue, 'enqueue'>;
  keys: Pick<EventKeys, 'open'>;
  vision: { of(embedder: string): Promise<Vision> };
}

export async function handleEmbed(
  { photoId }: JobPayload<'embed'>,
  dependencies: EmbedDependencies,
): Promise<void> {
  const { manifest, second, store, photos, faces, repairs, jobs, keys, vision, log } = dependencies;
  const photo = await photos.findForWork(photoId);
  if (!photo || photo.state === 'failed' || photo.detectVersion === null || photo.facesEnded) return;
  const model = findModel(manifest, photo.embedder);
  const version = embedVersion(model, second);
  if (photo.embedVersion === version) return;
  const key = await keys.open(photo.eventId);
  if (!key) return;

  const faceIds = await faces.findFaceIds(photoId);
  const aligned: Uint8Array[] = [];
  for (const faceId of faceIds) {
    const { stream } = await store.get(faceAlignedKey(photo.eventId, faceId));
    const sealed = await buffer(stream);
    try {
      aligned.push(openFacePicture(key.opening, sealed, faceId, 'aligned'));
    } catch (error) {
      if (!(error instanceof SealedBoxError)) throw error;
      await repairs.findAnew({ id: photoId, eventId: photo.eventId }, key.revision);
      log.error({ photoId, faceId }, 'the picture of a face does not open; its photo is looked at anew');
      return jobs.enqueue('detect', { photoId });
    }
  }
  const vectors = aligned.length === 0 ? [] : await (await vision.of(photo.embedder)).embed(aligned);
  const sealed = faceIds.map((faceId, index) => {
    const vector = vectors[index];
    if (!vector) throw new Error(`${faceIds.length} faces gave ${vectors.length} embeddings`);
    const sealed = {
      faceId,
      embedding: sealEmbedding(key.sealing, vector.embedding, { faceId, model: model.name }),
    };
    if (!second || !vector.secondEmbedding) return sealed;
    return {
      ...sealed,
      second: sealEmbedding(key.sealing, vector.secondEmbedding, { faceId, model: second.name }),
    };
  });
  // Faces found anew meanwhile have made a job of their own, which comes after this one.
  const models = { embedding: model.name, ...(second ? { second: second.name } : {}) };
  const saved = await faces.saveEmbeddings(photoId, version, models, sealed, key.revision);
  if (!saved || faceIds.length === 0) return;
  await jobs.enqueue('recognise', { eventId: photo.eventId });
  await jobs.enqueue('cluster', { eventId: photo.eventId });
}
