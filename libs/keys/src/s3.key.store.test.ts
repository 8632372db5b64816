import { ListObjectVersionsCommand, PutBucketVersioningCommand } from '@aws-sdk/client-s3';
import { randomBytes, randomUUID } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { DebianPackageError } from '@visage/embedded/debian.package';
import { connectS3 } from '@visage/storage/s3.client';
import { startRadosgw, type RadosgwServer } from '@visage/testing/radosgw.server';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { keyStoreContract } from './key.store.contract.js';
import { openKeyStore } from './key.store.factory.js';
import { KeyStoreError, type KeyStore } from './key.store.js';

let server: RadosgwServer | undefined;
let missing = 'the S3 test server did not start';
beforeAll(async () => {
  try {
    server = await startRadosgw({ cacheDir: fileURLToPath(new URL('../../../.cache', import.meta.url)) });
  } catch (error) {
    if (!(error instanceof DebianPackageError)) throw error;
    missing = error.message;
  }
}, 300_000);
afterAll(() => server?.stop());

const serverOf = (context: TestContext): RadosgwServer => server ?? context.skip(missing);
/** A new store a test. */
const prefixes = new Map<string, string>();
const open = (context: TestContext): Promise<KeyStore> => {
  const prefix = prefixes.get(context.task.id) ?? randomUUID();
  prefixes.set(context.task.id, prefix);
  return openKeyStore(`s3://visage-keys/${prefix}/`, serverOf(context));
};

keyStoreContract('S3 (radosgw)', open);

test('a bucket that keeps versions keeps none of a key that was replaced or destroyed', async (context) => {
  const settings = { ...serverOf(context), bucket: 'versioned-keys' };
  const client = await connectS3(settings);
  const Bucket = settings.bucket;
  await client.send(
    new PutBucketVersioningCommand({ Bucket, VersioningConfiguration: { Status: 'Enabled' } }),
  );
  const store = await openKeyStore(`s3://${Bucket}`, settings);
  const versions = async (): Promise<number> => {
    const page = await client.send(new ListObjectVersionsCommand({ Bucket }));
    return (page.Versions?.length ?? 0) + (page.DeleteMarkers?.length ?? 0);
  };
  const [eventId, next] = [randomUUID(), new Uint8Array(randomBytes(70))];
  await store.create(eventId, randomBytes(70));
  await store.replace(eventId, next);
  expect(await store.read(eventId)).toEqual(next);
  expect(await versions()).toBe(1);
  await store.destroy(eventId);
  expect(await versions()).toBe(0);
});

test('an address in S3 without a server is refused by its name', async () => {
  await expect(openKeyStore('s3://visage-keys', null)).rejects.toThrow(KeyStoreError);
  await expect(openKeyStore('s3://visage-keys', null)).rejects.toThrow('S3_BUCKET');
});
