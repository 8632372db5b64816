/**
 * @module Where the bytes of an upload lie until all of them are there: beside the originals, in the same store, so that
 * becoming an original copies nothing on a disk, and any gateway can go on where another one stopped. Where the event encrypts its
 * photos they lie there encrypted as well, in a way that keeps offsets, and are sealed as a whole once they are an original.
 */
import type { Cipher } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { FileStore } from '@tus/file-store';
import { S3Store as TusS3Store } from '@tus/s3-store';
import type { DataStore } from '@tus/server';
import { KIND_BYTES } from '@visage/contracts/file.kind';
import { sniffFormat } from '@visage/contracts/photo.format';
import { stagedCipher } from '@visage/crypto/staged.cipher';
import type { PhotoKeys } from '@visage/host/keys/photo.keys';
import type { SealedStore } from '@visage/host/sealed.store';
import { gatherPieces } from '@visage/storage/byte.pieces';
import { DiskStore } from '@visage/storage/disk.store';
import { writeAll } from '@visage/storage/file.write';
import { eventOf } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { ObjectStoreSettings } from '@visage/storage/store.factory';
import { OriginalDigest, type OriginalSums } from '@visage/storage/original.digest';

/** Injection token: the settings decide which it is. */
export const UPLOAD_STAGING = Symbol('UploadStaging');

export interface UploadStaging {
  /** What the tus server writes into. Ids are keys of the object store: see uploadKey. */
  readonly datastore: DataStore;
  /** Of an upload whose `bytes` are all there. */
  sums(key: string, bytes: number): Promise<OriginalSums>;
  /** Makes the whole upload an original; the staged bytes stay until `remove`. */
  adopt(key: string, originalKey: string): Promise<void>;
  /** Nothing to remove is fine. */
  remove(key: string): Promise<void>;
}

export function createStaging(
  settings: ObjectStoreSettings,
  store: SealedStore,
  keys: Pick<PhotoKeys, 'of'>,
): UploadStaging {
  const ciphers = new UploadCiphers(keys);
  if (settings.kind === 's3') return new S3Staging(settings, store, ciphers);
  if (store.plain instanceof DiskStore) return new DiskStaging(settings.root, store, store.plain, ciphers);
  throw new Error('the object store is not the one that the settings name');
}

/** What makes the bytes of an upload unreadable while they lie there, and readable again. */
class UploadCiphers {
  constructor(private readonly keys: Pick<PhotoKeys, 'of'>) {}

  /** From this byte of the upload on; null when its event does not encrypt its photos. */
  async from(uploadKey: string, offset: number): Promise<Cipher | null> {
    const eventId = eventOf(uploadKey);
    const key = eventId === null ? null : await this.keys.of(eventId);
    return key && stagedCipher(key, uploadKey, offset);
  }

  /** The bytes as they were sent. */
  async opened(uploadKey: string, staged: Readable): Promise<Readable> {
    const cipher = await this.from(uploadKey, 0);
    return cipher ? through(staged, cipher) : staged;
  }
}

/** An error of one is the other's, who reads it. */
const through = (bytes: Readable, cipher: Cipher): Readable => pipeline(bytes, cipher, () => undefined);

/** Chunks that are read back to be hashed; larger ones would hold up other requests. */
const READ_BYTES = 256 * 1024;

class DiskStaging implements UploadStaging {
  readonly datastore: DataStore;
  private readonly digests = new UploadDigests();

  constructor(
    private readonly root: string,
    private readonly store: ObjectStore,
    private readonly disk: DiskStore,
    private readonly ciphers: UploadCiphers,
  ) {
    this.datastore = new UploadDisk(root, this.digests, ciphers);
  }

  async sums(key: string, bytes: number): Promise<OriginalSums> {
    return this.digests.take(key, bytes) ?? (await sumsOf(await this.ciphers.opened(key, this.read(key))));
  }

  async adopt(key: string, originalKey: string): Promise<void> {
    if ((await this.ciphers.from(key, 0)) === null) return this.disk.adopt(this.pathOf(key), originalKey);
    await this.store.put(originalKey, await this.ciphers.opened(key, this.read(key)));
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
    await rm(`${this.pathOf(key)}.json`, { force: true });
  }

  private read(key: string): Readable {
    return createReadStream(this.pathOf(key), { highWaterMark: READ_BYTES });
  }

  private pathOf(key: string): string {
    return join(this.root, key);
  }
}

/** Held in memory for each upload under way; hashing it holds up other requests for a millisecond. */
const PIECE_BYTES = 512 * 1024;

/** Files that tus writes, in large pieces. */
class UploadDisk extends FileStore {
  constructor(
    directory: string,
    private readonly digests: UploadDigests,
    private readonly ciphers: UploadCiphers,
  ) {
    super({ directory });
  }

