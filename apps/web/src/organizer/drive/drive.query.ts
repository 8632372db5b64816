/** @module The queries for Google Drive; runs are refetched while one is in progress. */
import { queryOptions } from '@tanstack/react-query';
import {
  getDriveConnection,
  listDriveExports,
  listDriveFolders,
  listDriveImports,
  listExportFailures,
  listImportFailures,
} from '../../api/drive.api.js';

const POLL_MS = 1_500;

const isUnderWay = ({ state }: { state: string }): boolean => state === 'pending' || state === 'running';

export const connectionQuery = queryOptions({
  queryKey: ['drive', 'connection'],
  queryFn: getDriveConnection,
});

export const foldersQuery = (parent: string | undefined) =>
  queryOptions({ queryKey: ['drive', 'folders', parent ?? ''], queryFn: () => listDriveFolders(parent) });

export const importsQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'drive-imports'],
    queryFn: () => listDriveImports(eventId),
    refetchInterval: ({ state }) => (state.data?.imports.some(isUnderWay) ? POLL_MS : false),
  });

export const exportsQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'drive-exports'],
    queryFn: () => listDriveExports(eventId),
    refetchInterval: ({ state }) => (state.data?.exports.some(isUnderWay) ? POLL_MS : false),
  });

export const failuresQuery = (eventId: string, kind: 'import' | 'export', id: string) =>
  queryOptions({
    queryKey: ['event', eventId, 'drive-failures', id],
    queryFn: async () => {
      if (kind === 'export')
        return (await listExportFailures(eventId, id)).failures.map(({ name, reason }) => ({ name, reason }));
      const { failures } = await listImportFailures(eventId, id);
      return failures.map(({ name, path, reason }) => ({
        name: path === '' ? name : `${path} / ${name}`,
        reason,
      }));
    },
  });
