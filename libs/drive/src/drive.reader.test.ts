import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { DOWNLOAD_QUOTA } from '@visage/testing/drive.faults';
import { DOCUMENT_MIME_TYPE } from '@visage/testing/drive.files';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connectedAuth, serviceAccountAuth, type DriveAuth } from './drive.auth.js';
import { judgeDriveFault } from './drive.fault.js';
import {
  createDriveReader,
  FOLDER_MIME_TYPE,
  SHARED_WITH_ME,
  SHORTCUT_MIME_TYPE,
  type DriveReader,
} from './drive.reader.js';
import { createDriveWatcher } from './drive.watcher.js';
import { createDriveWriter } from './drive.writer.js';

let server: DriveServer;
let auth: DriveAuth;
let reader: DriveReader;
beforeEach(async () => {
  server = await startDriveServer({ pageSize: 2 });
  auth = connectedAuth(
    { clientId: server.oauth.clientId, clientSecret: server.oauth.clientSecret, rootUrl: server.rootUrl },
    'none',
  );
  auth.setCredentials({ access_token: server.accessToken, expiry_date: Date.now() + 3_600_000 });
  reader = createDriveReader(auth, server.rootUrl);
});
afterEach(() => server.stop());

/** Names, page by page. */
async function names(folderId: string, foldersOnly?: boolean, of = reader): Promise<string[][]> {
  const pages: string[][] = [];
  let pageToken: string | undefined;
  do {
    const page = await of.listFolder(folderId, {
      pageToken,
      ...(foldersOnly !== undefined && { foldersOnly }),
    });
    pages.push(page.files.map(({ name }) => name));
    pageToken = page.nextPageToken ?? undefined;
  } while (pageToken !== undefined);
  return pages;
}

test('a folder is listed page by page, without what is in the trash; its folders sorted by name, numbers as people count', async () => {
  const folder = server.addFolder('Wedding');
  for (const name of ['10', '9', '1']) server.addFolder(name, folder);
  server.addShortcut('2', server.addFolder('elsewhere'), folder);
  const trashed = server.addFile('old.jpg', Buffer.from('old'), folder, 'image/jpeg');
  server.addFile('new.jpg', Buffer.from('new'), folder, 'image/jpeg');
  await createDriveWriter(auth, server.rootUrl).update(trashed, { trashed: true });
  expect(await names(folder)).toEqual([['10', '9'], ['1', '2'], ['new.jpg']]);
  expect(await names(folder, true)).toEqual([
    ['1', '2'],
    ['9', '10'],
  ]);
  expect((await reader.listFolder(folder)).nextPageToken).not.toBeNull();
  expect((await reader.getFile(trashed)).trashed).toBe(true);
});

test('a file comes with its bytes’ hash and size, one without bytes comes without them, and a shortcut with its target', async () => {
  const photo = server.addFile('a.jpg', Buffer.from('abc'), 'root', 'image/jpeg');
  const document = server.addFile('Plan', Buffer.alloc(0), 'root', DOCUMENT_MIME_TYPE);
  const shortcut = server.addShortcut('to a', photo, 'root');
  expect(await reader.getFile(photo)).toEqual({
    ...{
      id: photo,
      name: 'a.jpg',
      mimeType: 'image/jpeg',
      md5: '900150983cd24fb0d6963f7d28e17f72',
      bytes: 3,
      target: null,
      trashed: false,
    },
  });
  expect(await reader.getFile(document)).toMatchObject({
    mimeType: DOCUMENT_MIME_TYPE,
    md5: null,
    bytes: null,
  });
  expect(await reader.getFile(shortcut)).toMatchObject({
    mimeType: SHORTCUT_MIME_TYPE,
    target: { id: photo, mimeType: 'image/jpeg' },
  });
  await createDriveWriter(auth, server.rootUrl).remove(photo);
  expect((await reader.getFile(shortcut)).target).toEqual({ id: photo, mimeType: null });
});

