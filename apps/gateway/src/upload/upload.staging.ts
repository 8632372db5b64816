/**
 * @module Where the bytes of an upload lie until all of them are there: beside the originals, in the same store, so that
 * becoming an original copies nothing on a disk, and any gateway can go on where another one stopped. Where the event encrypts its
 * photos they lie there encrypted as well: on a disk as they will stay, in S3 in a way that keeps offsets, sealed once all are there.
 */
import type { Cipher } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline, Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { FileStore } from '@tus/file-store';
import { S3Store as TusS3Store } from '@tus/s3-store';
import type { DataStore, Upload } from '@tus/server';
import { KIND_BYTES } from '@visage/contracts/file.kind';
import { sniffFormat } from '@visage/contracts/photo.format';
import { sealedLengthOf } from '@visage/crypto/sealed.segment';
import { stagedCipher } from '@visage/crypto/staged.cipher';
import type { PhotoKeys } from '@visage/host/keys/photo.keys';
import { openingStream, wholeOf, type ObjectSeal } from '@visage/host/sealed.file';
import type { SealedStore } from '@visage/host/sealed.store';
import { gatherPieces } from '@visage/storage/byte.pieces';
import { DiskStore } from '@visage/storage/disk.store';
import { writeAll } from '@visage/storage/file.write';
import { eventOf } from '@visage/storage/object.key';
import type { ObjectStore, StoredObject } from '@visage/storage/object.store';
import type { ObjectStoreSettings } from '@visage/storage/store.factory';
import { removeTail, SealedUpload } from './sealed.upload.js';
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
  keys: Pick<PhotoKeys, 'sealOfEvent'>,
): UploadStaging {
  const sealOf = sealsOf(keys);
  if (settings.kind === 's3') return new S3Staging(settings, store, sealOf);
  if (store.plain instanceof DiskStore) return new DiskStaging(settings.root, store.plain, sealOf);
  throw new Error('the object store is not the one that the settings name');
}

/** With what the bytes of an upload are sealed; null where its event does not encrypt its photos. */
type SealOfUpload = (uploadKey: string) => Promise<ObjectSeal | null>;

function sealsOf(keys: Pick<PhotoKeys, 'sealOfEvent'>): SealOfUpload {
  return async (uploadKey) => {
    const eventId = eventOf(uploadKey);
    return eventId === null ? null : keys.sealOfEvent(eventId);
  };
}

/** Chunks that are read back to be hashed; larger ones would hold up other requests. */
const READ_BYTES = 256 * 1024;

class DiskStaging implements UploadStaging {
  readonly datastore: DataStore;
  private readonly digests = new UploadDigests();

  constructor(
    private readonly root: string,
    private readonly disk: DiskStore,
    private readonly sealOf: SealOfUpload,
  ) {
    this.datastore = new UploadDisk(root, this.digests, sealOf);
  }

  async sums(key: string, bytes: number): Promise<OriginalSums> {
    return this.digests.take(key, bytes) ?? (await sumsOf(await this.read(key, bytes)));
  }

  /** Sealed or not, it is what an original of the event is. */
  adopt(key: string, originalKey: string): Promise<void> {
    return this.disk.adopt(this.pathOf(key), originalKey);
  }

  async remove(key: string): Promise<void> {
    await rm(this.pathOf(key), { force: true });
    await rm(`${this.pathOf(key)}.json`, { force: true });
    await removeTail(this.pathOf(key));
  }

  private async read(key: string, bytes: number): Promise<Readable> {
    const seal = await this.sealOf(key);
    const staged = createReadStream(this.pathOf(key), { highWaterMark: READ_BYTES });
    if (!seal) return staged;
    return pipeline(staged, openingStream(key, seal, wholeOf(bytes)), () => undefined);
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
    private readonly sealOf: SealOfUpload,
  ) {
    super({ directory });
  }

