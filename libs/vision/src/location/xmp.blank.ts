/**
 * @module The location in XMP packets (ISO 16684-1), wherever a file holds them: attributes and elements that name it become
 * spaces. Packets are found by the namespace that each of them declares, so neither container nor prefix matters.
 */
import { createHash } from 'node:crypto';
import { placesOf, UnblankableError, type BlankedFile, type FilePart } from './blanked.file.js';

const RDF = 'http://www.w3.org/1999/02/22-rdf-syntax-ns#';

/**
 * Names of properties without their prefix, in lower case, of the namespaces exif, photoshop, Iptc4xmpCore, Iptc4xmpExt, dc, xmpDM,
 * dwc, geo and those of drones, which misspell one.
 */
const PLACES: ReadonlySet<string> = new Set([
  ...['city', 'state', 'country', 'countrycode', 'countryname', 'provincestate', 'worldregion'],
  ...['location', 'locationcreated', 'locationshown', 'locationid', 'locationname', 'sublocation'],
  ...['coverage', 'shotlocation', 'lat', 'long', 'lon'],
]);
const COORDINATES = /^gps|latitude|longt?itude/;

/** @param name with its prefix */
function isPlace(name: string): boolean {
  if (name.startsWith('xmlns')) return false;
  const local = name.slice(name.indexOf(':') + 1).toLowerCase();
  return PLACES.has(local) || COORDINATES.test(local);
}

/** @throws UnblankableError for a packet that may tell a location and cannot be read. */
export function blankXmp(file: BlankedFile): void {
  const { bytes } = file;
  // of either byte order: the same letters with zeros between
  if (bytes.includes(Buffer.from(RDF, 'utf16le').subarray(0, -1)))
    throw new UnblankableError('Its XMP packet is written in UTF-16.');
  const extensions = blankExtended(file);
  let read = 0;
  for (const at of placesOf(bytes, RDF)) {
    const start = bytes.lastIndexOf('<', at);
    if (start < 0 || at < read || extensions.some((part) => part.start <= at && at < part.end)) continue;
    const { places, end } = placesIn(bytes.subarray(start));
    for (const place of places) file.fill(moved(place, start), SPACE);
    read = start + end;
  }
}

const SPACE = 0x20;
/** Programs write some tens. */
const MOST_PLACES = 10_000;
/** In bytes; what a damaged packet may have said. */
const FAR = 256 * 1024;

/** What is to become spaces in the element with which `xml` begins, and where that ends. None where it breaks off without a place. */
function placesIn(xml: Buffer): { places: FilePart[]; end: number } {
  const places: FilePart[] = [];
  const open: { name: string; start: number }[] = [];
  /** How deep the outermost element lies that names a place. */
  let placeAt: number | null = null;
  try {
    for (const { name, attributes, isEnd, isEmpty, start, end } of tags(xml)) {
      if (isEnd) {
        const element = open.pop();
        if (element?.name !== name) throw damaged();
        if (placeAt === open.length) {
          places.push({ start: element.start, end });
          placeAt = null;
        }
      } else {
        if (placeAt === null && isPlace(name)) {
          if (isEmpty) places.push({ start, end });
          else placeAt = open.length;
        } else if (placeAt === null) places.push(...attributes.filter((one) => isPlace(one.name)));
        if (!isEmpty) open.push({ name, start });
      }
      if (places.length > MOST_PLACES) throw new UnblankableError('Its XMP packet names too many places.');
      if (open.length === 0) return { places, end };
    }
    throw damaged();
  } catch (error) {
    if (!(error instanceof UnblankableError) || mayName(xml.subarray(0, FAR))) throw error;
    return { places: [], end: FAR };
  }
}

function mayName(xml: Buffer): boolean {
  return xml
    .toString('latin1')
    .split(/[^a-z]+/i)
    .some(isPlace);
}

function moved({ start, end }: FilePart, by: number): FilePart {
  return { start: start + by, end: end + by };
}

interface Tag extends FilePart {
  name: string;
  attributes: (FilePart & { name: string })[];
  isEnd: boolean;
  isEmpty: boolean;
}

/** Of a piece of XML, until it is none any more; comments and instructions are passed over. */
function* tags(xml: Buffer): Generator<Tag> {
  const over = (from: number, end: string): number => {
    const at = xml.indexOf(end, from);
    if (at < 0) throw damaged();
    return at + end.length;
  };
  for (let start = 0; start >= 0;) {
    const head = xml.toString('latin1', start, start + 9);
    let end: number;
    if (head.startsWith('<!--')) end = over(start + 4, '-->');
    else if (head === '<![CDATA[') end = over(start + 9, ']]>');
    else if (head.startsWith('<?')) end = over(start + 2, '?>');
    else {
      const tag = tagAt(xml, start);
      yield tag;
      ({ end } = tag);
    }
    start = xml.indexOf('<', end);
  }
}

