/** @module A copy of a file whose location is taken out: of the same length, and it knows what was written into it. */
import type { BytePatch } from '@visage/contracts/original.blanks';

/** The file tells, or may tell, a location that cannot be taken out in place. The message says where it lies. */
export class UnblankableError extends Error {
  override readonly name = 'UnblankableError';
}

/** A part of the file: `end` lies behind its last byte. */
export interface FilePart {
  start: number;
  end: number;
}

export class BlankedFile {
  readonly bytes: Buffer;
  private written: FilePart[] = [];

  constructor(original: Uint8Array) {
    this.bytes = Buffer.from(original);
  }

  get isTouched(): boolean {
    return this.written.length > 0;
  }

  write(start: number, bytes: Uint8Array): void {
    this.bytes.set(bytes, start);
    this.written.push({ start, end: start + bytes.length });
  }

  fill({ start, end }: FilePart, value = 0): void {
    this.bytes.fill(value, start, end);
    this.written.push({ start, end });
  }

  touches({ start, end }: FilePart): boolean {
    return this.written.some((part) => part.start < end && start < part.end);
  }

  /** In the order of the file, without overlaps, each with bytes of its own. */
  patches(): BytePatch[] {
    return joined(this.written).map(({ start, end }) => ({
      start,
      bytes: Uint8Array.from(this.bytes.subarray(start, end)),
    }));
  }
}

/** The same bytes in parts that neither overlap nor touch, in the order of the file. */
export function joined(parts: readonly FilePart[]): FilePart[] {
  const all: FilePart[] = [];
  for (const { start, end } of parts.toSorted((a, b) => a.start - b.start)) {
    const last = all.at(-1);
    if (last && start <= last.end) last.end = Math.max(last.end, end);
    else if (start < end) all.push({ start, end });
  }
  return all;
}

/** Where `text` (Latin-1) begins, one after the other. */
export function* placesOf(file: Buffer, text: string): Generator<number> {
  for (let at = file.indexOf(text, 0, 'latin1'); at >= 0; at = file.indexOf(text, at + 1, 'latin1')) yield at;
}
