import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { drive, type drive_v3 } from '@googleapis/drive';
import { OAuth2Client } from 'google-auth-library';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { DOWNLOAD_QUOTA, RATE_LIMITED, UNAVAILABLE } from './drive.faults.js';
import { DOCUMENT_MIME_TYPE, FOLDER_MIME_TYPE } from './drive.files.js';
import { DRIVE_SCOPES } from './drive.oauth.js';
import { startDriveServer, type DriveServer } from './drive.server.js';
import { CHUNK_STEP } from './drive.upload.js';

let server: DriveServer;
let api: drive_v3.Drive;

beforeEach(async () => {
  server = await startDriveServer({ pageSize: 3 });
  api = clientWith(server.accessToken);
});
afterEach(() => server.stop());

function authOf(token: string): OAuth2Client {
  const auth = new OAuth2Client();
  auth.setCredentials({ access_token: token });
  return auth;
}
const clientWith = (token: string): drive_v3.Drive =>
  drive({ version: 'v3', auth: authOf(token), rootUrl: server.rootUrl, retry: false });

async function names(parameters: drive_v3.Params$Resource$Files$List): Promise<string[]> {
  const found: string[] = [];
  let pageToken: string | undefined;
  do {
    const { data } = await api.files.list({ ...parameters, ...(pageToken && { pageToken }) });
    found.push(...(data.files ?? []).map((file) => file.name ?? ''));
    pageToken = data.nextPageToken ?? undefined;
  } while (pageToken);
  return found;
}
/** The client sends bytes to Google unless each call says otherwise. */
const here = () => ({ rootUrl: server.rootUrl });
const reason = (word: string) => ({ response: { data: { error: { errors: [{ reason: word }] } } } });
const md5 = (bytes: Buffer): string => createHash('md5').update(bytes).digest('hex');
const statusOf = async (call: Promise<unknown>): Promise<unknown> =>
  call.then(
    () => 'answered',
    (error: { status?: number; code?: unknown }) => error.status ?? error.code,
  );

