/** @module Whose faces of an event a face is like, by the event's own embedder and the kinds of faces that it knows. */
import { Inject, Injectable } from '@nestjs/common';
import type { ProbeMatches } from '@visage/clustering/search/probe.match';
import type { ModelEntry, ModelManifest } from '@visage/contracts/model.contract';
import type { EventFacts } from '@visage/database/event/event.listing';
import { ENV, MANIFEST } from '@visage/host/host.token';
import { loadKinds } from '@visage/models/face.kinds';
import { findModel } from '@visage/models/model.manifest';
import type { GatewayEnv } from '../env.js';
import { FaceIndexCache } from '@visage/host/face/face.index.cache';

@Injectable()
export class EventSearch {
  constructor(
    @Inject(FaceIndexCache) private readonly indexes: FaceIndexCache,
    @Inject(MANIFEST) private readonly manifest: ModelManifest,
    @Inject(ENV) private readonly env: Pick<GatewayEnv, 'MODELS_DIR'>,
  ) {}

  /** @param probe an embedding by the event's embedder */
  async find(event: EventFacts, probe: Float32Array): Promise<ProbeMatches> {
    const model = findModel(this.manifest, event.embedder);
    const kinds = await loadKinds(model, this.env.MODELS_DIR);
    return this.indexes.search(event, { probe, kinds, ...searchSettings(model) });
  }
}

/** @throws Error when the manifest does not say from which similarity on two faces are one person. */
function searchSettings({ name, threshold, dimensions }: ModelEntry): {
  threshold: number;
  dimensions: number;
} {
  if (threshold === undefined || dimensions === undefined) {
    throw new Error(`model ${name} has no threshold or dimensions in the manifest`);
  }
  return { threshold, dimensions };
}
