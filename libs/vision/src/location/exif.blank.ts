/**
 * @module The location in a TIFF structure: an EXIF block, a TIFF file, or a RAW file that is one. The GPS directory and its
 * values become zeros, and the entry that leads to it leaves its directory; the entries behind it move up, so all stay sorted.
 */
import { blankIptc } from './iptc.blank.js';
import { joined, UnblankableError, type BlankedFile, type FilePart } from './blanked.file.js';

/** Tags of TIFF 6.0, EXIF 3.0, DNG 1.7 and GeoTIFF 1.1. */
const TAG = {
  make: 0x010f,
  stripOffsets: 0x0111,
  stripBytes: 0x0117,
  subDirectories: 0x014a,
  tileOffsets: 0x0144,
  tileBytes: 0x0145,
  globalParameters: 0x0190,
  jpegOffset: 0x0201,
  jpegBytes: 0x0202,
  iptc: 0x83bb,
  exif: 0x8769,
  gps: 0x8825,
  makerNote: 0x927c,
  interoperability: 0xa005,
  rawFile: 0xc68c,
};
const POINTERS = [TAG.exif, TAG.subDirectories, TAG.globalParameters, TAG.interoperability];
/** Where a map's pixels lie on the earth. */
const GEO = [0x830e, 0x8482, 0x85d8, 0x87af, 0x87b0, 0x87b1];
const LOCATIONS: ReadonlySet<number> = new Set([TAG.gps, ...GEO]);
/** Where the bytes of a picture lie, and how many. */
const PICTURES = [
  [TAG.stripOffsets, TAG.stripBytes],
  [TAG.tileOffsets, TAG.tileBytes],
  [TAG.jpegOffset, TAG.jpegBytes],
] as const;

/** Bytes of a value of each type, from BYTE to IFD, and UTF-8. */
const SIZES = new Map([1, 1, 2, 4, 8, 1, 1, 2, 4, 8, 4, 8, 4].map((size, i) => [i + 1, size])).set(129, 1);

/** Cameras write up to twenty directories with some hundred entries; a file that goes on and on ends here. */
const MOST_DIRECTORIES = 64;
const MOST_ENTRIES = 20_000;
const MOST_PARTS = 1_000_000;

/**
 * The notes of makers whose cameras name the place, and the tags in which they do (by ExifTool's tables). Their values are
 * overwritten and their entries stay: readers guess from the directory's length how values are to be found.
 */
const NOTES: readonly {
  /** May say the byte order; else it is the block's. */
  begins: RegExp;
  /** Where its directory is. */
  at: number;
  /** Where it has a TIFF structure of its own, from which values are counted; else that is the block. */
  own?: number;
  /** Values elsewhere are counted from nobody knows where. */
  inlineOnly?: true;
  tags: readonly number[];
  /** What stands for "none". */
  none: number;
}[] = [
  // Location, Country, State, City, Landmark, City2
  { begins: /^Panasonic\0\0\0/, at: 12, tags: [0x67, 0x69, 0x6b, 0x6d, 0x6f, 0x80], none: 0 },
  // LocationInfo
  { begins: /^Nikon\0\x02[\s\S]{3}(II\*\0|MM\0\*)/, at: 0, own: 10, tags: [0x39], none: 0 },
  // HometownCity and DestinationCity, as numbers of which 0 is one
  { begins: /^AOC\0(II|MM)?/, at: 6, inlineOnly: true, tags: [0x23, 0x24], none: 255 },
  { begins: /^PENTAX \0(II|MM)/, at: 10, inlineOnly: true, tags: [0x23, 0x24], none: 255 },
];
/** Where these lie depends on the model: LocalLocationName and LocationName. */
const SAMSUNG_PLACES = [0x30, 0x31];

interface Entry {
  tag: number;
  type: number;
  /** Of the entry itself. */
  place: number;
  count: number;
  /** Inside the entry or elsewhere; null where nobody could read them. */
  values: FilePart | null;
  inside: boolean;
}

interface Directory {
  at: number;
  entries: Entry[];
  /** The file says that there are more than the block has room for. */
  isCut: boolean;
  little: boolean;
}

/**
 * @param block its first bytes are the byte order.
 * @throws UnblankableError when what tells the location is damaged, or shares its bytes with something else.
 */
export function blankExif(file: BlankedFile, block: FilePart): void {
  const order = byteOrderOf(file.bytes, block.start);
  if (order === null) return;
  if (file.bytes[block.start + (order === 'II' ? 2 : 3)] === 43)
    throw new UnblankableError('It is a BigTIFF file.');
  new ExifBlanker(file, block, order === 'II').run();
}

