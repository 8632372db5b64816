/** @module drive-sync: a Google Drive folder -> an event, photos -> a Google Drive folder, and the two kept alike. */
import { defineWorker } from '@visage/host/worker.definition';
import { MIRROR_INTERVAL_MS } from './drive-mirror.handler.js';
import { openDriveSync } from './drive-sync.dependencies.js';
import { endChannel, runExport, runImport, runMirror } from './drive.runs.js';
import { driveSyncEnvSchema } from './env.js';

const GAVE_UP =
  'Google Drive could not be reached, though it was tried for minutes. Start again later; it goes on where it was.';

const MIRROR_AWAY =
  'Google Drive could not be reached, though it was tried for minutes. The mirror goes on by itself once it can be.';

export const driveSync = defineWorker({
  name: 'drive-sync',
  settings: driveSyncEnvSchema,
  open: openDriveSync,
  queues: {
    'drive-import': {
      handle: runImport,
      failed: ({ driveImportId }, _, { imports }) => imports.finish(driveImportId, GAVE_UP),
      remaining: (limit, { imports }) => imports.findUnfinished(limit),
    },
    'drive-export': {
      handle: runExport,
      failed: ({ driveExportId }, _, { exports }) => exports.finish(driveExportId, GAVE_UP),
      remaining: (limit, { exports }) => exports.findUnfinished(limit),
    },
    'drive-mirror': {
      handle: runMirror,
      // a mirror gives nothing up: it looks again when it is next due
      failed: ({ driveMirrorId }, _, { mirrors, clock }) =>
        mirrors.markChecked(driveMirrorId, new Date(clock.now().getTime() + MIRROR_INTERVAL_MS), MIRROR_AWAY),
      remaining: (limit, { mirrors, clock }) => mirrors.findDue(limit, clock.now()),
    },
    'drive-channel': {
      handle: endChannel,
      failed: ({ driveChannelId }, _, { channels }) => channels.remove(driveChannelId), // it ends by itself within a week
      remaining: (limit, { channels, clock }) => channels.findIdle(limit, clock.now()),
    },
  },
});
