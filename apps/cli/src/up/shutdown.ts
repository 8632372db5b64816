/** @module What was started is stopped in reverse order: once, whoever asks, even half-way through a start. */

type Stop = () => Promise<void> | void;

interface Started {
  name: string;
  stop: Stop;
  /** Ends it now, without waiting. */
  kill: () => void;
}

export class Shutdown {
  private readonly started: Started[] = [];
  private readonly controller = new AbortController();
  private finished: Promise<void> | undefined;

  /** Aborted as soon as stopping begins. */
  get signal(): AbortSignal {
    return this.controller.signal;
  }

  /** Remembers how to stop `name`, or stops it at once if stopping has begun. */
  async add(started: Started): Promise<void> {
    if (this.finished === undefined) {
      this.started.push(started);
      return;
    }
    await started.stop();
    this.signal.throwIfAborted();
  }

  /** Kills what is still running, for those who will not wait. */
  force(): void {
    this.controller.abort(new Error('stopped'));
    for (const { kill } of this.started.reverse()) {
      try {
        kill();
      } catch {
        // already gone
      }
    }
  }

  /** Stops everything, the latest first; a failure does not keep the others running. */
  run(onFailure: (name: string, error: unknown) => void): Promise<void> {
    this.finished ??= this.stopAll(onFailure);
    return this.finished;
  }

  private async stopAll(onFailure: (name: string, error: unknown) => void): Promise<void> {
    this.controller.abort(new Error('stopped'));
    for (let latest = this.started.at(-1); latest !== undefined; latest = this.started.at(-1)) {
      try {
        await latest.stop();
      } catch (error) {
        onFailure(latest.name, error);
      }
      this.started.pop();
    }
  }
}
