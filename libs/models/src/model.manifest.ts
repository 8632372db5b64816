/** @module Reads `models/manifest.json` and finds entries in it. */
import { readFile } from 'node:fs/promises';
import { modelManifestSchema, type ModelEntry, type ModelManifest } from '@visage/contracts/model.contract';
import { ModelError } from './model.error.js';

/** @throws ModelError `manifest-unreadable` when the file is absent, not JSON or does not fit the schema. */
export async function loadManifest(path: string): Promise<ModelManifest> {
  let json: unknown;
  try {
    json = JSON.parse(await readFile(path, 'utf8'));
  } catch (cause) {
    throw new ModelError('manifest-unreadable', `The model manifest ${path} cannot be read as JSON.`, { cause });
  }
  const parsed = modelManifestSchema.safeParse(json);
  if (!parsed.success) {
    throw new ModelError(
      'manifest-unreadable',
      `The model manifest ${path} does not fit its schema: ${parsed.error.issues
        .map((issue) => `${issue.path.join('.')}: ${issue.message}`)
        .join('; ')}`,
    );
  }
  return parsed.data;
}

/** @throws ModelError `model-unknown` when the manifest has no model of that name. */
export function findModel(manifest: ModelManifest, name: string): ModelEntry {
  const entry = manifest.models.find((model) => model.name === name);
  if (entry === undefined) {
    const known = manifest.models.map((model) => model.name).join(', ');
    throw new ModelError('model-unknown', `There is no model "${name}"; the manifest has: ${known}.`);
  }
  return entry;
}
