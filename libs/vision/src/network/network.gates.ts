/** @module The gates of all tasks in progress, shut in time when the process exits first. */
import { NetworkGate } from './network.gate.js';

export class NetworkGates {
  private readonly gates = new Set<NetworkGate>();

  constructor() {
    process.on('exit', this.shutAtExit);
  }

  /** Provides a gate for as long as the work takes. */
  async during<T>(work: (gate: NetworkGate) => Promise<T>): Promise<T> {
    const gate = new NetworkGate();
    this.gates.add(gate);
    try {
      return await work(gate);
    } finally {
      this.gates.delete(gate);
    }
  }

  /** Resolves when all threads may be ended. */
  async shut(): Promise<void> {
    await Promise.all([...this.gates].map((gate) => gate.shut()));
  }

  /** Call once no thread is left. */
  close(): void {
    process.off('exit', this.shutAtExit);
  }

  private readonly shutAtExit = (): void => {
    for (const gate of this.gates) gate.shutAtExit();
  };
}
