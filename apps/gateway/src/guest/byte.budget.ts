/** @module Lets only so many bytes be under way at once; whoever comes later waits their turn. */

export class ByteBudget {
  private used = 0;
  private readonly waiting: { bytes: number; start: () => void }[] = [];

  constructor(private readonly total: number) {}

  /** Runs `work` once `bytes` are free; more than the total counts as the total. First come, first served. */
  async run<T>(bytes: number, work: () => Promise<T>): Promise<T> {
    const cost = Math.min(bytes, this.total);
    await new Promise<void>((start) => {
      this.waiting.push({ bytes: cost, start });
      this.admit();
    });
    try {
      return await work();
    } finally {
      this.used -= cost;
      this.admit();
    }
  }

  private admit(): void {
    for (let next = this.waiting[0]; next && this.used + next.bytes <= this.total; next = this.waiting[0]) {
      this.waiting.shift();
      this.used += next.bytes;
      next.start();
    }
  }
}
