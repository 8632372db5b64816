/** @module Step: makes sure that the models are on this machine and match the manifest. */

import { join } from 'node:path';
import { createDatabase } from '@visage/database/client/database.client';
import { EventRepository } from '@visage/database/event/event.repository';
import { ModelError } from '@visage/models/model.error';
import { loadManifest } from '@visage/models/model.manifest';
import { resolveSettingModels } from '@visage/models/setting.models';
import { resolveEmbedder, resolveVisionModels } from '@visage/models/vision.models';
import type { Environment } from '../env.js';
import type { Say } from '../terminal.step.js';

/**
 * Fetches what is missing of the manifest's defaults, of those that the settings name, and of those that events were made with.
 *
 * @returns what is to be told of events whose photos have to wait: one sentence for each model that is not to be had.
 * @throws ModelError when a default, or what a setting names, cannot be had.
 */
export async function provideModelFiles(
  folders: { MODELS_DIR: string; MODEL_CACHE_DIR: string },
  settings: Pick<Environment, 'EMBEDDER' | 'SECOND_OPINION'>,
  databaseUrl: string,
  say: Say,
): Promise<string[]> {
  const manifest = await loadManifest(join(folders.MODELS_DIR, 'manifest.json'));
  const options = {
    modelsDir: folders.MODELS_DIR,
    cacheDir: folders.MODEL_CACHE_DIR,
    onProgress: ({
      model,
      receivedBytes,
      totalBytes,
    }: {
      model: string;
      receivedBytes: number;
      totalBytes: number;
    }) => {
      const percent = Math.floor((100 * receivedBytes) / Math.max(totalBytes, 1));
      if (percent % 10 === 0) say(`${model} ${percent} %`);
    },
  };
  await resolveVisionModels(manifest, options);
  await resolveSettingModels(manifest, options, settings);
  const waiting: string[] = [];
  for (const embedder of await embeddersOfEvents(databaseUrl)) {
    try {
      await resolveEmbedder(manifest, embedder, options);
    } catch (error) {
      if (!(error instanceof ModelError)) throw error;
      waiting.push(`${error.message} Photos of events that were made with it wait until then.`);
    }
  }
  return waiting;
}

async function embeddersOfEvents(databaseUrl: string): Promise<string[]> {
  const database = createDatabase(databaseUrl, { connections: 1 });
  try {
    return await new EventRepository(database).findEmbedders();
  } finally {
    await database.close();
  }
}
