/** @module `files.list`: the query, the corpus, the order and the pages. */
import { applyFields, parseFields } from './drive.fields.js';
import { describeFile, KNOWN_FILE, type DescribedFileList } from './drive.describe.js';
import { FOLDER_MIME_TYPE, SHORTCUT_MIME_TYPE, type DriveEntry, type DriveFiles } from './drive.files.js';
import { parseQuery, type QueriedFile } from './drive.query.js';
import { DriveRefused, invalid } from './drive.wire.js';

const DEFAULT_MASK = 'kind,incompleteSearch,nextPageToken,files(kind,id,name,mimeType)';
const KNOWN_LIST = {
  names: ['kind', 'incompleteSearch', 'nextPageToken', 'files'],
  below: { files: KNOWN_FILE },
};

export interface DriveReader {
  clientId: string;
  /** Address of the asking service account. */
  service?: string;
  /** Whether the token may see the file at all. */
  sees(entry: DriveEntry): boolean;
}

/** @param largestPage maximum number of files per page, whatever is asked for: Drive, too, may return fewer. */
export function listFiles(
  files: DriveFiles,
  parameters: URLSearchParams,
  reader: DriveReader,
  largestPage: number,
): unknown {
  const corpus = corpusOf(parameters);
  const test = parseQuery(withRoot(parameters.get('q') ?? 'trashed = false or trashed = true', files));
  const found = files
    .all()
    .filter((entry) => corpus(entry) && reader.sees(entry) && test(queried(entry, files, reader)));
  sort(found, parameters.get('orderBy'));
  const size = pageSizeOf(parameters, 100, 1000);
  const start = startOf(parameters);
  const end = start + Math.min(size, largestPage);
  const answer: DescribedFileList = {
    kind: 'drive#fileList',
    incompleteSearch: false,
    ...(end < found.length && { nextPageToken: tokenOf(end, parameters) }),
    files: found.slice(start, end).map((entry) => describeFile(entry, files, reader.clientId)),
  };
  return applyFields(answer, parseFields(parameters.get('fields') ?? DEFAULT_MASK), KNOWN_LIST);
}

export function pageSizeOf(parameters: URLSearchParams, usual: number, most: number): number {
  const size = Number(parameters.get('pageSize') ?? usual);
  if (!Number.isInteger(size) || size < 1 || size > most) throw invalid('pageSize');
  return size;
}

function corpusOf(parameters: URLSearchParams): (entry: DriveEntry) => boolean {
  const driveId = parameters.get('driveId');
  const corpora = parameters.get('corpora') ?? 'user';
  const all = parameters.get('includeItemsFromAllDrives') === 'true';
  if (all && parameters.get('supportsAllDrives') !== 'true') throw invalid('includeItemsFromAllDrives');
  if ((corpora === 'drive') !== (driveId !== null)) throw invalid('corpora');
  if (!['user', 'drive', 'allDrives', 'domain'].includes(corpora)) throw invalid('corpora');
  if (driveId !== null) {
    if (!all) throw new DriveRefused(403, 'teamDrivesParentLimit', 'includeItemsFromAllDrives must be true.');
    return (entry) => entry.driveId === driveId;
  }
  return (entry) => all || entry.driveId === null;
}

/** Queries may say `'root' in parents`. */
function withRoot(query: string, { rootId }: DriveFiles): string {
  return query.replace(/'root'(?=\s+in\s+parents)/g, `'${rootId}'`);
}

function queried(entry: DriveEntry, files: DriveFiles, { clientId, service }: DriveReader): QueriedFile {
  const { name, mimeType, parents, createdTime, modifiedTime, properties } = entry;
  return {
    ...{ name, mimeType, parents, createdTime, modifiedTime, properties },
    trashed: files.isTrashed(entry),
    sharedWithMe: service !== undefined && entry.sharedWith.has(service),
    appProperties: entry.appProperties.get(clientId) ?? {},
    targetId: mimeType === SHORTCUT_MIME_TYPE ? entry.shortcutTargetId : null,
  };
}

const ORDERS: Record<string, (a: DriveEntry, b: DriveEntry) => number> = {
  name: (a, b) => a.name.localeCompare(b.name),
  name_natural: (a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }),
  createdTime: (a, b) => a.createdTime.localeCompare(b.createdTime),
  modifiedTime: (a, b) => a.modifiedTime.localeCompare(b.modifiedTime),
  folder: (a, b) => Number(a.mimeType !== FOLDER_MIME_TYPE) - Number(b.mimeType !== FOLDER_MIME_TYPE),
};

/** Without an order, files come in the order they were created. */
function sort(entries: DriveEntry[], orderBy: string | null): void {
  const keys = (orderBy ?? '')
    .split(',')
    .map((key) => key.trim())
    .filter(Boolean);
  const orders = keys.map((key) => {
    const [name = '', direction] = key.split(/\s+/);
    const order = ORDERS[name];
    if (!order || (direction !== undefined && direction !== 'desc')) throw invalid('orderBy');
    return direction === 'desc' ? (a: DriveEntry, b: DriveEntry) => -order(a, b) : order;
  });
  entries.sort((a, b) => orders.reduce((difference, order) => difference || order(a, b), 0));
}

/** A token is only valid for the query it was issued for, as Drive says. */
function tokenOf(start: number, parameters: URLSearchParams): string {
  return Buffer.from(JSON.stringify([start, parameters.get('q')])).toString('base64url');
}

function startOf(parameters: URLSearchParams): number {
  const token = parameters.get('pageToken');
  if (token === null) return 0;
  try {
    const value: unknown = JSON.parse(Buffer.from(token, 'base64url').toString());
    if (Array.isArray(value) && typeof value[0] === 'number' && value[1] === parameters.get('q'))
      return value[0];
  } catch {
    // handled below
  }
  throw invalid('pageToken');
}
