/** @module Google Drive as an import needs it: the files of a folder, and the bytes of one. */
import type { Readable } from 'node:stream';
import { drive, type drive_v3 } from '@googleapis/drive';
import { JWT, type OAuth2Client } from 'google-auth-library';
import { z } from 'zod';
import type { ServiceAccount } from './service.account.js';

export const FOLDER_MIME_TYPE = 'application/vnd.google-apps.folder';
const SCOPE = 'https://www.googleapis.com/auth/drive.readonly';

/** `md5` is absent for Google's own documents, which have no bytes of their own. */
export interface DriveFile {
  id: string;
  name: string;
  mimeType: string;
  md5: string | null;
}

export interface DriveClient {
  /** Every file right below the folder, page by page; folders included, trashed files not. */
  listFolder(folderId: string): AsyncIterable<DriveFile>;
  download(fileId: string): Promise<Readable>;
}

const refusalSchema = z.object({
  error: z.object({ message: z.string(), errors: z.array(z.object({ reason: z.string() })).default([]) }),
});

/** What Drive said instead of the bytes; same fields as the errors of the Google client. */
export class DriveRefusal extends Error {
  override readonly name = 'DriveRefusal';
  constructor(
    readonly status: number,
    message: string,
    readonly errors: { reason: string }[],
  ) {
    super(message);
  }
}

/** Reads with the administrator's service account: folders must be shared with its address. */
export function serviceAccountAuth(account: ServiceAccount): JWT {
  return new JWT({ email: account.client_email, key: account.private_key, scopes: [SCOPE] });
}

/** `rootUrl` replaces Google's address (tests). */
export function createDriveClient(auth: OAuth2Client, rootUrl?: string): DriveClient {
  const api = drive({ version: 'v3', auth, ...(rootUrl ? { rootUrl } : {}) });
  return {
    listFolder: (folderId) => listFolder(api, folderId),
    download: async (fileId) => {
      const reply = await api.files.get(
        { fileId, alt: 'media', supportsAllDrives: true },
        // A refusal comes as a stream too: it is read here, so that its reason is not lost.
        { responseType: 'stream', validateStatus: () => true, retry: false },
      );
      if (reply.status >= 200 && reply.status < 300) return reply.data;
      throw await readRefusal(reply.status, reply.data);
    },
  };
}

async function readRefusal(status: number, body: Readable): Promise<DriveRefusal> {
  const chunks: Buffer[] = [];
  for await (const chunk of body as AsyncIterable<Buffer>) chunks.push(chunk);
  const parsed = refusalSchema.safeParse(parseJson(Buffer.concat(chunks).toString()));
  return parsed.success
    ? new DriveRefusal(status, parsed.data.error.message, parsed.data.error.errors)
    : new DriveRefusal(status, `Drive answered ${status}.`, []);
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null; // a proxy's HTML page, say
  }
}

async function* listFolder(api: drive_v3.Drive, folderId: string): AsyncIterable<DriveFile> {
  let pageToken: string | undefined;
  do {
    const { data } = await api.files.list({
      q: `'${folderId}' in parents and trashed = false`,
      fields: 'nextPageToken, files(id, name, mimeType, md5Checksum)',
      orderBy: 'createdTime',
      pageSize: 500,
      supportsAllDrives: true,
      includeItemsFromAllDrives: true,
      ...(pageToken ? { pageToken } : {}),
    });
    for (const file of data.files ?? []) {
      if (!file.id) continue;
      yield {
        id: file.id,
        name: file.name ?? file.id,
        mimeType: file.mimeType ?? 'application/octet-stream',
        md5: file.md5Checksum ?? null,
      };
    }
    pageToken = data.nextPageToken ?? undefined;
  } while (pageToken);
}
