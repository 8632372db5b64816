import { randomBytes } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { s3Refusal, startS3Answers, type S3AnswerServer, type S3Request } from '@visage/testing/s3.answers';
import { ObjectNotFoundError, ObjectStoreError } from './object.error.js';
import type { ObjectStore } from './object.store.js';
import { createObjectStore } from './store.factory.js';

let server: S3AnswerServer;
let store: ObjectStore;
beforeAll(async () => {
  server = await startS3Answers();
  store = await createObjectStore({ kind: 's3', bucket: 'b', ...server });
});
afterEach(() => server.setAnswers(undefined));
afterAll(() => server.stop());

const MIB = 2 ** 20;
const listing = (keys: string[], next?: string): string =>
  `<ListBucketResult><IsTruncated>${next !== undefined}</IsTruncated>${next === undefined ? '' : `<NextContinuationToken>${next}</NextContinuationToken>`}` +
  `${keys.map((key) => `<Contents><Key>${key}</Key><Size>3</Size></Contents>`).join('')}</ListBucketResult>`;
const isListing = ({ method, query }: S3Request): boolean =>
  method === 'GET' && query.get('list-type') === '2';
const isErasing = ({ method, query }: S3Request): boolean => method === 'POST' && query.has('delete');
const isListingUploads = ({ method, query }: S3Request): boolean => method === 'GET' && query.has('uploads');
const erased = (): string[][] =>
  server.requests
    .filter(isErasing)
    .map(({ body }) => [...body.toString().matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key));
const told = (): string[] => server.requests.map(({ method, key }) => `${method} ${key}`);

describe('an event is only reported as erased when all of it is', () => {
  test('a server that keeps some of the photos, and calls that a success, is found out', async () => {
    server.setAnswers((request) => {
      if (isListing(request)) return { body: listing(['events/e1/a', 'events/e1/b', 'events/e1/c']) };
      if (!isErasing(request)) return undefined;
      const errors = ['b', 'c'].map(
        (key) =>
          `<Error><Key>events/e1/${key}</Key><Code>AccessDenied</Code><Message>Held by law</Message></Error>`,
      );
      return { body: `<DeleteResult>${errors.join('')}</DeleteResult>` };
    });
    const failed = await store.deletePrefix('events/e1/').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(ObjectStoreError);
    expect(String(failed)).toContain(
      '2 objects below events/e1/ were not deleted, first events/e1/b: AccessDenied Held by law',
    );
  });

  test('one photo that stays is enough, also on a later page, and an error may say next to nothing', async () => {
    server.setAnswers((request) => {
      if (isListing(request))
        return {
          body: request.query.has('continuation-token') ? listing(['e/3']) : listing(['e/1', 'e/2'], 'next'),
        };
      if (!isErasing(request)) return undefined;
      return {
        body: request.body.includes('e/3') ? '<DeleteResult><Error/></DeleteResult>' : '<DeleteResult/>',
      };
    });
    await expect(store.deletePrefix('e/')).rejects.toThrow(
      '1 objects below e/ were not deleted, first an object',
    );
    expect(erased()).toEqual([['e/1', 'e/2'], ['e/3']]);
  });

  test('every page is erased, and each upload that died is aborted, but none of another event', async () => {
    server.setAnswers((request) => {
      if (isListingUploads(request)) {
        const upload = (key: string): string =>
          `<Upload><Key>${key}</Key><UploadId>id of ${key}</UploadId></Upload>`;
        const first = `<IsTruncated>true</IsTruncated><NextKeyMarker>e1/x</NextKeyMarker><NextUploadIdMarker>7</NextUploadIdMarker>${upload('e1/x')}${upload('e10/y')}`;
        const second = `<IsTruncated>false</IsTruncated><NextKeyMarker>e1/zz</NextKeyMarker>${upload('e1/z')}`;
        return {
          body: `<ListMultipartUploadsResult>${request.query.has('key-marker') ? second : first}</ListMultipartUploadsResult>`,
        };
      }
      if (isListing(request))
        return {
          body: request.query.has('continuation-token')
            ? listing(['e1/c'])
            : listing(['e1/a', 'e1/b'], 'page 2'),
        };
      return undefined;
    });
    await store.deletePrefix('e1/');
    expect(erased()).toEqual([['e1/a', 'e1/b'], ['e1/c']]);
    const ended = server.requests.filter(({ method, query }) => method === 'DELETE' && query.has('uploadId'));
    expect(ended.map(({ key, query }) => [key, query.get('uploadId')])).toEqual([
      ['e1/x', 'id of e1/x'],
      ['e1/z', 'id of e1/z'],
    ]);
    const [, next] = server.requests.filter(isListingUploads);
    expect([next?.query.get('key-marker'), next?.query.get('upload-id-marker')]).toEqual(['e1/x', '7']);
  });

  test('an upload that cannot be aborted, or a listing or an erasure that is refused, is an error', async () => {
    const refusals: ((request: S3Request) => boolean)[] = [
      isListingUploads,
      isListing,
      isErasing,
      ({ query }) => query.has('uploadId'),
    ];
    for (const refused of refusals) {
      server.setAnswers((request) => {
        if (refused(request)) return s3Refusal(403, 'AccessDenied');
        if (isListingUploads(request))
          return {
            body: '<ListMultipartUploadsResult><Upload><Key>e1/x</Key><UploadId>1</UploadId></Upload></ListMultipartUploadsResult>',
          };
        return isListing(request) ? { body: listing(['e1/a']) } : undefined;
      });
      await expect(store.deletePrefix('e1/')).rejects.toMatchObject({ name: 'AccessDenied' });
    }
  });
});

