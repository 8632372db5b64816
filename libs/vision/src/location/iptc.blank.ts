/** @module The place in IPTC-IIM data (version 4.2), as programs for editors write it: its datasets leave, the others move up. */
import { createHash } from 'node:crypto';
import { placesOf, UnblankableError, type BlankedFile, type FilePart } from './blanked.file.js';

/** ContentLocation code and name, City, Sublocation, Province/State, country code and name: record 2. */
const PLACES: ReadonlySet<number> = new Set([26, 27, 90, 92, 95, 100, 101]);
const MARKER = 0x1c;

/** @throws UnblankableError when a dataset behind one that names a place is damaged. */
export function blankIptc(file: BlankedFile, { start, end }: FilePart): void {
  const data = file.bytes.subarray(start, end);
  if (data[0] !== MARKER && data[3] === MARKER)
    throw new UnblankableError('Its IPTC data are written the wrong way round.');
  const stay: Uint8Array[] = [];
  let named = false;
  let at = 0;
  while (data[at] === MARKER && at + 5 <= data.length) {
    const size = data.readUInt16BE(at + 3);
    const next = at + 5 + size;
    // more than 32 KB has another form, which nothing needs that is a place
    if (size >= 0x8000 || next > data.length) break;
    const isPlace = data[at + 1] === 2 && PLACES.has(data[at + 2] ?? 0);
    if (isPlace) named = true;
    else stay.push(data.subarray(at, next));
    at = next;
  }
  const rest = data.subarray(at);
  if (rest.some((byte) => byte !== 0) && (named || rest[0] === MARKER))
    throw new UnblankableError('Its IPTC data are damaged.');
  if (!named) return;
  const before = md5Of(data);
  const blanked = Buffer.alloc(data.length);
  Buffer.concat(stay).copy(blanked);
  file.write(start, blanked);
  renewDigest(file, before, md5Of(blanked));
}

/** The image resources of Photoshop (`8BIM`), wherever they lie: IPTC data are number 0x0404. */
export function blankPhotoshop(file: BlankedFile): void {
  for (const { data, at } of resources(file.bytes, '8BIM\x04\x04')) {
    const segment = segmentAround(file.bytes, at);
    if (data.end > (segment?.end ?? file.bytes.length))
      throw new UnblankableError('Its IPTC data lie in several segments.');
    blankIptc(file, data);
  }
}

/** Photoshop tells by an MD5 whether others have changed the IPTC data. */
function renewDigest(file: BlankedFile, before: Buffer, after: Buffer): void {
  for (const { data } of resources(file.bytes, '8BIM\x04\x25'))
    if (file.bytes.subarray(data.start, data.end).equals(before)) file.write(data.start, after);
}

function* resources(bytes: Buffer, signature: string): Generator<{ at: number; data: FilePart }> {
  for (const at of placesOf(bytes, signature)) {
    const name = at + signature.length;
    // the name's length and letters, filled up to an even number
    const size = name + (((bytes[name] ?? 0) + 2) & ~1);
    if (size + 4 > bytes.length) return;
    const start = size + 4;
    yield { at, data: { start, end: start + bytes.readUInt32BE(size) } };
  }
}

const HEAD = 'Photoshop 3.0\0';

/** The JPEG segment (APP13) with the resource at `at`; null elsewhere. */
function segmentAround(bytes: Buffer, at: number): FilePart | null {
  const start = bytes.lastIndexOf(HEAD, at, 'latin1') - 4;
  if (start < 0 || bytes.readUInt16BE(start) !== 0xffed) return null;
  const end = start + 2 + bytes.readUInt16BE(start + 2);
  return at < end ? { start, end } : null;
}

function md5Of(bytes: Uint8Array): Buffer {
  return createHash('md5').update(bytes).digest();
}
