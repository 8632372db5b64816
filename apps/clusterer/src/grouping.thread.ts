/** @module The thread that groups, one event at a time. */
import type { Closable } from '@visage/host/closable';
import { Piscina } from 'piscina';
import type { Grouping, GroupingTask } from './grouping.task.js';

export class GroupingThread implements Closable {
  private readonly pool: Piscina<GroupingTask, Grouping>;

  constructor(worker = new URL('./grouping.worker.js', import.meta.url)) {
    this.pool = new Piscina<GroupingTask, Grouping>({ filename: worker.href, minThreads: 0, maxThreads: 1, execArgv: [] });
  }

  /** Takes the memory of the task's embeddings along: they are empty here afterwards. */
  group(task: GroupingTask, signal: AbortSignal): Promise<Grouping> {
    const values = [task.embeddings, task.quality, ...(task.second ? [task.second.embeddings] : [])];
    const transferList = values.map(({ buffer }) => buffer).filter((buffer) => buffer instanceof ArrayBuffer);
    return this.pool.run(task, { transferList, signal });
  }

  async close(): Promise<void> {
    await this.pool.destroy();
  }
}
