/** @module Fetches, verifies and lists models, one line each. */
import { findModel, loadManifest } from '@visage/models/model.manifest';
import { resolveModel } from '@visage/models/model.store';
import { namesInSettings } from '@visage/models/setting.models';
import type { ModelEntry, ModelManifest } from '@visage/contracts/model.contract';
import { CommandError } from '../command.error.js';
import { readEnvironment } from '../env.js';
import { step, type StepOutput } from '../terminal.step.js';
import { modelFolders } from './model.folder.js';

/**
 * The manifest's defaults, what EMBEDDER and SECOND_OPINION name, and `names`.
 *
 * @throws CommandError naming every model that cannot be fetched or does not match the manifest.
 */
export async function prepareModels(out: StepOutput, names: readonly string[], fetch: boolean): Promise<void> {
  const environment = readEnvironment();
  const folders = modelFolders(environment);
  const manifest = await loadManifest(folders.manifestPath);
  const failures: string[] = [];
  const wanted = [...namesInSettings(environment), ...names].map((name) => findModel(manifest, name));
  for (const entry of new Set([...defaultModels(manifest), ...wanted])) {
    const title = `${entry.name} (${entry.role}, ${megabytes(entry.bytes)})`;
    await step(
      title,
      (say) =>
        resolveModel(manifest, entry.name, {
          ...folders,
          fetch,
          onProgress: ({ receivedBytes, totalBytes }) =>
            say(`${Math.floor((100 * receivedBytes) / totalBytes)} %`),
        }),
      out,
    ).catch((error: unknown) => failures.push(error instanceof Error ? error.message : String(error)));
  }
  if (failures.length > 0) throw new CommandError(failures.join('\n'));
  out.write(`All models are in place and match their SHA-256.\n`);
}

export async function listModels(out: StepOutput): Promise<void> {
  const manifest = await loadManifest(modelFolders(readEnvironment()).manifestPath);
  const defaults = new Set(defaultModels(manifest));
  for (const entry of manifest.models) {
    out.write(
      `${entry.name}  ${entry.role}${defaults.has(entry) ? ' (default)' : ''}  version ${entry.version}\n`,
    );
    out.write(`  ${megabytes(entry.bytes)}, licence ${entry.licence}, ${entry.homepage}\n`);
    if (entry.threshold !== undefined) {
      out.write(
        `  same person from a likeness of ${entry.threshold} (${entry.thresholdSource ?? 'no source given'})\n`,
      );
    }
    out.write(`  sha256 ${entry.sha256}\n`);
  }
}

function defaultModels(manifest: ModelManifest): ModelEntry[] {
  const names = new Set<string>(Object.values(manifest.defaults));
  return manifest.models.filter(({ name }) => names.has(name));
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`;
}
