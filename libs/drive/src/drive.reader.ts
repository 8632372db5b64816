/** @module Google Drive as an import needs it: the contents of a folder, one file, the shared drives, and bytes. */
import type { Readable } from 'node:stream';
import { drive, type drive_v3 } from '@googleapis/drive';
import type { DriveAuth } from './drive.auth.js';
import { retryAfterOf } from './drive.fault.js';
import { readRefusal } from './drive.refusal.js';
import { guardStall } from './stall.guard.js';

export const FOLDER_MIME_TYPE = 'application/vnd.google-apps.folder';
export const SHORTCUT_MIME_TYPE = 'application/vnd.google-apps.shortcut';

/** Used in place of a folder's id: what others have shared with the asking account. */
export const SHARED_WITH_ME = 'shared-with-me';

/** The most that Drive returns at once. */
const PAGE_SIZE = 1_000;
const STALL_MS = 60_000;
const ANSWER_MS = 60_000;
const FILE_FIELDS = 'id, name, mimeType, md5Checksum, size, shortcutDetails(targetId, targetMimeType)';

export interface DriveFile {
  id: string;
  name: string;
  mimeType: string;
  /** Null for folders and Google's own documents, which have no bytes of their own. */
  md5: string | null;
  bytes: number | null;
  /** What a shortcut points to; its type is null if the target is gone or hidden. */
  target: { id: string; mimeType: string | null } | null;
}

export interface DrivePage {
  files: DriveFile[];
  nextPageToken: string | null;
}

export interface DriveReader {
  /** One page of the folder's direct children, without trashed files. */
  listFolder(
    folderId: string,
    options?: { pageToken?: string | undefined; foldersOnly?: boolean },
  ): Promise<DrivePage>;
  getFile(fileId: string): Promise<DriveFile & { trashed: boolean }>;
  listSharedDrives(): Promise<{ id: string; name: string }[]>;
  /** Fails midway when the connection breaks or stops delivering bytes. */
  download(fileId: string): Promise<Readable>;
}

/** Every call is one request: pacing and retries are the caller's. `rootUrl` replaces Google's address. */
export function createDriveReader(auth: DriveAuth, rootUrl?: string): DriveReader {
  const api = driveApi(auth, rootUrl);
  return {
    listFolder: (folderId, options) => listFolder(api, folderId, options),
    getFile: async (fileId) => {
      const { data } = await api.files.get({
        fileId,
        supportsAllDrives: true,
        fields: `${FILE_FIELDS}, trashed`,
      });
      return { ...toDriveFile(data), trashed: data.trashed ?? false };
    },
    listSharedDrives: () => listSharedDrives(api),
    download: (fileId) => download(api, auth, fileId),
  };
}

/** The client's own retries are off: they know nothing of the other requests that are waiting. */
export function driveApi(auth: DriveAuth, rootUrl?: string): drive_v3.Drive {
  return drive({ version: 'v3', auth, retry: false, timeout: ANSWER_MS, ...(rootUrl ? { rootUrl } : {}) });
}

async function listFolder(
  api: drive_v3.Drive,
  folderId: string,
  { pageToken, foldersOnly = false }: { pageToken?: string | undefined; foldersOnly?: boolean } = {},
): Promise<DrivePage> {
  const folders = `(mimeType = '${FOLDER_MIME_TYPE}' or mimeType = '${SHORTCUT_MIME_TYPE}')`;
  const place = folderId === SHARED_WITH_ME ? 'sharedWithMe = true' : `'${quoted(folderId)}' in parents`;
  const { data } = await api.files.list({
    q: `${place} and trashed = false${foldersOnly ? ` and ${folders}` : ''}`,
    fields: `nextPageToken, files(${FILE_FIELDS})`,
    orderBy: foldersOnly ? 'name_natural' : 'createdTime',
    pageSize: PAGE_SIZE,
    supportsAllDrives: true,
    includeItemsFromAllDrives: true,
    ...(pageToken ? { pageToken } : {}),
  });
  const files = (data.files ?? []).map(toDriveFile);
  return { files, nextPageToken: data.nextPageToken ?? null };
}

async function listSharedDrives(api: drive_v3.Drive): Promise<{ id: string; name: string }[]> {
  const found: { id: string; name: string }[] = [];
  let pageToken: string | undefined;
  do {
    const { data } = await api.drives.list({ pageSize: 100, ...(pageToken ? { pageToken } : {}) });
    for (const { id, name } of data.drives ?? []) if (id) found.push({ id, name: name ?? id });
    pageToken = data.nextPageToken ?? undefined;
  } while (pageToken);
  return found;
}

async function download(api: drive_v3.Drive, auth: DriveAuth, fileId: string): Promise<Readable> {
  const ask = () =>
    api.files.get(
      { fileId, alt: 'media', supportsAllDrives: true },
      // a refusal also comes as a stream, and a time limit on the answer would cut off large files
      { responseType: 'stream', validateStatus: () => true, timeout: 0 },
    );
  let reply = await ask();
  if (reply.status === 401) {
    // as no status is an error here, the client does not renew its token by itself
    reply.data.destroy();
    auth.setCredentials({ ...auth.credentials, expiry_date: 1 });
    reply = await ask();
  }
  if (reply.status >= 200 && reply.status < 300) return guardStall(reply.data, STALL_MS);
  throw await readRefusal(reply.status, reply.data, retryAfterOf(reply.headers));
}

function toDriveFile({
  id,
  name,
  mimeType,
  md5Checksum,
  size,
  shortcutDetails,
}: drive_v3.Schema$File): DriveFile {
  return {
    id: id ?? '',
    name: name ?? id ?? '',
    mimeType: mimeType ?? 'application/octet-stream',
    md5: md5Checksum ?? null,
    bytes: size == null ? null : Number(size),
    target: shortcutDetails?.targetId
      ? { id: shortcutDetails.targetId, mimeType: shortcutDetails.targetMimeType ?? null }
      : null,
  };
}

/** Escaped for a string of Drive's query language. */
export function quoted(text: string): string {
  return text.replace(/[\\']/g, '\\$&');
}
