/** @module A body that stops arriving without its connection ending becomes an error after a while. */
import { Transform, type Readable, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream';

/** Passes the source on; fails when it fails, breaks off, or delivers nothing for `patienceMs`. */
export function guardStall(source: Readable, patienceMs: number): Readable {
  const guard = new StallGuard(patienceMs);
  // pipeline destroys each with the other; the error reaches whoever reads
  pipeline(source, guard, () => undefined);
  return guard;
}

class StallGuard extends Transform {
  private readonly timer: NodeJS.Timeout;

  constructor(patienceMs: number) {
    super();
    this.timer = setTimeout(
      () => this.destroy(new Error('Drive stopped sending in the middle of a file.')),
      patienceMs,
    );
  }

  override _transform(chunk: unknown, _encoding: BufferEncoding, done: TransformCallback): void {
    this.timer.refresh();
    done(null, chunk);
  }

  override _destroy(error: Error | null, done: (error?: Error | null) => void): void {
    clearTimeout(this.timer);
    done(error);
  }

  override _flush(done: TransformCallback): void {
    clearTimeout(this.timer);
    done();
  }
}
