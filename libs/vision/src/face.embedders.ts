/** @module The networks that faces are compared by: one, and perhaps a second for doubtful cases. */
import { invertAffine, type Affine } from './affine.matrix.js';
import { embedFace } from './face.embed.js';
import { templateOf, type FaceTemplate } from './face.template.js';
import { samplePatch } from './image.sample.js';
import type { NetworkGate } from './network.gate.js';
import { OnnxModel } from './onnx.model.js';
import { fitSimilarity } from './similarity.transform.js';
import type { FaceEmbedding, VisionModels } from './vision.contract.js';

interface SecondEmbedder {
  network: OnnxModel;
  size: number;
  /** Where a pixel of its template lies in the first one's. */
  toFirst: Affine;
}

export class FaceEmbedders {
  private constructor(
    private readonly network: OnnxModel,
    /** Of the aligned faces. */
    readonly template: FaceTemplate,
    private readonly second: SecondEmbedder | undefined,
  ) {}

  static async open({ embedder, second }: Pick<VisionModels, 'embedder' | 'second'>, gate: NetworkGate): Promise<FaceEmbedders> {
    const template = templateOf(embedder);
    const network = await OnnxModel.open(embedder, gate);
    if (!second) return new FaceEmbedders(network, template, undefined);
    const { size, landmarks } = templateOf(second);
    const toFirst = invertAffine(fitSimilarity(template.landmarks, landmarks));
    return new FaceEmbedders(network, template, { network: await OnnxModel.open(second, gate), size, toFirst });
  }

  /** @param aligned interleaved RGB in the template */
  async embed(aligned: Uint8Array): Promise<FaceEmbedding> {
    const embedding = await embedFace(this.network, aligned);
    if (!this.second) return { embedding };
    const { network, size, toFirst } = this.second;
    const face = { width: this.template.size, height: this.template.size, data: aligned };
    return { embedding, second: await embedFace(network, samplePatch(face, toFirst, size, size)) };
  }

  async close(): Promise<void> {
    await Promise.all([this.network.close(), this.second?.network.close()]);
  }
}
