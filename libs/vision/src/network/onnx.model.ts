/** @module One ONNX network: runs one batch at a time, on one thread, as the manifest describes it. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import type { VerifiedModel } from '@visage/contracts/model.contract';
import { NetworkGate } from './network.gate.js';
import { TensorInput, type NetworkPicture } from './tensor.input.js';

/** Outputs of a run, by name. */
export type ModelOutputs = ReadonlyMap<string, Float32Array>;

/** What code that looks at pictures sees of a network. */
export interface Network {
  readonly model: Pick<VerifiedModel, 'input'>;
  /** Like `OnnxModel.run`. */
  run(pixels: Uint8Array, mirrored?: boolean): Promise<ModelOutputs>;
}

/**
 * Pictures per run where the network takes several: per face, FaceNet is 1.1, its int8 version 1.3 and SNN 1.4 times
 * as fast.
 */
const BATCH = 8;

export class OnnxModel implements Network {
  /** Pictures that one run takes. */
  private readonly batch: number;
  /** Runs queue up one after another: a session is never entered twice at once. */
  private tail: Promise<unknown> = Promise.resolve();
  private readonly inputName: string;
  private readonly input: TensorInput;
  private constructor(
    readonly model: VerifiedModel,
    private readonly session: InferenceSession,
    private readonly gate: NetworkGate,
  ) {
    const name = session.inputNames[0];
    if (name === undefined) throw new Error(`Model "${model.name}" has no input.`);
    this.inputName = name;
    const shape = session.inputMetadata[0]?.isTensor === true ? session.inputMetadata[0].shape : [];
    // A network that leaves the batch size open has a name in its place.
    this.batch = typeof shape[0] === 'string' ? BATCH : 1;
    this.input = new TensorInput(model.input, this.batch);
  }

  /** Loads the network; the file must already have been verified against the manifest. */
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
  async run(pixels: Uint8Array, mirrored = false): Promise<ModelOutputs> {
    const [outputs] = await this.runAll([{ pixels, mirrored }]);
    if (outputs === undefined) throw new Error(`Model "${this.model.name}" returned nothing.`);
    return outputs;
  }

  /** @returns the outputs for each picture, in their order */
  async runAll(pictures: readonly NetworkPicture[]): Promise<ModelOutputs[]> {
    const { width, height } = this.model.input;
    for (const { pixels } of pictures) {
      if (pixels.length === width * height * 3) continue;
      throw new RangeError(
        `Model "${this.model.name}" takes ${width}x${height} RGB pixels, not ${pixels.length} bytes.`,
      );
    }
    const outputs: ModelOutputs[] = [];
    for (let from = 0; from < pictures.length; from += this.batch) {
      outputs.push(...(await this.inTurn(pictures.slice(from, from + this.batch))));
    }
    return outputs;
  }

  private inTurn(pictures: readonly NetworkPicture[]): Promise<ModelOutputs[]> {
    const work = this.tail.then(() => this.runBatch(pictures));
    this.tail = work.catch(() => undefined);
    return work;
  }

  private async runBatch(pictures: readonly NetworkPicture[]): Promise<ModelOutputs[]> {
    const { width, height, order } = this.model.input;
    const count = pictures.length;
    pictures.forEach((picture, place) => this.input.fill(place, picture));
    const values = this.input.values.subarray(0, count * this.input.length);
    const tensor = new Tensor('float32', values, [count, order === 'grey' ? 1 : 3, height, width]);
    const results = await this.gate.during(() => this.session.run({ [this.inputName]: tensor }));
    const outputs = pictures.map(() => new Map<string, Float32Array>());
    for (const [name, { data }] of Object.entries(results)) {
      if (!(data instanceof Float32Array)) continue;
      const length = data.length / count;
      outputs.forEach((output, place) =>
        output.set(name, data.subarray(place * length, (place + 1) * length)),
      );
    }
    return outputs;
  }

  async close(): Promise<void> {
    await this.tail;
    await this.session.release();
  }
}

/** @throws Error when the network lacks an output that its role needs. */
export function outputNamed(outputs: ModelOutputs, name: string): Float32Array {
  const output = outputs.get(name);
  if (output === undefined) throw new Error(`The model has no output "${name}".`);
  return output;
}

/** The only output of a network that has exactly one. */
export function onlyOutput(outputs: ModelOutputs): Float32Array {
  for (const output of outputs.values()) return output;
  throw new Error('The model has no output.');
}
