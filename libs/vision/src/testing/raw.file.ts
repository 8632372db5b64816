/** @module A RAW file as cameras write it: a TIFF with a thumbnail of 160 x 120 first, and the camera's JPEG below it. */

export interface RawFile {
  /** `NIKON CORPORATION` unless said. */
  make?: string;
  model?: string;
  /** Of the whole file; the JPEG inside has none of its own. */
  orientation?: number;
  /** As EXIF writes it, `2026:06:20 15:04:05`; none unless said. */
  takenAt?: string;
  /** Says that it is a DNG. */
  dng?: boolean;
  /** The values of a sensor are in it, as far as its tags go. */
  sensor?: boolean;
  bigEndian?: boolean;
}

type Value = readonly number[] | string;
type Entry = readonly [tag: number, type: number, value: Value];

const BYTE = 1;
const ASCII = 2;
const SHORT = 3;
const LONG = 4;

/** @param jpeg the picture inside; null = none */
export function rawFile(
  jpeg: Uint8Array | null,
  {
    make = 'NIKON CORPORATION',
    model = 'NIKON D750',
    orientation = 1,
    takenAt,
    dng = false,
    sensor = false,
    bigEndian = false,
  }: RawFile = {},
): Buffer<ArrayBuffer> {
  const parts: Buffer[] = [];
  let end = 8;
  const put = (bytes: Uint8Array): number => {
    const at = end;
    const padded = Buffer.alloc(bytes.length + (bytes.length % 2));
    padded.set(bytes);
    parts.push(padded);
    end += padded.length;
    return at;
  };
  const short = (value: number): Buffer => {
    const bytes = Buffer.alloc(2);
    if (bigEndian) bytes.writeUInt16BE(value);
    else bytes.writeUInt16LE(value);
    return bytes;
  };
  const long = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (bigEndian) bytes.writeUInt32BE(value);
    else bytes.writeUInt32LE(value);
    return bytes;
  };
  const written = { [BYTE]: (value: number) => Buffer.of(value), [SHORT]: short, [LONG]: long };
  const entry = ([tag, type, value]: Entry): Buffer => {
    const one = written[type === BYTE || type === SHORT ? type : LONG];
    const bytes =
      typeof value === 'string' ? Buffer.from(`${value}\0`, 'latin1') : Buffer.concat(value.map(one));
    const inside = Buffer.alloc(4);
    if (bytes.length <= 4) inside.set(bytes);
    const count = typeof value === 'string' ? bytes.length : value.length;
    return Buffer.concat([
      short(tag),
      short(type),
      long(count),
      bytes.length <= 4 ? inside : long(put(bytes)),
    ]);
  };
  const directory = (entries: readonly Entry[]): number =>
    put(Buffer.concat([short(entries.length), ...entries.map(entry), long(0)]));

  const below: number[] = [];
  if (jpeg !== null) {
    const at = put(jpeg);
    below.push(
      directory([
        [254, LONG, [1]],
        [259, SHORT, [6]],
        [513, LONG, [at]],
        [514, LONG, [jpeg.length]],
      ]),
    );
  }
  if (sensor)
    below.push(
      directory([
        [254, LONG, [0]],
        [256, LONG, [6016]],
        [257, LONG, [4016]],
        [262, SHORT, [32803]],
      ]),
    );
  const exif = takenAt === undefined ? null : directory([[36867, ASCII, takenAt]]);
  const thumbnail = put(Buffer.alloc(160 * 120 * 3, 0x55));
  const first = directory([
    [254, LONG, [1]],
    [256, LONG, [160]],
    [257, LONG, [120]],
    [258, SHORT, [8, 8, 8]],
    [259, SHORT, [1]],
    [262, SHORT, [2]],
    [271, ASCII, make],
    [272, ASCII, model],
    [273, LONG, [thumbnail]],
    [274, SHORT, [orientation]],
    [277, SHORT, [3]],
    [278, LONG, [120]],
    [279, LONG, [160 * 120 * 3]],
    ...(below.length > 0 ? [[330, LONG, below] satisfies Entry] : []),
    ...(exif === null ? [] : [[34665, LONG, [exif]] satisfies Entry]),
    ...(dng ? [[50706, BYTE, [1, 4, 0, 0]] satisfies Entry] : []),
  ]);
  const head = Buffer.concat([Buffer.from(bigEndian ? 'MM' : 'II'), short(42), long(first)]);
  return Buffer.concat([head, ...parts]);
}