/** Null where no TIFF structure begins. */
function byteOrderOf(bytes: Buffer, at: number): 'II' | 'MM' | null {
  const head = bytes.toString('latin1', at, at + 4);
  if (head === 'II*\0' || head === 'II+\0') return 'II';
  return head === 'MM\0*' || head === 'MM\0+' ? 'MM' : null;
}

class ExifBlanker {
  private readonly seen = new Set<number>();
  /** Directories that are to be written without some of their entries. */
  private readonly shortened: { directory: Directory; gone: readonly Entry[] }[] = [];
  /** What stays, and what is overwritten, and with what: no byte may be in both. */
  private readonly kept: FilePart[] = [];
  private readonly gone: (FilePart & { none?: number })[] = [];
  private entries = 0;
  private make = '';

  constructor(
    private readonly file: BlankedFile,
    private readonly block: FilePart,
    private readonly little: boolean,
  ) {}

  run(): void {
    const { start, end } = this.block;
    if (start + 8 > end) return;
    this.kept.push({ start, end: start + 8 });
    this.follow(start + this.uint32(start + 4), this.little);
    if (this.gone.length > 0 && overlap(joined(this.kept), joined(this.gone)))
      throw new UnblankableError('The location in its EXIF block shares its bytes with something else.');
    // from here on the directories are written, and read no more
    for (const part of this.gone) this.file.fill(part, part.none);
    for (const { directory, gone } of this.shortened) this.shorten(directory, gone);
  }

  /** A directory, those that follow it, and those below them. */
  private follow(first: number, little: boolean): void {
    for (let at = first; at > this.block.start && !this.seen.has(at);) {
      if (this.seen.size >= MOST_DIRECTORIES) throw new UnblankableError('Its EXIF directories have no end.');
      this.seen.add(at);
      const directory = this.read(at, this.block.start, little);
      if (!directory) return;
      this.keep(directory);
      const gone = directory.entries.filter(({ tag }) => LOCATIONS.has(tag));
      if (gone.length > 0) this.remove(directory, gone);
      const next = at + 2 + directory.entries.length * 12;
      if (directory.isCut || next + 4 > this.block.end) return;
      at = this.block.start + this.uint32(next, little);
    }
  }

  private keep(directory: Directory): void {
    const { at, entries, little } = directory;
    this.kept.push({ start: at, end: Math.min(at + 6 + entries.length * 12, this.block.end) });
    for (const entry of entries) {
      const { tag, values } = entry;
      if (tag === TAG.rawFile) throw new UnblankableError('It holds another RAW file, packed.');
      if (LOCATIONS.has(tag) || !values) continue;
      if (tag === TAG.makerNote && this.enterNote(values, little)) continue;
      if (!entry.inside) this.kept.push(values);
      if (tag === TAG.make) this.make = this.file.bytes.toString('latin1', values.start, values.end);
      if (tag === TAG.iptc) blankIptc(this.file, values);
      if (POINTERS.includes(tag))
        for (const below of this.numbers(entry, little, MOST_DIRECTORIES))
          this.follow(this.block.start + below, little);
    }
    for (const [offsets, lengths] of PICTURES) this.keepPictures(directory, offsets, lengths);
  }

  private keepPictures({ entries, little }: Directory, offsets: number, lengths: number): void {
    const of = (wanted: number): number[] => {
      const entry = entries.find(({ tag }) => tag === wanted);
      return entry ? this.numbers(entry, little, MOST_PARTS) : [];
    };
    const bytes = of(lengths);
    for (const [i, offset] of of(offsets).entries()) {
      const start = this.block.start + offset;
      this.kept.push({ start, end: start + (bytes[i] ?? 0) });
    }
  }

  /** @returns false for a note that stays as it is. */
  private enterNote(note: FilePart, little: boolean): boolean {
    const head = this.file.bytes.toString('latin1', note.start, Math.min(note.end, note.start + 32));
    const form = NOTES.find(({ begins }) => begins.test(head));
    if (!form) {
      if (/samsung/i.test(this.make)) this.refuseSamsung(note);
      return false;
    }
    const order = form.begins.exec(head)?.[1];
    const isLittle = order === undefined ? little : order.startsWith('II');
    const base = form.own === undefined ? this.block.start : note.start + form.own;
    const at = form.own === undefined ? note.start + form.at : base + this.uint32(base + 4, isLittle);
    const directory = this.read(at, base, isLittle);
    const says = ({ start, end }: FilePart): boolean =>
      this.file.bytes.subarray(start, end).some((byte) => byte !== form.none);
    const gone = (directory?.entries ?? []).filter(
      ({ tag, values, inside }) =>
        form.tags.includes(tag) && values && says(values) && (inside || !form.inlineOnly),
    );
    if (!directory || gone.length === 0) return false;
    this.kept.push({ start: note.start, end: at + 2 });
    for (const entry of directory.entries) {
      const { place, values, inside } = entry;
      this.kept.push({ start: place, end: place + (inside ? 8 : 12) });
      if (!values) continue;
      if (gone.includes(entry)) this.gone.push({ ...values, none: form.none });
      else this.kept.push(values);
    }
    return true;
  }

