/** @module The models, and the runtime that loads them. */

import { loadManifest } from '@visage/models/model.manifest';
import { resolveVisionModels } from '@visage/models/vision.models';
import type { Environment } from '../env.js';
import { modelFolders } from '../models/model.folder.js';
import { missing, ok, optional, reasonOf, type Check } from './doctor.check.js';

export function modelCheck(environment: Environment): Check {
  return {
    title: 'Models',
    async run() {
      const { manifestPath, modelsDir, cacheDir } = modelFolders(environment);
      try {
        const manifest = await loadManifest(manifestPath);
        const models = await resolveVisionModels(manifest, { modelsDir, cacheDir, fetch: false });
        return ok([models.detector, models.landmarks, models.embedder].map((model) => model.name).join(', '));
      } catch (error) {
        const absent = error instanceof Error && 'code' in error && error.code === 'model-missing';
        const report = absent ? optional : missing;
        return report(reasonOf(error), 'run ./visage models (visage up does it too)');
      }
    },
  };
}
