/** @module The detector network: one window in, boxes in pixels of the photo out. */
import type { Box } from '@visage/contracts/geometry.contract';
import type { ScoredBox } from './box.suppress.js';
import { outputNamed, type Network } from '../network/onnx.model.js';

/**
 * @param pixels the window, drawn at the network's input size
 * @param window the part of the photo it shows, pixels of the photo
 * @returns boxes of at least `minScore`, in pixels of the photo, not yet suppressed
 */
export async function detectInWindow(
  detector: Network,
  pixels: Uint8Array,
  window: Box,
  minScore: number,
  mirrored = false,
): Promise<ScoredBox[]> {
  const [x, y, w, h] = window;
  const outputs = await detector.run(pixels, mirrored);
  const scores = outputNamed(outputs, 'scores');
  const boxes = outputNamed(outputs, 'boxes');
  const found: ScoredBox[] = [];
  for (let i = 0; i * 2 + 1 < scores.length; i += 1) {
    const score = scores[i * 2 + 1] ?? 0;
    if (!(score >= minScore)) continue;
    const left = boxes[i * 4] ?? 0;
    const top = boxes[i * 4 + 1] ?? 0;
    const right = boxes[i * 4 + 2] ?? 0;
    const bottom = boxes[i * 4 + 3] ?? 0;
    if (!(right > left && bottom > top)) continue;
    const from = mirrored ? 1 - right : left;
    found.push({ box: [x + from * w, y + top * h, (right - left) * w, (bottom - top) * h], score });
  }
  return found;
}
