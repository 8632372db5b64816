/** @module The networks that compare faces: one, and perhaps a second for doubtful cases. */
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
  /** Maps a pixel of its template into the first network's template. */
  toFirst: Affine;
}

export class FaceEmbedders {
  private constructor(
    private readonly network: OnnxModel,
    /** The template of the aligned faces. */
    readonly template: FaceTemplate,
    private readonly secondEmbedder: SecondEmbedder | undefined,
  ) {}

  static async open(
    { embedder, secondEmbedder }: Pick<VisionModels, 'embedder' | 'secondEmbedder'>,
    gate: NetworkGate,
  ): Promise<FaceEmbedders> {
    const template = templateOf(embedder);
    const network = await OnnxModel.open(embedder, gate);
    if (!secondEmbedder) return new FaceEmbedders(network, template, undefined);
    const { size, landmarks } = templateOf(secondEmbedder);
    const toFirst = invertAffine(fitSimilarity(template.landmarks, landmarks));
    return new FaceEmbedders(network, template, {
      network: await OnnxModel.open(secondEmbedder, gate),
      size,
      toFirst,
    });
  }

  /** @param aligned interleaved RGB in the template, one for each face */
  async embed(aligned: readonly Uint8Array[]): Promise<FaceEmbedding[]> {
    const embeddings = await embedFaces(this.network, aligned);
    if (!this.secondEmbedder) return embeddings.map((embedding) => ({ embedding }));
    const { network, size, toFirst } = this.secondEmbedder;
    const { size: side } = this.template;
    const patches = aligned.map((data) =>
      samplePatch({ width: side, height: side, data }, toFirst, size, size),
    );
    const secondEmbeddings = await embedFaces(network, patches);
    return embeddings.map((embedding, face) => ({
      embedding,
      ...(secondEmbeddings[face] && { secondEmbedding: secondEmbeddings[face] }),
    }));
  }

  async close(): Promise<void> {
    await Promise.all([this.network.close(), this.secondEmbedder?.network.close()]);
  }
}
