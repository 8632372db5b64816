/** @module Keys as objects of a bucket, which should be another than that of the photos: its backups then hold no face beside its key. */
import {
  DeleteObjectCommand,
  GetObjectCommand,
  ListObjectVersionsCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { randomBytes } from 'node:crypto';
import { connectS3, statusOf, type S3Settings } from '@visage/storage/s3.client';
import { KeyExistsError, KeyMissingError, type KeyStore } from './key.store.js';

const IDENTITY = 'store.id';
const SECRETS = 'secrets.box';

export interface S3KeySettings extends S3Settings {
  /** Before the names of its objects: empty, or with a `/` at its end. */
  prefix: string;
}

/** Reads are consistent with writes, as S3 promises since 2020, and its like do. */
export class S3KeyStore implements KeyStore {
  readonly place: string;

  private constructor(
    private readonly client: S3Client,
    private readonly bucket: string,
    private readonly prefix: string,
  ) {
    this.place = `s3://${bucket}/${prefix}`;
  }

  /** Makes the bucket if it is missing. @throws ObjectStoreError naming endpoint and bucket when they cannot be used */
  static async open({ prefix, ...settings }: S3KeySettings): Promise<S3KeyStore> {
    return new S3KeyStore(await connectS3(settings), settings.bucket, prefix);
  }

  async identity(): Promise<string | null> {
    const bytes = await this.get(IDENTITY);
    return bytes && Buffer.from(bytes).toString('utf8');
  }

  async found(id: string): Promise<string> {
    await this.putNew(IDENTITY, Buffer.from(id));
    return (await this.identity()) ?? id;
  }

  read(eventId: string): Promise<Uint8Array | null> {
    return this.get(eventId);
  }

  async create(eventId: string, wrapped: Uint8Array): Promise<void> {
    if (!(await this.putNew(eventId, wrapped))) throw new KeyExistsError(eventId);
  }

  async replace(eventId: string, wrapped: Uint8Array): Promise<void> {
    if (!(await this.get(eventId))) throw new KeyMissingError(eventId, this.place);
    await this.putOver(eventId, wrapped);
  }

  readSecrets(): Promise<Uint8Array | null> {
    return this.get(SECRETS);
  }

  writeSecrets(wrapped: Uint8Array): Promise<void> {
    return this.putOver(SECRETS, wrapped);
  }

  async destroy(eventId: string): Promise<void> {
    const kept = await this.get(eventId);
    if (kept) await this.put(eventId, randomBytes(kept.length)); // in a bucket without versions the old bytes are replaced
    await this.remove(eventId, await this.versions(eventId));
  }

  async *list(): AsyncGenerator<string> {
    let ContinuationToken: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectsV2Command({ Bucket: this.bucket, Prefix: this.prefix, ContinuationToken }),
      );
      for (const { Key = '' } of page.Contents ?? []) {
        const name = Key.slice(this.prefix.length);
        if (name !== IDENTITY && name !== SECRETS) yield name;
      }
      ContinuationToken = page.IsTruncated ? page.NextContinuationToken : undefined;
    } while (ContinuationToken);
  }

  private async get(name: string): Promise<Uint8Array | null> {
    try {
      const { Body } = await this.client.send(new GetObjectCommand(this.objectOf(name)));
      return Body ? await Body.transformToByteArray() : null;
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  }

  private async put(name: string, bytes: Uint8Array, IfNoneMatch?: '*'): Promise<void> {
    await this.client.send(new PutObjectCommand({ ...this.objectOf(name), Body: bytes, IfNoneMatch }));
  }

  /** Older versions, which a bucket may keep, go. */
  private async putOver(name: string, bytes: Uint8Array): Promise<void> {
    const old = await this.versions(name);
    await this.put(name, bytes);
    await this.remove(
      name,
      old.filter((version) => version !== UNVERSIONED),
    );
  }

  /** @returns false when there is one of this name, which stays as it is */
  private async putNew(name: string, bytes: Uint8Array): Promise<boolean> {
    if (await this.get(name)) return false;
    try {
      await this.put(name, bytes, '*');
    } catch (error) {
      // 412: another process was first; 409: it is just doing so
      if (statusOf(error) === 412 || statusOf(error) === 409) return false;
      throw error;
    }
    return true;
  }

  /** All that a bucket which keeps versions still has of it, and the marks that it was deleted. */
  private async versions(name: string): Promise<string[]> {
    const { Bucket, Key } = this.objectOf(name);
    const found: string[] = [];
    let KeyMarker: string | undefined;
    let VersionIdMarker: string | undefined;
    do {
      const page = await this.client.send(
        new ListObjectVersionsCommand({ Bucket, Prefix: Key, KeyMarker, VersionIdMarker }),
      );
      for (const version of [...(page.Versions ?? []), ...(page.DeleteMarkers ?? [])])
        if (version.Key === Key) found.push(version.VersionId ?? UNVERSIONED);
      KeyMarker = page.IsTruncated ? page.NextKeyMarker : undefined;
      VersionIdMarker = page.IsTruncated ? page.NextVersionIdMarker : undefined;
    } while (KeyMarker);
    return found;
  }

  private async remove(name: string, versions: readonly string[]): Promise<void> {
    const keepsVersions = versions.some((version) => version !== UNVERSIONED);
    for (const version of versions) {
      const VersionId = keepsVersions ? version : undefined;
      await this.client.send(new DeleteObjectCommand({ ...this.objectOf(name), VersionId }));
    }
  }

  private objectOf(name: string): { Bucket: string; Key: string } {
    return { Bucket: this.bucket, Key: `${this.prefix}${name}` };
  }
}

/** As S3 calls the only version of an object in a bucket that keeps none. */
const UNVERSIONED = 'null';
