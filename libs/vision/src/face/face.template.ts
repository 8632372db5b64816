/** @module Where the five landmarks lie in the aligned picture an embedder was trained on. */
import type { Landmarks, Point } from '@visage/contracts/geometry.contract';
import type { ModelEntry } from '@visage/contracts/model.contract';

export interface FaceTemplate {
  /** Side of the square aligned picture, in pixels. */
  size: number;
  landmarks: Landmarks;
}

/** ArcFace's template for 112x112 (Deng et al., CVPR 2019; InsightFace's published reference points). */
const ARCFACE: Landmarks = [
  [38.2946, 51.6963],
  [73.5318, 51.5014],
  [56.0252, 71.7366],
  [41.5493, 92.3655],
  [70.7299, 92.2041],
];

const TEMPLATES: Record<NonNullable<ModelEntry['alignment']>, FaceTemplate> = {
  'arcface-112': { size: 112, landmarks: ARCFACE },
  /** The same view of the face, drawn at 96x96. */
  'facenet-96': { size: 96, landmarks: scaled(ARCFACE, 96 / 112) },
};

/** @throws Error when the model is not an embedder or its input is not the template's square. */
export function templateOf(model: ModelEntry): FaceTemplate {
  if (model.alignment === undefined)
    throw new Error(`The manifest names no alignment for model "${model.name}".`);
  const template = TEMPLATES[model.alignment];
  if (model.input.width !== template.size || model.input.height !== template.size) {
    throw new Error(
      `Model "${model.name}" takes ${model.input.width}x${model.input.height}, not ${model.alignment}.`,
    );
  }
  return template;
}

function scaled([a, b, c, d, e]: Landmarks, factor: number): Landmarks {
  const at = ([x, y]: Point): Point => [x * factor, y * factor];
  return [at(a), at(b), at(c), at(d), at(e)];
}
