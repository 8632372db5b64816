/** @module The models that settings name, beside the manifest's defaults. */
import type { ModelManifest, VerifiedModel } from '@visage/contracts/model.contract';
import { ModelError } from './model.error.js';
import type { ModelStoreOptions } from './model.store.js';
import { resolveEmbedder } from './vision.models.js';

/** Variables that hold the name of an embedder; absent = the manifest's default, or none. */
export interface ModelSettings {
  EMBEDDER?: string | undefined;
  SECOND_OPINION?: string | undefined;
}

const VARIABLES = ['EMBEDDER', 'SECOND_OPINION'] as const satisfies (keyof ModelSettings)[];

/** Each name once. */
export function namesInSettings(settings: ModelSettings): string[] {
  return [...new Set(VARIABLES.flatMap((variable) => settings[variable] ?? []))];
}

/**
 * The embedders that the settings name, verified.
 *
 * @throws ModelError whose message begins with the variable: no such model, no embedder, not here, or not to be had.
 */
export async function resolveSettingModels(
  manifest: ModelManifest,
  options: ModelStoreOptions,
  settings: ModelSettings,
): Promise<VerifiedModel[]> {
  const models: VerifiedModel[] = [];
  for (const variable of VARIABLES) {
    const name = settings[variable];
    if (name === undefined) continue;
    try {
      models.push(await resolveEmbedder(manifest, name, options));
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      throw new ModelError(error.code, `${variable}: ${error.message}`, { cause: error });
    }
  }
  return models;
}
