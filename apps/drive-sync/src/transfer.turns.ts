/** @module Transfers of the same bytes take turns; all others run side by side. */

export class TransferTurns {
  private readonly last = new Map<string, Promise<unknown>>();

  /** Runs the work once all earlier work under the same key has ended, however it ended. Null = nobody to wait for. */
  async take<T>(key: string | null, work: () => Promise<T>): Promise<T> {
    if (key === null) return work();
    const before = this.last.get(key) ?? Promise.resolve();
    const mine = before.then(work, work);
    this.last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.last.get(key) === mine) this.last.delete(key);
    }
  }
}