describe('files', () => {
  test('a folder is listed over pages, by parent, type, name and properties, without what is in the trash', async () => {
    const folder = server.addFolder("Ada's day");
    for (let index = 0; index < 8; index++)
      server.addFile(`IMG_${index}.jpg`, Buffer.from(`${index}`), folder, 'image/jpeg');
    const trashed = server.addFile('old.jpg', Buffer.from('old'), folder, 'image/jpeg');
    server.addFile('list.pdf', Buffer.from('pdf'), folder, 'application/pdf');
    await api.files.update({ fileId: trashed, requestBody: { trashed: true } });
    await api.files.create({
      requestBody: {
        name: 'mine',
        parents: [folder],
        mimeType: FOLDER_MIME_TYPE,
        appProperties: { a: "b'c" },
      },
    });

    const inFolder = `'${folder}' in parents`;
    expect(await names({ q: `${inFolder} and trashed = false` })).toHaveLength(10);
    expect(await names({ q: `${inFolder} and trashed = true` })).toEqual(['old.jpg']);
    expect(await names({ q: `${inFolder} and not mimeType contains 'image/' and trashed=false` })).toEqual([
      'list.pdf',
      'mine',
    ]);
    expect(await names({ q: `${inFolder} and (name = 'img_3.JPG' or name contains 'lis')` })).toEqual([
      'IMG_3.jpg',
      'list.pdf',
    ]);
    expect(await names({ q: `appProperties has { key='a' and value='b\\'c' }` })).toEqual(['mine']);
    expect(await names({ q: `name = 'Ada\\'s day' and 'root' in parents` })).toEqual(["Ada's day"]);
    expect(await names({ q: `${inFolder} and trashed = false`, orderBy: 'folder,name desc' })).toEqual([
      'mine',
      'list.pdf',
      ...[7, 6, 5, 4, 3, 2, 1, 0].map((index) => `IMG_${index}.jpg`),
    ]);
  });

  test('only the requested fields come, and a wrong field, query or page is refused', async () => {
    const id = server.addFile('a.jpg', Buffer.from('abc'), 'root', 'image/jpeg');
    const { data } = await api.files.get({ fileId: id, fields: 'id,md5Checksum,size,parents' });
    expect(data).toEqual({
      id,
      md5Checksum: md5(Buffer.from('abc')),
      size: '3',
      parents: [server.files.rootId],
    });
    expect(Object.keys((await api.files.get({ fileId: id })).data)).toEqual([
      'kind',
      'id',
      'name',
      'mimeType',
    ]);
    expect(await statusOf(api.files.get({ fileId: id, fields: 'id,md5' }))).toBe(400);
    expect(await statusOf(api.files.list({ q: 'parents in' }))).toBe(400);
    expect(await statusOf(api.files.list({ pageToken: 'x' }))).toBe(400);
    expect(await statusOf(api.files.list({ fields: 'files(id, nonsense)' }))).toBe(400);
  });

  test('the same name may occur twice, and the id tells the files apart', async () => {
    const first = server.addFile('a.jpg', Buffer.from('1'), 'root', 'image/jpeg');
    const second = server.addFile('a.jpg', Buffer.from('2'), 'root', 'image/jpeg');
    expect(await names({ q: "name = 'a.jpg'" })).toEqual(['a.jpg', 'a.jpg']);
    expect(first).not.toBe(second);
  });

  test('shortcuts name their target, and dangle once it is gone', async () => {
    const target = server.addFile('a.jpg', Buffer.from('1'), 'root', 'image/jpeg');
    const shortcut = server.addShortcut('to a', target, 'root');
    const fields = 'shortcutDetails(targetId,targetMimeType)';
    expect((await api.files.get({ fileId: shortcut, fields })).data.shortcutDetails).toEqual({
      targetId: target,
      targetMimeType: 'image/jpeg',
    });
    await api.files.delete({ fileId: target });
    expect((await api.files.get({ fileId: shortcut, fields })).data.shortcutDetails).toEqual({
      targetId: target,
    });
  });

  test('shared drives are seen only by those who ask for them', async () => {
    const driveId = server.addSharedDrive('Studio');
    const file = server.addFile('s.jpg', Buffer.from('s'), driveId, 'image/jpeg');
    expect((await api.drives.list()).data.drives).toMatchObject([{ id: driveId, name: 'Studio' }]);
    expect(await names({ q: `'${driveId}' in parents` })).toEqual([]);
    const all = { supportsAllDrives: true, includeItemsFromAllDrives: true };
    expect(await names({ q: `'${driveId}' in parents`, ...all })).toEqual(['s.jpg']);
    expect(await names({ corpora: 'drive', driveId, ...all })).toEqual(['s.jpg']);
    expect(await statusOf(api.files.get({ fileId: file }))).toBe(404);
    expect(
      (await api.files.get({ fileId: file, supportsAllDrives: true, fields: 'driveId' })).data.driveId,
    ).toBe(driveId);
  });

  test('bytes come whole or in ranges; documents of Google have none', async () => {
    const content = Buffer.from('0123456789');
    const id = server.addFile('a.jpg', content, 'root', 'image/jpeg');
    const media = async (range?: string): Promise<string> => {
      const reply = await api.files.get(
        { fileId: id, alt: 'media' },
        { responseType: 'stream', headers: range ? { Range: range } : {} },
      );
      return (await buffer(reply.data)).toString();
    };
    expect([
      await media(),
      await media('bytes=2-4'),
      await media('bytes=7-'),
      await media('bytes=-3'),
    ]).toEqual(['0123456789', '234', '789', '789']);
    await expect(media('bytes=10-')).rejects.toMatchObject({ status: 416 });
    const document = server.addFile('Plan', Buffer.alloc(0), 'root', DOCUMENT_MIME_TYPE);
    expect(await statusOf(api.files.get({ fileId: document, alt: 'media' }))).toBe(403);
    expect((await api.files.get({ fileId: document, fields: 'md5Checksum' })).data).toEqual({});
  });

  test('files are created, renamed, moved, replaced and deleted', async () => {
    const [from, to] = [server.addFolder('from'), server.addFolder('to')];
    const made = await api.files.create(
      {
        requestBody: { name: 'a.jpg', parents: [from] },
        media: { mimeType: 'image/jpeg', body: Readable.from([Buffer.from([0, 13, 10, 255])]) },
        fields: 'id,md5Checksum,mimeType,headRevisionId',
      },
      here(),
    );
    const id = made.data.id ?? '';
    expect(made.data).toMatchObject({
      md5Checksum: md5(Buffer.from([0, 13, 10, 255])),
      mimeType: 'image/jpeg',
    });
    await api.files.update({
      fileId: id,
      addParents: to,
      removeParents: from,
      requestBody: { name: 'b.jpg' },
    });
    expect(await names({ q: `'${to}' in parents` })).toEqual(['b.jpg']);
    expect(await names({ q: `'${from}' in parents` })).toEqual([]);
    const replaced = await api.files.update(
      { fileId: id, media: { mimeType: 'image/jpeg', body: 'new' }, fields: 'headRevisionId,size' },
      here(),
    );
    expect(replaced.data.size).toBe('3');
    expect(replaced.data.headRevisionId).not.toBe(made.data.headRevisionId);
    await api.files.delete({ fileId: to }); // with its contents
    expect(await statusOf(api.files.get({ fileId: id }))).toBe(404);
  });

  test('an id that was handed out makes one file, however often it is sent', async () => {
    const { data } = await api.files.generateIds({ count: 2 });
    const [id = ''] = data.ids ?? [];
    const send = () =>
      api.files.create(
        { requestBody: { id, name: 'once.jpg' }, media: { mimeType: 'image/jpeg', body: 'x' } },
        here(),
      );
    expect((await send()).data.id).toBe(id);
    expect(await statusOf(send())).toBe(409);
    expect(await statusOf(api.files.create({ requestBody: { id: 'made-up-by-somebody' } }))).toBe(400);
  });

  test('about: the person and the storage quota, by field', async () => {
    expect((await api.about.get({ fields: 'user(emailAddress)' })).data).toEqual({
      user: { emailAddress: 'ada@example.org' },
    });
    expect(await statusOf(api.about.get())).toBe(400);
    server.files.storageLimit = 3;
    const big = api.files.create(
      { requestBody: { name: 'big' }, media: { mimeType: 'image/jpeg', body: 'four' } },
      here(),
    );
    await expect(big).rejects.toMatchObject({ status: 403, ...reason('storageQuotaExceeded') });
  });

  test('properties of one client are hidden from another', async () => {
    const id = server.addFile('a.jpg', Buffer.from('1'), 'root', 'image/jpeg');
    await api.files.update({ fileId: id, requestBody: { appProperties: { photo: '7' } } });
    const other = clientWith(server.oauth.issue([DRIVE_SCOPES.full], 'another-client'));
    expect((await api.files.get({ fileId: id, fields: 'appProperties' })).data).toEqual({
      appProperties: { photo: '7' },
    });
    expect((await other.files.get({ fileId: id, fields: 'appProperties' })).data).toEqual({});
  });
});