  /** What came before the connection was lost is kept. @returns the new offset. @throws PhotoError for what is no photo */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const cipher = await this.ciphers.from(id, offset);
    const file = await open(join(this.directory, id), 'r+');
    let end = offset;
    try {
      const { buffer: staged } = await file.read(Buffer.alloc(Math.min(offset, KIND_BYTES)), { position: 0 });
      const before = (await this.ciphers.from(id, 0))?.update(staged) ?? staged;
      for await (const piece of gatherPieces(photoBytes(source, before), PIECE_BYTES)) {
        await writeAll(file, cipher?.update(piece) ?? piece, end);
        this.digests.update(id, end, piece);
        end += piece.length;
      }
    } finally {
      await file.close();
    }
    return end;
  }
}

/** Each is a few hundred bytes and the head of its file; those given up are forgotten when newer ones need the place. */
const MOST = 512;

/** Digests of uploads under way, so that their bytes need not be read again once all are there. */
export class UploadDigests {
  private readonly digests = new Map<string, OriginalDigest>();

  /** Bytes that go on where the digest stands are taken in; any others end it, since another gateway has the rest. */
  update(id: string, offset: number, bytes: Uint8Array): void {
    const digest = offset === 0 ? new OriginalDigest() : this.digests.get(id);
    this.digests.delete(id);
    if (digest?.bytes !== offset) return;
    digest.update(bytes);
    this.digests.set(id, digest);
    const [oldest] = this.digests.keys();
    if (this.digests.size > MOST && oldest !== undefined) this.digests.delete(oldest);
  }

  /** Null when not all `bytes` of the upload went by here. */
  take(id: string, bytes: number): OriginalSums | null {
    const digest = this.digests.get(id);
    this.digests.delete(id);
    return digest?.bytes === bytes ? digest.sums() : null;
  }
}

/** Up to this a part waits on the local disk until it is sent on, several of them at once. */
const PART_BYTES = 8 * 1024 * 1024;
const PARTS_AT_ONCE = 16;

/** Parts that tus writes; up to the size of a part they lie in an object of their own. */
class UploadBucket extends TusS3Store {
  constructor(
    options: ConstructorParameters<typeof TusS3Store>[0],
    private readonly objects: ObjectStore,
    private readonly ciphers: UploadCiphers,
  ) {
    super(options);
  }

  /** @returns the new offset. @throws PhotoError for what is no photo */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const cipher = await this.ciphers.from(id, offset);
    if (offset >= KIND_BYTES) return super.write(cipher ? through(source, cipher) : source, id, offset);
    const staged =
      offset === 0 ? Buffer.alloc(0) : await buffer((await this.objects.get(`${id}.part`)).stream);
    const before = (await this.ciphers.from(id, 0))?.update(staged) ?? staged;
    const photo = Readable.from(photoBytes(source, before), { objectMode: false });
    return super.write(cipher ? through(photo, cipher) : photo, id, offset);
  }
}

class S3Staging implements UploadStaging {
  readonly datastore: DataStore;

  constructor(
    { endpoint, bucket, region, accessKeyId, secretAccessKey }: Extract<ObjectStoreSettings, { kind: 's3' }>,
    private readonly store: SealedStore,
    private readonly ciphers: UploadCiphers,
  ) {
    const options = {
      partSize: PART_BYTES,
      maxConcurrentPartUploads: PARTS_AT_ONCE,
      useTags: false, // many servers know no tags
      s3ClientConfig: {
        bucket,
        endpoint,
        region,
        credentials: { accessKeyId, secretAccessKey },
        forcePathStyle: true,
        requestChecksumCalculation: 'WHEN_REQUIRED',
        responseChecksumValidation: 'WHEN_REQUIRED',
      },
    } as const;
    this.datastore = new UploadBucket(options, store, ciphers);
  }

  async sums(key: string): Promise<OriginalSums> {
    const { stream } = await this.store.get(key);
    return sumsOf(await this.ciphers.opened(key, stream));
  }

  async adopt(key: string, originalKey: string): Promise<void> {
    if ((await this.ciphers.from(key, 0)) === null) return this.store.plain.copy(key, originalKey);
    const { stream, size } = await this.store.get(key);
    await this.store.put(originalKey, await this.ciphers.opened(key, stream), { size });
  }

  /** Also the parts of an upload that never became whole, and what the tus store notes beside it. */
  async remove(key: string): Promise<void> {
    await this.datastore.remove(key).catch(() => undefined); // it was whole, or never begun
    await this.store.deletePrefix(key);
  }
}

/**
 * The bytes as they come, unless the first of the file are no photo's: those that arrived before, and as many more as tell.
 * @throws PhotoError
 */
async function* photoBytes(
  source: AsyncIterable<Uint8Array>,
  before: Uint8Array,
): AsyncGenerator<Uint8Array> {
  let head = before;
  for await (const part of source) {
    if (head.length < KIND_BYTES) {
      head = Buffer.concat([head, part.subarray(0, KIND_BYTES - head.length)]);
      if (head.length === KIND_BYTES) sniffFormat(head);
    }
    yield part;
  }
}

async function sumsOf(bytes: AsyncIterable<Uint8Array>): Promise<OriginalSums> {
  const digest = new OriginalDigest();
  for await (const part of bytes) digest.update(part);
  return digest.sums();
}
