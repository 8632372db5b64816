import { expect, it } from 'vitest';
import type { AnalysedFace } from '@visage/contracts/photo-analysis.contract';
import { mainFace } from './main.face.js';

function face(x: number, y: number, size: number): AnalysedFace {
  return {
    box: [x, y, size, size],
    score: 1,
    landmarks: [[0, 0], [0, 0], [0, 0], [0, 0], [0, 0]],
    quality: 1,
    aligned: new Uint8Array(0),
  };
}

it('takes the person in the middle before a bystander at the edge, unless one is much larger', () => {
  const middle = face(80, 80, 40);
  expect(mainFace({ width: 200, height: 200, faces: [face(0, 0, 44), middle] })).toBe(middle);
  const close = face(0, 20, 120);
  expect(mainFace({ width: 200, height: 200, faces: [middle, close] })).toBe(close);
  expect(mainFace({ width: 200, height: 200, faces: [] })).toBeNull();
});
