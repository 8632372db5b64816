import { NO_WISHES } from '@visage/access/access.wish';
import { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { archiveOf, type ArchivedPhoto } from './zip.archive.js';
import { zipBytes, type ZipSource } from './zip.stream.js';

const createdAt = new Date('2026-06-20T12:00:00Z');

function photoOf(id: string, bytes: Uint8Array): ArchivedPhoto {
  const sums = { sha256: '0'.repeat(64), md5: '0'.repeat(32), crc32: crc32(bytes) };
  const facts = {
    fileName: `${id}.jpg`,
    takenAt: null,
    createdAt,
    personIds: [],
    albumIds: [],
    held: false,
    wishes: NO_WISHES,
    blur: null,
    rawOf: null,
    blanks: null,
  };
  return {
    id,
    bytes: bytes.length,
    ...sums,
    ...facts,
    form: { ...sums, bytes: bytes.length, blurMark: null, patches: [] },
  };
}

const content = Buffer.alloc(200_000, 'photo');
const archive = archiveOf(
  Array.from({ length: 50 }, (_, i) => photoOf(`${i}`, content)),
  createdAt,
);
const whole = { start: 0, end: archive.layout.size - 1 };

function sourceOf(change: Partial<ZipSource> = {}): { source: ZipSource; opened: Readable[] } {
  const opened: Readable[] = [];
  const source: ZipSource = {
    ask: async () => undefined,
    open: async (_photo, { start, end }) => {
      const stream = Readable.from([content.subarray(start, end + 1)]);
      opened.push(stream);
      return { stream };
    },
    ...change,
  };
  return { source, opened };
}

/** @returns how many bytes came. */
async function read(source: ZipSource): Promise<number> {
  let bytes = 0;
  for await (const chunk of zipBytes(archive, whole, source, new AbortController().signal))
    bytes += chunk.length;
  return bytes;
}

test('a client that reads no further has no more than one photo opened for it', async () => {
  const { source, opened } = sourceOf();
  const stream = Readable.from(zipBytes(archive, whole, source, new AbortController().signal), {
    objectMode: false,
  });
  stream.read(1);
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(opened.length).toBeLessThanOrEqual(1);
  let bytes = 0;
  for await (const chunk of stream) bytes += (chunk as Buffer).length;
  expect(bytes).toBe(archive.layout.size);
  expect([opened.length, opened.every((one) => one.destroyed)]).toEqual([50, true]);
});

test('a client that leaves frees the storage at once, even one that does not answer', async () => {
  const silent = new Readable({ read: () => undefined });
  const { source } = sourceOf({ open: async () => ({ stream: silent }) });
  const gone = new AbortController();
  const stream = Readable.from(zipBytes(archive, whole, source, gone.signal), { objectMode: false });
  stream.on('error', () => undefined).resume();
  await new Promise((resolve) => setTimeout(resolve, 20));
  expect(silent.destroyed).toBe(false);
  gone.abort();
  expect(silent.destroyed).toBe(true);
});

test('a right that is lost stops the photo that flows', async () => {
  let asked = 0;
  const { source, opened } = sourceOf({
    ask: async () => {
      asked += 1;
      if (asked === 5) throw new Error('the link is closed');
    },
  });
  await expect(read(source)).rejects.toThrow('the link is closed');
  expect(opened.every((one) => one.destroyed)).toBe(true);
});

test.each([
  ['more', content.length + 1],
  ['fewer', content.length - 1],
])(
  'a photo with %s bytes than recorded is an error that names it, never a shifted archive',
  async (_, length) => {
    const { source } = sourceOf({ open: async () => ({ stream: Readable.from([Buffer.alloc(length)]) }) });
    await expect(read(source)).rejects.toThrow(/photo 0: the storage gave/);
  },
);

test('any part of it, also one within the list of sums, is that part of the whole', async () => {
  const contents = ['first', '', 'third'].map((text) => Buffer.from(text));
  const small = archiveOf(
    contents.map((bytes, i) => photoOf(`${i}`, bytes)),
    createdAt,
  );
  const { source } = sourceOf({
    open: async ({ id }, { start, end }) => ({
      stream: Readable.from([contents[Number(id)]?.subarray(start, end + 1)]),
    }),
  });
  const part = async (start: number, end: number): Promise<Buffer> => {
    const parts: Uint8Array[] = [];
    for await (const chunk of zipBytes(small, { start, end }, source, new AbortController().signal))
      parts.push(chunk);
    return Buffer.concat(parts);
  };
  const last = small.layout.size - 1;
  const all = await part(0, last);
  expect(all.length).toBe(small.layout.size);
  const position = fc.integer({ min: 0, max: last });
  await fc.assert(
    fc.asyncProperty(position, position, async (a, b) => {
      const [start, end] = a < b ? [a, b] : [b, a];
      expect((await part(start, end)).equals(all.subarray(start, end + 1))).toBe(true);
    }),
  );
});
