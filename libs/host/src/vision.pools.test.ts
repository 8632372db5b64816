import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadManifest } from '@visage/models/model.manifest';
import { expect, test } from 'vitest';
import { VisionPools } from './vision.pools.js';

const MODELS_DIR = join(import.meta.dirname, '../../../models');

test('a network that is not on this machine ends the start, is fetched by nobody, and is looked for again with the next photo', async () => {
  const manifest = await loadManifest(join(MODELS_DIR, 'manifest.json'));
  const empty = await mkdtemp(join(tmpdir(), 'visage-pools-'));
  try {
    const env = {
      MODELS_DIR,
      MODEL_CACHE_DIR: empty,
      PHOTO_MAX_BYTES: undefined,
      PHOTO_MAX_PIXELS: undefined,
      PHOTO_TIMEOUT_MS: undefined,
    };
    await expect(VisionPools.start(manifest, env, 1)).rejects.toMatchObject({ code: 'model-missing' });
    const other = { ...manifest, defaults: { ...manifest.defaults, embedder: 'facenet' } }; // which is in the repository
    for (const variable of ['EMBEDDER', 'SECOND_OPINION'])
      await expect(
        VisionPools.start(other, { ...env, [variable]: 'mobilefacenet' }, 1),
        'says which setting it is about',
      ).rejects.toThrow(`${variable}: Model "mobilefacenet" is not on this machine.`);
    const limits = { maxBytes: 1, maxPixels: 1, timeoutMs: 1 };
    const pools = new VisionPools({ manifest, modelsDir: MODELS_DIR, cacheDir: empty, threads: 1, limits });
    const first = pools.of('facenet');
    expect(pools.of('facenet'), 'two photos at once wait for one pool').toBe(first);
    await expect(first).rejects.toMatchObject({ code: 'model-missing' });
    const second = pools.of('facenet');
    expect(second).not.toBe(first);
    await expect(second).rejects.toMatchObject({ code: 'model-missing' });
    await pools.close();
  } finally {
    await rm(empty, { recursive: true });
  }
});
