/** @module Google Drive as a mirror watches it: the contents of a folder, and the log of changes since a token. */
import type { drive_v3 } from '@googleapis/drive';
import type { DriveAuth } from './drive.auth.js';
import { driveApi, quoted } from './drive.reader.js';

const FILE_FIELDS =
  'id, name, mimeType, md5Checksum, size, headRevisionId, parents, trashed, explicitlyTrashed, driveId';
const PAGE_SIZE = 1_000;

export interface WatchedFile {
  /** The identity; names repeat. */
  id: string;
  name: string;
  mimeType: string;
  /** Null for files without bytes. */
  md5: string | null;
  bytes: number | null;
  /** Changes with the content, and only with it. */
  revision: string | null;
  parents: string[];
  trashed: boolean;
  /** It was itself put into the trash, not a folder above it. */
  explicitlyTrashed: boolean;
  /** The shared drive it is in. */
  driveId: string | null;
}

export interface DriveChange {
  fileId: string;
  /** Null = `removed`: deleted for good, or no longer visible. */
  file: WatchedFile | null;
}

export interface DriveChangePage {
  changes: DriveChange[];
  /** For the next page, or for the next time: to be stored once this page is applied. */
  nextToken: string;
  last: boolean;
}

/** Where Google sends a notification whenever the log has grown. */
export interface WatchChannel {
  /** Chosen by us. */
  id: string;
  /** https only. */
  address: string;
  token: string;
  expiresAt: Date;
}

export interface DriveWatcher {
  /** The current token; request it before the first listing, so that nothing falls between the two. */
  startToken(driveId: string | null): Promise<string>;
  changes(token: string, driveId: string | null): Promise<DriveChangePage>;
  /** One page of the folder's direct children, without those in the trash. */
  listFiles(
    folderId: string,
    pageToken?: string,
  ): Promise<{ files: WatchedFile[]; nextPageToken: string | null }>;
  /** @throws an error of status 404 for a file that is not visible. */
  getFile(fileId: string): Promise<WatchedFile>;
  /** @returns Google's id of the log, and when notifications end: at most a week from now. */
  watch(
    token: string,
    driveId: string | null,
    channel: WatchChannel,
  ): Promise<{ resourceId: string; expiresAt: Date }>;
  stopWatching(channel: { id: string; resourceId: string }): Promise<void>;
}

/** Every call is one request: pacing and retries are the caller's. */
export function createDriveWatcher(auth: DriveAuth, rootUrl?: string): DriveWatcher {
  const api = driveApi(auth, rootUrl);
  return {
    startToken: async (driveId) => {
      const { data } = await api.changes.getStartPageToken({
        supportsAllDrives: true,
        ...(driveId !== null && { driveId }),
      });
      if (!data.startPageToken) throw new Error('Drive gave no token to watch from.');
      return data.startPageToken;
    },
    changes: (token, driveId) => listChanges(api, token, driveId),
    listFiles: async (folderId, pageToken) => {
      const { data } = await api.files.list({
        q: `'${quoted(folderId)}' in parents and trashed = false`,
        fields: `nextPageToken, files(${FILE_FIELDS})`,
        orderBy: 'createdTime',
        pageSize: PAGE_SIZE,
        supportsAllDrives: true,
        includeItemsFromAllDrives: true,
        ...(pageToken !== undefined && { pageToken }),
      });
      return { files: (data.files ?? []).map(toWatchedFile), nextPageToken: data.nextPageToken ?? null };
    },
    getFile: async (fileId) => {
      const { data } = await api.files.get({ fileId, supportsAllDrives: true, fields: FILE_FIELDS });
      return toWatchedFile(data);
    },
    watch: async (pageToken, driveId, { id, address, token, expiresAt }) => {
      const { data } = await api.changes.watch({
        ...logOf(pageToken, driveId),
        requestBody: { id, type: 'web_hook', address, token, expiration: String(expiresAt.getTime()) },
      });
      return {
        resourceId: data.resourceId ?? '',
        expiresAt: data.expiration ? new Date(Number(data.expiration)) : expiresAt,
      };
    },
    stopWatching: async (requestBody) => {
      await api.channels.stop({ requestBody });
    },
  };
}

async function listChanges(
  api: drive_v3.Drive,
  pageToken: string,
  driveId: string | null,
): Promise<DriveChangePage> {
  const { data } = await api.changes.list({
    ...logOf(pageToken, driveId),
    fields: `nextPageToken, newStartPageToken, changes(changeType, fileId, removed, file(${FILE_FIELDS}))`,
    pageSize: PAGE_SIZE,
  });
  const nextToken = data.nextPageToken ?? data.newStartPageToken;
  if (!nextToken) throw new Error('Drive listed changes without saying where they continue.');
  const changes = (data.changes ?? []).flatMap(({ fileId, removed, file }) =>
    fileId ? [{ fileId, file: removed || !file ? null : toWatchedFile(file) }] : [],
  );
  return { changes, nextToken, last: !data.nextPageToken };
}

function logOf(pageToken: string, driveId: string | null) {
  return {
    pageToken,
    supportsAllDrives: true,
    includeItemsFromAllDrives: true,
    ...(driveId !== null && { driveId }),
  };
}

function toWatchedFile(file: drive_v3.Schema$File): WatchedFile {
  return {
    id: file.id ?? '',
    name: file.name ?? file.id ?? '',
    mimeType: file.mimeType ?? 'application/octet-stream',
    md5: file.md5Checksum ?? null,
    bytes: file.size == null ? null : Number(file.size),
    revision: file.headRevisionId ?? null,
    parents: file.parents ?? [],
    trashed: file.trashed ?? false,
    explicitlyTrashed: file.explicitlyTrashed ?? false,
    driveId: file.driveId ?? null,
  };
}
