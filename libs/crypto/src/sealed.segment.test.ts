import { createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SealedBoxError } from './sealed.box.js';
import {
  contentLengthOf,
  SEALED_HEADER_BYTES,
  SEALED_SEGMENT_BYTES,
  sealedLengthOf,
  SEGMENT_BYTES,
  SegmentOpener,
  SegmentSealer,
  TAG_BYTES,
} from './sealed.segment.js';

const key = randomBytes(32);

function sealAll(content: Uint8Array, owner = 'event 1'): { header: Uint8Array; segments: Buffer[] } {
  const sealer = new SegmentSealer(key, owner);
  const segments: Buffer[] = [];
  for (let at = 0; at === 0 || at < content.length; at += SEGMENT_BYTES)
    segments.push(
      Buffer.concat(
        sealer.seal(content.subarray(at, at + SEGMENT_BYTES), at + SEGMENT_BYTES >= content.length),
      ),
    );
  return { header: sealer.header, segments };
}

function openSegment(opener: SegmentOpener, index: number, segment: Uint8Array, last: boolean): Buffer {
  const end = Math.max(0, segment.length - TAG_BYTES);
  const opening = opener.begin(index, last);
  const content = [segment.subarray(0, end >> 1), segment.subarray(end >> 1, end)].map((part) =>
    opening.add(part),
  );
  opening.end(segment.subarray(end));
  return Buffer.concat(content);
}

test.each([0, 1, SEGMENT_BYTES - 1, SEGMENT_BYTES, SEGMENT_BYTES + 1, 3 * SEGMENT_BYTES, 200_000])(
  'a file of %d bytes is opened as it was, by its segments in any order, and its length is known from outside',
  (bytes) => {
    const content = randomBytes(bytes);
    const { header, segments } = sealAll(content);
    const opener = new SegmentOpener(key, header, 'event 1');
    const opened = segments
      .map((segment, index) => [index, segment] as const)
      .reverse()
      .map(([index, segment]) => openSegment(opener, index, segment, index === segments.length - 1))
      .reverse();
    expect(Buffer.concat(opened).equals(content)).toBe(true);
    const length = header.length + segments.reduce((sum, segment) => sum + segment.length, 0);
    expect([length, contentLengthOf(length)]).toEqual([sealedLengthOf(bytes), bytes]);
  },
);

test('every number of bytes has a sealed length of its own, and no other length passes for one', () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 5 * SEGMENT_BYTES }), (bytes) => {
      const sealed = sealedLengthOf(bytes);
      expect(contentLengthOf(sealed)).toBe(bytes);
      expect(sealedLengthOf(bytes + 1)).toBeGreaterThan(sealed);
    }),
  );
  const full = SEALED_HEADER_BYTES + SEALED_SEGMENT_BYTES;
  for (const cut of [0, 10, SEALED_HEADER_BYTES, SEALED_HEADER_BYTES + 15, full + 1, full + 16])
    expect(contentLengthOf(cut), `${cut} bytes`).toBeNull();
});

test('segments that change places, are of another file, were changed, or end too early do not open', () => {
  const { header, segments } = sealAll(randomBytes(3 * SEGMENT_BYTES));
  const other = sealAll(randomBytes(3 * SEGMENT_BYTES));
  const [first, second, last] = segments as [Buffer, Buffer, Buffer];
  const opener = new SegmentOpener(key, header, 'event 1');
  const fails = (work: () => unknown): void => expect(work).toThrow(SealedBoxError);
  fails(() => openSegment(opener, 0, second, false));
  fails(() => openSegment(opener, 1, second, true)); // as if the file ended here
  fails(() => openSegment(opener, 2, last, false)); // as if it went on
  fails(() => openSegment(opener, 0, other.segments[0] ?? first, false));
  fails(() => openSegment(new SegmentOpener(key, other.header, 'event 1'), 0, first, false));
  fails(() => openSegment(new SegmentOpener(key, header, 'event 2'), 0, first, false));
  fails(() => openSegment(new SegmentOpener(randomBytes(32), header, 'event 1'), 0, first, false));
  for (const at of [0, 1000, first.length - 1]) {
    const changed = Buffer.from(first);
    changed[at] = (changed[at] ?? 0) ^ 1;
    fails(() => openSegment(opener, 0, changed, false));
  }
  for (const length of [0, 15, 16, first.length - 1])
    fails(() => openSegment(opener, 0, first.subarray(0, length), false));
  for (const bad of [header.subarray(1), Uint8Array.of(2, ...header.subarray(1))])
    fails(() => new SegmentOpener(key, bad, 'event 1'));
});

test('the same photo sealed twice looks like two, and another program can open it by what is written here', () => {
  const content = randomBytes(100);
  const [one, two] = [sealAll(content), sealAll(content)];
  expect(one.segments[0]?.equals(two.segments[0] ?? content)).toBe(false);
  const { header, segments } = one;
  const fileKey = hkdfSync('sha256', key, header.slice(1, 33), '["file",1,"event 1"]', 32);
  const nonce = Buffer.concat([header.slice(33, 40), Buffer.from([0, 0, 0, 0, 1])]);
  const decipher = createDecipheriv('aes-256-gcm', Buffer.from(fileKey), nonce);
  const [segment = Buffer.alloc(0)] = segments;
  decipher.setAuthTag(segment.subarray(-16));
  expect(Buffer.concat([decipher.update(segment.subarray(0, -16)), decipher.final()]).equals(content)).toBe(
    true,
  );
});
