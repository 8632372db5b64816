/**
 * @module Imports and exports photos in 40 folders, and mirrors both ways, while one request in ten fails and the worker is
 * killed three times in each: counts must add up, bytes must be equal, nothing may be there twice.
 * `node benchmarks/dist/drive.js [photos]` (1,000 unless said otherwise) prints the requests a photo took beside the least possible.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { createDatabase } from '@visage/database/client/database.client';
import { AlbumRepository } from '@visage/database/album/album.repository';
import { DriveAccountRepository } from '@visage/database/drive/drive-account.repository';
import { DriveExportRepository } from '@visage/database/drive/drive-export.repository';
import { DriveImportRepository } from '@visage/database/drive/drive-import.repository';
import { DriveMirrorLineRepository } from '@visage/database/drive/drive-mirror-line.repository';
import { DriveMirrorRepository } from '@visage/database/drive/drive-mirror.repository';
import { EventRepository } from '@visage/database/event/event.repository';
import { applyMigrations } from '@visage/database/migration/migration.runner';
import { PhotoListing } from '@visage/database/photo/photo.listing';
import { UserRepository } from '@visage/database/user/user.repository';
import { finishConsent, requestConsent } from '@visage/drive/drive.consent';
import { keysOfSecret } from '@visage/crypto/purpose.keys';
import { startEmbeddedPostgres } from '@visage/embedded/embedded.postgres';
import { startEmbeddedRedis } from '@visage/embedded/embedded.redis';
import { DriveTokens } from '@visage/host/drive.tokens';
import { createJobEnqueue } from '@visage/queues/job.enqueue';
import { randomFaults } from '@visage/testing/drive.faults';
import { startDriveServer } from '@visage/testing/drive.server';

const FOLDERS = 40;
const root = join(import.meta.dirname, '../..');
const photos = Number(process.argv[2] ?? 1_000);

const folder = await mkdtemp(join(tmpdir(), 'visage-drive-benchmark-'));
const postgres = await startEmbeddedPostgres({ dataDir: join(folder, 'postgres'), durable: false });
const redis = await startEmbeddedRedis({
  dataDir: join(folder, 'redis'),
  cacheDir: join(root, '.cache/debian'),
});
await applyMigrations(postgres.url, join(root, 'prisma/migrations'));
const database = createDatabase(postgres.url, { connections: 4 });
const jobs = createJobEnqueue(redis.url);
const drive = await startDriveServer();
const masterKey = createHash('sha256').update('benchmark').digest();
const client = {
  clientId: drive.oauth.clientId,
  clientSecret: drive.oauth.clientSecret,
  rootUrl: drive.rootUrl,
};

const [accountId, eventId] = await prepare();
const top = drive.addFolder('Benchmark');
const places = Array.from({ length: FOLDERS }, (_, index) => drive.addFolder(`Folder ${index}`, top));
for (let index = 0; index < photos; index++) {
  const content = Buffer.alloc(20_000 + (index % 7) * 1_000, `photo ${index} `);
  drive.addFile(`${index}.jpg`, content, places[index % FOLDERS] ?? top, 'image/jpeg');
}
drive.setFault(randomFaults(0.1, 2026));

let worker = startWorker();
try {
  const imports = new DriveImportRepository(database);
  const { id: importId } = await imports.create({ eventId, folderId: top, accountId });
  const imported = await watch(
    'import',
    [0.2, 0.5, 0.8],
    async () => {
      const run = await imports.find(importId);
      return { run, settled: (run?.counts.found ?? 0) - (run?.counts.waiting ?? 0) };
    },
    () => jobs.enqueue('drive-import', { driveImportId: importId }),
  );
  report('import', imported.requests, FOLDERS + 1 + photos);
  expectEqual('imported', imported.run?.counts, {
    found: photos,
    waiting: 0,
    imported: photos,
    duplicate: 0,
    skipped: 0,
    failed: 0,
  });
  const stored = (await new PhotoListing(database).page(eventId, {}, { limit: photos + 1 })).photos;
  expectEqual('SHA-256 of the photos', stored.map((photo) => photo.sha256).sort(), sha256Of(top).sort());

  const exports = new DriveExportRepository(database);
  const { id: exportId } = await exports.create({
    eventId,
    accountId,
    kind: 'event',
    subjectId: null,
    folderName: 'Exported',
  });
  const exported = await watch(
    'export',
    [0.2, 0.5, 0.8],
    async () => {
      const run = await exports.find(exportId);
      return { run, settled: (run?.counts.photos ?? 0) - (run?.counts.waiting ?? 0) };
    },
    () => jobs.enqueue('drive-export', { driveExportId: exportId }),
  );
  report('export', exported.requests, 1 + 1 + FOLDERS + 1 + Math.ceil(photos / 500) + photos);
  expectEqual('exported', exported.run?.counts, {
    photos,
    waiting: 0,
    uploaded: photos,
    present: 0,
    failed: 0,
    withheld: 0,
  });
  const made = drive.files.childrenOf('root').find((entry) => entry.name === 'Exported');
  expectEqual('SHA-256 in Drive', sha256Of(made?.id ?? '').sort(), sha256Of(top).sort());
  await mirrorBothWays();
  console.log('counts add up, bytes are equal, nothing is there twice');
} finally {
  worker.kill('SIGKILL');
  await jobs.close();
  await database.close();
  await drive.stop();
  await redis.stop();
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
}

/** Half of the photos are in a folder, the other half in an album that the event has; both come to have all. */
async function mirrorBothWays(): Promise<void> {
  const half = Math.floor(photos / 2);
  const folderId = drive.addFolder('Mirrored');
  for (let index = 0; index < half; index++)
    drive.addFile(
      `new ${index}.jpg`,
      Buffer.alloc(20_000 + (index % 7) * 1_000, `new photo ${index} `),
      folderId,
      'image/jpeg',
    );
  const album = await new AlbumRepository(database).findOrCreate(eventId, 'Mirrored');
  const known = (await new PhotoListing(database).page(eventId, {}, { limit: photos - half })).photos.map(
    (photo) => photo.id,
  );
  await new AlbumRepository(database).addPhotos(album.id, known);

  const [mirrors, lines] = [new DriveMirrorRepository(database), new DriveMirrorLineRepository(database)];
  const mirror = await mirrors.create({
    eventId,
    albumId: album.id,
    accountId,
    direction: 'both',
    folderId,
    folderName: 'Mirrored',
  });
  const id = mirror?.id ?? '';
  const run = async () => {
    const { state = 'gone', error = null, checkedAt = null } = (await mirrors.find(id)) ?? {};
    return { state, error, checkedAt };
  };
  await jobs.enqueue('drive-mirror', { driveMirrorId: id });
  while ((await run()).state === 'checking') await sleep(50);
  await lines.approve(id);
  const asked = (await run()).checkedAt;
  await mirrors.move(id, ['asking'], { state: 'active', asks: null, dueAt: new Date() });
  const mirrored = await watch(
    'mirror',
    [0.2, 0.5, 0.8],
    async () => {
      const [{ linked, failed }, { state, error, checkedAt }] = [await mirrors.countsOf(id), await run()];
      // what failed in one run is due again in the next
      if (failed > 0) await mirrors.move(id, ['active'], { state: 'active', dueAt: new Date() });
      const done = linked === photos && checkedAt?.getTime() !== asked?.getTime();
      return {
        run: { state: done ? 'done' : state === 'stopped' ? 'failed' : state, error },
        settled: linked,
      };
    },
    () => jobs.enqueue('drive-mirror', { driveMirrorId: id }),
  );
  report(
    'mirror',
    mirrored.requests,
    3 + Math.ceil(half / 1_000) + half + Math.ceil((photos - half) / 500) + photos - half,
  );

  const inAlbum = await new PhotoListing(database).page(
    eventId,
    { albumId: album.id },
    { limit: photos + 1 },
  );
  expectEqual(
    'SHA-256 of both sides of the mirror',
    inAlbum.photos.map((photo) => photo.sha256).sort(),
    sha256Of(folderId).sort(),
  );
  const told = await lines.page(id, 'history', undefined, 2 * photos);
  const count = (kind: string): number =>
    told.filter((line) => line.kind === kind && line.state === 'done').length;
  expectEqual('lines of the history', [count('take'), count('send')], [half, photos - half]);
}

