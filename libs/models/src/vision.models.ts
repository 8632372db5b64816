/** @module The models a photo passes through, resolved together. */
import type { ModelEntry, ModelManifest, VerifiedModel } from '@visage/contracts/model.contract';
import { ModelError } from './model.error.js';
import { findModel } from './model.manifest.js';
import { resolveModel, type ModelStoreOptions } from './model.store.js';

export interface ResolvedVisionModels {
  detector: VerifiedModel;
  landmarks: VerifiedModel;
  embedder: VerifiedModel;
  /** The embedder to ask where the first is in doubt. */
  secondEmbedder?: VerifiedModel;
}

/** Names that replace the manifest's defaults, e.g. the embedder an event remembers; without one there is no `secondEmbedder`. */
export type ModelChoice = Partial<Record<keyof ResolvedVisionModels, string>>;

/**
 * The manifest's default detector, landmark model and embedder (or those of `choice`), verified.
 *
 * @throws ModelError when one cannot be resolved, or is named for a role it does not have.
 */
export async function resolveVisionModels(
  manifest: ModelManifest,
  options: ModelStoreOptions,
  choice: ModelChoice = {},
): Promise<ResolvedVisionModels> {
  const resolveRole = async (key: keyof ModelManifest['defaults'], name = choice[key]): Promise<VerifiedModel> =>
    assertRole(await resolveModel(manifest, name ?? manifest.defaults[key], options), key);
  const detector = await resolveRole('detector');
  const landmarks = await resolveRole('landmarks');
  const embedder = await resolveRole('embedder');
  if (choice.secondEmbedder === undefined) return { detector, landmarks, embedder };
  return { detector, landmarks, embedder, secondEmbedder: await resolveRole('embedder', choice.secondEmbedder) };
}

/** @throws ModelError when it cannot be resolved, or is no embedder. */
export async function resolveEmbedder(
  manifest: ModelManifest,
  name: string,
  options: ModelStoreOptions,
): Promise<VerifiedModel> {
  assertRole(findModel(manifest, name), 'embedder'); // before anything is fetched
  return resolveModel(manifest, name, options);
}

function assertRole<M extends ModelEntry>(model: M, role: ModelEntry['role']): M {
  if (model.role === role) return model;
  throw new ModelError('model-role', `Model "${model.name}" has the role "${model.role}" and cannot serve as ${role}.`);
}
