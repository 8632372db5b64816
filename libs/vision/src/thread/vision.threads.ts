/** @module A fixed number of threads with one engine each; a photo that takes too long costs its thread. */
import { Piscina } from 'piscina';
import type {
  BlurOrder,
  BlurredPictures,
  PhotoAnalysis,
  PhotoAnalysisOptions,
  PhotoMetadata,
  PhotoOrigin,
} from '@visage/contracts/photo-analysis.contract';
import { PhotoError } from '@visage/contracts/photo-error.contract';
import { NetworkGates } from '../network/network.gates.js';
import { ThreadSlots } from './thread.slots.js';
import { buffersOf } from './transfer.list.js';
import type { FaceEmbedding, PhotoInput, SelfieAnalysis, Vision, VisionSettings } from './vision.contract.js';
import { valueOf, type Outcome } from './vision.outcome.js';

/** Every task carries the gate through which its thread is ended safely. */
type Guarded<Task> = Task & { gate: Int32Array };

/** The functions of `vision.worker.ts` as seen from here. */
interface Threads {
  run(task: Guarded<object>, to: Call<'ready'>): Promise<true>;
  run(task: Guarded<AnalyseTask>, to: Call<'analyse'>): Promise<Outcome<PhotoAnalysis>>;
  run(task: Guarded<DescribeTask>, to: Call<'describe'>): Promise<Outcome<PhotoMetadata>>;
  run(task: Guarded<BlurTask>, to: Call<'blur'>): Promise<Outcome<BlurredPictures>>;
  run(task: Guarded<{ aligned: Uint8Array[] }>, to: Call<'embed'>): Promise<Outcome<FaceEmbedding[]>>;
  run(task: Guarded<{ bytes: Uint8Array }>, to: Call<'selfie'>): Promise<Outcome<SelfieAnalysis>>;
  destroy(): Promise<void>;
}

interface AnalyseTask {
  input: PhotoInput;
  options: PhotoAnalysisOptions;
}

interface BlurTask {
  input: PhotoInput;
  order: BlurOrder;
}

interface DescribeTask {
  input: PhotoInput;
  origin: PhotoOrigin;
}

interface Call<Name extends string> {
  name: Name;
  signal?: AbortSignal;
  transferList?: ArrayBuffer[];
}

export class VisionThreads implements Vision {
  private readonly slots: ThreadSlots;
  private readonly gates = new NetworkGates();
  private closing: Promise<void> | undefined;

  private constructor(
    private readonly threads: Threads,
    count: number,
    private readonly timeoutMs: number,
  ) {
    this.slots = new ThreadSlots(count);
  }

  /**
   * @param workerFile the compiled `vision.worker.js`
   * @throws Error when a network cannot be loaded.
   */
  static async create(workerFile: URL, settings: VisionSettings, count: number): Promise<VisionThreads> {
    const pool = new Piscina({
      filename: workerFile.href,
      workerData: { models: settings.models, limits: settings.limits },
      minThreads: count,
      maxThreads: count,
      concurrentTasksPerWorker: 1,
      idleTimeout: Infinity,
      // A thread asleep in Atomics.wait would not notice the end of a HEIC decoder it started.
      atomics: 'disabled',
      // Flags meant for the main thread (loaders, import conditions of a test runner) do not fit compiled files.
      execArgv: [],
    });
    // Without work in progress there is nobody to tell: the thread has been replaced by then.
    pool.on('error', () => undefined);
    const vision = new VisionThreads(pool, count, settings.limits.timeoutMs);
    try {
      await Promise.all(Array.from({ length: count }, () => vision.load()));
      return vision;
    } catch (error) {
      await vision.close();
      throw error;
    }
  }

  async analyse(input: PhotoInput, options: PhotoAnalysisOptions): Promise<PhotoAnalysis> {
    const outcome = await this.inTurn((gate, signal) => {
      const task = { gate, input: ownBytes(input), options };
      return this.threads.run(task, { name: 'analyse', signal, transferList: buffersOf(task) });
    });
    return valueOf(outcome);
  }

  async describe(input: PhotoInput, origin: PhotoOrigin): Promise<PhotoMetadata> {
    const outcome = await this.inTurn((gate, signal) => {
      const task = { gate, input: ownBytes(input), origin };
      return this.threads.run(task, { name: 'describe', signal, transferList: buffersOf(task) });
    });
    return valueOf(outcome);
  }

  async blur(input: PhotoInput, order: BlurOrder): Promise<BlurredPictures> {
    const outcome = await this.inTurn((gate, signal) => {
      const task = { gate, input: ownBytes(input), order };
      return this.threads.run(task, { name: 'blur', signal, transferList: buffersOf(task) });
    });
    return valueOf(outcome);
  }

  async embed(aligned: Uint8Array[]): Promise<FaceEmbedding[]> {
    const outcome = await this.inTurn((gate, signal) => {
      const task = { gate, aligned: aligned.map((face) => Uint8Array.from(face)) };
      return this.threads.run(task, { name: 'embed', signal, transferList: buffersOf(task) });
    });
    return valueOf(outcome);
  }

  async selfie(bytes: Uint8Array): Promise<SelfieAnalysis> {
    const outcome = await this.inTurn((gate, signal) => {
      const task = { gate, bytes: Uint8Array.from(bytes) };
      return this.threads.run(task, { name: 'selfie', signal, transferList: buffersOf(task) });
    });
    return valueOf(outcome);
  }

  /** Lets the photos in progress finish; those still waiting are rejected. */
  close(): Promise<void> {
    this.closing ??= this.end();
    return this.closing;
  }

  /** `work` copies the bytes it transfers, and only when its turn comes: the caller keeps its own. */
  private async inTurn<T>(work: (gate: Int32Array, signal: AbortSignal) => Promise<T>): Promise<T> {
    this.assertOpen();
    await this.slots.take();
    const abort = new AbortController();
    let late = false;
    try {
      this.assertOpen();
      return await this.gates.during((gate) => {
        const timer = setTimeout(() => {
          late = true;
          void gate.shut().then(() => abort.abort());
        }, this.timeoutMs);
        return work(gate.shared, abort.signal).finally(() => clearTimeout(timer));
      });
    } catch (error) {
      if (!late) throw error;
      throw new PhotoError(
        'timeout',
        `The photo took longer than ${this.timeoutMs / 1000} s. Upload a smaller copy or raise the limit.`,
      );
    } finally {
      if (late) void this.releaseOnceReplaced();
      else this.slots.release();
    }
  }

  /** Loading the networks of a new thread does not count towards the next photo's time. */
  private async releaseOnceReplaced(): Promise<void> {
    try {
      await this.load();
    } catch {
      // The next task reports what is wrong with the new thread.
    } finally {
      this.slots.release();
    }
  }

  /** Resolves when a free thread has loaded its networks. */
  private async load(): Promise<void> {
    await this.gates.during((gate) => this.threads.run({ gate: gate.shared }, { name: 'ready' }));
  }

  private async end(): Promise<void> {
    await this.slots.drain();
    await this.threads.destroy();
    this.gates.close();
  }

  private assertOpen(): void {
    if (this.closing !== undefined) throw new Error('The vision threads are closed.');
  }
}

/** What is transferred is lost to who sends it. */
function ownBytes(input: PhotoInput): PhotoInput {
  return 'bytes' in input ? { bytes: Uint8Array.from(input.bytes) } : input;
}
