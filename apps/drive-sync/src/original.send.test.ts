import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { connectedAuth } from '@visage/drive/drive.auth';
import { createDriveWriter, type DriveWriter } from '@visage/drive/drive.writer';
import { AS_IT_IS, formOf, type OriginalForm } from '@visage/originals/original.form';
import { DOWNLOAD_QUOTA } from '@visage/testing/drive.faults';
import { startDriveServer, type DriveServer } from '@visage/testing/drive.server';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sendOriginal, type OriginalToSend, type SendingDependencies } from './original.send.js';

const PHOTO = Buffer.from('the bytes of the original');
const digest = (algorithm: string, content: Buffer): string =>
  createHash(algorithm).update(content).digest('hex');

const formOfBytes = (content: Buffer): OriginalForm =>
  formOf(
    {
      ...{ sha256: digest('sha256', content), md5: digest('md5', content), bytes: content.length },
      ...{ blanks: null, blur: null },
    },
    AS_IT_IS,
  );

let server: DriveServer;
let drive: DriveWriter;
let original: OriginalToSend;
let asked: unknown[];
beforeAll(async () => {
  server = await startDriveServer();
  const auth = connectedAuth({ clientId: 'c', clientSecret: 's', rootUrl: server.rootUrl }, 'none');
  auth.setCredentials({ access_token: server.accessToken, expiry_date: Date.now() + 3_600_000 });
  drive = createDriveWriter(auth, server.rootUrl);
});
afterAll(() => server.stop());
beforeEach(async () => {
  const [id = ''] = await drive.reserveIds(1);
  const known = {
    sha256: digest('sha256', PHOTO),
    form: formOfBytes(PHOTO),
    format: 'jpeg',
  };
  original = {
    id,
    eventId: 'e',
    photoId: 'p',
    name: 'a.jpg',
    parentId: 'root',
    ...known,
    appProperties: { mark: 'm' },
  };
  asked = [];
  server.requests.length = 0;
});
afterEach(() => server.setFault(undefined));

function send(
  changes: Partial<OriginalToSend> = {},
  stored = PHOTO,
  how: Partial<SendingDependencies['drive']> = {},
): Promise<boolean> {
  const openOriginal: SendingDependencies['openOriginal'] = ({ sha256 }, start, end) => {
    asked.push([sha256, start, end]);
    return Promise.resolve(Readable.from([stored.subarray(start, end)]));
  };
  return sendOriginal({ ...original, ...changes }, { drive: { ...drive, ...how }, openOriginal });
}
const uploads = (): number => server.requests.filter((request) => request.includes('/upload/')).length;

test('an original arrives bit for bit under its name, its kind and its marks', async () => {
  expect(await send()).toBe(true);
  expect(server.files.get(original.id)).toMatchObject({
    name: 'a.jpg',
    mimeType: 'image/jpeg',
    content: PHOTO,
    md5: original.form.md5,
  });
  expect(server.files.childrenOf('root').map(({ id }) => id)).toContain(original.id);
  expect(asked).toEqual([[original.sha256, 0, PHOTO.length]]);
  const [id = ''] = await drive.reserveIds(1);
  expect(await send({ id, format: null })).toBe(true);
  expect(server.files.get(id).mimeType).toBe('application/octet-stream');
});

test('a large original is read piece by piece, each from where the last one ended', async () => {
  const large = Buffer.alloc(9 * 2 ** 20, 'large photo ');
  expect(await send({ form: formOfBytes(large) }, large)).toBe(true);
  expect(asked).toEqual([
    [original.sha256, 0, 8 * 2 ** 20],
    [original.sha256, 8 * 2 ** 20, large.length],
  ]);
});

test('other bytes than the original’s do not stay in Drive, and are not said to have arrived', async () => {
  expect(await send({}, Buffer.from('the bytes of an original!'))).toBe(false);
  expect(server.files.find(original.id)).toBeNull();
});

test('as long as the wrong bytes cannot be taken back, the photo is not given up', async () => {
  server.setFault(({ method }) => (method === 'DELETE' ? DOWNLOAD_QUOTA : undefined));
  await expect(send({}, Buffer.from('the bytes of an original!'))).rejects.toMatchObject({ status: 403 });
  expect(server.files.find(original.id)).not.toBeNull();
});

test('an upload whose sum Drive does not tell counts as one that did not arrive', async () => {
  expect(await send({}, PHOTO, { upload: (file) => drive.upload(file).then(() => null) })).toBe(false);
  expect(server.files.find(original.id)).toBeNull();
});

describe('when an earlier try has arrived and its answer was lost', () => {
  test('nothing is sent again', async () => {
    await send();
    const sent = uploads();
    expect(await send()).toBe(true);
    // it was offered, and Drive said that it has it
    expect(uploads()).toBe(sent + 1);
    expect(server.files.get(original.id).content).toEqual(PHOTO);
  });

  test('but what arrived is looked at: other bytes are removed', async () => {
    await send();
    server.files.setContent(server.files.get(original.id), Buffer.from('half'));
    expect(await send()).toBe(false);
    expect(server.files.find(original.id)).toBeNull();
  });
});

test('a refusal is not taken for an upload that arrived', async () => {
  await send();
  server.setFault(({ path }) => (path.includes('/upload/') ? DOWNLOAD_QUOTA : undefined));
  await expect(send()).rejects.toMatchObject({ status: 403 });
  expect(server.files.get(original.id).content).toEqual(PHOTO);
});
