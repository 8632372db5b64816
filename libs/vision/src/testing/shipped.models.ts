/** @module The models of the manifest, for tests: from the repository's cache, fetched once if missing. */
import { fileURLToPath } from 'node:url';
import { photoLimitsSchema } from '@visage/contracts/photo-error.contract';
import { loadManifest } from '@visage/models/model.manifest';
import { resolveVisionModels, type ModelChoice } from '@visage/models/vision.models';
import type { VisionModels } from '../thread/vision.contract.js';

const REPOSITORY = fileURLToPath(new URL('../../../../', import.meta.url));

export const LIMITS = photoLimitsSchema.parse({});

export async function shippedModels(choice: ModelChoice = {}): Promise<VisionModels> {
  const manifest = await loadManifest(`${REPOSITORY}models/manifest.json`);
  const folders = { modelsDir: `${REPOSITORY}models`, cacheDir: `${REPOSITORY}.cache/models` };
  return resolveVisionModels(manifest, folders, choice);
}