  private refuseSamsung(note: FilePart): void {
    for (const little of [true, false]) {
      const entries = this.read(note.start, note.start, little)?.entries ?? [];
      const isNote = entries[0]?.tag === 1 && entries[0].type === 7 && entries[0].count === 4;
      if (isNote && entries.some(({ tag }) => SAMSUNG_PLACES.includes(tag)))
        throw new UnblankableError('The notes of its camera name the place.');
    }
  }

  private remove(directory: Directory, gone: readonly Entry[]): void {
    this.shortened.push({ directory, gone });
    for (const { tag, values, inside } of gone) {
      if (tag === TAG.gps) this.removeGps(directory, gone);
      else if (values && !inside) this.gone.push(values);
    }
  }

  private removeGps({ little }: Directory, gone: readonly Entry[]): void {
    for (const pointer of gone.filter(({ tag }) => tag === TAG.gps)) {
      // whatever type it claims to have, readers take it for an offset
      const [offset = this.uint32(pointer.place + 8, little)] = this.numbers(pointer, little, 1);
      const at = this.block.start + offset;
      const gps = offset === 0 ? null : this.read(at, this.block.start, little);
      if (!gps) continue; // leads nowhere
      if (gps.isCut) throw new UnblankableError('Its GPS directory is damaged.');
      this.gone.push({ start: at, end: at + 2 + gps.entries.length * 12 });
      for (const { values, inside } of gps.entries) if (values && !inside) this.gone.push(values);
    }
  }

  /** The entries that stay, and where the next directory is; the room that is left becomes zeros. */
  private shorten({ at, entries, little }: Directory, gone: readonly Entry[]): void {
    const { bytes } = this.file;
    const stay = entries.filter((entry) => !gone.includes(entry));
    const end = at + 2 + entries.length * 12;
    const next = end + 4 <= this.block.end ? 4 : 0;
    const shorter = Buffer.alloc(end + next - at);
    if (little) shorter.writeUInt16LE(stay.length, 0);
    else shorter.writeUInt16BE(stay.length, 0);
    stay.forEach(({ place }, i) => bytes.copy(shorter, 2 + i * 12, place, place + 12));
    bytes.copy(shorter, 2 + stay.length * 12, end, end + next);
    this.file.write(at, shorter);
  }

  /** Null when it does not begin in the block. @param base from which the values of its entries lie */
  private read(at: number, base: number, little: boolean): Directory | null {
    const { start, end } = this.block;
    if (at < start || at + 2 > end) return null;
    const said = this.uint16(at, little);
    const count = Math.min(said, Math.floor((end - at - 2) / 12));
    this.entries += count;
    if (this.entries > MOST_ENTRIES)
      throw new UnblankableError('Its EXIF directories have too many entries.');
    const entries = Array.from({ length: count }, (_, i): Entry => {
      const place = at + 2 + i * 12;
      const type = this.uint16(place + 2, little);
      const length = (SIZES.get(type) ?? 1) * this.uint32(place + 4, little);
      const inside = length <= 4;
      const from = inside ? place + 8 : base + this.uint32(place + 8, little);
      const values = from >= start && from + length <= end ? { start: from, end: from + length } : null;
      const tag = this.uint16(place, little);
      return { tag, type, place, count: this.uint32(place + 4, little), values, inside };
    });
    return { at, entries, little, isCut: count < said };
  }

  /** Of SHORT, LONG or IFD. */
  private numbers({ type, values }: Entry, little: boolean, most: number): number[] {
    if (!values || ![3, 4, 13].includes(type)) return [];
    const size = type === 3 ? 2 : 4;
    const count = Math.min((values.end - values.start) / size, most);
    return Array.from({ length: count }, (_, i) =>
      size === 2 ? this.uint16(values.start + i * 2, little) : this.uint32(values.start + i * 4, little),
    );
  }

  private uint16(at: number, little = this.little): number {
    return little ? this.file.bytes.readUInt16LE(at) : this.file.bytes.readUInt16BE(at);
  }

  private uint32(at: number, little = this.little): number {
    return little ? this.file.bytes.readUInt32LE(at) : this.file.bytes.readUInt32BE(at);
  }
}

/** Both in the order of the file, and without overlaps among themselves. */
function overlap(some: readonly FilePart[], others: readonly FilePart[]): boolean {
  let i = 0;
  for (const part of others) {
    while (i < some.length && (some[i]?.end ?? 0) <= part.start) i += 1;
    if ((some[i]?.start ?? Infinity) < part.end) return true;
  }
  return false;
}