describe('a large photo is sent in parts that S3 takes', () => {
  /** Lengths of the parts in the order of their numbers. The source breaks off after `sent` bytes. */
  async function partsOf(announced: number | undefined, sent: number): Promise<number[]> {
    server.setAnswers(({ method, query }) => {
      if (method === 'POST' && query.has('uploads'))
        return {
          body: '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>',
        };
      return method === 'PUT' ? { headers: { etag: '"x"' } } : undefined;
    });
    const source = Readable.from(
      (async function* () {
        for (let at = 0; at < sent; at += MIB) yield Buffer.alloc(Math.min(MIB, sent - at));
        throw new Error('connection lost');
      })(),
      { objectMode: false },
    );
    const options = announced === undefined ? {} : { size: announced };
    await expect(store.put('large', source, options)).rejects.toThrow('connection lost');
    const parts = server.requests.filter(({ method, query }) => method === 'PUT' && query.has('partNumber'));
    return parts
      .sort((a, b) => Number(a.query.get('partNumber')) - Number(b.query.get('partNumber')))
      .map(({ body }) => body.length);
  }

  test('of 8 MiB, as long as ten thousand of them are enough', async () => {
    for (const announced of [undefined, 100 * MIB, 10_000 * 8 * MIB])
      expect((await partsOf(announced, 18 * MIB))[0], String(announced)).toBe(8 * MIB);
  });

  test('and larger ones if they are not: not one byte may be left for a part that S3 refuses', async () => {
    for (const announced of [10_000 * 8 * MIB + 1, 10_000 * 9 * MIB, 10_000 * 9 * MIB + 9_999]) {
      const [part = 0] = await partsOf(announced, 20 * MIB);
      expect(part * 10_000).toBeGreaterThanOrEqual(announced);
      expect((part - 1) * 10_000).toBeLessThan(announced);
    }
  });
});

describe('a photo that did not arrive is not reported as stored', () => {
  test('a server that refuses it, in whatever words', async () => {
    for (const refusal of [s3Refusal(403, 'AccessDenied'), s3Refusal(503, 'SlowDown')]) {
      server.setAnswers(({ method }) => (method === 'PUT' ? refusal : undefined));
      await expect(store.put('refused', Buffer.from('x'))).rejects.toThrow();
      await expect(store.put('refused', Readable.from([Buffer.from('x')]))).rejects.toThrow();
    }
  });

  test('a server that is busy for a moment is asked again, with the same bytes', async () => {
    server.setAnswers(({ method }) =>
      method === 'PUT' && server.requests.length < 3 ? s3Refusal(503, 'SlowDown') : undefined,
    );
    await store.put('busy', Buffer.from('the photo'));
    expect(server.requests.map(({ method, body }) => `${method} ${body.toString()}`)).toEqual(
      Array(3).fill('PUT the photo'),
    );
  });

  test('a part that is refused aborts the upload and discards its other parts', async () => {
    server.setAnswers(({ method, query }) => {
      if (query.has('uploads'))
        return {
          body: '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>',
        };
      if (method !== 'PUT') return undefined;
      return query.get('partNumber') === '2' ? s3Refusal(403, 'QuotaExceeded') : { headers: { etag: '"x"' } };
    });
    await expect(store.put('large', Readable.from([randomBytes(17 * MIB)]))).rejects.toMatchObject({
      name: 'QuotaExceeded',
    });
    expect(told()).toContain('DELETE large');
    expect(told().filter((line) => line === 'POST large')).toHaveLength(1);
  });

  test('a server that answers “done” with an error inside, when the parts are put together', async () => {
    server.setAnswers(({ method, query }) => {
      if (query.has('uploads'))
        return {
          body: '<InitiateMultipartUploadResult><UploadId>u</UploadId></InitiateMultipartUploadResult>',
        };
      if (method === 'PUT') return { headers: { etag: '"x"' } };
      return method === 'POST' ? s3Refusal(200, 'InternalError') : undefined;
    });
    await expect(store.put('large', Readable.from([randomBytes(9 * MIB)]))).rejects.toMatchObject({
      name: 'InternalError',
    });
  });
});

