/** @module Products of 8-bit integers by the matrix product that networks run on, for who compares many embeddings. */
import { InferenceSession, Tensor } from 'onnxruntime-node';
import { NetworkGate } from './network.gate.js';
import { PRODUCT, productModel, type ProductMatrix } from './product.model.js';

export interface ProductSettings {
  /** That multiply side by side. */
  threads?: number;
  /** Shut before the thread is ended. */
  gate?: NetworkGate;
}

export interface ProductLayout {
  /** What stands for 0 in the rows. */
  zero: number;
  /** Of so many products side by side, the largest is told. */
  group: number;
}

/** A matrix that rows are multiplied by. */
export class MatrixProduct {
  private constructor(
    private readonly session: InferenceSession,
    private readonly gate: NetworkGate,
    private readonly matrix: ProductMatrix,
    private readonly layout: ProductLayout,
  ) {}

  /** @returns what opens matrices with these settings */
  static with({ threads = 1, gate = new NetworkGate() }: ProductSettings = {}) {
    return async (matrix: ProductMatrix, layout: ProductLayout): Promise<MatrixProduct> => {
      const model = productModel(matrix, layout.zero, layout.group);
      const options: InferenceSession.SessionOptions = {
        executionProviders: ['cpu'],
        executionMode: 'sequential',
        intraOpNumThreads: threads,
        interOpNumThreads: 1,
        logSeverityLevel: 3,
        // Between two products somebody reads the first: threads that wait for the next by turning around would be in the way.
        extra: { session: { intra_op: { allow_spinning: '0' } } },
      };
      const session = await gate.during(() => InferenceSession.create(model, options));
      return new MatrixProduct(session, gate, matrix, layout);
    };
  }

  /**
   * @param rows of the matrix' length
   * @param products [rows, columns], written to
   * @param peaks [rows, columns / group], written to
   */
  async multiply(rows: Uint8Array, products: Int32Array, peaks: Int32Array): Promise<void> {
    const { length, columns } = this.matrix;
    const count = rows.length / length;
    const inputs = { [PRODUCT.a]: new Tensor('uint8', rows, [count, length]) };
    const outputs = {
      [PRODUCT.products]: new Tensor('int32', products, [count, columns]),
      [PRODUCT.peaks]: new Tensor('int32', peaks, [count, columns / this.layout.group]),
    };
    await this.gate.during(() => this.session.run(inputs, outputs));
  }

  close(): Promise<void> {
    return this.gate.during(() => this.session.release());
  }
}
