import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type Database } from '@visage/database/client/database.client';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { findFreePort } from '@visage/embedded/free.port';
import { DATABASE, JOBS, REDIS } from '@visage/host/host.token';
import { createWorker } from '@visage/host/worker.app';
import type { JobEnqueue } from '@visage/queues/job.enqueue';
import { startTestRedis, until } from '@visage/queues/testing/test.redis';
import type { Redis } from 'ioredis';
import { expect, test } from 'vitest';
import { DriveSyncModule } from './drive-sync.module.js';
import { readEnv } from './env.js';

test('the worker takes what is queued, says that it is well, and leaves nothing open when it ends', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'visage-drive-sync-'));
  const [copy, redis, port] = await Promise.all([openTestDatabase(), startTestRedis(), findFreePort()]);
  try {
    const stores = {
      DATABASE_URL: copy.url,
      REDIS_URL: redis.url,
      STORAGE_DIR: join(folder, 'storage'),
      MASTER_KEY_FILE: join(folder, 'master.key'),
    };
    const app = await createWorker(
      DriveSyncModule.with(readEnv({ ...stores, HEALTH_PORT: String(port), LOG_LEVEL: 'silent' })),
    );
    const [database, jobs] = [
      app.get<Database>(DATABASE, { strict: false }),
      app.get<JobEnqueue>(JOBS, { strict: false }),
    ];
    const health = `http://127.0.0.1:${port}/health`;
    try {
      const owner = await database.prisma.user.create({
        data: { email: 'a@example.org', name: 'A', role: 'organizer', passwordHash: 'none' },
      });
      const event = await database.prisma.event.create({
        data: { name: 'Wedding', ownerId: owner.id, embedder: 'mobilefacenet' },
      });
      const run = { eventId: event.id, folderId: 'folder', folderName: 'Photos', startedBy: owner.id };
      const { id } = await database.prisma.driveImport.create({ data: run });
      await jobs.enqueue('drive-import', { driveImportId: id });
      const find = () => database.prisma.driveImport.findUniqueOrThrow({ where: { id } });
      await until(async () => (await find()).finishedAt !== null);
      expect(await find()).toMatchObject({
        state: 'failed',
        error: expect.stringContaining('service account') as string,
      });
      await until(async () => (await fetch(health)).ok);
    } finally {
      await app.close();
    }
    await expect(fetch(health)).rejects.toThrow();
    await until(() => app.get<Redis>(REDIS, { strict: false }).status === 'end');
    await expect(jobs.enqueue('drive-import', { driveImportId: 'after the end' })).rejects.toThrow();
    const looker = createDatabase(copy.url, { connections: 1 });
    const others = () =>
      looker.prisma.$queryRaw<
        unknown[]
      >`select pid from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`;
    await until(async () => (await others()).length === 0);
    await looker.close();
  } finally {
    await redis.stop();
    await copy.drop();
    await rm(folder, { recursive: true, force: true });
  }
});
