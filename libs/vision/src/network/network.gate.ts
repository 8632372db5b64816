/**
 * @module Keeps a thread from being ended while a network runs in it: onnxruntime cannot hand its result to a thread
 * that is ending, and takes the whole process down (tried with 1.30). A run takes milliseconds, so waiting for it is
 * cheap.
 */
import { setTimeout as sleep } from 'node:timers/promises';

/** Stored in place of the number of runs in progress. */
const SHUT = -1;

/** The longest an exiting process waits; loading a network takes about 0.2 s. */
const EXIT_WAIT_MS = 2000;

/** One number in memory shared by two threads: the one that runs networks and the one that ends threads. */
export class NetworkGate {
  constructor(private state = new Int32Array(new SharedArrayBuffer(4))) {}

  /** What the other thread needs in order to `follow`. */
  get shared(): Int32Array<SharedArrayBuffer> {
    return this.state;
  }

  /** From now on, another thread can shut this gate. */
  follow(shared: Int32Array<SharedArrayBuffer>): void {
    this.state = shared;
  }

  /** @throws Error when the gate is shut: the thread is about to end. */
  async during<T>(work: () => Promise<T>): Promise<T> {
    const { state } = this;
    for (;;) {
      const running = Atomics.load(state, 0);
      if (running === SHUT) throw new Error('This thread is being ended.');
      if (Atomics.compareExchange(state, 0, running, running + 1) === running) break;
    }
    try {
      return await work();
    } finally {
      Atomics.sub(state, 0, 1);
      Atomics.notify(state, 0);
    }
  }

  /** Resolves when no network runs and none will start. */
  async shut(): Promise<void> {
    while (!this.tryShut()) await sleep(1);
  }

  /** Like `shut`, but blocks the calling thread; for a process that is exiting. */
  shutAtExit(): void {
    const until = performance.now() + EXIT_WAIT_MS;
    while (!this.tryShut() && performance.now() < until)
      Atomics.wait(this.state, 0, Atomics.load(this.state, 0), 5);
  }

  private tryShut(): boolean {
    const before = Atomics.compareExchange(this.state, 0, 0, SHUT);
    return before === 0 || before === SHUT;
  }
}
