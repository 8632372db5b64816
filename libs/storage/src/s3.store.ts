/** @module Objects in an S3 bucket: AWS, Ceph, or any other server that speaks the protocol. */

import {
  AbortMultipartUploadCommand,
  CopyObjectCommand,
  DeleteObjectCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListMultipartUploadsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { Readable } from 'node:stream';
import { countedStream } from './byte.stream.js';
import { ObjectNotFoundError, ObjectRangeError, ObjectSizeError, ObjectStoreError } from './object.error.js';
import { assertObjectKey, assertObjectPrefix } from './object.key.js';
import { connectS3, statusOf, type S3Settings } from './s3.client.js';
import type {
  ByteRange,
  ListedObject,
  ObjectHead,
  ObjectStore,
  PutOptions,
  StoredObject,
} from './object.store.js';

/** Memory of one upload is PART_BYTES x PARTS_AT_ONCE. S3 allows parts of 5 MiB and more, and 10,000 of them. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 2;
const MAX_PARTS = 10_000;

/**
 * In a bucket that keeps versions, deleted objects live on as old versions; leave versioning off where erasing
 * matters. Copies and moves work up to S3's limit of 5 GiB for one request.
 */
export class S3Store implements ObjectStore {
  private constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
  ) {}

  /**
   * Connects, and creates the bucket if it is missing.
   * @throws ObjectStoreError naming endpoint and bucket when they cannot be used.
   */
  static async open(settings: S3Settings): Promise<S3Store> {
    return new S3Store(await connectS3(settings), settings.bucket);
  }

  async put(key: string, source: Readable | Uint8Array, options: PutOptions = {}): Promise<{ size: number }> {
    assertObjectKey(key);
    const { contentType: ContentType, size } = options;
    const target = { Bucket: this.bucket, Key: key, ContentType };
    if (source instanceof Uint8Array) {
      if (size !== undefined && size !== source.length) throw new ObjectSizeError(key, size, source.length);
      await this.client.send(new PutObjectCommand({ ...target, Body: source }));
      return { size: source.length };
    }
    const { stream, count } = countedStream(key, source, size);
    const upload = new Upload({
      client: this.client,
      params: { ...target, Body: stream },
      partSize: Math.max(PART_BYTES, Math.ceil((size ?? 0) / MAX_PARTS)),
      queueSize: PARTS_AT_ONCE,
      leavePartsOnError: false,
    });
    await upload.done();
    return { size: count() };
  }

  async get(key: string, range?: ByteRange): Promise<StoredObject> {
    assertObjectKey(key);
    if (range && (range.start < 0 || range.start > (range.end ?? range.start))) {
      throw new ObjectRangeError(key, (await this.headOrThrow(key)).size);
    }
    const Range = range && `bytes=${range.start}-${range.end ?? ''}`;
    try {
      const found = await this.client.send(new GetObjectCommand({ Bucket: this.bucket, Key: key, Range }));
      if (!(found.Body instanceof Readable)) throw new ObjectStoreError(`S3 returned no stream for ${key}`);
      const length = found.ContentLength ?? 0;
      const total = found.ContentRange?.match(/\/(\d+)$/)?.[1];
      return {
        stream: found.Body,
        length,
        ...headOf(found),
        size: total === undefined ? length : Number(total),
      };
    } catch (error) {
      if (statusOf(error) === 404) throw new ObjectNotFoundError(key, { cause: error });
      if (statusOf(error) === 416)
        throw new ObjectRangeError(key, (await this.headOrThrow(key)).size, { cause: error });
      throw error;
    }
  }

  async head(key: string): Promise<ObjectHead | null> {
    assertObjectKey(key);
    try {
      return headOf(await this.client.send(new HeadObjectCommand({ Bucket: this.bucket, Key: key })));
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  async delete(key: string): Promise<void> {
    assertObjectKey(key);
    await this.client.send(new DeleteObjectCommand({ Bucket: this.bucket, Key: key }));
  }

  async deletePrefix(prefix: string): Promise<void> {
    assertObjectPrefix(prefix);
    await this.abortUploads(prefix);
    for await (const page of this.pages(prefix)) {
      const Objects = page.map(({ key }) => ({ Key: key }));
      const { Errors = [] } = await this.client.send(
        new DeleteObjectsCommand({ Bucket: this.bucket, Delete: { Objects, Quiet: true } }),
      );
      const [first] = Errors;
      if (first) {
        const why = `${first.Key ?? 'an object'}: ${first.Code ?? ''} ${first.Message ?? ''}`;
        throw new ObjectStoreError(`${Errors.length} objects below ${prefix} were not deleted, first ${why}`);
      }
    }
  }

  async *list(prefix: string): AsyncGenerator<ListedObject> {
    assertObjectPrefix(prefix);
    for await (const page of this.pages(prefix)) yield* page;
  }

  async copy(from: string, to: string): Promise<void> {
    assertObjectKey(from);
    assertObjectKey(to);
    if (from === to) {
      await this.headOrThrow(from); // S3 refuses to copy an object onto itself
      return;
    }
    const CopySource = [this.bucket, ...from.split('/')].map(encodeURIComponent).join('/');
    try {
      await this.client.send(new CopyObjectCommand({ Bucket: this.bucket, Key: to, CopySource }));
    } catch (error) {
      if (statusOf(error) === 404) throw new ObjectNotFoundError(from, { cause: error });
      throw error;
    }
  }

  async move(from: string, to: string): Promise<void> {
    await this.copy(from, to);
    if (from !== to) await this.delete(from);
  }

  private async headOrThrow(key: string): Promise<ObjectHead> {
    const head = await this.head(key);
    if (!head) throw new ObjectNotFoundError(key);
    return head;
  }

  /** Pages of up to 1,000, which is also the maximum for one deletion. */
  private async *pages(prefix: string): AsyncGenerator<ListedObject[]> {
    let ContinuationToken: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({ Bucket: this.bucket, Prefix: prefix, ContinuationToken }),
      );
      const found = (page.Contents ?? []).flatMap(({ Key, Size, LastModified }) =>
        Key === undefined ? [] : [{ key: Key, size: Size ?? 0, modifiedAt: LastModified ?? new Date(0) }],
      );
      if (found.length > 0) yield found;
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken);
  }

  /** Parts of an upload that died are bytes of a photo too, though no listing shows them. */
  private async abortUploads(prefix: string): Promise<void> {
    const request = { Bucket: this.bucket, Prefix: prefix };
    let KeyMarker: string | undefined;
    let UploadIdMarker: string | undefined;
    do {
      const page = await this.client.send(
        new ListMultipartUploadsCommand({ ...request, KeyMarker, UploadIdMarker }),
      );
      for (const { Key, UploadId } of page.Uploads ?? []) {
        if (!Key?.startsWith(prefix)) continue;
        await this.client.send(new AbortMultipartUploadCommand({ Bucket: this.bucket, Key, UploadId }));
      }
      KeyMarker = page.IsTruncated ? page.NextKeyMarker : undefined;
      UploadIdMarker = page.IsTruncated ? page.NextUploadIdMarker : undefined;
    } while (KeyMarker);
  }
}

function headOf(answer: { ContentLength?: number; LastModified?: Date; ContentType?: string }): ObjectHead {
  const {
    ContentLength: size = 0,
    LastModified: modifiedAt = new Date(0),
    ContentType: contentType,
  } = answer;
  return { size, modifiedAt, ...(contentType !== undefined && { contentType }) };
}
