/** @module The embedding of each file's main face, computed once however many pairs the file is in. */
import { resolve } from 'node:path';
import { mainFace } from '@visage/vision/face/selfie.face';
import type { VisionSession } from '../models/vision.session.js';

/** Unit-length embeddings, also by the second network if one is asked; or why there are none. */
export type FaceOutcome = { embedding: Float32Array; second?: Float32Array } | { error: string };

/** Keeps 2 kB per file (512 floats). */
export class FaceCache {
  private readonly outcomes = new Map<string, Promise<FaceOutcome>>();

  constructor(private readonly vision: Pick<VisionSession, 'analyse'>) {}

  /** `shown` is the file's name as the person wrote it. Never rejects. */
  face(path: string, shown: string): Promise<FaceOutcome> {
    const key = resolve(path);
    let outcome = this.outcomes.get(key);
    if (!outcome) {
      outcome = this.embed(key).then((result) =>
        'error' in result ? { error: `${shown}: ${result.error}` } : result,
      );
      this.outcomes.set(key, outcome);
    }
    return outcome;
  }

  private async embed(path: string): Promise<FaceOutcome> {
    try {
      const { faces, width, height } = await this.vision.analyse(path, { embed: true });
      const { embedding, secondEmbedding: second } = mainFace(faces, width, height) ?? {};
      if (!embedding) return { error: 'no face found' };
      return { embedding: embedding.slice(), ...(second ? { second: second.slice() } : {}) };
    } catch (error) {
      return { error: error instanceof Error ? error.message : String(error) };
    }
  }
}
