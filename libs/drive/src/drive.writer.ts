/** @module Google Drive as an export needs it: reserved ids, folders, uploads, and what an earlier export left there. */
import type { drive_v3 } from '@googleapis/drive';
import type { DriveAuth } from './drive.auth.js';
import { driveApi, FOLDER_MIME_TYPE, quoted } from './drive.reader.js';
import { uploadInChunks, type DriveUpload } from './drive.upload.js';

/** From this size on, Google advises uploads in chunks, which can resume after a break. */
const CHUNKED_FROM = 5 * 2 ** 20;
const FIELDS = 'id,md5Checksum';

export interface ExportedFile {
  id: string;
  md5: string | null;
  appProperties: Record<string, string>;
}

export interface DriveWriter {
  reserveIds(count: number): Promise<string[]>;
  /** One page of the files this client created with the property, without those in the trash. */
  findByProperty(
    key: string,
    value: string,
    pageToken?: string,
  ): Promise<{ files: ExportedFile[]; nextPageToken: string | null }>;
  createFolder(folder: {
    id: string;
    name: string;
    parentId: string | null;
    appProperties: Record<string, string>;
  }): Promise<void>;
  /** @returns the MD5 that Drive computed from what arrived. */
  upload(file: DriveUpload): Promise<string | null>;
  md5Of(fileId: string): Promise<string | null>;
  /** Renames a file, puts it into the trash, or takes it out again. */
  update(fileId: string, changes: { name?: string; trashed?: boolean }): Promise<void>;
  /** Deletes it for good. */
  remove(fileId: string): Promise<void>;
}

/** Pacing and retries are the caller's, except within a chunked upload, which resumes where it broke off. */
export function createDriveWriter(auth: DriveAuth, rootUrl?: string): DriveWriter {
  const api = driveApi(auth, rootUrl);
  const here = rootUrl === undefined ? {} : { rootUrl }; // uploads use an address of their own
  return {
    reserveIds: async (count) => {
      const { data } = await api.files.generateIds({ count, space: 'drive', type: 'files' });
      return data.ids ?? [];
    },
    findByProperty: (key, value, pageToken) => findByProperty(api, key, value, pageToken),
    createFolder: async ({ id, name, parentId, appProperties }) => {
      const parents = parentId === null ? {} : { parents: [parentId] };
      const requestBody = { id, name, mimeType: FOLDER_MIME_TYPE, appProperties, ...parents };
      await api.files.create({ requestBody, supportsAllDrives: true, fields: 'id' });
    },
    upload: async (file) => {
      const { id, name, parentId, mimeType, bytes, appProperties } = file;
      const metadata = { id, name, parents: [parentId], mimeType, appProperties };
      if (bytes > CHUNKED_FROM) return uploadInChunks(auth, file, metadata, rootUrl);
      const body = await file.open(0, bytes);
      try {
        // a time limit on the answer would cut off large files
        const options = { ...here, timeout: 0 };
        const parameters = {
          requestBody: metadata,
          media: { mimeType, body },
          supportsAllDrives: true,
          fields: FIELDS,
        };
        const { data } = await api.files.create(parameters, options);
        return data.md5Checksum ?? null;
      } finally {
        body.destroy(); // a refusal may come before the body was read to its end
      }
    },
    md5Of: async (fileId) => {
      const { data } = await api.files.get({ fileId, supportsAllDrives: true, fields: 'md5Checksum' });
      return data.md5Checksum ?? null;
    },
    update: async (fileId, requestBody) => {
      await api.files.update({ fileId, requestBody, supportsAllDrives: true, fields: 'id' });
    },
    remove: async (fileId) => {
      await api.files.delete({ fileId, supportsAllDrives: true });
    },
  };
}

async function findByProperty(api: drive_v3.Drive, key: string, value: string, pageToken?: string) {
  const { data } = await api.files.list({
    q: `appProperties has { key='${quoted(key)}' and value='${quoted(value)}' } and trashed = false`,
    fields: 'nextPageToken, files(id, md5Checksum, appProperties)',
    pageSize: 1_000,
    supportsAllDrives: true,
    includeItemsFromAllDrives: true,
    ...(pageToken ? { pageToken } : {}),
  });
  const files = (data.files ?? []).map(({ id, md5Checksum, appProperties }) => ({
    id: id ?? '',
    md5: md5Checksum ?? null,
    appProperties: appProperties ?? {},
  }));
  return { files, nextPageToken: data.nextPageToken ?? null };
}
