/**
 * @module A Google Drive v3 server on loopback for tests and for trying things out: speaks the wire format that the
 * unmodified Google client uses (reached through its `rootUrl`), keeps its files in memory, and fails on demand.
 */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DriveChannels } from './drive.channels.js';
import type { DriveFault, DriveFaultAction } from './drive.faults.js';
import { DriveFiles, FOLDER_MIME_TYPE, SHORTCUT_MIME_TYPE } from './drive.files.js';
import { DRIVE_SCOPES, DriveOAuth } from './drive.oauth.js';
import { DriveRoutes } from './drive.routes.js';
import { UploadSessions } from './drive.upload.js';
import { DriveRefused, readBody, sendRefusal } from './drive.wire.js';

export interface DriveServerOptions {
  /** Maximum number of files per page; small in tests, so that paging always happens. */
  pageSize?: number;
  /** 0 = any free one. */
  port?: number;
  /** The OAuth client that may sign people in; made up if absent. */
  client?: { id: string; secret: string };
}

export interface DriveServer {
  rootUrl: string;
  /** A bearer token of the server's own client that may do everything. */
  accessToken: string;
  /** Method and path of every request so far, oldest first. */
  requests: string[];
  files: DriveFiles;
  oauth: DriveOAuth;
  uploads: UploadSessions;
  channels: DriveChannels;
  setFault(fault: DriveFault | undefined): void;
  addFolder(name: string, parent?: string): string;
  addFile(name: string, content: Buffer, parent: string, mimeType: string): string;
  addShortcut(name: string, targetId: string, parent: string): string;
  addSharedDrive(name: string): string;
  stop(): Promise<void>;
}

export async function startDriveServer(options: DriveServerOptions = {}): Promise<DriveServer> {
  const files = new DriveFiles();
  const oauth = new DriveOAuth(options.client?.id, options.client?.secret);
  const uploads = new UploadSessions();
  const channels = new DriveChannels();
  files.onChange = (change) => channels.tell(change);
  const requests: string[] = [];
  let fault: DriveFault | undefined;
  let rootUrl = '';
  const routes = new DriveRoutes({
    ...{ files, sessions: uploads, channels, largestPage: options.pageSize ?? 1000, rootUrl: () => rootUrl },
    person: { displayName: 'Ada Organizer', emailAddress: 'ada@example.org' },
  });

  async function answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? '/', rootUrl);
    const { pathname: path } = url;
    const method = request.method ?? 'GET';
    requests.push(`${method} ${path}`);
    const injected = fault?.({ method, path, count: requests.length });
    if (injected && 'status' in injected) throw refusalOf(injected);
    if (injected && 'cut' in injected && injected.cut === 'request') return void request.socket.destroy();
    if (path === '/o/oauth2/v2/auth') return oauth.authorize(url.searchParams, response);
    if (path === '/token') return oauth.token(await formOf(request), response);
    if (path === '/revoke') return oauth.revoke(await tokenOf(url, request), response);
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    const session = method === 'PUT' && url.searchParams.has('upload_id'); // the address is the secret
    const grant = session ? { clientId: '', scopes: [] } : oauth.grantOf(token);
    if (!grant) throw new DriveRefused(401, 'authError', 'Invalid Credentials');
    await routes.answer({ request, response, url, grant, fault: injected });
  }

  const server = createServer((request, response) => {
    answer(request, response).catch((error: unknown) => {
      if (response.headersSent || response.destroyed) return void response.destroy();
      const refused =
        error instanceof DriveRefused ? error : new DriveRefused(500, 'internalError', String(error));
      // an unread body would be taken for the next request of the connection
      request.resume();
      sendRefusal(response, refused);
    });
  });
  await new Promise<void>((resolve) => server.listen(options.port ?? 0, '127.0.0.1', resolve));
  rootUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/`;

  return {
    ...{ rootUrl, requests, files, oauth, uploads, channels },
    accessToken: oauth.issue([DRIVE_SCOPES.full]),
    setFault: (next) => {
      fault = next;
    },
    addFolder: (name, parent = 'root') =>
      files.add({ name, mimeType: FOLDER_MIME_TYPE, parents: [parent] }).id,
    addFile: (name, content, parent, mimeType) => {
      const bytes = mimeType.startsWith('application/vnd.google-apps.') ? null : content;
      return files.add({ name, mimeType, parents: [parent], content: bytes }).id;
    },
    addShortcut: (name, targetId, parent) =>
      files.add({ name, mimeType: SHORTCUT_MIME_TYPE, parents: [parent], shortcutTargetId: targetId }).id,
    addSharedDrive: (name) => files.addSharedDrive(name),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function refusalOf({
  status,
  reason,
  message,
  domain,
  retryAfterSeconds,
}: Extract<DriveFaultAction, { status: number }>): DriveRefused {
  return new DriveRefused(status, reason, message, domain ?? 'usageLimits', retryAfterSeconds);
}

async function formOf(request: IncomingMessage): Promise<URLSearchParams> {
  return new URLSearchParams((await readBody(request)).body.toString());
}

/** In the address or in the body: Google accepts both. */
async function tokenOf(url: URL, request: IncomingMessage): Promise<string> {
  return url.searchParams.get('token') ?? (await formOf(request)).get('token') ?? '';
}
