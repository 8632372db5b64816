/** @module Aligned face in, unit vector out. */
import { onlyOutput, outputNamed, type ModelOutputs, type OnnxModel } from './onnx.model.js';

/**
 * @param aligned interleaved RGB of exactly the embedder's input size
 * @returns L2-normalised vector of the manifest's dimensions; the mean of face and mirror image where it says so
 * @throws Error when the network's answer is no usable vector
 */
export async function embedFace(embedder: OnnxModel, aligned: Uint8Array): Promise<Float32Array> {
  const { model } = embedder;
  const answer = (outputs: ModelOutputs): Float32Array =>
    model.embedding === undefined ? onlyOutput(outputs) : outputNamed(outputs, model.embedding);
  const vector = Float32Array.from(answer(await embedder.run(aligned)));
  if (model.mirror === true) {
    const mirrored = answer(await embedder.run(aligned, true));
    for (let i = 0; i < vector.length; i += 1) vector[i] = (vector[i] ?? 0) + (mirrored[i] ?? 0);
  }
  if (model.dimensions !== undefined && vector.length !== model.dimensions) {
    throw new Error(`Model "${model.name}" answered ${vector.length} numbers, the manifest says ${model.dimensions}.`);
  }
  return normalise(vector, model.name);
}

/** @throws Error for a vector without direction: all zero, NaN or infinite. */
export function normalise(vector: Float32Array, modelName: string): Float32Array {
  let squares = 0;
  for (const value of vector) squares += value * value;
  const length = Math.sqrt(squares);
  if (!Number.isFinite(length) || length < 1e-12) {
    throw new Error(`Model "${modelName}" answered a vector without direction (length ${length}).`);
  }
  return vector.map((value) => value / length);
}
