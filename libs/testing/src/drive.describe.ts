/** @module A file as `files.get` and `files.list` answer it, to one OAuth client. */
import type { KnownFields } from './drive.fields.js';
import { FOLDER_MIME_TYPE, type DriveEntry, type DriveFiles } from './drive.files.js';

/** Fields of a file that a mask may name here; others are refused, so that a typo shows. */
export const FILE_FIELDS = [
  ...(['kind', 'id', 'name', 'mimeType', 'parents', 'trashed', 'explicitlyTrashed', 'driveId'] as const),
  ...(['createdTime', 'modifiedTime', 'version', 'headRevisionId', 'md5Checksum'] as const),
  ...(['sha256Checksum', 'size', 'shortcutDetails', 'appProperties', 'properties', 'capabilities'] as const),
  ...([
    'webViewLink',
    'fileExtension',
    'originalFilename',
    'ownedByMe',
    'spaces',
    'isAppAuthorized',
  ] as const),
] as const;

export const KNOWN_FILE: KnownFields = { names: FILE_FIELDS };
export const DEFAULT_FILE_MASK = 'kind,id,name,mimeType';

export interface DescribedFile {
  kind: 'drive#file';
  id: string;
  name: string;
  mimeType: string;
  parents?: string[];
  trashed: boolean;
  explicitlyTrashed: boolean;
  driveId?: string;
  createdTime: string;
  modifiedTime: string;
  version: string;
  spaces: string[];
  ownedByMe: boolean;
  isAppAuthorized: boolean;
  webViewLink: string;
  capabilities: { canDownload: boolean; canAddChildren: boolean; canEdit: boolean; canTrash: boolean };
  appProperties?: Record<string, string>;
  properties?: Record<string, string>;
  shortcutDetails?: { targetId: string; targetMimeType?: string };
  headRevisionId?: string;
  md5Checksum?: string;
  sha256Checksum?: string;
  size?: string;
  fileExtension?: string;
  originalFilename?: string;
}

export interface DescribedFileList {
  kind: 'drive#fileList';
  incompleteSearch: boolean;
  nextPageToken?: string;
  files: DescribedFile[];
}

export interface DescribedChange {
  kind: 'drive#change';
  type: string;
  changeType: 'file';
  time: string;
  fileId: string;
  driveId?: string;
  /** Deleted, or no longer visible. */
  removed: boolean;
  file?: DescribedFile;
}

export interface DescribedChangeList {
  kind: 'drive#changeList';
  nextPageToken?: string;
  newStartPageToken?: string;
  changes: DescribedChange[];
}

export interface DescribedAbout {
  kind: 'drive#about';
  user: { kind: 'drive#user'; displayName: string; emailAddress: string; me: boolean; permissionId: string };
  storageQuota: { usage: string; limit?: string };
}

export interface DescribedChannel {
  kind: 'api#channel';
  id: string;
  resourceId: string;
  expiration: string;
  token?: string;
}

export interface DescribedDriveList {
  kind: 'drive#driveList';
  drives: { kind: 'drive#drive'; id: string; name: string }[];
}

export function describeFile(entry: DriveEntry, files: DriveFiles, clientId: string): DescribedFile {
  const { id, name, mimeType, parents, driveId } = entry;
  const folder = mimeType === FOLDER_MIME_TYPE;
  const own = entry.appProperties.get(clientId);
  return {
    kind: 'drive#file',
    ...{ id, name, mimeType },
    ...(parents.length > 0 && { parents: [...parents] }),
    trashed: files.isTrashed(entry),
    explicitlyTrashed: entry.explicitlyTrashed,
    ...(driveId !== null && { driveId }),
    createdTime: entry.createdTime,
    modifiedTime: entry.modifiedTime,
    version: String(entry.version),
    spaces: ['drive'],
    ownedByMe: driveId === null,
    isAppAuthorized: entry.madeBy === clientId,
    webViewLink: `https://drive.google.com/${folder ? 'drive/folders' : 'file/d'}/${id}`,
    capabilities: {
      canDownload: entry.content !== null,
      canAddChildren: folder,
      canEdit: true,
      canTrash: true,
    },
    ...(own && Object.keys(own).length > 0 && { appProperties: { ...own } }),
    ...(Object.keys(entry.properties).length > 0 && { properties: { ...entry.properties } }),
    ...describeTarget(entry, files),
    ...describeContent(entry),
  };
}

/** A shortcut whose target is gone keeps its id: it dangles. */
function describeTarget({ shortcutTargetId }: DriveEntry, files: DriveFiles): Partial<DescribedFile> {
  if (shortcutTargetId === null) return {};
  const target = files.find(shortcutTargetId);
  return {
    shortcutDetails: { targetId: shortcutTargetId, ...(target && { targetMimeType: target.mimeType }) },
  };
}

function describeContent({ content, md5, sha256, headRevisionId, name }: DriveEntry): Partial<DescribedFile> {
  if (content === null || md5 === null || sha256 === null || headRevisionId === null) return {};
  return {
    headRevisionId,
    md5Checksum: md5,
    sha256Checksum: sha256,
    size: String(content.length),
    fileExtension: /\.([^.]+)$/.exec(name)?.[1] ?? '',
    originalFilename: name,
  };
}
