/** @module The calls of the Drive v3 API that the fake server answers, each with the scope it needs. */
import type { IncomingMessage, ServerResponse } from 'node:http';
import { listChanges, scopeOf, startPageToken } from './drive.changes.js';
import type { DriveChannels } from './drive.channels.js';
import {
  DEFAULT_FILE_MASK,
  describeFile,
  KNOWN_FILE,
  type DescribedAbout,
  type DescribedDriveList,
} from './drive.describe.js';
import { applyFields, parseFields } from './drive.fields.js';
import type { DriveFaultAction } from './drive.faults.js';
import { newId, type DriveEntry, type DriveFiles } from './drive.files.js';
import { listFiles, type DriveReader } from './drive.list.js';
import { sendMedia } from './drive.media.js';
import { DRIVE_SCOPES, type AccessGrant } from './drive.oauth.js';
import { parseMultipart, type UploadSession, type UploadSessions } from './drive.upload.js';
import { DriveRefused, invalid, notFound, parseObject, readBody, sendJson } from './drive.wire.js';
import { createFile, updateFile, type WrittenFile } from './drive.write.js';

export interface DriveCall {
  request: IncomingMessage;
  response: ServerResponse;
  url: URL;
  grant: AccessGrant;
  fault: DriveFaultAction | undefined;
}

export interface DriveRoutesOptions {
  files: DriveFiles;
  sessions: UploadSessions;
  channels: DriveChannels;
  largestPage: number;
  rootUrl: () => string;
  person: { displayName: string; emailAddress: string };
}

export class DriveRoutes {
  constructor(private readonly options: DriveRoutesOptions) {}

