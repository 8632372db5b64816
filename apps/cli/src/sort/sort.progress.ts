/** @module The progress of the run: a bar with rate and time left on a terminal, plain lines elsewhere, or nothing. */
import { SingleBar } from 'cli-progress';

export interface SortProgress {
  start(total: number, done: number): void;
  tick(): void;
  stop(): void;
  /** Prints a line of its own. */
  note(text: string): void;
}

interface ProgressOutput {
  write(text: string): unknown;
  isTTY?: boolean;
}

/** Minimum interval between plain lines, in milliseconds. */
const LINE_INTERVAL = 5_000;

export function sortProgress(quiet: boolean, out: NodeJS.WriteStream = process.stderr): SortProgress {
  if (quiet) return { start() {}, tick() {}, stop() {}, note() {} };
  return out.isTTY ? barProgress(out) : lineProgress(out);
}

/** Photos per second since the start, and the time left at that rate. */
export class ProgressRate {
  private readonly started: number;
  done: number;

  constructor(
    readonly total: number,
    private readonly before: number,
    private readonly now: () => number = () => performance.now(),
  ) {
    this.started = now();
    this.done = before;
  }

  describe(): { rate: string; left: string } {
    const seconds = (this.now() - this.started) / 1000;
    const rate = seconds > 0 ? (this.done - this.before) / seconds : 0;
    return {
      rate: `${rate.toFixed(rate < 10 ? 1 : 0)} photos/s`,
      left: rate > 0 ? `${clock((this.total - this.done) / rate)} left` : 'starting',
    };
  }
}

function clock(seconds: number): string {
  const whole = Math.ceil(seconds);
  const two = (n: number): string => String(n).padStart(2, '0');
  const hours = Math.floor(whole / 3600);
  const minutes = Math.floor(whole / 60) % 60;
  return hours > 0 ? `${hours}:${two(minutes)}:${two(whole % 60)}` : `${minutes}:${two(whole % 60)}`;
}

function barProgress(stream: NodeJS.WriteStream): SortProgress {
  const bar = new SingleBar({
    stream,
    format: '{bar} {percentage} %  {value}/{total}  {rate}  {left}',
    barCompleteChar: '█',
    barIncompleteChar: '░',
    barsize: 28,
    hideCursor: true,
    fps: 5,
  });
  let rate: ProgressRate | undefined;
  return {
    start(total, done) {
      rate = new ProgressRate(total, done);
      bar.start(total, done, rate.describe());
    },
    tick() {
      if (!rate) return;
      rate.done++;
      bar.update(rate.done, rate.describe());
    },
    stop: () => bar.stop(),
    note: (text) => stream.write(`${text}\n`),
  };
}

function lineProgress(out: ProgressOutput): SortProgress {
  let rate: ProgressRate | undefined;
  let last = 0;
  return {
    start(total, done) {
      rate = new ProgressRate(total, done);
      last = performance.now();
    },
    tick() {
      if (!rate) return;
      rate.done++;
      if (performance.now() - last < LINE_INTERVAL && rate.done < rate.total) return;
      last = performance.now();
      const { rate: speed, left } = rate.describe();
      out.write(`${rate.done}/${rate.total} photos  ${speed}  ${left}\n`);
    },
    stop() {},
    note: (text) => out.write(`${text}\n`),
  };
}
