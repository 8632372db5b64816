/** @module Finds a model's bytes on this machine, or fetches them; returns only verified files. */
import { stat } from 'node:fs/promises';
import { isAbsolute, join, relative, resolve } from 'node:path';
import type { ModelEntry, ModelManifest, ModelSource, VerifiedModel } from '@visage/contracts/model.contract';
import { sha256OfFile } from './model.digest.js';
import { ModelError } from './model.error.js';
import { fetchModel, type FetchOptions } from './model.fetch.js';
import { findModel } from './model.manifest.js';

export interface ModelStoreOptions extends FetchOptions {
  /** Folder of the repository's own weights, usually `models/`. */
  modelsDir: string;
  /** Folder that fetched models are kept in; created if missing. */
  cacheDir: string;
  /** Whether a model that is not on this machine may be fetched (default true). */
  fetch?: boolean;
}

/** Files this process has verified: path -> SHA-256, valid while size and modification time stay the same. */
const verified = new Map<string, string>();

/** Path of a fetched model: the hash in the name keeps versions of one model apart. */
export function cachedModelPath(entry: ModelEntry, cacheDir: string): string {
  return join(cacheDir, `${entry.name}-${entry.sha256.slice(0, 16)}.onnx`);
}

/**
 * The model's verified file: from the repository, else the cache, else fetched from its sources in order.
 *
 * @throws ModelError naming the model and what to do.
 */
export async function resolveModel(
  manifest: ModelManifest,
  name: string,
  options: ModelStoreOptions,
): Promise<VerifiedModel> {
  const entry = findModel(manifest, name);
  for (const source of entry.sources) {
    if (source.kind !== 'repository') continue;
    const path = repositoryPath(entry, source, options.modelsDir);
    const found = await inspect(path, entry);
    if (found === 'verified') return { ...entry, path };
    if (found === 'different') throw corruptRepositoryFile(entry, source.file);
  }
  const path = cachedModelPath(entry, options.cacheDir);
  const cached = await inspect(path, entry);
  if (cached === 'verified') return { ...entry, path };
  if (options.fetch === false) {
    throw cached === 'different'
      ? new ModelError(
          'model-corrupt',
          `Model "${name}": the file ${path} is not the one the manifest describes (SHA-256 differs). ` +
            `Run \`visage models ${name}\` to fetch it again.`,
        )
      : new ModelError(
          'model-missing',
          `Model "${name}" is not on this machine. Run \`visage models ${name}\` to fetch and verify it.`,
        );
  }
  await fetchModel(entry, path, options);
  if ((await inspect(path, entry)) !== 'verified') {
    throw new ModelError(
      'model-corrupt',
      `Model "${name}": ${path} changed while it was being fetched. Run \`visage models ${name}\` again.`,
    );
  }
  return { ...entry, path };
}

async function inspect(path: string, entry: ModelEntry): Promise<'absent' | 'different' | 'verified'> {
  const facts = await stat(path).catch(() => undefined);
  if (facts === undefined || !facts.isFile()) return 'absent';
  if (facts.size !== entry.bytes) return 'different';
  const key = `${path}\0${facts.size}\0${facts.mtimeMs}\0${facts.ino}`;
  let digest = verified.get(key);
  if (digest === undefined) {
    digest = await sha256OfFile(path);
    verified.set(key, digest);
  }
  return digest === entry.sha256 ? 'verified' : 'different';
}

function repositoryPath(entry: ModelEntry, source: Extract<ModelSource, { kind: 'repository' }>, modelsDir: string): string {
  const path = resolve(modelsDir, source.file);
  const inside = relative(resolve(modelsDir), path);
  if (inside.startsWith('..') || isAbsolute(inside)) {
    throw new ModelError('manifest-unreadable', `Model "${entry.name}": its file ${source.file} is outside of models/.`);
  }
  return path;
}

function corruptRepositoryFile(entry: ModelEntry, file: string): ModelError {
  return new ModelError(
    'model-corrupt',
    `Model "${entry.name}": models/${file} is not the file the manifest describes (SHA-256 differs). ` +
      'Restore it from the repository; it was not loaded.',
  );
}
