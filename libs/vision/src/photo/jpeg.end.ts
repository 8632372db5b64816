/**
 * @module A JPEG without its end marker: whole when every sample of it is there. Transfers and old cameras lose the last two
 * bytes, decoders then call it cut off; what is missing more than that shows.
 */
import { isFrame, isScan, jpegSegments } from './jpeg.segments.js';

const END_MARKER = [0xff, 0xd9];

/**
 * What may follow the bytes: three endings of which a decoder reads different bits. None holds 0xff, which begins a marker.
 * A picture that is the same with all three misses nothing, not even a row's last block.
 */
const ENDINGS: readonly (readonly number[])[] = [
  [],
  Array.from({ length: 64 }, (_, i) => (i * 89 + 0x5b) % 255),
  Array.from({ length: 64 }, (_, i) => (i * 151 + 0xa6) % 255),
];

/** The file with its end marker; null when rows, or passes over them, are missing. @param decode all of its pixels */
export async function withEndMarker(
  bytes: Uint8Array,
  decode: (bytes: Uint8Array) => Promise<Uint8Array>,
): Promise<Uint8Array | null> {
  if (!hasEveryScan(bytes)) return null;
  // half of the end marker may be there
  const rows = bytes.at(-1) === END_MARKER[0] ? bytes.subarray(0, -1) : bytes;
  const [whole, ...others] = ENDINGS.map((ending) =>
    joined(rows, Uint8Array.from([...ending, ...END_MARKER])),
  );
  if (!whole) return null;
  const pixels = await decode(whole);
  for (const other of others) {
    if (Buffer.compare(pixels, await decode(other)) !== 0) return null;
  }
  return whole;
}

/**
 * A progressive JPEG shows every row after its first scan already, a blurred one: all are there when each coefficient of each
 * component has come down to its last bit (T.81, G.1.1.1.1). Any other has one scan for each component, or one for all.
 */
function hasEveryScan(bytes: Uint8Array): boolean {
  let components: readonly number[] = [];
  const exact = new Set<string>();
  for (const segment of jpegSegments(bytes)) {
    const { data } = segment;
    if (isFrame(segment)) {
      components = Array.from({ length: data[5] ?? 0 }, (_, i) => data[6 + i * 3] ?? 0);
    } else if (isScan(segment)) {
      const count = data[0] ?? 0;
      const [first = 0, last = 0, bits = 0] = data.subarray(1 + count * 2);
      if ((bits & 15) !== 0) continue;
      for (let i = 0; i < count; i += 1) {
        for (let k = first; k <= last; k += 1) exact.add(`${data[1 + i * 2]} ${k}`);
      }
    }
  }
  const all = Array.from({ length: 64 }, (_, k) => k);
  return components.length > 0 && components.every((id) => all.every((k) => exact.has(`${id} ${k}`)));
}

function joined(bytes: Uint8Array, ending: Uint8Array): Uint8Array {
  const file = new Uint8Array(bytes.length + ending.length);
  file.set(bytes);
  file.set(ending, bytes.length);
  return file;
}
