/**
 * @module Bytes that arrive in chunks the size of a network packet, gathered into larger ones, because a disk write
 * costs much the same for both.
 */

/**
 * The same bytes in pieces of `size`, the last one shorter. Each piece is valid until the next is requested. What came
 * before the source failed is still yielded. @throws what the source throws, at the end.
 */
export async function* gatherPieces(
  source: AsyncIterable<Uint8Array>,
  size: number,
): AsyncGenerator<Uint8Array> {
  const piece = Buffer.allocUnsafeSlow(size);
  let filled = 0;
  const failures: unknown[] = [];
  try {
    for await (const part of source) {
      for (let at = 0; at < part.length;) {
        const taken = Math.min(part.length - at, size - filled);
        piece.set(part.subarray(at, at + taken), filled);
        at += taken;
        filled += taken;
        if (filled < size) continue;
        yield piece;
        filled = 0;
      }
    }
  } catch (error) {
    failures.push(error);
  }
  if (filled > 0) yield piece.subarray(0, filled);
  for (const error of failures) throw error;
}
