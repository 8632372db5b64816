/** @module The thread that groups, one event at a time. */
import type { Closable } from '@visage/host/closable';
import { NetworkGates } from '@visage/vision/network/network.gates';
import { Piscina } from 'piscina';
import type { GatedGroupingTask, Grouping, GroupingTask } from './grouping.task.js';

export class GroupingThread implements Closable {
  private readonly pool: Piscina<GatedGroupingTask, Grouping>;
  private readonly gates = new NetworkGates();

  constructor(worker = new URL('./grouping.worker.js', import.meta.url)) {
    this.pool = new Piscina<GatedGroupingTask, Grouping>({
      filename: worker.href,
      minThreads: 0,
      maxThreads: 1,
      execArgv: [],
    });
  }

  /** Takes the memory of the task's embeddings along: they are empty here afterwards. @throws when the signal aborts. */
  async group(task: GroupingTask, signal: AbortSignal): Promise<Grouping> {
    signal.throwIfAborted();
    const values = [
      task.embeddings,
      task.quality,
      ...(task.secondEmbeddings ? [task.secondEmbeddings.embeddings] : []),
    ];
    const transferList = values.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
    const abort = new AbortController();
    return this.gates.during(async (gate) => {
      const end = (): void => void gate.shut().then(() => abort.abort(signal.reason));
      signal.addEventListener('abort', end, { once: true });
      try {
        return await this.pool.run({ ...task, gate: gate.shared }, { transferList, signal: abort.signal });
      } finally {
        signal.removeEventListener('abort', end);
      }
    });
  }

  async close(): Promise<void> {
    await this.gates.shut();
    await this.pool.destroy();
    this.gates.close();
  }
}
