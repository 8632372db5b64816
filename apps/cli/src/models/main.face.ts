/** @module Whose photo is it? The face a photo of several is about. */
import type { AnalysedFace, PhotoAnalysis } from '@visage/contracts/photo-analysis.contract';

/**
 * The largest, most central face: greatest area, weighted down to nothing from the centre of the photo to its corners.
 * Null when there is no face.
 */
export function mainFace(photo: Pick<PhotoAnalysis, 'width' | 'height' | 'faces'>): AnalysedFace | null {
  const halfDiagonal = Math.hypot(photo.width, photo.height) / 2;
  const weight = ({ box: [x, y, width, height] }: AnalysedFace): number => {
    const distance = Math.hypot(x + width / 2 - photo.width / 2, y + height / 2 - photo.height / 2) / halfDiagonal;
    return width * height * Math.max(0, 1 - distance) ** 2;
  };
  return photo.faces.reduce<AnalysedFace | null>(
    (best, face) => (best && weight(best) >= weight(face) ? best : face),
    null,
  );
}
