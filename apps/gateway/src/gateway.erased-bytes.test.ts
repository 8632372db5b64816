/** What S3 still has of an erased event, photos and keys both being there: kill.e2e.ts shows the same of a disk. */
import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { eventSchema } from '@visage/contracts/event.contract';
import { photoUploadsSchema } from '@visage/contracts/photo.contract';
import { unwrapDataKey } from '@visage/crypto/data.key';
import { openFacePicture } from '@visage/crypto/face.box';
import { parseMasterKey } from '@visage/crypto/master.key';
import { masterKeyId } from '@visage/crypto/wrapped.box';
import { DebianPackageError } from '@visage/embedded/debian.package';
import { EventKeys } from '@visage/host/keys/event.keys';
import { faceCropKey } from '@visage/storage/object.key';
import type { S3Settings } from '@visage/storage/s3.client';
import { filesBelow, placesOf, shapesOf } from '@visage/testing/disk.search';
import { startRadosgw, type RadosgwServer } from '@visage/testing/radosgw.server';
import { keepVersions, versionsIn } from '@visage/testing/s3.versions';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';
import { finishPhoto, makePerson } from './testing/worker.stand-in.js';

const MASTER_KEY = randomBytes(32).toString('base64');

let server: RadosgwServer | undefined;
let missing = 'the S3 test server did not start';
let photoBucket: S3Settings;
let keyBucket: S3Settings;
let gateway: GatewayFixture;
let organizer: Session;

beforeAll(async () => {
  try {
    server = await startRadosgw({ cacheDir: join(import.meta.dirname, '../../../.cache') });
  } catch (error) {
    if (!(error instanceof DebianPackageError)) throw error;
    missing = error.message;
    return;
  }
  [photoBucket, keyBucket] = [
    { ...server, bucket: 'photos' },
    { ...server, bucket: 'keys' },
  ];
  for (const bucket of [photoBucket, keyBucket]) await keepVersions(bucket);
  gateway = await startGateway({
    STORAGE_DIR: '',
    S3_ENDPOINT: server.endpoint,
    S3_REGION: server.region,
    S3_BUCKET: photoBucket.bucket,
    S3_ACCESS_KEY_ID: server.accessKeyId,
    S3_SECRET_ACCESS_KEY: server.secretAccessKey,
    KEY_STORE: `s3://${keyBucket.bucket}/of-events/`,
    MASTER_KEY,
    MASTER_KEY_FILE: '',
  });
  await gateway.addUser('organizer@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
}, 300_000);
afterAll(async () => {
  await gateway?.stop();
  await server?.stop();
});

interface FullEvent {
  id: string;
  photo: Buffer;
  faceIds: string[];
  /** As the gateway has it while it works. */
  key: Buffer;
}

/** An event that encrypts its photos, with one of two people. */
async function makeEvent(): Promise<FullEvent> {
  const answer = await organizer.post('/events', { name: 'Wedding', encrypted: true });
  const { id } = eventSchema.parse(await answer.json());
  const photo = new Uint8Array(randomBytes(60_000));
  photo.set([0xff, 0xd8, 0xff]);
  const form = new FormData();
  form.append('photos', new Blob([photo]), 'a.jpg');
  const sent = await organizer.fetch(`/events/${id}/photos`, { method: 'POST', body: form });
  const photoId = photoUploadsSchema.parse(await sent.json()).uploads[0]?.photo?.id ?? '';
  const people = [await makePerson(gateway, id), await makePerson(gateway, id)];
  const faceIds = await finishPhoto(
    gateway,
    photoId,
    people.map((personId, k) => ({ k, personId })),
  );
  const opened = await gateway.app.get(EventKeys).open(id);
  return { id, photo: Buffer.from(photo), faceIds, key: Buffer.from(opened?.sealing ?? []) };
}

/** What of the event whoever has the master key gets out of these bytes. */
function found({ id, photo, key }: FullEvent, bytes: Buffer): string[] {
  const masterKey = parseMasterKey(MASTER_KEY);
  const header = Buffer.concat([Buffer.of(1), Buffer.from(masterKeyId(masterKey), 'hex')]);
  const opens = placesOf(bytes, header).some((at) => {
    try {
      return unwrapDataKey(masterKey, bytes.subarray(at, at + 70), id).length > 0;
    } catch {
      return false;
    }
  });
  const shows = [1_000, 30_000, 59_000].some((at) => bytes.includes(photo.subarray(at, at + 32)));
  return [
    ...(opens ? ['a key that opens'] : []),
    ...(shapesOf(key).some((shape) => bytes.includes(shape)) ? ['the key in clear'] : []),
    ...(shows ? ['the photo in clear'] : []),
  ];
}

async function inBuckets(event: FullEvent): Promise<string[]> {
  const versions = [...(await versionsIn(photoBucket)), ...(await versionsIn(keyBucket))];
  return versions.flatMap(({ key, bytes }) => found(event, bytes).map((what) => `${key}: ${what}`));
}

test('of an erased event nothing opens any more in S3, in no version of any object and no byte of the server, by whoever has the master key', async (context) => {
  const s3 = server ?? context.skip(missing);
  const [erased, other] = [await makeEvent(), await makeEvent()];
  for (const event of [erased, other])
    expect(await inBuckets(event), 'the search finds a key that is there').toEqual([
      `of-events/${event.id}: a key that opens`,
    ]);

  expect((await organizer.fetch(`/events/${erased.id}`, { method: 'DELETE' })).status).toBe(204);
  expect((await organizer.fetch(`/trash/events/${erased.id}`, { method: 'DELETE' })).status).toBe(200);

  expect(await inBuckets(erased)).toEqual([]);
  // the bucket still has the pictures of its faces, which are noise, and no word that they are there now
  const left = (await versionsIn(photoBucket)).filter(({ key }) => key.includes(erased.id));
  expect(left.filter(({ latest }) => latest)).toEqual([]);
  const [faceId = ''] = erased.faceIds;
  const crop = left.find(({ key }) => key === faceCropKey(erased.id, faceId));
  expect(
    openFacePicture([erased.key], crop?.bytes ?? Buffer.alloc(0), faceId, 'crop').length,
  ).toBeGreaterThan(0);
  expect(() => openFacePicture([other.key], crop?.bytes ?? Buffer.alloc(0), faceId, 'crop')).toThrow();
  expect(await inBuckets(other)).toEqual([`of-events/${other.id}: a key that opens`]);

  await gateway.app.close();
  await s3.halt(); // what was in its memory alone is in files now
  const inFiles = { erased: [] as string[], other: [] as string[] };
  let crops = 0;
  for await (const { bytes } of filesBelow(s3.directory)) {
    inFiles.erased.push(...found(erased, bytes));
    inFiles.other.push(...found(other, bytes));
    if (crop && bytes.includes(crop.bytes.subarray(0, 64))) crops += 1;
  }
  expect(inFiles.erased).toEqual([]);
  expect([inFiles.other.includes('a key that opens'), crops > 0], 'the search finds what is there').toEqual([
    true,
    true,
  ]);
}, 120_000);
