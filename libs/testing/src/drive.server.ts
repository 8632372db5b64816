/**
 * @module A Google Drive v3 server on loopback for tests: speaks the wire format the unmodified Google client uses
 * (reached through its `rootUrl`), for the calls an import makes: files.list with `'<id>' in parents`, files.get with
 * `alt=media`. Faults are injected by the test.
 */
import { createHash, randomUUID } from 'node:crypto';
import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

export const FOLDER_MIME_TYPE = 'application/vnd.google-apps.folder';

export interface DriveServerFile {
  id: string;
  name: string;
  mimeType: string;
  parents: string[];
  content: Buffer;
  trashed: boolean;
}

/** A fault answers in place of the server when it returns a status; undefined lets the request through. */
export type DriveFault = (request: { method: string; path: string; count: number }) =>
  | { status: number; reason: string; message: string; domain?: string }
  | undefined;

export interface DriveServer {
  rootUrl: string;
  /** The one bearer token the server accepts. */
  accessToken: string;
  /** Paths asked for so far, oldest first. */
  requests: string[];
  setFault(fault: DriveFault | undefined): void;
  addFolder(name: string, parent?: string): string;
  addFile(name: string, content: Buffer, parent: string, mimeType: string): string;
  stop(): Promise<void>;
}

export async function startDriveServer(options: { pageSize?: number } = {}): Promise<DriveServer> {
  const files = new Map<string, DriveServerFile>();
  const requests: string[] = [];
  const accessToken = randomUUID();
  let fault: DriveFault | undefined;

  const add = (file: Omit<DriveServerFile, 'id' | 'trashed'>): string => {
    const id = randomUUID().replaceAll('-', '');
    files.set(id, { ...file, id, trashed: false });
    return id;
  };

  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://drive.test');
    requests.push(`${request.method ?? 'GET'} ${url.pathname}`);
    const injected = fault?.({ method: request.method ?? 'GET', path: url.pathname, count: requests.length });
    if (injected) return sendError(response, injected.status, injected.reason, injected.message, injected.domain);
    const token = request.headers.authorization?.replace(/^Bearer /, '') ?? '';
    if (token !== accessToken) return sendError(response, 401, 'authError', 'Invalid Credentials');
    if (url.pathname === '/drive/v3/files') return listFiles(url, response, files, options.pageSize ?? 100);
    const one = /^\/drive\/v3\/files\/([^/]+)$/.exec(url.pathname);
    if (one?.[1]) return getFile(url, one[1], response, files);
    return sendError(response, 404, 'notFound', `No route ${url.pathname}`);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  const rootUrl = `http://127.0.0.1:${port}/`;

  return {
    rootUrl,
    accessToken,
    requests,
    setFault: (next) => {
      fault = next;
    },
    addFolder: (name, parent = 'root') =>
      add({ name, mimeType: FOLDER_MIME_TYPE, parents: [parent], content: Buffer.alloc(0) }),
    addFile: (name, content, parent, mimeType) => add({ name, mimeType, parents: [parent], content }),
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

function listFiles(url: URL, response: ServerResponse, files: Map<string, DriveServerFile>, pageSize: number): void {
  const query = /^'([^']+)' in parents and trashed = false$/.exec(url.searchParams.get('q') ?? '');
  if (!query?.[1]) return sendError(response, 400, 'invalid', 'Invalid Value');
  const parent = query[1];
  const children = [...files.values()].filter((file) => file.parents.includes(parent) && !file.trashed);
  const start = Number(url.searchParams.get('pageToken') ?? 0);
  const size = Math.min(pageSize, Number(url.searchParams.get('pageSize') ?? 100));
  const next = start + size < children.length ? String(start + size) : undefined;
  return sendJson(response, 200, {
    kind: 'drive#fileList',
    incompleteSearch: false,
    nextPageToken: next,
    files: children.slice(start, start + size).map(describe),
  });
}

function getFile(url: URL, id: string, response: ServerResponse, files: Map<string, DriveServerFile>): void {
  const file = files.get(id);
  if (!file) return sendError(response, 404, 'notFound', `File not found: ${id}.`);
  if (url.searchParams.get('alt') !== 'media') return sendJson(response, 200, describe(file));
  response.writeHead(200, { 'content-type': file.mimeType, 'content-length': file.content.length });
  response.end(file.content);
}

function describe(file: DriveServerFile): Record<string, unknown> {
  const binary = file.mimeType.startsWith('application/vnd.google-apps.')
    ? {}
    : { md5Checksum: createHash('md5').update(file.content).digest('hex'), size: String(file.content.length) };
  return { kind: 'drive#file', id: file.id, name: file.name, mimeType: file.mimeType, ...binary };
}

function sendError(response: ServerResponse, status: number, reason: string, message: string, domain = 'usageLimits'): void {
  sendJson(response, status, { error: { code: status, message, errors: [{ domain, reason, message }] } });
}

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { 'content-type': 'application/json; charset=UTF-8' });
  response.end(JSON.stringify(body));
}