describe('scopes', () => {
  test('drive.file sees what its client created, drive.readonly writes nothing', async () => {
    const id = server.addFile('theirs.jpg', Buffer.from('1'), 'root', 'image/jpeg');
    const ours = clientWith(server.oauth.issue([DRIVE_SCOPES.file]));
    expect(await statusOf(ours.files.get({ fileId: id }))).toBe(404);
    const made = await ours.files.create({ requestBody: { name: 'ours' }, fields: 'id' });
    expect((await ours.files.list()).data.files).toMatchObject([{ name: 'ours' }]);
    const reader = clientWith(server.oauth.issue([DRIVE_SCOPES.readonly]));
    expect((await reader.files.get({ fileId: made.data.id ?? '' })).data.name).toBe('ours');
    expect(await statusOf(reader.files.create({ requestBody: { name: 'no' } }))).toBe(403);
  });
});

describe('resumable uploads', () => {
  const content = Buffer.alloc(3 * CHUNK_STEP + 100, 'photo');

  async function open(): Promise<string> {
    const reply = await authOf(server.accessToken).request({
      url: `${server.rootUrl}upload/drive/v3/files?uploadType=resumable&fields=id,md5Checksum`,
      method: 'POST',
      headers: { 'X-Upload-Content-Type': 'image/jpeg', 'X-Upload-Content-Length': String(content.length) },
      data: { name: 'big.jpg' },
    });
    return reply.headers.get('location') ?? '';
  }
  const put = (url: string, start: number, end: number) =>
    fetch(url, {
      method: 'PUT',
      headers: { 'content-range': `bytes ${start}-${end - 1}/${content.length}` },
      body: content.subarray(start, end),
    });
  const ask = (url: string) =>
    fetch(url, { method: 'PUT', headers: { 'content-range': `bytes */${content.length}` } });

  test('continue where they were, and say so', async () => {
    const url = await open();
    expect([(await ask(url)).status, (await ask(url)).headers.get('range')]).toEqual([308, null]);
    const first = await put(url, 0, CHUNK_STEP);
    expect([first.status, first.headers.get('range')]).toEqual([308, `bytes=0-${CHUNK_STEP - 1}`]);
    expect((await put(url, CHUNK_STEP, CHUNK_STEP + 5)).status).toBe(400); // not a multiple of 256 KiB
    expect((await put(url, 2 * CHUNK_STEP, 3 * CHUNK_STEP)).status).toBe(400); // a gap
    server.setFault(() => ({ keepBytes: CHUNK_STEP + 17 }));
    const partial = await put(url, CHUNK_STEP, 3 * CHUNK_STEP);
    expect(partial.headers.get('range')).toBe(`bytes=0-${2 * CHUNK_STEP - 1}`);
    server.setFault(undefined);
    const last = await put(url, 2 * CHUNK_STEP, content.length);
    expect(last.status).toBe(200);
    const file = (await last.json()) as drive_v3.Schema$File;
    expect(file.md5Checksum).toBe(md5(content));
    expect(await (await ask(url)).json()).toEqual(file);
  });

  test('are 404 once their session is gone', async () => {
    const url = await open();
    server.uploads.forgetAll();
    expect((await put(url, 0, content.length)).status).toBe(404);
  });
});

