/** @module The models, and the runtime that loads them. */

import { loadManifest } from '@visage/models/model.manifest';
import { resolveSettingModels } from '@visage/models/setting.models';
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
        const options = { modelsDir, cacheDir, fetch: false };
        const models = await resolveVisionModels(manifest, options);
        const more = await resolveSettingModels(manifest, options, environment);
        const names = [models.detector, models.landmarks, models.embedder, ...more].map(({ name }) => name);
        return ok([...new Set(names)].join(', '));
      } catch (error) {
        const absent = error instanceof Error && 'code' in error && error.code === 'model-missing';
        const report = absent ? optional : missing;
        return report(reasonOf(error), 'run ./visage models (visage up does it too)');
      }
    },
  };
}
