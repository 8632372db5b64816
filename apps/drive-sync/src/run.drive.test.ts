import { text } from 'node:stream/consumers';
import { Readable } from 'node:stream';
import { judgeDriveFault } from '@visage/drive/drive.fault';
import { createDriveReader, SHARED_WITH_ME } from '@visage/drive/drive.reader';
import { createDriveWatcher } from '@visage/drive/drive.watcher';
import { createDriveWriter } from '@visage/drive/drive.writer';
import { GoogleIdentity } from '@visage/drive/google.identity';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import type { DriveAuth } from '@visage/drive/drive.auth';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { authOfRun, type GoogleAccess, type RunDrive } from './run.drive.js';

let server: DriveServer;
let email: string;
let google: GoogleAccess;

beforeEach(async () => {
  server = await startDriveServer();
  const key = server.oauth.services.add();
  email = key.client_email;
  const nothing = { find: () => Promise.resolve(null) };
  google = {
    identity: new GoogleIdentity({ GOOGLE_SERVICE_ACCOUNT: key, GOOGLE_ROOT_URL: server.rootUrl }, nothing, {
      open: () => '',
    }),
    accounts: nothing,
    tokens: { open: () => '' },
    rootUrl: server.rootUrl,
  };
});
afterEach(() => server.stop());

async function authOf(drive: RunDrive): Promise<DriveAuth> {
  const access = await authOfRun(drive, google);
  if ('refused' in access) throw new Error(access.refused);
  return access.auth;
}

test('the service account reads what is shared with it, writes into a shared drive, and follows its changes', async () => {
  const folder = server.addFolder('Shared');
  const photo = server.addFile('a.jpg', Buffer.from('bytes of a'), folder, 'image/jpeg');
  const studio = server.addSharedDrive('Studio');
  for (const id of [folder, studio]) server.files.share(id, email);

  const reader = createDriveReader(await authOf({ service: 'import' }), server.rootUrl);
  expect((await reader.listFolder(SHARED_WITH_ME)).files.map(({ name }) => name)).toEqual(['Shared']);
  expect(await reader.listSharedDrives()).toEqual([{ id: studio, name: 'Studio' }]);
  expect(await text(await reader.download(photo))).toBe('bytes of a');

  const auth = await authOf({ service: 'mirror' });
  const [writer, watcher] = [
    createDriveWriter(auth, server.rootUrl),
    createDriveWatcher(auth, server.rootUrl),
  ];
  const token = await watcher.startToken(studio);
  const send = async (parentId: string): Promise<string | null> => {
    const [id = ''] = await writer.reserveIds(1);
    const open = (): Promise<Readable> => Promise.resolve(Readable.from([Buffer.from('new')]));
    return writer.upload({
      id,
      name: 'b.jpg',
      parentId,
      mimeType: 'image/jpeg',
      bytes: 3,
      appProperties: { visagePhoto: 'p' },
      open,
    });
  };
  expect(await send(studio)).toBe('22af645d1859cb5ca6da0c484f1f37ea'); // md5 of "new"
  expect((await watcher.changes(token, studio)).changes.map(({ file }) => file?.name)).toContain('b.jpg');
  expect((await writer.findByProperty('visagePhoto', 'p')).files).toHaveLength(1);
  const refused = await send(folder).then(() => null, judgeDriveFault);
  expect(refused).toMatchObject({ kind: 'stop', reason: expect.stringContaining('shared drive') as string });
  await expect(
    createDriveWriter(await authOf({ service: 'import' }), server.rootUrl).reserveIds(1),
  ).rejects.toMatchObject({ status: 403 });
});

test('a key that was deleted stops a run in words for the administrator; without one, or without its account, nothing is asked', async () => {
  const reader = createDriveReader(await authOf({ service: 'import' }), server.rootUrl);
  server.oauth.services.remove(email);
  const verdict = await reader.listFolder('root').then(() => null, judgeDriveFault);
  expect(verdict).toMatchObject({
    kind: 'stop',
    disconnected: false,
    reason: expect.stringContaining('administrator should enter a new key') as string,
  });

  const requests = server.requests.length;
  google.identity = { client: () => Promise.resolve(null), serviceAccount: () => Promise.resolve(null) };
  expect(await authOfRun({ service: 'import' }, google)).toMatchObject({
    refused: expect.stringContaining('service account') as string,
  });
  expect(await authOfRun({ accountId: crypto.randomUUID() }, google)).toMatchObject({
    refused: expect.stringContaining('Google client') as string,
  });
  expect(server.requests.length).toBe(requests);
});
