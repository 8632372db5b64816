import { ListMultipartUploadsCommand, CreateMultipartUploadCommand, S3Client } from '@aws-sdk/client-s3';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test, type TestContext } from 'vitest';
import { DebianPackageError } from '@visage/embedded/debian.package';
import { startRadosgw, type RadosgwServer } from '@visage/testing/radosgw.server';
import { ObjectStoreError } from './object.error.js';
import { objectStoreContract } from './object.store.contract.js';
import type { ObjectStore } from './object.store.js';
import { createObjectStore } from './store.factory.js';

const cacheDir = fileURLToPath(new URL('../../../.cache', import.meta.url));
const bucket = 'visage-contract';

let server: RadosgwServer | undefined;
let store: ObjectStore | undefined;
let missing = 'the S3 test server did not start';
beforeAll(async () => {
  try {
    server = await startRadosgw({ cacheDir });
  } catch (error) {
    if (!(error instanceof DebianPackageError)) throw error;
    missing = error.message;
    return;
  }
  store = await createObjectStore({ kind: 's3', bucket, ...server });
}, 300_000);
afterAll(() => server?.stop());

const storeOf = (context: TestContext): ObjectStore => store ?? context.skip(missing);
const serverOf = (context: TestContext): RadosgwServer => server ?? context.skip(missing);

objectStoreContract('S3 (radosgw)', storeOf);

function clientOf({ endpoint, region, accessKeyId, secretAccessKey }: RadosgwServer): S3Client {
  return new S3Client({
    endpoint,
    region,
    forcePathStyle: true,
    credentials: { accessKeyId, secretAccessKey },
  });
}

test('uploads that break off leave no parts that cost money and hold photos', async (context) => {
  const client = clientOf(serverOf(context));
  await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'gone/dead' }));
  await client.send(new CreateMultipartUploadCommand({ Bucket: bucket, Key: 'other/under-way' }));
  await storeOf(context).deletePrefix('gone/');
  // Before this, the contract broke off several uploads of 20 MB.
  const { Uploads = [] } = await client.send(new ListMultipartUploadsCommand({ Bucket: bucket }));
  expect(Uploads.map(({ Key }) => Key)).toEqual(['other/under-way']);
});

test('a second start finds the bucket and what is in it', async (context) => {
  await storeOf(context).put('kept/photo', Buffer.from('x'), { contentType: 'image/webp' });
  const again = await createObjectStore({ kind: 's3', bucket, ...serverOf(context) });
  expect(await again.head('kept/photo')).toMatchObject({ size: 1, contentType: 'image/webp' });
});

test('wrong credentials and a wrong address are reported at the start, with the address and without the secret', async (context) => {
  const settings = { kind: 's3', bucket, ...serverOf(context) } as const;
  const refused = await createObjectStore({ ...settings, secretAccessKey: 'not-the-secret' }).catch(
    (error: unknown) => error,
  );
  expect(refused).toBeInstanceOf(ObjectStoreError);
  expect(String(refused)).toContain(settings.endpoint);
  expect(String(refused)).not.toContain('not-the-secret');
  const nowhere = createObjectStore({ ...settings, endpoint: 'http://127.0.0.1:9' });
  await expect(nowhere).rejects.toThrow('http://127.0.0.1:9');
});