  /** How far it has come is told by what is in the file, not by its length. */
  override async getUpload(id: string): Promise<Upload> {
    const upload = await super.getUpload(id);
    const seal = await this.sealOf(id);
    if (!seal) return upload;
    const isWhole = upload.size !== undefined && upload.offset === sealedLengthOf(upload.size);
    upload.offset = isWhole ? (upload.size ?? 0) : await SealedUpload.bytesOf(join(this.directory, id), seal);
    return upload;
  }

  override async remove(id: string): Promise<void> {
    await removeTail(join(this.directory, id));
    await super.remove(id);
  }

  /** What came before the connection was lost is kept. @returns the new offset. @throws PhotoError for what is no photo */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const seal = await this.sealOf(id);
    return seal ? this.writeSealed(source, id, seal) : this.writePlain(source, id, offset);
  }

  private async writePlain(source: Readable, id: string, offset: number): Promise<number> {
    const file = await open(join(this.directory, id), 'r+');
    let end = offset;
    try {
      const { buffer: before } = await file.read(Buffer.alloc(Math.min(offset, KIND_BYTES)), { position: 0 });
      for await (const piece of gatherPieces(photoBytes(source, before), PIECE_BYTES)) {
        await writeAll(file, piece, end);
        this.digests.update(id, end, piece);
        end += piece.length;
      }
    } finally {
      await file.close();
    }
    return end;
  }

  private async writeSealed(source: Readable, id: string, seal: ObjectSeal): Promise<number> {
    const total = (await this.configstore.get(id))?.size ?? Infinity;
    const upload = await SealedUpload.open(join(this.directory, id), seal);
    try {
      const photo = upload.bytes < KIND_BYTES ? photoBytes(source, upload.head) : source;
      for await (const piece of gatherPieces(photo, PIECE_BYTES)) {
        this.digests.update(id, upload.bytes, piece);
        await upload.append(piece, total);
      }
    } finally {
      await upload.close();
    }
    return upload.bytes;
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
    private readonly sealOf: SealOfUpload,
  ) {
    super(options);
  }

  /** @returns the new offset. @throws PhotoError for what is no photo */
  override async write(source: Readable, id: string, offset: number): Promise<number> {
    const seal = await this.sealOf(id);
    const sent = (photo: Readable): Readable =>
      seal ? through(photo, stagedCipher(seal.key, id, offset)) : photo;
    if (offset >= KIND_BYTES) return super.write(sent(source), id, offset);
    const part = offset === 0 ? null : (await this.objects.get(`${id}.part`)).stream;
    const before = part
      ? await buffer(seal ? through(part, stagedCipher(seal.key, id, 0)) : part)
      : Buffer.alloc(0);
    const photo = Readable.from(photoBytes(source, before), { objectMode: false });
    return super.write(sent(photo), id, offset);
  }
}

/** An error of one is the other's, who reads it. */
const through = (bytes: Readable, cipher: Cipher): Readable => pipeline(bytes, cipher, () => undefined);

class S3Staging implements UploadStaging {
  readonly datastore: DataStore;

  constructor(
    { endpoint, bucket, region, accessKeyId, secretAccessKey }: Extract<ObjectStoreSettings, { kind: 's3' }>,
    private readonly store: SealedStore,
    private readonly sealOf: SealOfUpload,
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
    this.datastore = new UploadBucket(options, store, sealOf);
  }

  async sums(key: string): Promise<OriginalSums> {
    return sumsOf((await this.opened(key)).stream);
  }

  async adopt(key: string, originalKey: string): Promise<void> {
    if (!(await this.sealOf(key))) return this.store.plain.copy(key, originalKey);
    const { stream, size } = await this.opened(key);
    await this.store.put(originalKey, stream, { size });
  }

  /** As it was sent. */
  private async opened(key: string): Promise<StoredObject> {
    const [seal, object] = [await this.sealOf(key), await this.store.plain.get(key)];
    return seal ? { ...object, stream: through(object.stream, stagedCipher(seal.key, key, 0)) } : object;
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