  async answer(call: DriveCall): Promise<void> {
    const { url, request } = call;
    const method = request.method ?? 'GET';
    const upload = url.pathname.startsWith('/upload/drive/v3/');
    const [resource = '', id, ...rest] = url.pathname.replace(/^\/(upload\/)?drive\/v3\//, '').split('/');
    if (upload && method === 'PUT') return this.receiveChunk(call);
    switch (`${method} ${resource}${id === undefined ? '' : rest.length > 0 ? '/more' : '/one'}`) {
      case 'GET files':
        return this.send(
          call,
          listFiles(
            this.options.files,
            url.searchParams,
            this.readerOf(call.grant),
            this.options.largestPage,
          ),
        );
      case 'GET files/one':
        return id === 'generateIds' ? this.generateIds(call) : this.getFile(call, id ?? '');
      case 'POST files':
        return upload ? this.upload(call, null) : this.write(call, null, await this.metadata(call));
      case 'PATCH files/one':
        return upload ? this.upload(call, id ?? '') : this.write(call, id ?? '', await this.metadata(call));
      case 'DELETE files/one':
        return this.deleteFile(call, id ?? '');
      case 'GET changes':
        return this.send(
          call,
          listChanges(
            this.options.files,
            url.searchParams,
            this.readerOf(call.grant),
            this.options.largestPage,
          ),
        );
      case 'GET changes/one':
        if (id === 'startPageToken') return this.send(call, startPageToken(this.options.files));
        break;
      case 'POST changes/one':
        if (id === 'watch') return this.watch(call);
        break;
      case 'POST channels/one':
        if (id === 'stop') return this.stopChannel(call);
        break;
      case 'GET drives':
        return this.listDrives(call);
      case 'GET about':
        return this.about(call);
    }
    throw new DriveRefused(404, 'notFound', `No route ${method} ${url.pathname}`);
  }

  private getFile(call: DriveCall, id: string): Promise<void> | void {
    const entry = this.visible(call, id);
    if (call.url.searchParams.get('alt') === 'media') {
      mustHave(call.grant, 'read');
      return sendMedia(entry, call.request, call.response, call.fault);
    }
    this.sendFile(call, entry);
  }

  private async metadata({ request }: DriveCall): Promise<WrittenFile> {
    const { body, whole } = await readBody(request);
    if (!whole) throw new DriveRefused(400, 'badRequest', 'The request broke off.');
    return { body: parseObject(body.toString()) };
  }

  private write(call: DriveCall, id: string | null, written: WrittenFile): void {
    mustHave(call.grant, 'write');
    const { files } = this.options;
    const { clientId, service } = call.grant;
    const entry =
      id === null
        ? createFile(files, written, clientId, service !== undefined)
        : updateFile(files, this.visible(call, id), written, call.url.searchParams, clientId);
    this.sendFile(call, entry);
  }

  private async upload(call: DriveCall, id: string | null): Promise<void> {
    mustHave(call.grant, 'write');
    const { request, url } = call;
    const type = request.headers['content-type'] ?? 'application/octet-stream';
    const { body, whole } = await readBody(request);
    if (!whole) return; // nobody is waiting for an answer
    switch (url.searchParams.get('uploadType') ?? '') {
      case 'media':
        return this.write(call, id, { body: {}, media: { content: body, mimeType: type } });
      case 'multipart':
        return this.write(call, id, parseMultipart(type, body));
      case 'resumable':
        return this.openSession(call, id, parseObject(body.toString()));
      default:
        throw invalid('uploadType');
    }
  }

  private openSession(call: DriveCall, fileId: string | null, body: Record<string, unknown>): void {
    const { request, response, grant, url } = call;
    if (fileId !== null) this.visible(call, fileId);
    const given = body['id'];
    if (fileId === null && typeof given === 'string' && this.options.files.find(given))
      throw new DriveRefused(409, 'fileIdInUse', 'A file already exists with the provided ID.');
    const length = request.headers['x-upload-content-length'];
    const type = request.headers['x-upload-content-type'];
    const session = this.options.sessions.open({
      ...{ clientId: grant.clientId, service: grant.service !== undefined, fileId, body },
      mimeType: typeof type === 'string' ? type : 'application/octet-stream',
      total: typeof length === 'string' ? Number(length) : null,
    });
    const location = new URL(url.pathname, this.options.rootUrl());
    location.searchParams.set('uploadType', 'resumable');
    location.searchParams.set('upload_id', session.id);
    for (const name of ['fields', 'supportsAllDrives']) {
      const value = url.searchParams.get(name);
      if (value !== null) location.searchParams.set(name, value);
    }
    response.writeHead(200, { location: location.href, 'x-guploader-uploadid': session.id });
    response.end();
  }

  private async receiveChunk(call: DriveCall): Promise<void> {
    const { request, response, url, fault } = call;
    const session = this.options.sessions.get(url.searchParams.get('upload_id') ?? '');
    const { body, whole } = await readBody(request);
    if (session.madeFileId !== null)
      return this.sendFile(call, this.options.files.get(session.madeFileId), session.clientId);
    const keep = fault && 'keepBytes' in fault ? fault.keepBytes : undefined;
    const answer = this.options.sessions.receive(
      session,
      request.headers['content-range'],
      body,
      whole,
      keep,
    );
    if (!whole) return;
    if (answer.kind === 'whole') return this.finishSession(call, session, answer.content);
    if (fault && 'cut' in fault) return void response.destroy();
    response.writeHead(308, answer.received > 0 ? { range: `bytes=0-${answer.received - 1}` } : {});
    response.end();
  }

  private finishSession(call: DriveCall, session: UploadSession, content: Buffer): void {
    const { files } = this.options;
    const written = { body: session.body, media: { content, mimeType: session.mimeType } };
    const entry =
      session.fileId === null
        ? createFile(files, written, session.clientId, session.service)
        : updateFile(files, files.get(session.fileId), written, new URLSearchParams(), session.clientId);
    session.madeFileId = entry.id;
    this.sendFile(call, entry, session.clientId);
  }

  private deleteFile(call: DriveCall, id: string): void {
    mustHave(call.grant, 'write');
    this.options.files.remove(this.visible(call, id));
    call.response.writeHead(204);
    call.response.end();
  }

  private generateIds(call: DriveCall): void {
    mustHave(call.grant, 'write');
    const count = Number(call.url.searchParams.get('count') ?? 10);
    if (!Number.isInteger(count) || count < 1 || count > 1000) throw invalid('count');
    const ids = Array.from({ length: count }, () => newId());
    for (const id of ids) this.options.files.reserved.add(id);
    this.send(call, { kind: 'drive#generatedIds', space: 'drive', ids });
  }

  private listDrives(call: DriveCall): void {
    mustHave(call.grant, 'browse');
    const { files } = this.options;
    const { sees } = this.readerOf(call.grant);
    const seen = [...files.drives].filter(([id]) => call.grant.service === undefined || sees(files.get(id)));
    const drives = seen.map(([id, name]) => ({ kind: 'drive#drive' as const, id, name }));
    this.send(call, { kind: 'drive#driveList', drives } satisfies DescribedDriveList);
  }

  private async watch(call: DriveCall): Promise<void> {
    const { url, grant } = call;
    const { files, channels } = this.options;
    if (!/^\d+$/.test(url.searchParams.get('pageToken') ?? '')) throw invalid('pageToken');
    const [inScope, { sees }] = [scopeOf(url.searchParams), this.readerOf(grant)];
    const { body } = await this.metadata(call);
    const channel = channels.watch(body, grant.clientId, (change) => {
      const entry = files.find(change.fileId);
      return inScope(change) && (entry === null || sees(entry));
    });
    this.send(call, channel);
  }

  private async stopChannel(call: DriveCall): Promise<void> {
    this.options.channels.stop((await this.metadata(call)).body, call.grant.clientId);
    call.response.writeHead(204).end();
  }

  /** Drive insists on `fields` here. */
  private about(call: DriveCall): void {
    const mask = call.url.searchParams.get('fields');
    if (mask === null)
      throw new DriveRefused(400, 'required', "The 'fields' parameter is required for this method.");
    const { person, files } = this.options;
    const limit = Number.isFinite(files.storageLimit) ? { limit: String(files.storageLimit) } : {};
    const { service } = call.grant;
    const asking = service === undefined ? person : { displayName: service, emailAddress: service };
    const user = { kind: 'drive#user' as const, ...asking, me: true, permissionId: '07046' };
    const about: DescribedAbout = { kind: 'drive#about', user, storageQuota: { usage: '0', ...limit } };
    this.send(call, applyFields(about, parseFields(mask), { names: ['kind', 'user', 'storageQuota'] }));
  }

  /**
   * A token for `drive.file` alone sees only what its client created; a service account only what is shared with it.
   */
  private readerOf({ clientId, scopes, service }: AccessGrant): DriveReader {
    const all = scopes.includes(DRIVE_SCOPES.readonly) || scopes.includes(DRIVE_SCOPES.full);
    const own = (entry: DriveEntry): boolean => entry.madeBy === clientId;
    if (service === undefined) return { clientId, sees: (entry) => all || own(entry) };
    return {
      clientId,
      service,
      sees: (entry) => own(entry) || (all && this.options.files.isSharedWith(entry, service)),
    };
  }

  private visible({ url, grant }: DriveCall, id: string): DriveEntry {
    const entry = this.options.files.get(id);
    const allDrives = url.searchParams.get('supportsAllDrives') === 'true';
    if ((entry.driveId !== null && !allDrives) || !this.readerOf(grant).sees(entry)) throw notFound(id);
    return entry;
  }

  private sendFile(call: DriveCall, entry: DriveEntry, clientId = call.grant.clientId): void {
    const mask = parseFields(call.url.searchParams.get('fields') ?? DEFAULT_FILE_MASK);
    this.send(call, applyFields(describeFile(entry, this.options.files, clientId), mask, KNOWN_FILE));
  }

  private send({ response, fault }: DriveCall, body: unknown): void {
    if (fault && 'cut' in fault) response.destroy();
    else sendJson(response, 200, body);
  }
}

function mustHave({ scopes }: AccessGrant, right: 'read' | 'write' | 'browse'): void {
  const enough = {
    read: [DRIVE_SCOPES.readonly, DRIVE_SCOPES.full, DRIVE_SCOPES.file],
    browse: [DRIVE_SCOPES.readonly, DRIVE_SCOPES.full],
    write: [DRIVE_SCOPES.full, DRIVE_SCOPES.file],
  }[right];
  if (!enough.some((scope) => scopes.includes(scope)))
    throw new DriveRefused(403, 'insufficientPermissions', 'Request had insufficient authentication scopes.');
}
