/** @module Which network compares the faces of a new event; it stays the event's for good. */
import type { ModelManifest } from '@visage/contracts/model.contract';
import { findModel } from '@visage/models/model.manifest';
import { ProblemError } from '../http/problem.error.js';

/**
 * The embedder that new events take unless they name one.
 * @throws ModelError when the setting names no embedder of the manifest, so that the start ends with its name.
 */
export function defaultEmbedder(manifest: ModelManifest, setting: string | undefined): string {
  const { name, role } = findModel(manifest, setting ?? manifest.defaults.embedder);
  if (role !== 'embedder')
    throw new Error(`EMBEDDER: "${name}" has the role "${role}", choose ${embeddersOf(manifest)}.`);
  return name;
}

/** @throws ProblemError 422 that lists the embedders there are */
export function knownEmbedder(manifest: ModelManifest, name: string): string {
  if (manifest.models.some((model) => model.name === name && model.role === 'embedder')) return name;
  const detail = `There is no embedder "${name}"; choose ${embeddersOf(manifest)}, or leave it out for the default.`;
  throw new ProblemError(422, 'unknown-embedder', detail, {
    fields: [{ path: 'embedder', message: detail }],
  });
}

function embeddersOf(manifest: ModelManifest): string {
  const names = manifest.models.filter(({ role }) => role === 'embedder').map(({ name }) => `"${name}"`);
  return names.join(' or ');
}
