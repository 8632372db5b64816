/** @module The connection to an S3 server and its bucket. */

import {
  CreateBucketCommand,
  HeadBucketCommand,
  S3Client,
  S3ServiceException,
  type BucketLocationConstraint,
} from '@aws-sdk/client-s3';
import { ObjectStoreError } from './object.error.js';

export interface S3Settings {
  /** For example `https://s3.eu-central-1.amazonaws.com` or `http://radosgw:7480`. */
  endpoint: string;
  bucket: string;
  region: string;
  accessKeyId: string;
  secretAccessKey: string;
}

/** The region for which S3 wants no location constraint. */
const DEFAULT_REGION = 'us-east-1';

/**
 * Connects, and creates the bucket if it is missing.
 * @throws ObjectStoreError naming endpoint and bucket when they cannot be used.
 */
export async function connectS3({
  endpoint,
  bucket,
  region,
  accessKeyId,
  secretAccessKey,
}: S3Settings): Promise<S3Client> {
  const client = new S3Client({
    endpoint,
    region,
    credentials: { accessKeyId, secretAccessKey },
    forcePathStyle: true, // servers other than AWS seldom have a DNS name for every bucket
    // Many servers do not know checksums newer than Content-MD5; bytes are verified by their SHA-256 anyway.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  try {
    await ensureBucket(client, bucket, region);
  } catch (error) {
    client.destroy();
    const why = error instanceof Error ? `${error.name} ${error.message}` : String(error);
    throw new ObjectStoreError(`the S3 bucket ${bucket} at ${endpoint} cannot be used: ${why}`, {
      cause: error,
    });
  }
  return client;
}

async function ensureBucket(client: S3Client, bucket: string, region: string): Promise<void> {
  try {
    await client.send(new HeadBucketCommand({ Bucket: bucket }));
  } catch (error) {
    if (statusOf(error) !== 404) throw error;
    const CreateBucketConfiguration =
      region === DEFAULT_REGION ? undefined : { LocationConstraint: region as BucketLocationConstraint };
    try {
      // The SDK's type lists only AWS's regions; other servers name theirs as they like.
      await client.send(new CreateBucketCommand({ Bucket: bucket, CreateBucketConfiguration }));
    } catch (refused) {
      // Another process may have made it in the meantime.
      if (!(refused instanceof S3ServiceException && refused.name === 'BucketAlreadyOwnedByYou'))
        throw refused;
    }
  }
}

/** The HTTP status of what the server refused; undefined for an error of another kind. */
export function statusOf(error: unknown): number | undefined {
  return error instanceof S3ServiceException ? error.$metadata.httpStatusCode : undefined;
}
