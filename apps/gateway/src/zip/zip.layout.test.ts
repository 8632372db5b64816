import { spawnSync } from 'node:child_process';
import { mkdtemp, open, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { crc32 } from 'node:zlib';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, test, type TestContext } from 'vitest';
import { readZip, type ReadAt } from '../testing/zip.reader.js';
import { ZipLayout, type ZipSegment } from './zip.layout.js';
import type { ZipEntry } from './zip.record.js';

const GIB = 2 ** 30;
const modifiedAt = new Date('2026-06-20T14:03:08Z');

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'visage-zip-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const entryOf = (name: string, content: Uint8Array): ZipEntry => ({
  name,
  size: content.length,
  crc32: crc32(content),
  modifiedAt,
});

function bytesOf(segments: Iterable<ZipSegment>, contents: readonly Uint8Array[]): Buffer {
  const parts = [...segments].map((segment) =>
    segment.kind === 'bytes'
      ? segment.bytes
      : (contents[segment.entry] ?? new Uint8Array()).subarray(segment.start, segment.end + 1),
  );
  return Buffer.concat(parts);
}

/** Content is zeros; read as a program reads a file, though none exists. */
function sparseReader(layout: ZipLayout): ReadAt {
  return (start, length) => {
    const parts = [...layout.segments(start, start + length - 1)].map((segment) =>
      segment.kind === 'bytes' ? segment.bytes : Buffer.alloc(segment.end - segment.start + 1),
    );
    return Buffer.concat(parts);
  };
}

/** The file on disk, with holes for contents that are zeros. */
async function writeSparse(name: string, layout: ZipLayout): Promise<string> {
  const path = join(folder, name);
  const file = await open(path, 'w');
  let at = 0;
  for (const segment of layout.segments()) {
    if (segment.kind === 'bytes') {
      await file.write(segment.bytes, 0, segment.bytes.length, at);
      at += segment.bytes.length;
    } else at += segment.end - segment.start + 1;
  }
  await file.truncate(layout.size);
  await file.close();
  return path;
}

/** CRC-32 of zeros, made of blocks. */
function crcOfZeros(size: number): number {
  const block = Buffer.alloc(2 ** 24);
  let crc = 0;
  for (let left = size; left > 0; left -= block.length)
    crc = crc32(block.subarray(0, Math.min(left, block.length)), crc);
  return crc;
}

function unzip(context: TestContext, ...options: string[]): { status: number | null; output: string } {
  const run = spawnSync('unzip', options, { encoding: 'utf8', maxBuffer: 2 ** 26 });
  if (run.error) context.skip('unzip is not installed');
  return { status: run.status, output: run.stdout + run.stderr };
}

describe('a ZIP', () => {
  const contents = ['first', '', 'the third photo'].map((text) => Buffer.from(text));
  const names = ['Zoë & Jürgen.jpg', 'empty.jpg', '写真.png'];
  const layout = new ZipLayout(contents.map((content, i) => entryOf(names[i] ?? '', content)));

  test('is unpacked by unzip without a complaint, names and all', async (context) => {
    const path = join(folder, 'plain.zip');
    await writeFile(path, bytesOf(layout.segments(), contents));
    expect(unzip(context, '-t', path)).toMatchObject({
      status: 0,
      output: expect.stringContaining('No errors detected') as string,
    });
    expect(unzip(context, '-p', path, names[2] ?? '').output).toBe('the third photo');
  });

  test('has exactly the length that was announced, and says when each photo was taken', () => {
    const whole = bytesOf(layout.segments(), contents);
    expect(whole.length).toBe(layout.size);
    const read = readZip((start, length) => whole.subarray(start, start + length), whole.length);
    expect(read.map((entry) => entry.name)).toEqual(names);
    expect(read.map((entry) => entry.modifiedAt)).toEqual(Array(3).fill('2026-06-20T14:03:08'));
    expect(read.map(({ contentAt, size }) => whole.toString('utf8', contentAt, contentAt + size))).toEqual([
      'first',
      '',
      'the third photo',
    ]);
  });

  test('of nothing is an empty ZIP and no broken one', async (context) => {
    const empty = new ZipLayout([]);
    expect(bytesOf(empty.segments(), []).length).toBe(empty.size);
    const path = await writeSparse('empty.zip', empty);
    expect(unzip(context, '-l', path).output).toContain('zipfile is empty');
  });

  test('keeps times within what its format can say', () => {
    const years = ['1969-07-20T20:17:00Z', '2300-01-01T00:00:00Z', 'no time at all'].map(
      (text) => new Date(text),
    );
    const odd = new ZipLayout(years.map((at, i) => ({ name: `${i}`, size: 0, crc32: 0, modifiedAt: at })));
    expect(readZip(sparseReader(odd), odd.size).map((entry) => entry.modifiedAt)).toEqual([
      '1980-01-01T00:00:00',
      '2107-12-31T00:00:00',
      '1980-01-01T00:00:00',
    ]);
  });
});

