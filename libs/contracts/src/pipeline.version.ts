/**
 * @module Which version of each stage is current. A photo whose row names another one is processed again by the
 * reconciler, without anybody asking; raise a number when the stage's result changes for the same bytes.
 */
import type { ModelEntry } from './model.contract.js';

/** Preview and thumbnail. Part of the previews' addresses, so that caches never show an old one. */
export const INGEST_VERSION = 1;

/**
 * What a file says of itself: time, camera, lens, place, and how it leaves without that. Apart from the previews, since reading it
 * takes milliseconds.
 */
export const METADATA_VERSION = 2;

const DETECT_PIPELINE = 4;
const EMBED_PIPELINE = 1;

type Named = Pick<ModelEntry, 'name' | 'version'>;

/** The faces depend on the detector and landmarks, and their aligned crops on the template of the event's embedder. */
export function detectVersion(models: {
  detector: Named;
  landmarks: Named;
  embedder: Pick<ModelEntry, 'alignment' | 'input'>;
}): string {
  const { detector, landmarks, embedder } = models;
  const template = `${embedder.alignment ?? 'arcface-112'}-${embedder.input.width}`;
  return [
    DETECT_PIPELINE,
    `${detector.name}@${detector.version}`,
    `${landmarks.name}@${landmarks.version}`,
    template,
  ].join(':');
}

/** @param second the network to ask where the embedder is in doubt, if any */
export function embedVersion(embedder: Named, second?: Named): string {
  const models = second ? [embedder, second] : [embedder];
  return [EMBED_PIPELINE, ...models.map(({ name, version }) => `${name}@${version}`)].join(':');
}
