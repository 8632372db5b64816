import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { ModelEntry } from '@visage/contracts/model.contract';
import { describe, expect, it, onTestFinished } from 'vitest';
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

  it('is undefined if a model shares no space', async () => {
    await expect(loadHarmonicProjection(manifest, 'mobilefacenet', MODELS)).rejects.toThrow(/does not share another/);
  });

  it('accepts only the file the manifest describes, with the two models’ lengths', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'visage-harmony-'));
    onTestFinished(() => rm(folder, { recursive: true }));
    const matrix = Buffer.from(new Float32Array([0, 1, 1, 0]).buffer);
    const described = { model: manifest.defaults.embedder, file: 'h.f32', sha256: createHash('sha256').update(matrix).digest('hex') };
    const load = (of: Partial<ModelEntry>, to: Partial<ModelEntry>) => {
      const models = manifest.models.map((entry): ModelEntry => {
        if (entry.name === 'facenet') return { ...entry, harmony: described, ...to };
        return entry.name === described.model ? { ...entry, ...of } : entry;
      });
      return loadHarmonicProjection({ ...manifest, models }, 'facenet', folder);
    };
    const two = { dimensions: 2 };
    await writeFile(join(folder, 'h.f32'), Buffer.from(new Float32Array([0, 1, 1, 1]).buffer));
    await expect(load(two, two)).rejects.toMatchObject({ code: 'model-corrupt', message: expect.stringContaining('SHA-256') as string });
    await writeFile(join(folder, 'h.f32'), matrix);
    expect([...(await load(two, two)).project(Float32Array.from([3, 4]))]).toEqual([4 / 5, 3 / 5].map(Math.fround));
    for (const [of, to] of [[two, { dimensions: 3 }], [{ dimensions: 1 }, two]])
      await expect(load(of as Partial<ModelEntry>, to as Partial<ModelEntry>)).rejects.toMatchObject({ code: 'model-corrupt', message: expect.stringContaining('4 numbers') as string });
    await expect(load({ dimensions: undefined }, two)).rejects.toMatchObject({ code: 'model-role' });
  });
});
