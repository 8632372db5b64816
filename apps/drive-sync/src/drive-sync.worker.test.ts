import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase } from '@visage/database/client/database.client';
import { openTestDatabase } from '@visage/database/testing/test.database';
import { findFreePort } from '@visage/embedded/free.port';
import { readEnv } from '@visage/host/env';
import { createWorker, RunningWorker } from '@visage/host/worker.app';
import { connectProducer } from '@visage/queues/redis.connection';
import { startTestRedis, until } from '@visage/queues/testing/test.redis';
import { expect, test } from 'vitest';
import { driveSync } from './drive-sync.worker.js';
import type { DriveSyncEnv } from './env.js';

test('the worker takes what is queued, says that it is well, and leaves nothing open when it ends', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'visage-drive-sync-'));
  const [copy, redis, port] = await Promise.all([openTestDatabase(), startTestRedis(), findFreePort()]);
  try {
    const stores = {
      DATABASE_URL: copy.url,
      REDIS_URL: redis.url,
      STORAGE_DIR: join(folder, 'storage'),
      MASTER_KEY_FILE: join(folder, 'master.key'),
      KEY_STORE: join(folder, 'keys'),
    };
    const env = readEnv(driveSync.settings, { ...stores, HEALTH_PORT: String(port), LOG_LEVEL: 'silent' });
    const app = await createWorker(driveSync, env);
    const { database, jobs } = app.get<RunningWorker<DriveSyncEnv, unknown>>(RunningWorker).context;
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
      expect(await (await fetch(health)).json()).toEqual({ up: true, down: [], eventsLeftOut: 0 });
    } finally {
      await app.close();
    }
    await expect(fetch(health)).rejects.toThrow();
    const client = connectProducer(redis.url);
    await until(
      async () =>
        String(await client.client('LIST'))
          .trim()
          .split('\n').length === 1,
    );
    client.disconnect();
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