async function prepare(): Promise<[string, string]> {
  const user = { email: 'a@example.org', name: 'A', role: 'organizer' as const, passwordHash: '-' };
  const { id: userId } = await new UserRepository(database).create(user);
  const event = {
    id: randomUUID(),
    ownerId: userId,
    name: 'Benchmark',
    embedder: '-',
  };
  await new EventRepository(database).create(event);
  const redirectUri = 'http://127.0.0.1:9/drive/connected';
  const { url, codeVerifier } = await requestConsent(client, {
    redirectUri,
    state: 's',
    uses: ['import', 'export', 'mirror'],
  });
  const back = new URL((await fetch(url, { redirect: 'manual' })).headers.get('location') ?? '');
  const code = back.searchParams.get('code') ?? '';
  const { refreshToken, ...account } = await finishConsent(client, { redirectUri, code, codeVerifier });
  const sealed = new DriveTokens(keysOfSecret(masterKey)).seal(userId, refreshToken);
  const { id } = await new DriveAccountRepository(database).connect({
    holder: { userId },
    ...account,
    refreshToken: sealed,
  });
  return [id, event.id];
}

function startWorker(): ChildProcess {
  const env = {
    ...process.env,
    DATABASE_URL: postgres.url,
    REDIS_URL: redis.url,
    STORAGE_DIR: join(folder, 'storage'),
    MASTER_KEY: masterKey.toString('base64'),
    KEY_STORE: join(folder, 'keys'),
    GOOGLE_CLIENT_ID: client.clientId,
    GOOGLE_CLIENT_SECRET: client.clientSecret,
    GOOGLE_ROOT_URL: client.rootUrl,
    LOG_LEVEL: 'warn',
  };
  return spawn(process.execPath, [join(root, 'apps/drive-sync/dist/main.js')], { env, stdio: 'inherit' });
}

