import { createHash, randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { BACKEND_ERROR, type DriveFaultAction } from '@visage/testing/drive.faults';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { connectedAuth, type DriveAuth } from './drive.auth.js';
import { CHUNK_BYTES, uploadInChunks } from './drive.upload.js';

const BYTES = randomBytes(2 * CHUNK_BYTES + 1_000);
const MD5 = createHash('md5').update(BYTES).digest('hex');
const STEP = 256 * 1024;
/** A single chunk, of which Drive may keep only a part. */
const SMALL = BYTES.subarray(0, 12 * STEP + 100);
const SMALL_MD5 = createHash('md5').update(SMALL).digest('hex');

let server: DriveServer;
let auth: DriveAuth;
/** First byte of every chunk that was read from the original. */
let opened: number[];
beforeAll(async () => {
  server = await startDriveServer();
  auth = connectedAuth({ clientId: 'c', clientSecret: 's', rootUrl: server.rootUrl }, 'none');
  auth.setCredentials({ access_token: server.accessToken, expiry_date: Date.now() + 3_600_000 });
});
afterAll(() => server.stop());
beforeEach(() => {
  opened = [];
  server.requests.length = 0;
  vi.spyOn(Math, 'random').mockReturnValue(0); // no pause between two tries
});
afterEach(() => {
  server.setFault(undefined);
  vi.restoreAllMocks();
});

function upload(bytes = BYTES): Promise<string | null> {
  const open = (start: number, end: number): Promise<Readable> => {
    opened.push(start);
    return Promise.resolve(Readable.from([bytes.subarray(start, end)]));
  };
  const file = { mimeType: 'image/jpeg', bytes: bytes.length, open };
  return uploadInChunks(
    auth,
    file,
    { name: 'large.jpg', parents: ['root'], mimeType: file.mimeType },
    server.rootUrl,
  );
}
/** Faults of the chunks in order, including the queries for its progress; undefined lets one through. */
function onPieces(fault: (count: number) => DriveFaultAction | undefined): void {
  let count = 0;
  server.setFault(({ method }) => (method === 'PUT' ? fault(++count) : undefined));
}
const pieces = (): number => server.requests.filter((request) => request.startsWith('PUT ')).length;

test('a large original arrives bit for bit, in chunks of 8 MiB', async () => {
  expect(await upload()).toBe(MD5);
  expect(opened).toEqual([0, CHUNK_BYTES, 2 * CHUNK_BYTES]);
  opened = [];
  const exact = BYTES.subarray(0, 2 * CHUNK_BYTES);
  expect(await upload(exact)).toBe(createHash('md5').update(exact).digest('hex'));
  expect(opened).toEqual([0, CHUNK_BYTES]);
});

test('it continues where Drive says it is, byte for byte', async () => {
  onPieces((count) =>
    count === 1 ? { keepBytes: 3 * STEP + 17 } : count === 2 ? { cut: 'answer' } : undefined,
  );
  expect(await upload()).toBe(MD5);
  // the answer to the second chunk was lost, but not its bytes
  expect(opened).toEqual([0, 3 * STEP, 3 * STEP + CHUNK_BYTES]);
});

describe('a connection that breaks', () => {
  test('again and again, but makes progress each time, still delivers everything', async () => {
    // a chunk makes progress, the next one breaks, and Drive is asked how far it has got
    let breaks = 0;
    onPieces((count) => {
      if (count % 3 === 1) return { keepBytes: STEP };
      if (count % 3 === 0) return undefined;
      breaks++;
      return BACKEND_ERROR;
    });
    expect(await upload(SMALL)).toBe(SMALL_MD5);
    expect(breaks).toBeGreaterThan(10);
  });

  test('and makes no progress, is given up after the fifth time in a row', async () => {
    // the query is answered: nothing has arrived
    onPieces((count) => (count > 30 ? undefined : count % 2 === 1 ? BACKEND_ERROR : undefined));
    await expect(upload(SMALL)).rejects.toMatchObject({ status: 500 });
    expect(opened).toEqual([0, 0, 0, 0, 0]);
    expect(pieces()).toBe(9);
  });

  test('four times in a row is not given up', async () => {
    onPieces((count) => (count < 8 && count % 2 === 1 ? BACKEND_ERROR : undefined));
    expect(await upload(SMALL)).toBe(SMALL_MD5);
    expect(opened.filter((start) => start === 0)).toHaveLength(5);
  });

  test('in the middle of the file is given up after the fifth time as well', async () => {
    onPieces((count) =>
      count === 1 ? { keepBytes: STEP } : count < 30 && count % 2 === 0 ? BACKEND_ERROR : undefined,
    );
    await expect(upload(SMALL)).rejects.toMatchObject({ status: 500 });
    expect(opened).toEqual([0, ...Array<number>(5).fill(STEP)]);
  });
});

test('a Drive that takes the chunks and keeps none of them is given up too', async () => {
  onPieces((count) => (count > 30 ? undefined : { keepBytes: 0 }));
  await expect(upload(SMALL)).rejects.toThrow(/keeps none/);
  expect(opened).toEqual([0, 0, 0, 0, 0]);
});

test('an error that retrying does not cure ends it at once, and an upload that Drive has forgotten starts over', async () => {
  onPieces(() => ({ status: 403, reason: 'storageQuotaExceeded', message: 'full' }));
  await expect(upload(SMALL)).rejects.toMatchObject({ status: 403 });
  expect(pieces()).toBe(1);
  onPieces((count) => {
    if (count === 1) return { keepBytes: STEP };
    server.uploads.forgetAll();
    return undefined;
  });
  await expect(upload(SMALL)).rejects.toThrow(/forgotten/);
});
