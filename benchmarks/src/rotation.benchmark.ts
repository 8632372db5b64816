/**
 * @module New keys for everything: `node benchmarks/dist/rotation.benchmark.js [events] [faces]`, faces over all events.
 *
 * Each face has an embedding of 512 numbers in Postgres and two pictures of the usual size on the disk, sealed. All data keys are
 * replaced, then the master key.
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sealEmbedding } from '@visage/crypto/embedding.box';
import { sealFacePicture } from '@visage/crypto/face.box';
import { sealFacePlace } from '@visage/crypto/face-place.box';
import { forgetFormerMasterKey, replaceMasterKey } from '@visage/crypto/master.key';
import { createDatabase } from '@visage/database/client/database.client';
import { EventKeyRepository } from '@visage/database/event/event-key.repository';
import { KeyRotationRepository } from '@visage/database/event/key-rotation.repository';
import { SealedBoxRepository } from '@visage/database/event/sealed-box.repository';
import { SealedSecretRepository } from '@visage/database/event/sealed-secret.repository';
import { applyMigrations } from '@visage/database/migration/migration.runner';
import { UserRepository } from '@visage/database/user/user.repository';
import { startEmbeddedPostgres } from '@visage/embedded/embedded.postgres';
import { systemClock } from '@visage/host/clock';
import { EventRotation } from '@visage/host/keys/event.rotation';
import { openKeys } from '@visage/host/keys/key.custody';
import { MasterRotation } from '@visage/host/keys/master.rotation';
import { DiskStore } from '@visage/storage/disk.store';
import { faceAlignedKey, faceCropKey } from '@visage/storage/object.key';
import { REPOSITORY } from './data.folder.js';
import { report, type Row } from './result.table.js';

const [events = 200, faces = 100_000] = process.argv.slice(2).map(Number);
const MODEL = 'm';
const FACES_PER_PHOTO = 4;
/** Means of the albums: a crop of 320 pixels as WebP, an aligned face of 112 pixels as PNG. */
const CROP_BYTES = 9_000;
const ALIGNED_BYTES = 25_000;

const folder = await mkdtemp(join(tmpdir(), 'visage-rotation-'));
const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres') });
await applyMigrations(postgres.url, join(REPOSITORY, 'prisma/migrations'));
const database = createDatabase(postgres.url, { connections: 3 });
const { prisma } = database;
const owner = { email: 'o@example.org', name: 'O', role: 'organizer', passwordHash: 'none' } as const;
const { id: ownerId } = await new UserRepository(database).create(owner);
const objects = await DiskStore.open(join(folder, 'storage'));
const file = join(folder, 'master.key');
await writeFile(file, randomBytes(32).toString('base64'), { mode: 0o600 });
const env = { STORAGE_DIR: '', S3_REGION: '', KEY_STORE: join(folder, 'keys'), MASTER_KEY_FILE: file };
const keys = await openKeys(env, database, console);

const ids: string[] = [];
for (let event = 0; event < events; event += 1) {
  const count = Math.floor((faces * (event + 1)) / events) - Math.floor((faces * event) / events);
  ids.push(await makeEvent(count));
  if ((event + 1) % 20 === 0) console.log(`made ${event + 1} of ${events} events`);
}

const rotation = new EventRotation({
  ...{ store: keys.store, masters: keys.masters, keys: keys.events, clock: systemClock, objects },
  events: new EventKeyRepository(database),
  rotations: new KeyRotationRepository(database),
  boxes: new SealedBoxRepository(database),
});
const rows: Row[] = [];
await timed('data keys of all events', faces, async () => {
  for (const id of ids) await rotation.rotate(id);
});
await timed('master key, without the wait for running apps', events, async () => {
  await new MasterRotation({
    ...{ store: keys.store, masters: keys.masters, secrets: keys.secrets, knownAfterMs: 0 },
    ...{ events: new EventKeyRepository(database), sealed: new SealedSecretRepository(database) },
    replace: () => replaceMasterKey({ file }),
    forget: () => forgetFormerMasterKey({ file }),
    say: () => undefined,
  }).run();
});
report('rotation', rows, { events, faces });
await database.close();
await postgres.stop();
await rm(folder, { recursive: true, force: true });

async function timed(what: string, of: number, work: () => Promise<void>): Promise<void> {
  const started = performance.now();
  await work();
  const seconds = (performance.now() - started) / 1000;
  rows.push({
    what,
    events,
    faces,
    seconds: Math.round(seconds * 10) / 10,
    'a second': Math.round(of / seconds),
  });
}

async function makeEvent(count: number): Promise<string> {
  const id = randomUUID();
  await keys.events.create(id);
  await prisma.event.create({ data: { id, ownerId, name: 'E', embedder: MODEL } });
  const key = (await keys.events.open(id))?.sealing ?? new Uint8Array();
  const photoIds = Array.from({ length: Math.ceil(count / FACES_PER_PHOTO) }, () => randomUUID());
  const photo = { eventId: id, fileName: 'a', bytes: 1n };
  await prisma.photo.createMany({
    data: photoIds.map((photoId) => {
      const digits = photoId.replaceAll('-', '');
      return { ...photo, id: photoId, md5: digits, sha256: digits + digits };
    }),
  });
  const made = Array.from({ length: count }, (_, face) => ({
    ...{ id: randomUUID(), eventId: id, photoId: photoIds[Math.floor(face / FACES_PER_PHOTO)] ?? '' },
    ...{ score: 1, quality: 1, embeddingModel: MODEL },
  }));
  const vector = Float32Array.from({ length: 512 }, (_, at) => Math.sin(at));
  await prisma.face.createMany({
    data: made.map((face) => ({
      ...face,
      embedding: sealEmbedding(key, vector, { faceId: face.id, model: MODEL }),
      place: sealFacePlace(key, [0, 0, 9, 9], face.id),
    })),
  });
  const next = made.values();
  const store = async (): Promise<void> => {
    for (const { id: faceId } of next) {
      await objects.put(
        faceCropKey(id, faceId),
        sealFacePicture(key, Buffer.alloc(CROP_BYTES), faceId, 'crop'),
      );
      await objects.put(
        faceAlignedKey(id, faceId),
        sealFacePicture(key, Buffer.alloc(ALIGNED_BYTES), faceId, 'aligned'),
      );
    }
  };
  await Promise.all(Array.from({ length: 16 }, store));
  return id;
}
