import { createHash } from 'node:crypto';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import type { DriveImportFileRecord } from '@visage/database/drive-import.repository';
import { connectedAuth } from '@visage/drive/drive.auth';
import { DrivePacer } from '@visage/drive/drive.pacer';
import { createDriveReader } from '@visage/drive/drive.reader';
import { handleDriveImport, type DriveImportDependencies } from './drive-import.handler.js';

let server: DriveServer;
let records: Map<string, DriveImportFileRecord>;
let finished: (string | null)[];
let received: Map<string, string>;
let dependencies: DriveImportDependencies;

beforeEach(async () => {
  server = await startDriveServer({ pageSize: 3 });
  const auth = connectedAuth({ clientId: 'c', clientSecret: 's' }, 'r');
  auth.setCredentials({ access_token: server.accessToken, expiry_date: Date.now() + 3_600_000 });
  records = new Map();
  finished = [];
  received = new Map();
  dependencies = {
    drive: createDriveReader(auth, server.rootUrl),
    pacer: new DrivePacer({ attempts: 4, firstDelayMs: 1, maxDelayMs: 5 }),
    imports: {
      start: () => Promise.resolve(),
      finish: (_id, error) => Promise.resolve(void finished.push(error)),
      findSettledFileIds: () =>
        Promise.resolve(
          new Set([...records.values()].filter((r) => r.outcome !== 'failed').map((r) => r.fileId)),
        ),
      recordFile: (_id, file) => Promise.resolve(void records.set(file.fileId, file)),
    },
    receivePhoto: async ({ source, expectedMd5 }) => {
      const sha = createHash('sha256');
      const md5 = createHash('md5');
      for await (const chunk of source as AsyncIterable<Buffer>) {
        sha.update(chunk);
        md5.update(chunk);
      }
      if (expectedMd5 !== null && md5.digest('hex') !== expectedMd5) throw new Error('md5 differs');
      const digest = sha.digest('hex');
      const duplicate = received.has(digest);
      received.set(digest, digest);
      return { photoId: digest, duplicate };
    },
  };
});
afterEach(() => server.stop());

const run = (folderId: string): Promise<void> =>
  handleDriveImport({ id: 'i', eventId: 'e', folderId }, dependencies);
const outcomes = (): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const { outcome } of records.values()) counts[outcome] = (counts[outcome] ?? 0) + 1;
  return counts;
};

function fillFolder(): { folder: string; ids: string[] } {
  const folder = server.addFolder('Wedding');
  const inner = server.addFolder('Ceremony', folder);
  const ids = Array.from({ length: 8 }, (_, index) =>
    server.addFile('DSC_0001.jpg', Buffer.from(`photo ${index}`), index % 2 ? inner : folder, 'image/jpeg'),
  );
  server.addFile('copy of the first.jpg', Buffer.from('photo 0'), inner, 'image/jpeg');
  server.addFile('seating.pdf', Buffer.from('%PDF'), folder, 'application/pdf');
  return { folder, ids };
}

test('every file of a folder and its sub-folders is accounted for, over several pages', async () => {
  const { folder } = fillFolder();
  await run(folder);
  expect(outcomes()).toEqual({ imported: 8, duplicate: 1, skipped: 1 });
  expect(finished).toEqual([null]);
});

test('rate limits and server errors in the middle lose no photo', async () => {
  const { folder } = fillFolder();
  server.setFault(({ count }) =>
    count % 3 === 0
      ? count % 2 === 0
        ? { status: 403, reason: 'userRateLimitExceeded', message: 'User Rate Limit Exceeded' }
        : { status: 503, reason: 'backendError', message: 'Backend Error' }
      : undefined,
  );
  await run(folder);
  expect(outcomes()).toEqual({ imported: 8, duplicate: 1, skipped: 1 });
});

test('a used-up quota stops the run, says so, and the next run goes on with what is left', async () => {
  const { folder, ids } = fillFolder();
  server.setFault(({ path }) =>
    path.endsWith(ids[4] ?? '-')
      ? {
          status: 403,
          reason: 'downloadQuotaExceeded',
          message: 'The download quota for this file has been exceeded.',
        }
      : undefined,
  );
  await run(folder);
  expect(finished[0]).toMatch(/quota/);
  const before = server.requests.filter((request) => request.includes('/files/')).length;
  const settled = [...records.values()].filter((record) => record.outcome !== 'skipped').length;
  expect(settled).toBeGreaterThan(0);

  server.setFault(undefined);
  await run(folder);
  expect(outcomes()).toEqual({ imported: 8, duplicate: 1, skipped: 1 });
  const downloads = server.requests.filter((request) => request.includes('/files/')).length - before;
  expect(downloads).toBe(9 - settled);
});

test('a file whose access was lost is listed as failed with its reason; the others arrive', async () => {
  const { folder, ids } = fillFolder();
  server.setFault(({ path }) =>
    path.endsWith(ids[2] ?? '-') ? { status: 404, reason: 'notFound', message: 'File not found' } : undefined,
  );
  await run(folder);
  expect(outcomes()).toEqual({ imported: 7, duplicate: 1, skipped: 1, failed: 1 });
  expect(records.get(ids[2] ?? '')?.reason).toMatch(/not shared with the connected account/);
});
