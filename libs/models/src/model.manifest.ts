/** @module Reads `models/manifest.json` and finds entries in it. */
import { readFile } from 'node:fs/promises';
import { modelManifestSchema, type ModelEntry, type ModelManifest } from '@visage/contracts/model.contract';
import { ModelError } from './model.error.js';

/** @throws ModelError `manifest-unreadable` when the file is absent, not JSON, does not fit the schema or has a name twice. */
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
  const names = parsed.data.models.map(({ name }) => name);
  const twice = [...new Set(names.filter((name, index) => names.indexOf(name) < index))];
  if (twice.length > 0) {
    throw new ModelError(
      'manifest-unreadable',
      `The model manifest ${path} has more than one model of this name: ${twice.map((name) => `"${name}"`).join(', ')}. ` +
        'Rename all but one, or remove them.',
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
