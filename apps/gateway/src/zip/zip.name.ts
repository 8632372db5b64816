/**
 * @module Names inside a ZIP: readable, each there once, and harmless on every system. A name of an uploaded file is
 * somebody's input, and the programs that unpack it take it for a path.
 */

/** What Windows refuses, what separates folders anywhere, and what cannot be seen. */
const UNSAFE = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}/\\:*?"<>|]/gu;
/** Devices of Windows, whatever the extension. */
const RESERVED = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(?=\s*(\.|$))/i;
/** File systems take 255 bytes; the rest is for the folder that somebody unpacks into on Windows, with 260 in all. */
const MAX_BYTES = 150;
const EXTENSION = /(?<=.)\.[\p{L}\p{N}]{1,16}$/u;

/** One file name, without folders. */
export function safeName(fileName: string): string {
  const visible = fileName.normalize('NFC').replace(UNSAFE, '_');
  // Windows drops dots and spaces at the end; without them, `..` is nothing either
  const { stem, extension } = partsOf(trimmed(visible) || 'photo');
  const short = trimmed(shortened(stem, MAX_BYTES - Buffer.byteLength(extension))) || 'photo';
  const name = `${short}${extension}`;
  return RESERVED.test(name) ? `_${name}` : name;
}

/** Names a list of files so that no two collide, not even where letters of both cases are the same. */
export class UniqueNames {
  private readonly taken = new Set<string>();
  /** Where counting goes on for a name: ten thousand photos of one name would else be compared with each other. */
  private readonly next = new Map<string, number>();

  /** @param reserved names that no file gets as they are. */
  constructor(reserved: readonly string[] = []) {
    for (const name of reserved) this.taken.add(foldedOf(name));
  }

  /** The second `a.jpg` becomes `a (2).jpg`. */
  add(fileName: string): string {
    const name = safeName(fileName);
    const key = foldedOf(name);
    if (!this.taken.has(key)) return this.take(name);
    const { stem, extension } = partsOf(name);
    for (let n = this.next.get(key) ?? 2; ; n += 1) {
      const ending = ` (${n})${extension}`;
      const numbered = `${shortened(stem, MAX_BYTES - Buffer.byteLength(ending))}${ending}`;
      if (this.taken.has(foldedOf(numbered))) continue;
      this.next.set(key, n + 1);
      return this.take(numbered);
    }
  }

  private take(name: string): string {
    this.taken.add(foldedOf(name));
    return name;
  }
}

function partsOf(name: string): { stem: string; extension: string } {
  const [extension = ''] = EXTENSION.exec(name) ?? [];
  return { stem: name.slice(0, name.length - extension.length), extension };
}

function trimmed(text: string): string {
  return text.trimStart().replace(/[.\s]+$/u, '');
}

/** Whole characters only. */
function shortened(text: string, maxBytes: number): string {
  if (Buffer.byteLength(text) <= maxBytes) return text;
  let bytes = 0;
  let short = '';
  for (const char of text) {
    bytes += Buffer.byteLength(char);
    if (bytes > maxBytes) break;
    short += char;
  }
  return short;
}

/** Upper case, for it unites more: `ß` and `ss` are one name on some systems. */
function foldedOf(name: string): string {
  return name.toUpperCase().normalize('NFC');
}