/** A name, and an attribute with its value, where the reader stands. */
const NAME = /[^\s/>="'<]+/y;
const ATTRIBUTE = /\s+([^\s/>="'<]+)\s*=\s*(?:"[^"<]*"|'[^'<]*')/y;
const CLOSE = /\s*(\/?)>/y;
/** A tag of more bytes is none that a program wrote; a preview in Base64 lies in an attribute. */
const LONGEST_TAG = 32 * 1024 * 1024;

function tagAt(xml: Buffer, start: number): Tag {
  const next = xml.indexOf('<', start + 1);
  const text = xml.toString('latin1', start, next < 0 ? Math.min(xml.length, start + LONGEST_TAG) : next);
  let at = 1;
  const take = (pattern: RegExp): RegExpExecArray | null => {
    pattern.lastIndex = at;
    const found = pattern.exec(text);
    if (found) at = pattern.lastIndex;
    return found;
  };
  const isEnd = text[1] === '/';
  if (isEnd) at += 1;
  const [name] = take(NAME) ?? [];
  if (name === undefined) throw damaged();
  const attributes: Tag['attributes'] = [];
  for (let found = take(ATTRIBUTE); found; found = take(ATTRIBUTE))
    attributes.push({ name: found[1] ?? '', start: start + found.index, end: start + at });
  const close = take(CLOSE);
  if (!close) throw damaged();
  return { name, attributes, isEnd, isEmpty: close[1] === '/', start, end: start + at };
}

/** Adobe's way to go on with a packet that has no room in one segment of a JPEG (XMP specification, part 3, 1.1.3.1). */
const EXTENSION = 'http://ns.adobe.com/xmp/extension/\0';
/** Behind the signature: 32 letters of an MD5, the length of all of it, and where this piece begins. */
const HEAD_BYTES = EXTENSION.length + 40;

interface Piece extends FilePart {
  id: string;
  idAt: number;
  total: number;
  offset: number;
}

/** Photographers' programs write ten at most. */
const MOST_PIECES = 256;

/** @returns where their pieces lie. */
function blankExtended(file: BlankedFile): FilePart[] {
  const pieces = [...placesOf(file.bytes, EXTENSION)].flatMap((at) => pieceAt(file.bytes, at) ?? []);
  if (pieces.length > MOST_PIECES) throw damaged();
  for (const id of new Set(pieces.map((piece) => piece.id))) {
    const parts = pieces.filter((piece) => piece.id === id).toSorted((a, b) => a.offset - b.offset);
    const whole = (): Buffer => Buffer.concat(parts.map(({ start, end }) => file.bytes.subarray(start, end)));
    const xml = whole();
    let length = 0;
    for (const { offset, total, start, end } of parts) {
      if (offset !== length || total !== xml.length) throw damaged();
      length += end - start;
    }
    const first = xml.lastIndexOf('<', Math.max(xml.indexOf(RDF), 0));
    if (first < 0) continue;
    const { places } = placesIn(xml.subarray(first));
    for (const place of places) {
      for (const part of parts) {
        const { start, end } = moved(place, first + part.start - part.offset);
        const [from, to] = [Math.max(start, part.start), Math.min(end, part.end)];
        if (from < to) file.fill({ start: from, end: to }, SPACE);
      }
    }
    if (places.length > 0) renewId(file, id, whole());
  }
  return pieces;
}

function pieceAt(bytes: Buffer, at: number): Piece | null {
  const segment = at - 4;
  if (segment < 0 || bytes.readUInt16BE(segment) !== 0xffe1 || at + HEAD_BYTES > bytes.length) return null;
  const end = segment + 2 + bytes.readUInt16BE(segment + 2);
  const start = at + HEAD_BYTES;
  if (end < start || end > bytes.length) throw damaged();
  const idAt = at + EXTENSION.length;
  return {
    ...{ start, end, idAt },
    id: bytes.toString('latin1', idAt, idAt + 32),
    total: bytes.readUInt32BE(start - 8),
    offset: bytes.readUInt32BE(start - 4),
  };
}

/** The name of an extension is its MD5, and stands in the packet that it extends. */
function renewId(file: BlankedFile, id: string, extension: Buffer): void {
  const renewed = createHash('md5').update(extension).digest('hex').toUpperCase();
  for (const at of placesOf(file.bytes, id)) file.write(at, Buffer.from(renewed, 'latin1'));
}

function damaged(): UnblankableError {
  return new UnblankableError('Its XMP packet is damaged.');
}
