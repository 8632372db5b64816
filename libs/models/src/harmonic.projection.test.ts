import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';
import { loadHarmonicProjection, projectVector } from './harmonic.projection.js';
import { loadManifest } from './model.manifest.js';

const MODELS = fileURLToPath(new URL('../../../models', import.meta.url));
const manifest = await loadManifest(`${MODELS}/manifest.json`);

describe('projecting a vector', () => {
  it('multiplies by the rows and gives unit length', () => {
    const projected = projectVector(Float32Array.from([1, 0, 0, 1, 5, 5]), Float32Array.from([3, 4, 0]), 3, 2);
    expect(projected[0]).toBeCloseTo(0.6);
    expect(projected[1]).toBeCloseTo(0.8);
  });

  it('refuses a vector of another model', () => {
    expect(() => projectVector(new Float32Array(6), new Float32Array(2), 3, 2)).toThrow(RangeError);
  });
});

describe('the projection of the manifest', () => {
  it('takes the default embedder into FaceNet’s space', async () => {
    const { from, to, project } = await loadHarmonicProjection(manifest, 'facenet', MODELS);
    expect([from, to]).toEqual([manifest.defaults.embedder, 'facenet']);
    const projected = project(Float32Array.from({ length: 512 }, (_, i) => Math.sin(i)));
    expect(projected).toHaveLength(128);
    expect(Math.hypot(...projected)).toBeCloseTo(1);
  });

  it('is none where a model shares no space', async () => {
    await expect(loadHarmonicProjection(manifest, 'mobilefacenet', MODELS)).rejects.toThrow(/shares no other/);
  });
});
