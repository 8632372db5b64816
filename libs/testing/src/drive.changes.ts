/**
 * @module `changes`: the log since a page token, one entry per file, of My Drive or of one shared drive. A file that
 * was deleted and a file that is no longer visible look the same: `removed`.
 */
import {
  describeFile,
  KNOWN_FILE,
  type DescribedChange,
  type DescribedChangeList,
} from './drive.describe.js';
import { applyFields, parseFields } from './drive.fields.js';
import type { DriveChange, DriveFiles } from './drive.files.js';
import { pageSizeOf, type DriveReader } from './drive.list.js';
import { invalid } from './drive.wire.js';

const DEFAULT_MASK =
  'kind,nextPageToken,newStartPageToken,changes(kind,type,changeType,time,removed,fileId,file(kind,id,name,mimeType))';
const KNOWN_CHANGES = {
  names: ['kind', 'nextPageToken', 'newStartPageToken', 'changes'],
  below: {
    changes: {
      names: ['kind', 'type', 'changeType', 'time', 'removed', 'fileId', 'file', 'driveId'],
      below: { file: KNOWN_FILE },
    },
  },
};

export function startPageToken(files: DriveFiles): unknown {
  return { kind: 'drive#startPageToken', startPageToken: String(files.changes.length) };
}

/** Which changes a log holds: those of one shared drive, of everything visible, or of My Drive. */
export function scopeOf(parameters: URLSearchParams): (change: DriveChange) => boolean {
  const driveId = parameters.get('driveId');
  const all = parameters.get('includeItemsFromAllDrives') === 'true';
  return (change) => (driveId === null ? all || change.driveId === null : change.driveId === driveId);
}

export function listChanges(
  files: DriveFiles,
  parameters: URLSearchParams,
  reader: DriveReader,
  largestPage: number,
): unknown {
  const token = parameters.get('pageToken') ?? '';
  const start = Number(token);
  if (!/^\d+$/.test(token) || start > files.changes.length) throw invalid('pageToken');
  const size = Math.min(largestPage, pageSizeOf(parameters, 100, 1000));
  const end = Math.min(files.changes.length, start + size);

  const page = files.changes.slice(start, end);
  const latest = page.filter(
    ({ fileId }, index) => !page.slice(index + 1).some((later) => later.fileId === fileId),
  );
  const changes = latest
    .filter(scopeOf(parameters))
    .flatMap(({ fileId, time, driveId: of }): DescribedChange[] => {
      const entry = files.find(fileId);
      if (entry && !reader.sees(entry)) return [];
      const kinds = { kind: 'drive#change', type: 'file', changeType: 'file' } as const;
      const change = { ...kinds, time, fileId, ...(of !== null && { driveId: of }), removed: entry === null };
      return [entry ? { ...change, file: describeFile(entry, files, reader.clientId) } : change];
    });
  const next =
    end < files.changes.length ? { nextPageToken: String(end) } : { newStartPageToken: String(end) };
  const answer: DescribedChangeList = { kind: 'drive#changeList', ...next, changes };
  return applyFields(answer, parseFields(parameters.get('fields') ?? DEFAULT_MASK), KNOWN_CHANGES);
}
