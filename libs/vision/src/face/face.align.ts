/** @module Brings a face into an embedder's template. */
import type { Landmarks } from '@visage/contracts/geometry.contract';
import { invertAffine } from '../image/affine.matrix.js';
import type { FaceTemplate } from './face.template.js';
import type { ImagePyramid } from '../image/image.pyramid.js';
import { fitSimilarity } from '../image/similarity.transform.js';

/**
 * @param landmarks five points in pixels of `photo`
 * @returns interleaved RGB, `size * size * 3` bytes
 */
export function alignFace(
  photo: ImagePyramid,
  landmarks: Landmarks,
  template: FaceTemplate,
): Promise<Uint8Array> {
  const toTemplate = fitSimilarity(landmarks, template.landmarks);
  return photo.sample(invertAffine(toTemplate), template.size, template.size);
}
