/** @module Names of files and folders that hold on every file system. */
import { extname } from 'node:path';

/** Names Windows keeps for devices, whatever their extension. */
const DEVICE = /^(con|prn|aux|nul|com\d|lpt\d)(\..*)?$/i;

/** A name without separators, control characters or what Windows refuses; never empty, never hidden. */
export function safeName(name: string): string {
  const clean = name
    .normalize('NFC')
    .replace(/[\u0000-\u001f\u007f/\\:*?"<>|]/g, '_')
    .replace(/^[.\s]+|[.\s]+$/g, '')
    .slice(0, 100);
  if (clean === '') return '_';
  return DEVICE.test(clean) ? `_${clean}` : clean;
}

/** Hands out names that differ also where upper case and composed letters do not count. */
export class UniqueNames {
  private readonly taken: Set<string>;

  constructor(reserved: Iterable<string> = []) {
    this.taken = new Set([...reserved].map(fold));
  }

  /** The name, or the name with ` (2)`, ` (3)`... before its extension when it is taken. */
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
