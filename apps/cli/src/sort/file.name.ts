/** @module File and folder names that are valid on every file system. */
import { extname } from 'node:path';

/** Names Windows keeps for devices, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** A name without separators, control characters or anything Windows refuses; never empty, never hidden. */
export function safeName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 100);
  if (clean === '') return '_';
  return DEVICE.test(clean) ? `_${clean}` : clean;
}

/** Hands out names that differ even if case and composed letters are ignored. */
export class UniqueNames {
  private readonly taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.taken = new Set([...reserved].map(fold));
  }

  /** The name, or with ` (2)`, ` (3)`... before its extension if it is taken. */
  take(name: string): string {
    const extension = extname(name);
    const stem = name.slice(0, name.length - extension.length);
    for (let n = 1; ; n++) {
      const candidate = n === 1 ? name : `${stem} (${n})${extension}`;
      const key = fold(candidate);
      if (this.taken.has(key)) continue;
      this.taken.add(key);
      return candidate;
    }
  }
}

function fold(name: string): string {
  return name.normalize('NFC').toLowerCase();
}
