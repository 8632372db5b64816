/** @module Which face of a selfie is the guest's. */
import type { AnalysedFace } from '@visage/contracts/photo-analysis.contract';

/** The largest face, discounted by its distance from the middle: friends lean in, strangers are at the border. */
export function mainFace(
  faces: readonly AnalysedFace[],
  width: number,
  height: number,
): AnalysedFace | undefined {
  let main: AnalysedFace | undefined;
  let best = -1;
  for (const face of faces) {
    const [x, y, w, h] = face.box;
    const dx = (x + w / 2) / width - 0.5;
    const dy = (y + h / 2) / height - 0.5;
    const weight = w * h * (1 - Math.min(1, Math.hypot(dx, dy)));
    if (weight > best) {
      best = weight;
      main = face;
    }
  }
  return main;
}
