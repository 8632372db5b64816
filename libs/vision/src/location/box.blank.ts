/**
 * @module The location in ISO base media files (ISO/IEC 14496-12): EXIF items of HEIC and AVIF, and what says where a video was
 * taken, be it the file's own or the one behind a motion photo.
 */
import { isoBoxes, type IsoBox } from '../photo/iso.boxes.js';
import { placesOf, UnblankableError, type BlankedFile, type FilePart } from './blanked.file.js';
import { blankExif } from './exif.blank.js';

/** Of QuickTime and 3GPP; users' data of a video or of one of its tracks. */
const PLACES: ReadonlySet<string> = new Set(['\u00a9xyz', 'loci']);
const KEYS = /location|gps|latitude|longitude/i;
/** Tracks with a position for every moment. */
const TRACKS = ['camm', 'gpmd'];
const DEEPEST = 4;

export function blankVideos(file: BlankedFile): void {
  for (const at of placesOf(file.bytes, 'ftyp')) {
    if (at < 4) continue;
    for (const box of isoBoxes(file.bytes, at - 4)) {
      if (box.type !== 'moov') continue;
      if (box.isCut) throw new UnblankableError('The video in it is cut off.');
      const movie = file.bytes.subarray(box.body, box.end);
      if (TRACKS.some((track) => movie.includes(track)))
        throw new UnblankableError('The video in it has a track of positions.');
      blankMovie(file, box, 0);
    }
  }
}

function blankMovie(file: BlankedFile, parent: IsoBox, depth: number): void {
  for (const box of isoBoxes(file.bytes, parent.body, parent.end)) {
    if (PLACES.has(box.type)) blankBox(file, box);
    else if (box.type === 'meta') blankMetadata(file, box);
    else if (['trak', 'udta'].includes(box.type) && depth < DEEPEST) blankMovie(file, box, depth + 1);
  }
}

/** `free` is the name of a box without a meaning, wherever it lies. */
function blankBox(file: BlankedFile, { start, body, end }: IsoBox): void {
  file.write(start + 4, Buffer.from('free'));
  file.fill({ start: body, end });
}

/** A list of values; Apple's has names apart from it, and the type of a value's box is the number of its name. */
function blankMetadata(file: BlankedFile, meta: IsoBox): void {
  const { bytes } = file;
  // QuickTime's box has no version and flags before what it holds
  const isPlain = bytes.toString('latin1', meta.body + 4, meta.body + 8) === 'hdlr';
  const inside = [...isoBoxes(bytes, meta.body + (isPlain ? 0 : 4), meta.end)];
  const keys = inside.find(({ type }) => type === 'keys');
  const list = inside.find(({ type }) => type === 'ilst');
  if (!list) return;
  const names = keys ? [...isoBoxes(bytes, keys.body + 8, keys.end)] : [];
  for (const item of isoBoxes(bytes, list.body, list.end)) {
    const name = names[bytes.readUInt32BE(item.start + 4) - 1];
    if (PLACES.has(item.type) || (name && KEYS.test(bytes.toString('latin1', name.body, name.end))))
      blankBox(file, item);
  }
}

/** The items of a HEIC or AVIF file. @returns where its EXIF blocks begin */
export function blankItems(file: BlankedFile): void {
  const { bytes } = file;
  for (const meta of isoBoxes(bytes, 0)) {
    if (meta.type !== 'meta') continue;
    const inside = [...isoBoxes(bytes, meta.body + 4, meta.end)];
    const info = inside.find(({ type }) => type === 'iinf');
    const places = inside.find(({ type }) => type === 'iloc');
    if (!info || !places) continue;
    const data = inside.find(({ type }) => type === 'idat');
    const wanted = new Set([...itemsOf(bytes, info)]);
    for (const { id, parts } of placesOfItems(bytes, places, data?.body ?? 0)) {
      if (!wanted.has(id)) continue;
      const [part] = parts ?? [];
      if (!part || parts?.length !== 1 || part.start + 4 > part.end || part.end > bytes.length)
        throw new UnblankableError('Its EXIF block lies in pieces.');
      const start = part.start + 4 + bytes.readUInt32BE(part.start);
      if (start < part.end) blankExif(file, { start, end: part.end });
    }
  }
}

/** Ids of the EXIF items (ISO/IEC 14496-12, 8.11.6). */
function* itemsOf(bytes: Buffer, info: IsoBox): Generator<number> {
  const first = info.body + (bytes[info.body] === 0 ? 6 : 8);
  for (const { type, body, end } of isoBoxes(bytes, first, info.end)) {
    const version = bytes[body] ?? 0;
    if (type !== 'infe' || version < 2) continue;
    const id = version === 2 ? bytes.readUInt16BE(body + 4) : bytes.readUInt32BE(body + 4);
    const at = body + (version === 2 ? 8 : 10);
    const item = bytes.toString('latin1', at, at + 4);
    if (item === 'Exif') yield id;
    // name, type of media and its packing, each ended by a zero
    const [, media = '', packing = ''] = bytes.toString('latin1', at + 4, end).split('\0');
    if (item === 'mime' && media === 'application/rdf+xml' && packing !== '')
      throw new UnblankableError('Its XMP packet is packed.');
  }
}

/** Where each item lies (8.11.3); null where that is inside another one. */
function* placesOfItems(
  bytes: Buffer,
  { body, end }: IsoBox,
  data: number,
): Generator<{ id: number; parts: FilePart[] | null }> {
  let at = body;
  const take = (size: number): number => {
    const from = at;
    at += size;
    if (at > end) throw new UnblankableError('Its list of items is damaged.');
    if (size === 8) return Number(bytes.readBigUInt64BE(from));
    return size === 0 ? 0 : bytes.readUIntBE(from, size);
  };
  const version = take(1);
  take(3);
  const sizes = take(2);
  const [offsetSize, lengthSize, baseSize] = [sizes >> 12, (sizes >> 8) & 15, (sizes >> 4) & 15];
  const indexSize = version === 0 ? 0 : sizes & 15;
  const count = take(version < 2 ? 2 : 4);
  for (let i = 0; i < count; i += 1) {
    const id = take(version < 2 ? 2 : 4);
    const method = version === 0 ? 0 : take(2) & 15;
    take(2);
    const base = take(baseSize) + (method === 1 ? data : 0);
    const parts = Array.from({ length: take(2) }, () => {
      take(indexSize);
      const start = base + take(offsetSize);
      return { start, end: start + take(lengthSize) };
    });
    yield { id, parts: method > 1 ? null : parts };
  }
}
