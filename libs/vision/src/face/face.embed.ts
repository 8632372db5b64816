/** @module Aligned faces in, unit vectors out. */
import { onlyOutput, outputNamed, type ModelOutputs, type OnnxModel } from '../network/onnx.model.js';

/**
 * @param aligned interleaved RGB of exactly the embedder's input size, one for each face
 * @returns L2-normalised vectors of the manifest's dimensions; the mean of a face and its mirror image where the
 * manifest says so
 * @throws Error when the network's answer is not a usable vector
 */
export async function embedFaces(
  embedder: OnnxModel,
  aligned: readonly Uint8Array[],
): Promise<Float32Array[]> {
  const mirrors = embedder.model.mirror === true ? [false, true] : [false];
  const pictures = aligned.flatMap((pixels) => mirrors.map((mirrored) => ({ pixels, mirrored })));
  const outputs = await embedder.runAll(pictures);
  return aligned.map((_, face) =>
    vectorOf(embedder, outputs.slice(face * mirrors.length, (face + 1) * mirrors.length)),
  );
}

/** @param looks outputs for the face, and for its mirror image where that counts */
function vectorOf({ model }: OnnxModel, looks: readonly ModelOutputs[]): Float32Array {
  const answer = (outputs: ModelOutputs): Float32Array =>
    model.embedding === undefined ? onlyOutput(outputs) : outputNamed(outputs, model.embedding);
  const [vector = new Float32Array(), ...others] = looks.map((outputs) => Float32Array.from(answer(outputs)));
  for (const other of others) {
    for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] ?? 0) + (other[i] ?? 0);
  }
  if (model.dimensions !== undefined && vector.length !== model.dimensions) {
    throw new Error(
      `Model "${model.name}" returned ${vector.length} numbers; the manifest says ${model.dimensions}.`,
    );
  }
  return normalise(vector, model.name);
}

/** @throws Error for a vector without direction: all zero, NaN or infinite. */
export function normalise(vector: Float32Array, modelName: string): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length) || length < 1e-12) {
    throw new Error(`Model "${modelName}" returned a vector without direction (length ${length}).`);
  }
  return vector.map((value) => value / length);
}
