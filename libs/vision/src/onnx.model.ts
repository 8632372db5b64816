/** @module One ONNX network: fed one at a time, on one thread, described by the manifest. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { VerifiedModel } from '@visage/contracts/model.contract';
import { NetworkGate } from './network.gate.js';
import { TensorInput } from './tensor.input.js';

/** Outputs of a run by name. */
export type ModelOutputs = ReadonlyMap<string, Float32Array>;

export class OnnxModel {
  /** Runs queue up behind each other: a session is never entered twice at once. */
  private tail: Promise<unknown> = Promise.resolve();
  private readonly inputName: string;
  private readonly input: TensorInput;
  private readonly tensor: Tensor;

  private constructor(
    readonly model: VerifiedModel,
    private readonly session: InferenceSession,
    private readonly gate: NetworkGate,
  ) {
    const name = session.inputNames[0];
    if (name === undefined) throw new Error(`Model "${model.name}" has no input.`);
    this.inputName = name;
    const { width, height, order } = model.input;
    this.input = new TensorInput(model.input);
    this.tensor = new Tensor('float32', this.input.values, [1, order === 'grey' ? 1 : 3, height, width]);
  }

  /** Loads the network; the file must have been verified against the manifest before. */
  static async open(model: VerifiedModel, gate = new NetworkGate()): Promise<OnnxModel> {
    const session = await gate.during(() =>
      InferenceSession.create(model.path, {
        executionProviders: ['cpu'],
        executionMode: 'sequential',
        intraOpNumThreads: 1,
        interOpNumThreads: 1,
        logSeverityLevel: 3,
      }),
    );
    return new OnnxModel(model, session, gate);
  }

  /**
   * @param pixels interleaved RGB of exactly the input's width and height
   * @param mirrored feeds the picture flipped left to right
   */
  run(pixels: Uint8Array, mirrored = false): Promise<ModelOutputs> {
    const { width, height } = this.model.input;
    if (pixels.length !== width * height * 3) {
      throw new RangeError(`Model "${this.model.name}" takes ${width}x${height} RGB pixels, not ${pixels.length} bytes.`);
    }
    const work = this.tail.then(async () => {
      this.input.fill(pixels, mirrored);
      const results = await this.gate.during(() => this.session.run({ [this.inputName]: this.tensor }));
      const outputs = new Map<string, Float32Array>();
      for (const [name, value] of Object.entries(results)) {
        if (value.data instanceof Float32Array) outputs.set(name, value.data);
      }
      return outputs;
    });
    this.tail = work.catch(() => undefined);
    return work;
  }

  async close(): Promise<void> {
    await this.tail;
    await this.session.release();
  }
}

/** @throws Error when the network does not have the output that its role needs. */
export function outputNamed(outputs: ModelOutputs, name: string): Float32Array {
  const output = outputs.get(name);
  if (output === undefined) throw new Error(`The model has no output "${name}".`);
  return output;
}

/** The only output of a network that has one. */
export function onlyOutput(outputs: ModelOutputs): Float32Array {
  for (const output of outputs.values()) return output;
  throw new Error('The model has no output.');
}
