/**
 * @module A disk that fails on demand: wraps `node:fs/promises`, and passes on to the real one every call without a
 * fault.
 *
 * ```ts
 * vi.mock('node:fs/promises', async (real) => (await import('@visage/testing/failing.files')).disk.over(await real()));
 * ```
 */
import type * as realFiles from 'node:fs/promises';
import { constants } from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';

type Files = typeof realFiles;
type FileHandle = realFiles.FileHandle;
type Call = (...args: unknown[]) => Promise<unknown>;

export type FileFaultAction =
  /** The system's error, for example `EIO`; nothing is done. */
  | { errno: string }
  /** One read or write of an open file takes no more bytes than these. */
  | { atMost: number }
  /** Done, but so much later. */
  | { lateMs: number };

/**
 * Undefined lets the call through. `call` is a function of `node:fs/promises` or a method of an open file; `path` is
 * what it is about, two paths as `from -> to`; `count` is the number of calls of this name since the fault was set,
 * including this one.
 */
export type FileFault = (request: {
  call: string;
  path: string;
  count: number;
}) => FileFaultAction | undefined;

/** These return no promise. */
const PASSED_ON = new Set(['watch', 'glob']);
const OF_OPEN_FILES = [
  'read',
  'write',
  'writev',
  'sync',
  'datasync',
  'stat',
  'truncate',
  'readFile',
  'writeFile',
  'appendFile',
];

export class FailingFiles {
  /** Calls that have succeeded, as `call path`, oldest first. */
  readonly calls: string[] = [];
  /** Number of files opened and not closed yet. */
  openFiles = 0;
  /** Bytes that still fit. As on a real disk, the write that no longer fits is cut short and the next one refused. */
  freeBytes = Number.POSITIVE_INFINITY;
  private readonly counts = new Map<string, number>();
  private fault: FileFault | undefined;

  setFault(fault: FileFault | undefined): void {
    this.fault = fault;
    this.counts.clear();
  }

  /** Makes the disk sound again and clears its record. */
  reset(): void {
    this.setFault(undefined);
    this.freeBytes = Number.POSITIVE_INFINITY;
    this.calls.length = 0;
  }

  over(real: Files): Files {
    const functions = Object.entries(real).filter(
      ([name, value]) => typeof value === 'function' && !PASSED_ON.has(name),
    );
    const guarded: Record<string, Call> = {};
    for (const [name, value] of functions)
      guarded[name] = (...args) =>
        this.meet(name, pathOf(args), () => this.carryOut(name, args, value as Call, real));
    const open: Call = async (...args) =>
      this.guardFile((await guarded['open']?.(...args)) as FileHandle, pathOf(args));
    const files = { ...real, ...guarded, open };
    return { ...files, default: files } as unknown as Files;
  }

  private guardFile(file: FileHandle, path: string): FileHandle {
    const methods = file as unknown as Record<string, Call>;
    for (const name of OF_OPEN_FILES) {
      const method = methods[name]?.bind(file);
      if (method)
        methods[name] = (...args) =>
          this.meet(name, path, (atMost) => this.carryOutOnFile(name, args, method, atMost));
    }
    const close = file.close.bind(file);
    let closed = false;
    this.openFiles += 1;
    file.close = async () => {
      if (!closed) this.openFiles -= 1;
      closed = true;
      await close();
      // even a file whose closing fails is closed: the system only says that something written earlier was lost
      await this.meet('close', path, () => Promise.resolve());
    };
    return file;
  }

  private async meet<T>(call: string, path: string, carryOut: (atMost: number) => Promise<T>): Promise<T> {
    const count = (this.counts.get(call) ?? 0) + 1;
    this.counts.set(call, count);
    const action = this.fault?.({ call, path, count });
    if (action && 'errno' in action) throw systemError(action.errno, call, path);
    if (action && 'lateMs' in action) await sleep(action.lateMs);
    const result = await carryOut(action && 'atMost' in action ? action.atMost : Number.POSITIVE_INFINITY);
    this.calls.push(`${call} ${path}`);
    return result;
  }

  private async carryOut(call: string, args: unknown[], real: Call, files: Files): Promise<unknown> {
    if (call === 'writeFile' || call === 'appendFile') return this.writeWhole(call, args, 1, real);
    if (call === 'copyFile') {
      const { size } = await files.stat(String(args[0]));
      if (this.fitting(size, call) < size) throw systemError('ENOSPC', call, pathOf(args)); // the system removes the incomplete copy again
    }
    return real(...args);
  }

  private carryOutOnFile(call: string, args: unknown[], real: Call, atMost: number): Promise<unknown> {
    if (call === 'writeFile' || call === 'appendFile') return this.writeWhole(call, args, 0, real);
    if (call === 'read') {
      const { bytes, offset, length, position } = placeOf(args);
      return real(bytes, offset, Math.min(length, atMost), position);
    }
    if (call === 'write') {
      const { bytes, offset, length, position } = placeOf(args);
      return real(bytes, offset, this.fitting(Math.min(length, atMost), call), position);
    }
    if (call === 'writev') {
      const bytes = Buffer.concat(args[0] as Uint8Array[]);
      return real([bytes.subarray(0, this.fitting(Math.min(bytes.length, atMost), call))], args[1]);
    }
    return real(...args);
  }

  /** Not one write but as many as it takes: what fits is written before the disk is full. */
  private async writeWhole(call: string, args: unknown[], at: number, real: Call): Promise<unknown> {
    const data = args[at];
    const bytes = typeof data === 'string' ? Buffer.from(data) : (data as Uint8Array);
    const fits = this.fitting(bytes.length, call);
    const result = await real(...args.slice(0, at), bytes.subarray(0, fits), ...args.slice(at + 1));
    if (fits < bytes.length) throw systemError('ENOSPC', call, '');
    return result;
  }

  private fitting(bytes: number, call: string): number {
    if (bytes > 0 && this.freeBytes <= 0) throw systemError('ENOSPC', call, '');
    const fits = Math.min(bytes, this.freeBytes);
    this.freeBytes -= fits;
    return fits;
  }
}

/** The disk of this test file. */
export const disk = new FailingFiles();

function pathOf(args: unknown[]): string {
  const [first, second] = args;
  const paths =
    typeof first === 'string' && typeof second === 'string' && second.startsWith('/')
      ? [first, second]
      : [String(first)];
  return paths.join(' -> ');
}

/** Where a read or write takes place: its bytes, the offset in them, and the position in the file. */
function placeOf([data, second, third, fourth]: unknown[]): {
  bytes: Uint8Array;
  offset: number;
  length: number;
  position: unknown;
} {
  if (typeof data === 'string') {
    const bytes = Buffer.from(data, typeof third === 'string' ? (third as BufferEncoding) : 'utf8');
    return { bytes, offset: 0, length: bytes.length, position: second ?? null };
  }
  const bytes = data as Uint8Array;
  const named =
    typeof second === 'object' && second !== null
      ? (second as { offset?: number; length?: number; position?: unknown })
      : {};
  const offset = named.offset ?? (typeof second === 'number' ? second : 0);
  const length = named.length ?? (typeof third === 'number' ? third : bytes.byteLength - offset);
  return { bytes, offset, length, position: named.position ?? fourth ?? null };
}

function systemError(errno: string, call: string, path: string): NodeJS.ErrnoException {
  const number = (constants.errno as Record<string, number>)[errno];
  if (number === undefined) throw new TypeError(`there is no error ${errno}`);
  return Object.assign(new Error(`${errno}: told to fail, ${call} '${path}'`), {
    errno: -number,
    code: errno,
    syscall: call,
    path,
  });
}