test('shared drives are read, written and watched like the person’s own', async () => {
  const studio = server.addSharedDrive('Studio');
  const writer = createDriveWriter(auth, server.rootUrl);
  const watcher = createDriveWatcher(auth, server.rootUrl);
  expect(await reader.listSharedDrives()).toEqual([{ id: studio, name: 'Studio' }]);
  const token = await watcher.startToken(studio);
  const [folderId = '', fileId = ''] = await writer.reserveIds(2);
  await writer.createFolder({ id: folderId, name: 'F', parentId: studio, appProperties: { run: "it's" } });
  const open = () => Promise.resolve(Readable.from([Buffer.from('abc')]));
  const md5 = await writer.upload({
    id: fileId,
    name: 'a.jpg',
    parentId: folderId,
    mimeType: 'image/jpeg',
    bytes: 3,
    appProperties: {},
    open,
  });
  expect([md5, await writer.md5Of(fileId)]).toEqual([
    '900150983cd24fb0d6963f7d28e17f72',
    '900150983cd24fb0d6963f7d28e17f72',
  ]);
  expect(await writer.findByProperty('run', "it's")).toEqual({
    files: [{ id: folderId, md5: null, appProperties: { run: "it's" } }],
    nextPageToken: null,
  });
  await writer.update(fileId, { name: 'b.jpg' });
  expect(await names(folderId)).toEqual([['b.jpg']]);
  expect(await watcher.getFile(fileId)).toMatchObject({
    name: 'b.jpg',
    bytes: 3,
    parents: [folderId],
    driveId: studio,
    trashed: false,
  });
  expect((await watcher.listFiles(folderId)).files.map(({ id }) => id)).toEqual([fileId]);
  expect((await buffer(await reader.download(fileId))).toString()).toBe('abc');
  const page = await watcher.changes(token, studio);
  expect(page.changes.map(({ fileId: id }) => id)).toEqual(expect.arrayContaining([folderId, fileId]));
  await writer.update(folderId, { trashed: true });
  expect(await watcher.getFile(fileId)).toMatchObject({ trashed: true, explicitlyTrashed: false });
  await writer.remove(fileId);
  await expect(watcher.getFile(fileId)).rejects.toMatchObject({ status: 404 });
});

test('a service account finds what is shared with it', async () => {
  const key = server.oauth.services.add();
  server.addFolder('private');
  server.files.share(server.addFolder('shared'), key.client_email);
  const robot = createDriveReader(serviceAccountAuth(key, 'import', server.rootUrl), server.rootUrl);
  expect(await names(SHARED_WITH_ME, true, robot)).toEqual([['shared']]);
});

test('a refusal in place of bytes is read, with its reason and how long to wait', async () => {
  const id = server.addFile('a.jpg', Buffer.from('abc'), 'root', 'image/jpeg');
  server.setFault(() => DOWNLOAD_QUOTA);
  const refused = await reader.download(id).catch((error: unknown) => error);
  expect(refused).toMatchObject({
    status: 403,
    message: 'The download quota for this file has been exceeded.',
    retryAfterMs: 0,
  });
  expect(judgeDriveFault(refused)).toMatchObject({ kind: 'stop' });
  server.setFault(() => ({
    status: 429,
    reason: 'rateLimitExceeded',
    message: 'slow down',
    retryAfterSeconds: 3,
  }));
  expect(judgeDriveFault(await reader.download(id).catch((error: unknown) => error))).toMatchObject({
    kind: 'retry',
    rateLimited: true,
    retryAfterMs: 3_000,
  });
  expect(
    judgeDriveFault(await reader.getFile(id).catch((error: unknown) => error)),
    'as with any other request',
  ).toMatchObject({ retryAfterMs: 3_000 });
});

test('ids that are no folder, and names that Drive’s query language would take apart, are passed unchanged', async () => {
  await expect(reader.listFolder("it's \\ nothing")).resolves.toEqual({ files: [], nextPageToken: null });
  const folder = await reader.getFile(server.addFolder("it's"));
  expect([folder.name, folder.mimeType]).toEqual(["it's", FOLDER_MIME_TYPE]);
});
