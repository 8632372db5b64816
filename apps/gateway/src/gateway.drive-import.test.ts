import {
  driveImportFailuresSchema,
  driveImportSchema,
  driveImportsSchema,
  type DriveImport,
} from '@visage/contracts/drive-import.contract';
import { eventSchema } from '@visage/contracts/event.contract';
import { jobContracts } from '@visage/contracts/job.contract';
import { problemSchema } from '@visage/contracts/problem.contract';
import { DriveImportFileRepository } from '@visage/database/drive/drive-import-file.repository';
import { DriveImportRepository } from '@visage/database/drive/drive-import.repository';
import { QUEUE_PREFIX } from '@visage/queues/queue.settings';
import { redisOptionsOf } from '@visage/queues/redis.options';
import { Queue } from 'bullmq';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startGateway, type GatewayFixture, type Session } from './testing/gateway.fixture.js';

/** Nobody has connected a Drive here; the gateway never asks Google with it. */
const SERVICE_ACCOUNT = {
  client_email: 'robot@example.iam.gserviceaccount.com',
  private_key: '-----BEGIN PRIVATE KEY-----',
};
const FOLDER = '1AbC_dEf-GhIjKlMnOpQrStUvWxYz012345';

let gateway: GatewayFixture;
let organizer: Session;
let queue: Queue;
let eventId: string;

beforeAll(async () => {
  gateway = await startGateway({ GOOGLE_SERVICE_ACCOUNT: JSON.stringify(SERVICE_ACCOUNT) });
  await gateway.addUser('organizer@example.org', 'organizer');
  await gateway.addUser('stranger@example.org', 'organizer');
  organizer = await gateway.signIn('organizer@example.org');
  queue = new Queue('drive-import', {
    connection: redisOptionsOf(gateway.env.REDIS_URL),
    prefix: QUEUE_PREFIX,
  });
  eventId = eventSchema.parse(await (await organizer.post('/events', { name: 'Wedding' })).json()).id;
});
afterAll(async () => {
  await queue.close();
  await gateway.stop();
});

const post = (folderId: string, by = organizer) => by.post(`/events/${eventId}/drive-imports`, { folderId });

async function start(folderId: string): Promise<DriveImport> {
  const response = await post(folderId);
  expect(response.status).toBe(202);
  return driveImportSchema.parse(await response.json());
}

const listed = async (): Promise<DriveImport[]> =>
  driveImportsSchema.parse(await (await organizer.fetch(`/events/${eventId}/drive-imports`)).json()).imports;

const queued = async (): Promise<string[]> =>
  (await queue.getJobs(['waiting', 'delayed', 'prioritized'])).map(
    (job) => jobContracts['drive-import'].payload.parse(job.data).driveImportId,
  );

test('an organizer starts an import, sees how far it is, and may import the folder again later', async () => {
  const run = await start(FOLDER);
  expect(run).toMatchObject({ folderId: FOLDER, state: 'pending', error: null, finishedAt: null });
  expect(run.counts).toEqual({ found: 0, waiting: 0, imported: 0, duplicate: 0, skipped: 0, failed: 0 });
  expect(await queued()).toEqual([run.id]);

  // a second click, or the same folder as a link, is the same import
  const link = `https://drive.google.com/drive/u/1/folders/${FOLDER}?usp=sharing`;
  expect((await start(link)).id).toBe(run.id);
  expect(await queued()).toEqual([run.id]);

  const worker = new DriveImportRepository(gateway.database);
  await worker.start(run.id);
  const files = new DriveImportFileRepository(gateway.database);
  const found = { path: 'Ceremony', mimeType: 'image/jpeg', md5: null, bytes: 1, targetId: null };
  await files.recordFound(run.id, {
    folders: [],
    files: ['a', 'b', 'c', 'd'].map((fileId) => ({ fileId, name: `${fileId}.jpg`, ...found })),
  });
  await files.settle(run.id, 'a', { outcome: 'imported' });
  await files.settle(run.id, 'b', { outcome: 'skipped', reason: 'No image.' });
  await files.settle(run.id, 'c', { outcome: 'failed', reason: 'It was removed.' });
  const failures = await organizer.fetch(`/events/${eventId}/drive-imports/${run.id}/failures`);
  expect(driveImportFailuresSchema.parse(await failures.json()).failures).toEqual([
    { fileId: 'c', name: 'c.jpg', path: 'Ceremony', reason: 'It was removed.' },
  ]);
  expect(await listed()).toMatchObject([
    {
      id: run.id,
      state: 'running',
      counts: { found: 4, waiting: 1, imported: 1, duplicate: 0, skipped: 1, failed: 1 },
    },
  ]);
  await worker.finish(run.id, 'Drive does not show us this folder.');
  const [ended] = await listed();
  expect(ended).toMatchObject({ state: 'failed', error: 'Drive does not show us this folder.' });
  expect(ended?.finishedAt).not.toBeNull();

  const again = await start(FOLDER);
  expect(again.id).not.toBe(run.id);
  expect((await listed()).map((one) => one.id)).toEqual([again.id, run.id]);
});

test('what is no folder of Drive is refused with what to paste instead', async () => {
  const before = (await listed()).length;
  for (const wrong of [
    '',
    'short',
    "x' in parents or 'y",
    'https://example.org/drive/folders/1AbC_dEf-GhIjKl',
  ]) {
    const response = await post(wrong);
    const problem = problemSchema.parse(await response.json());
    expect([wrong, response.status, problem.fields?.[0]?.path]).toEqual([wrong, 422, 'folderId']);
    expect(problem.detail).toContain('https://drive.google.com/drive/folders/');
  }
  expect(await listed()).toHaveLength(before);
});

test("nobody imports into another organizer's event, or sees its imports", async () => {
  const stranger = await gateway.signIn('stranger@example.org');
  const before = (await listed()).length;
  expect((await post(FOLDER, stranger)).status).toBe(404);
  expect((await stranger.fetch(`/events/${eventId}/drive-imports`)).status).toBe(404);
  expect(await listed()).toHaveLength(before);
});