describe('a photo that was not copied is not deleted', () => {
  const copies = [
    ['refused', s3Refusal(403, 'AccessDenied'), 'AccessDenied'],
    ['“done”, with an error inside', s3Refusal(200, 'InternalError'), 'InternalError'],
    ['the connection breaks', { cut: true } as const, undefined],
  ] as const;
  test.each(copies)('%s', async (_, answer, name) => {
    server.setAnswers(({ method }) => (method === 'PUT' ? answer : undefined));
    const failed = await store.move('from', 'to').catch((error: unknown) => error);
    expect(failed).toBeInstanceOf(Error);
    if (name) expect(failed).toMatchObject({ name });
    expect(told().filter((line) => line.startsWith('DELETE'))).toEqual([]);
  });

  test('one that was copied is, and one that is moved onto itself is not', async () => {
    server.setAnswers(({ method }) => (method === 'PUT' ? { body: '<CopyObjectResult/>' } : undefined));
    await store.move('from', 'to');
    expect(told()).toEqual(['PUT to', 'DELETE from']);
    await store.move('from', 'from');
    expect(told()).toEqual(['PUT to', 'DELETE from', 'HEAD from']);
  });

  test('and one whose source is gone is reported as missing', async () => {
    server.setAnswers(({ method }) => (method === 'PUT' ? s3Refusal(404, 'NoSuchKey') : undefined));
    await expect(store.move('from', 'to')).rejects.toBeInstanceOf(ObjectNotFoundError);
    expect(told()).toEqual(['PUT to']);
  });
});

describe('bytes on their way from S3', () => {
  test('a connection that breaks in the middle is an error, not the end of the photo', async () => {
    server.setAnswers(() => ({ headers: { 'content-length': 1_000 }, body: randomBytes(500), cut: true }));
    const { stream, size } = await store.get('photo');
    expect(size).toBe(1_000);
    await expect(buffer(stream)).rejects.toThrow();
  });

  test('the size of the whole is known from a part of it', async () => {
    server.setAnswers(({ headers }) => ({
      status: 206,
      headers: { 'content-range': 'bytes 2-4/1000' },
      body: headers.range === 'bytes=2-4' ? 'abc' : '?',
    }));
    const { stream, size, length } = await store.get('photo', { start: 2, end: 4 });
    expect([size, length, (await buffer(stream)).toString()]).toEqual([1_000, 3, 'abc']);
  });

  test('a server that fails is not taken for one without the photo', async () => {
    server.setAnswers(() => s3Refusal(403, 'AccessDenied'));
    await expect(store.get('photo')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(store.head('photo')).rejects.toMatchObject({ $metadata: { httpStatusCode: 403 } });
    await expect(store.delete('photo')).rejects.toMatchObject({ name: 'AccessDenied' });
    await expect(store.list('photos/')[Symbol.asyncIterator]().next()).rejects.toMatchObject({
      name: 'AccessDenied',
    });
    server.setAnswers(() => s3Refusal(404, 'NoSuchKey'));
    await expect(store.get('photo')).rejects.toBeInstanceOf(ObjectNotFoundError);
    expect(await store.head('photo')).toBeNull();
  });
});

describe('the bucket', () => {
  const open = (region = 'us-east-1'): Promise<ObjectStore> =>
    createObjectStore({ kind: 's3', bucket: 'b', ...server, region });
  const isMaking = ({ method }: S3Request): boolean => method === 'PUT';

  test('is created if missing, in its region', async () => {
    server.setAnswers(({ method }) => (method === 'HEAD' ? { status: 404 } : undefined));
    await open();
    await open('eu-central-1');
    const made = server.requests.filter(isMaking).map(({ body }) => body.toString());
    expect(made[0]).not.toContain('LocationConstraint');
    expect(made[1]).toContain('<LocationConstraint>eu-central-1</LocationConstraint>');
  });

  test('is not created if it exists, or if nobody may know', async () => {
    await open();
    server.setAnswers(({ method }) => (method === 'HEAD' ? { status: 403 } : undefined));
    await expect(open()).rejects.toBeInstanceOf(ObjectStoreError);
    expect(server.requests.filter(isMaking)).toEqual([]);
  });

  test('may be created by another process at the same moment, but by nobody else', async () => {
    const answers = (code: string): void =>
      server.setAnswers(({ method }) => (method === 'HEAD' ? { status: 404 } : s3Refusal(409, code)));
    answers('BucketAlreadyOwnedByYou');
    await open();
    answers('BucketAlreadyExists');
    await expect(open()).rejects.toThrow(/BucketAlreadyExists/);
  });
});