describe('changes', () => {
  test('are listed once per file, page by page, and end with the next start', async () => {
    const { data: start } = await api.changes.getStartPageToken();
    const kept = server.addFile('kept.jpg', Buffer.from('1'), 'root', 'image/jpeg');
    const gone = server.addFile('gone.jpg', Buffer.from('2'), 'root', 'image/jpeg');
    const hidden = server.addFile('hidden.jpg', Buffer.from('3'), 'root', 'image/jpeg');
    const studio = server.addSharedDrive('Studio');
    const inStudio = server.addFile('studio.jpg', Buffer.from('4'), studio, 'image/jpeg');
    await api.files.delete({ fileId: gone });
    server.files.get(hidden).lost = true;

    const seen = new Map<string, boolean>();
    let token = start.startPageToken ?? '';
    for (;;) {
      const { data } = await api.changes.list({
        pageToken: token,
        fields: 'nextPageToken,newStartPageToken,changes(fileId,removed,file(name))',
      });
      for (const change of data.changes ?? []) seen.set(change.fileId ?? '', change.removed ?? false);
      if (!data.nextPageToken) {
        expect(data.newStartPageToken).toBeTruthy();
        break;
      }
      expect(data.newStartPageToken).toBeUndefined();
      token = data.nextPageToken;
    }
    expect(Object.fromEntries(seen)).toEqual({ [kept]: false, [gone]: true, [hidden]: true });
    const shared = await api.changes.list({
      pageToken: '0',
      driveId: studio,
      supportsAllDrives: true,
      includeItemsFromAllDrives: true,
      pageSize: 1000,
    });
    expect(shared.data.changes?.map((change) => change.fileId) ?? []).not.toContain(kept);
    expect(await statusOf(api.changes.list({ pageToken: 'nonsense' }))).toBe(400);
    expect(inStudio).toBeTruthy();
  });
});

describe('faults', () => {
  test('come as the client reports them', async () => {
    const id = server.addFile('a.jpg', Buffer.from('0123456789'), 'root', 'image/jpeg');
    const get = () => api.files.get({ fileId: id });
    server.setFault(() => RATE_LIMITED);
    await expect(get()).rejects.toMatchObject({ status: 403, ...reason('userRateLimitExceeded') });
    server.setFault(() => DOWNLOAD_QUOTA);
    await expect(get()).rejects.toMatchObject({ ...reason('downloadQuotaExceeded') });
    server.setFault(() => UNAVAILABLE);
    await expect(get()).rejects.toMatchObject({ status: 503 });
    server.setFault(() => ({ cut: 'request' }));
    await expect(get()).rejects.toThrow();

    const bytes = async (): Promise<Buffer> =>
      buffer((await api.files.get({ fileId: id, alt: 'media' }, { responseType: 'stream' })).data);
    server.setFault(() => ({ cut: 'body' }));
    await expect(bytes()).rejects.toThrow();
    server.setFault(() => ({ corrupt: true }));
    expect(md5(await bytes())).not.toBe(md5(Buffer.from('0123456789')));
    server.setFault(() => ({ slowMs: 5 }));
    expect((await bytes()).toString()).toBe('0123456789');
    server.setFault(({ method }) => (method === 'POST' ? { cut: 'answer' } : undefined));
    await expect(api.files.create({ requestBody: { name: 'made all the same' } })).rejects.toThrow();
    expect(await names({ q: "name = 'made all the same'" })).toHaveLength(1);
    server.oauth.expireAccessTokens();
    server.setFault(undefined);
    expect(await statusOf(get())).toBe(401);
  });
});
