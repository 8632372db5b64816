/** @module Step: makes sure that the models are on this machine and match the manifest. */

import { join } from 'node:path';
import { loadManifest } from '@visage/models/model.manifest';
import { resolveVisionModels } from '@visage/models/vision.models';
import type { Say } from '../terminal.step.js';

export async function provideModelFiles(
  folders: { MODELS_DIR: string; MODEL_CACHE_DIR: string },
  say: Say,
): Promise<void> {
  const manifest = await loadManifest(join(folders.MODELS_DIR, 'manifest.json'));
  await resolveVisionModels(manifest, {
    modelsDir: folders.MODELS_DIR,
    cacheDir: folders.MODEL_CACHE_DIR,
    onProgress: ({ model, receivedBytes, totalBytes }) => {
      const percent = Math.floor((100 * receivedBytes) / Math.max(totalBytes, 1));
      if (percent % 10 === 0) say(`${model} ${percent} %`);
    },
  });
}
