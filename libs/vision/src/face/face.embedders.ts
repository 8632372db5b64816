/** @module The networks that faces are compared by: one, and perhaps a second for doubtful cases. */
import { invertAffine, type Affine } from '../image/affine.matrix.js';
import { embedFaces } from './face.embed.js';
import { templateOf, type FaceTemplate } from './face.template.js';
import { samplePatch } from '../image/image.sample.js';
import type { NetworkGate } from '../network/network.gate.js';
import { OnnxModel } from '../network/onnx.model.js';
import { fitSimilarity } from '../image/similarity.transform.js';
import type { FaceEmbedding, VisionModels } from '../thread/vision.contract.js';

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

  static async open(
    { embedder, second }: Pick<VisionModels, 'embedder' | 'second'>,
    gate: NetworkGate,
  ): Promise<FaceEmbedders> {
    const template = templateOf(embedder);
    const network = await OnnxModel.open(embedder, gate);
    if (!second) return new FaceEmbedders(network, template, undefined);
    const { size, landmarks } = templateOf(second);
    const toFirst = invertAffine(fitSimilarity(template.landmarks, landmarks));
    return new FaceEmbedders(network, template, {
      network: await OnnxModel.open(second, gate),
      size,
      toFirst,
    });
  }

  /** @param aligned interleaved RGB in the template, one for each face */
  async embed(aligned: readonly Uint8Array[]): Promise<FaceEmbedding[]> {
    const embeddings = await embedFaces(this.network, aligned);
    if (!this.second) return embeddings.map((embedding) => ({ embedding }));
    const { network, size, toFirst } = this.second;
    const { size: side } = this.template;
    const patches = aligned.map((data) =>
      samplePatch({ width: side, height: side, data }, toFirst, size, size),
    );
    const seconds = await embedFaces(network, patches);
    return embeddings.map((embedding, face) => ({
      embedding,
      ...(seconds[face] && { second: seconds[face] }),
    }));
  }

  async close(): Promise<void> {
    await Promise.all([this.network.close(), this.second?.network.close()]);
  }
}