test('a download that goes on anywhere gets exactly the bytes it still lacks', () => {
  const files = fc.array(
    fc.tuple(fc.string({ unit: 'grapheme', maxLength: 8 }), fc.uint8Array({ maxLength: 40 })),
    {
      maxLength: 12,
    },
  );
  fc.assert(
    fc.property(files, fc.nat(), fc.nat(), (list, a, b) => {
      const contents = list.map(([, content]) => content);
      const layout = new ZipLayout(list.map(([name, content]) => entryOf(name, content)));
      const whole = bytesOf(layout.segments(), contents);
      expect(whole.length).toBe(layout.size);
      const [start = 0, end = 0] = [a % layout.size, b % layout.size].sort((x, y) => x - y);
      expect(bytesOf(layout.segments(start, end), contents).equals(whole.subarray(start, end + 1))).toBe(
        true,
      );
    }),
    { numRuns: 500 },
  );
});

test('a part of a large archive asks only for the photos that lie in it', () => {
  const layout = new ZipLayout(
    Array.from({ length: 1000 }, (_, i) => ({ name: `${i}.jpg`, size: 5_000_000, crc32: 0, modifiedAt })),
  );
  const asked = [...layout.segments(2_501_000_000, 2_504_000_000)].filter(
    (segment) => segment.kind === 'content',
  );
  expect(asked).toHaveLength(1);
  const directoryOnly = [...layout.segments(layout.size - 5000)];
  expect(directoryOnly.every((segment) => segment.kind === 'bytes')).toBe(true);
});

describe('an archive larger than the old ZIP could hold', () => {
  test.each([65_534, 65_535, 65_536])('%d photos are all found', async (count) => {
    const entries = Array.from({ length: count }, (_, i) => ({
      name: `${i}.jpg`,
      size: 0,
      crc32: 0,
      modifiedAt,
    }));
    const layout = new ZipLayout(entries);
    const whole = bytesOf(layout.segments(), []);
    const read = readZip((start, length) => whole.subarray(start, start + length), layout.size);
    expect(read).toHaveLength(count);
    expect(read.at(-1)?.name).toBe(`${count - 1}.jpg`);
  });

  test('unzip finds the last of 70,000 photos', async (context) => {
    const last = Buffer.from('the last one');
    const contents = [...Array<Buffer>(69_999).fill(Buffer.alloc(0)), last];
    const layout = new ZipLayout(contents.map((content, i) => entryOf(`${i}.jpg`, content)));
    const path = join(folder, 'many.zip');
    await writeFile(path, bytesOf(layout.segments(), contents));
    expect(unzip(context, '-p', path, '69999.jpg')).toEqual({ status: 0, output: 'the last one' });
    expect(unzip(context, '-tqq', path).status).toBe(0);
  });

  const boundary = 0xffffffff;
  test.each([boundary - 1, boundary, boundary + 1, 5 * GIB])('a file of %d bytes keeps its size', (size) => {
    const entry = { name: 'film.mov', size, crc32: 7, modifiedAt };
    const layout = new ZipLayout([entry, entryOf('after.jpg', Buffer.alloc(3))]);
    const read = readZip(sparseReader(layout), layout.size);
    expect(read.map((one) => one.size)).toEqual([size, 3]);
    expect(read[1]?.contentAt).toBeGreaterThan(size);
  });

  test('photos that start around 4 GiB are found where they lie', () => {
    const header = 30 + '0'.length;
    for (const before of [-2, -1, 0, 1, 2]) {
      const size = boundary - 2 * header + before;
      const sizes = [Math.floor(size / 2), Math.ceil(size / 2), 4, 5];
      const layout = new ZipLayout(
        sizes.map((bytes, i) => ({ name: `${i}`, size: bytes, crc32: i, modifiedAt })),
      );
      const read = readZip(sparseReader(layout), layout.size);
      expect(read.map((entry) => entry.size)).toEqual(sizes);
      expect(read[2]?.contentAt).toBe(boundary + before + header);
    }
  });

  test('unzip agrees: one photo of over 4 GiB, and one behind it', async (context) => {
    const size = 4 * GIB + 1;
    const after = Buffer.alloc(1000);
    const large = { name: 'large.jpg', size, crc32: crcOfZeros(size), modifiedAt };
    const path = await writeSparse('large.zip', new ZipLayout([large, entryOf('after.jpg', after)]));
    expect(unzip(context, '-l', path).output).toContain(String(size));
    expect(unzip(context, '-tq', path, 'after.jpg')).toMatchObject({ status: 0 });
  });
});
