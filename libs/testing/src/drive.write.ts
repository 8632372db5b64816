/** @module What requests may set on a file: create, update, move, trash; checked as Drive checks it. */
import {
  DOCUMENT_MIME_TYPE,
  FOLDER_MIME_TYPE,
  SHORTCUT_MIME_TYPE,
  type DriveEntry,
  type DriveFiles,
} from './drive.files.js';
import { DriveRefused, invalid } from './drive.wire.js';

export interface WrittenFile {
  /** Metadata as sent. */
  body: Record<string, unknown>;
  /** Bytes and their type as sent; absent = metadata only. */
  media?: { content: Buffer; mimeType: string };
}

/** @param service a service account asks, which has no storage of its own: it may keep bytes only in shared drives. */
export function createFile(
  files: DriveFiles,
  { body, media }: WrittenFile,
  clientId: string,
  service = false,
): DriveEntry {
  const id = optionalText(body, 'id');
  if (id !== undefined && !files.reserved.has(id) && !files.find(id)) throw invalid('id'); // only ids it generated
  const mimeType = optionalText(body, 'mimeType') ?? media?.mimeType ?? 'application/octet-stream';
  const parents = textList(body, 'parents') ?? [files.rootId];
  if (parents.length > 1)
    throw new DriveRefused(403, 'teamDrivesParentLimit', 'A file must have exactly one parent.');
  for (const parent of parents)
    if (files.get(parent).mimeType !== FOLDER_MIME_TYPE)
      throw new DriveRefused(403, 'parentNotAFolder', 'The specified parent is not a folder.');
  if (service && media && parents.some((parent) => files.get(parent).driveId === null)) {
    const words =
      'Service Accounts do not have storage quota. Leverage shared drives, or use OAuth delegation instead.';
    throw new DriveRefused(403, 'storageQuotaExceeded', words);
  }
  const bytesless = [FOLDER_MIME_TYPE, SHORTCUT_MIME_TYPE, DOCUMENT_MIME_TYPE].includes(mimeType);
  if (bytesless && media) throw invalid('mimeType');
  const entry = files.add({
    ...(id !== undefined && { id }),
    name: optionalText(body, 'name') ?? 'Untitled',
    ...{ mimeType, parents, madeBy: clientId },
    content: bytesless ? null : (media?.content ?? Buffer.alloc(0)),
    shortcutTargetId: targetOf(body),
  });
  setProperties(entry, body, clientId);
  return entry;
}

export function updateFile(
  files: DriveFiles,
  entry: DriveEntry,
  { body, media }: WrittenFile,
  parameters: URLSearchParams,
  clientId: string,
): DriveEntry {
  const name = optionalText(body, 'name');
  if (name !== undefined) entry.name = name;
  if (typeof body['trashed'] === 'boolean') entry.explicitlyTrashed = body['trashed'];
  if (body['parents'] !== undefined)
    throw new DriveRefused(
      403,
      'fieldNotWritable',
      'The parents field is not directly writable in update requests.',
    );
  setProperties(entry, body, clientId);
  const add = idsOf(parameters, 'addParents');
  const remove = idsOf(parameters, 'removeParents');
  if (add.length + remove.length > 0) files.move(entry, add, remove);
  else files.touch(entry);
  if (media) files.setContent(entry, media.content);
  return entry;
}

/** A null removes a property. Drive allows 124 bytes for key and value together, and 30 properties per client. */
function setProperties(entry: DriveEntry, body: Record<string, unknown>, clientId: string): void {
  const given = body['appProperties'];
  if (given === undefined) return;
  if (typeof given !== 'object' || given === null) throw invalid('appProperties');
  const own = { ...entry.appProperties.get(clientId) };
  for (const [key, value] of Object.entries(given)) {
    if (value === null) delete own[key];
    else if (typeof value !== 'string') throw invalid('appProperties');
    else if (Buffer.byteLength(key + value) > 124)
      throw new DriveRefused(403, 'propertyTooLong', `The property ${key} is longer than 124 bytes.`);
    else own[key] = value;
  }
  if (Object.keys(own).length > 30) throw new DriveRefused(403, 'tooManyProperties', 'Too many properties.');
  entry.appProperties.set(clientId, own);
}

function targetOf(body: Record<string, unknown>): string | null {
  const details = body['shortcutDetails'];
  if (typeof details !== 'object' || details === null || !('targetId' in details)) return null;
  return typeof details.targetId === 'string' ? details.targetId : null;
}

function optionalText(body: Record<string, unknown>, field: string): string | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (typeof value !== 'string') throw invalid(field);
  return value;
}

function textList(body: Record<string, unknown>, field: string): string[] | undefined {
  const value = body[field];
  if (value === undefined || value === null) return undefined;
  if (!Array.isArray(value) || value.some((item) => typeof item !== 'string')) throw invalid(field);
  return value.map(String);
}

function idsOf(parameters: URLSearchParams, name: string): string[] {
  return (parameters.get(name) ?? '').split(',').filter(Boolean);
}
