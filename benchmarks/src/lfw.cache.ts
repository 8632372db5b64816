/**
 * @module The embedding of every LFW photo's main face, made once and kept: aligned by the published landmarks, so that
 * the numbers are about grouping and not about detection.
 */
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { photoLimitsSchema } from '@visage/contracts/photo-error.contract';
import { alignFace } from '@visage/vision/face/face.align';
import { judgeQuality, overallQuality } from '@visage/vision/face/face.quality';
import { templateOf } from '@visage/vision/face/face.template';
import { ImagePyramid } from '@visage/vision/image/image.pyramid';
import { decodePhoto } from '@visage/vision/photo/photo.decode';
import { cachedEmbeddings, type CachedEmbeddings, type EmbeddedFace } from './embedding.cache.js';
import { readLfwPhotos, type LfwPhoto } from './lfw.photos.js';
import type { OpenVision } from './vision.open.js';

export interface LfwEmbeddings extends CachedEmbeddings {
  /** Row i of the embeddings is the face of `photos[i]`. */
  photos: LfwPhoto[];
}

/** @param most only so many photos, from the first one on */
export async function lfwEmbeddings(
  folder: string,
  embedder?: string,
  most?: number,
): Promise<LfwEmbeddings> {
  const photos = await readLfwPhotos(folder);
  const embed = (vision: OpenVision, photo: LfwPhoto) => embedPhoto(vision, folder, photo);
  return {
    photos: photos.slice(0, most),
    ...(await cachedEmbeddings('lfw', photos, embed, { embedder, most })),
  };
}

async function embedPhoto(
  { pool, embedder }: OpenVision,
  folder: string,
  photo: LfwPhoto,
): Promise<EmbeddedFace | null> {
  const bytes = await readFile(join(folder, 'images', photo.photo));
  const { image } = await decodePhoto(bytes, photoLimitsSchema.parse({}));
  const aligned = await alignFace(new ImagePyramid(image), photo.landmarks, templateOf(embedder.entry));
  const quality = overallQuality(judgeQuality(photo.box, photo.landmarks, aligned));
  const [face] = await pool.embed([aligned]);
  return face ? { quality, embedding: face.embedding } : null;
}