/** Kills the worker whenever the given share of the files is settled. */
async function watch<R extends { state: string; error: string | null }>(
  what: string,
  killsAt: readonly number[],
  look: () => Promise<{ run: R | null; settled: number }>,
  begin: () => Promise<void>,
): Promise<{ run: R | null; requests: number }> {
  const before = drive.requests.length;
  const kills = [...killsAt];
  await begin();
  for (;;) {
    const { run, settled } = await look();
    if (!run || run.state === 'done') return { run, requests: drive.requests.length - before };
    if (run.state === 'failed') throw new Error(`the ${what} stopped: ${run.error ?? ''}`);
    if (kills[0] !== undefined && settled >= kills[0] * photos) {
      kills.shift();
      worker.kill('SIGKILL');
      console.log(`${what}: worker killed at ${settled} of ${photos}`);
      worker = startWorker();
    }
    await sleep(50);
  }
}

function sha256Of(parent: string): string[] {
  return drive.files
    .childrenOf(parent)
    .flatMap(({ id, content }) =>
      content ? [createHash('sha256').update(content).digest('hex')] : sha256Of(id),
    );
}

function report(what: string, requests: number, least: number): void {
  console.log(
    `${what}: ${(requests / photos).toFixed(2)} requests a photo; the least possible ${(least / photos).toFixed(2)}`,
  );
}

function expectEqual(what: string, actual: unknown, expected: unknown): void {
  if (JSON.stringify(actual) !== JSON.stringify(expected))
    throw new Error(
      `${what}: ${JSON.stringify(actual).slice(0, 400)}, expected ${JSON.stringify(expected).slice(0, 400)}`,
    );
}
