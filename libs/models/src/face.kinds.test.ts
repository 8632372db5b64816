import { createHash } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, onTestFinished, test } from 'vitest';
import { loadKinds } from './face.kinds.js';
import { findModel, loadManifest } from './model.manifest.js';

const MODELS = fileURLToPath(new URL('../../../models', import.meta.url));

test('the default embedder’s kinds of faces are in the repository, each the mean of several faces', async () => {
  const manifest = await loadManifest(join(MODELS, 'manifest.json'));
  const kinds = await loadKinds(findModel(manifest, manifest.defaults.embedder), MODELS);
  const count = (kinds?.means.length ?? 0) / 512;
  expect(count).toBeGreaterThanOrEqual(16);
  for (let kind = 0; kind < count; kind++) {
    // a face has unit length, the mean of different faces is shorter
    expect(Math.hypot(...(kinds?.means.subarray(kind * 512, (kind + 1) * 512) ?? []))).toBeLessThan(0.9);
  }
});

test('an embedder without kinds has none', async () => {
  expect(await loadKinds({ name: 'plain', dimensions: 2 }, MODELS)).toBeUndefined();
});

test('only the file that the manifest describes is used, and only if it holds rows of the embedder', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'visage-kinds-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const bytes = Buffer.from(new Float32Array([0.5, 0, 0, 0.25]).buffer);
  const kinds = { file: 'k.f32', sha256: createHash('sha256').update(bytes).digest('hex'), sharpness: 9 };
  const load = (dimensions: number | undefined) => loadKinds({ name: 'made', kinds, dimensions }, folder);
  await expect(load(2)).rejects.toMatchObject({ code: 'model-missing', message: expect.stringContaining('models/k.f32') as string });
  await writeFile(join(folder, 'k.f32'), Buffer.from(new Float32Array([0.5, 0, 0, 0.26]).buffer));
  await expect(load(2)).rejects.toMatchObject({ code: 'model-corrupt', message: expect.stringContaining('SHA-256') as string });
  await writeFile(join(folder, 'k.f32'), bytes);
  expect(await load(2)).toEqual({ means: Float32Array.of(0.5, 0, 0, 0.25), sharpness: 9 });
  await expect(load(3)).rejects.toMatchObject({ code: 'model-corrupt', message: expect.stringContaining('"made"') as string });
  await expect(load(undefined)).rejects.toMatchObject({ code: 'model-corrupt' });
});
