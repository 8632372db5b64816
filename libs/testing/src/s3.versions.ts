/** @module A bucket that keeps versions, and all that is in it. */
import {
  GetObjectCommand,
  ListObjectVersionsCommand,
  PutBucketVersioningCommand,
  type S3Client,
} from '@aws-sdk/client-s3';
import { connectS3, type S3Settings } from '@visage/storage/s3.client';

/** Makes the bucket if it is missing; from now on nothing that is replaced or deleted is gone from it. */
export async function keepVersions(settings: S3Settings): Promise<void> {
  await withClient(settings, (client) =>
    client.send(
      new PutBucketVersioningCommand({
        Bucket: settings.bucket,
        VersioningConfiguration: { Status: 'Enabled' },
      }),
    ),
  );
}

export interface ObjectVersion {
  key: string;
  /** Whether it is what the object is now. */
  latest: boolean;
  bytes: Buffer;
}

/** What every object of the bucket is and was. */
export async function versionsIn(settings: S3Settings): Promise<ObjectVersion[]> {
  const { bucket: Bucket } = settings;
  return withClient(settings, async (client) => {
    const found: ObjectVersion[] = [];
    let marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined } | null = {};
    while (marker) {
      const page: Awaited<ReturnType<typeof listPage>> = await listPage(client, Bucket, marker);
      for (const { Key: key = '', VersionId, IsLatest = false } of page.Versions ?? []) {
        const { Body } = await client.send(new GetObjectCommand({ Bucket, Key: key, VersionId }));
        found.push({ key, latest: IsLatest, bytes: Buffer.from((await Body?.transformToByteArray()) ?? []) });
      }
      marker = page.IsTruncated
        ? { KeyMarker: page.NextKeyMarker, VersionIdMarker: page.NextVersionIdMarker }
        : null;
    }
    return found;
  });
}

const listPage = (
  client: S3Client,
  Bucket: string,
  marker: { KeyMarker?: string | undefined; VersionIdMarker?: string | undefined },
) => client.send(new ListObjectVersionsCommand({ Bucket, ...marker }));

async function withClient<T>(settings: S3Settings, use: (client: S3Client) => Promise<T>): Promise<T> {
  const client = await connectS3(settings);
  try {
    return await use(client);
  } finally {
    client.destroy();
  }
}
