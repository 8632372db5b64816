/** @module What one face costs each embedder on one thread: taken in turns, so that a busy machine is busy for all. */
import { embedFaces } from '@visage/vision/face.embed';
import { OnnxModel } from '@visage/vision/onnx.model';
import { loadManifest } from '@visage/models/model.manifest';
import { resolveModel } from '@visage/models/model.store';
import { resolve } from 'node:path';
import { REPOSITORY } from './data.folder.js';

const ROUNDS = 60;

/** The fastest of many rounds: what the network needs when nothing else runs. With the mirror image where it is averaged. */
export async function millisecondsAFace(names: readonly string[]): Promise<Map<string, number>> {
  const modelsDir = resolve(REPOSITORY, 'models');
  const manifest = await loadManifest(resolve(modelsDir, 'manifest.json'));
  const folders = { modelsDir, cacheDir: resolve(REPOSITORY, '.cache/models') };
  const opened: OnnxModel[] = [];
  for (const name of names) opened.push(await OnnxModel.open(await resolveModel(manifest, name, folders)));
  const fastest = new Map<string, number>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const network of opened) {
      const { width, height } = network.model.input;
      const face = Uint8Array.from({ length: width * height * 3 }, (_, i) => (i * 7919 + round * 104_729) % 256);
      const started = performance.now();
      await embedFaces(network, [face]);
      const took = performance.now() - started;
      fastest.set(network.model.name, Math.min(fastest.get(network.model.name) ?? Infinity, took));
    }
  }
  for (const network of opened) await network.close();
  return fastest;
}
