/** @module What one face costs each embedder on one thread: taken in turns, so that a busy machine is busy for all. */
import { embedFaces } from '@visage/vision/face/face.embed';
import { OnnxModel } from '@visage/vision/network/onnx.model';
import { resolveModel } from '@visage/models/model.store';
import { manifest, MODEL_FOLDERS } from './shipped.models.js';

const ROUNDS = 60;

/** Faces handed over at once, as those of a photo are. */
const TOGETHER = [1, 8] as const;

export interface EmbedderSpeed {
  /** Milliseconds a face, of one alone and of eight at once. */
  alone: number;
  together: number;
}

/** The fastest of many rounds: what the network needs when nothing else runs. With the mirror image where it is averaged. */
export async function millisecondsAFace(names: readonly string[]): Promise<Map<string, EmbedderSpeed>> {
  const opened: OnnxModel[] = [];
  for (const name of names)
    opened.push(await OnnxModel.open(await resolveModel(manifest, name, MODEL_FOLDERS)));
  const fastest = new Map<string, EmbedderSpeed>();
  for (let round = 0; round < ROUNDS; round += 1) {
    for (const network of opened) {
      const { width, height } = network.model.input;
      const face = Uint8Array.from(
        { length: width * height * 3 },
        (_, i) => (i * 7919 + round * 104_729) % 256,
      );
      const took: number[] = [];
      for (const faces of TOGETHER) {
        const started = performance.now();
        await embedFaces(
          network,
          Array.from({ length: faces }, () => face),
        );
        took.push((performance.now() - started) / faces);
      }
      const [alone = NaN, together = NaN] = took;
      const before = fastest.get(network.model.name) ?? { alone: Infinity, together: Infinity };
      fastest.set(network.model.name, {
        alone: Math.min(before.alone, alone),
        together: Math.min(before.together, together),
      });
    }
  }
  for (const network of opened) await network.close();
  return fastest;
}
