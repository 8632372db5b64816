/** @module A photo as the rest of the house sees it. */
import type { PhotoMetadata } from '@visage/contracts/photo-analysis.contract';
import { packBlanks } from '@visage/contracts/original.blanks';
import { METADATA_VERSION } from '@visage/contracts/pipeline.version';
import { photoErrorSchema, type PhotoErrorValue } from '@visage/contracts/photo-error.contract';
import type { PhotoState } from '@visage/contracts/photo.contract';
import type { Photo } from '../generated/client.js';
import { photoState } from './photo.state.js';
import { rowStamp } from '../client/row.stamp.js';

export interface PhotoRecord {
  id: string;
  eventId: string;
  fileName: string;
  /** Lower-case hex. */
  sha256: string;
  md5: string;
  bytes: number;
  state: PhotoState;
  error: PhotoErrorValue | null;
  format: string | null;
  /** Upright size in pixels. */
  width: number | null;
  height: number | null;
  /** With the shift of its camera; see photo.taken.ts of libs/vision for its forms. */
  takenAt: string | null;
  /** 0 = never ingested; part of the previews' addresses. */
  ingestVersion: number;
  metadataVersion: number;
  detectVersion: string | null;
  embedVersion: string | null;
  /** Since when it lies in the trash. */
  deletedAt: Date | null;
  /** It is being removed for good. */
  erasing: boolean;
  /** The photo whose second file it is. */
  rawOf: string | null;
  createdAt: Date;
}

export interface NewPhoto {
  eventId: string;
  fileName: string;
  sha256: string;
  md5: string;
  /** Unsigned. */
  crc32: number;
  bytes: number;
  driveFileId?: string;
  /** The guest who sends it: it waits for the organizer's approval. */
  guestId?: string;
  /** Lies in the trash from the start, where no worker looks at it: for who makes it with all its stages. */
  deletedAt?: Date;
}

/** What a worker needs to know of a photo and its event. */
export interface PhotoForWork extends PhotoRecord {
  /** Name of the event's embedder. */
  embedder: string;
  /** No faces of the event are kept any more, and none are looked for. */
  facesEnded: boolean;
}

/** What the file itself said. */
export interface IngestedPhoto {
  version: number;
  width: number;
  height: number;
  metadata: PhotoMetadata;
}

export function toPhotoRecord(row: Photo): PhotoRecord {
  const { id, eventId, fileName, sha256, md5, format, width, height, takenAt, createdAt } = row;
  const { ingestVersion, metadataVersion, detectVersion, embedVersion, deletedAt, erasing, rawOf } = row;
  const error = row.failedAt
    ? photoErrorSchema.parse({ code: row.errorCode, reason: row.errorReason })
    : null;
  return {
    ...{ id, eventId, fileName, sha256, md5, format, width, height, takenAt, createdAt },
    ...{ ingestVersion, metadataVersion, detectVersion, embedVersion, deletedAt, erasing, rawOf },
    bytes: Number(row.bytes),
    state: photoState(row),
    error,
  };
}

/** Columns that ingest fills. @param cameraId of `metadata.device` */
export function ingestedColumns(
  { version, width, height, metadata }: IngestedPhoto,
  cameraId: string | null,
) {
  return {
    ...{ ingestedAt: rowStamp(), ingestVersion: version, width, height },
    ...{ format: metadata.format, orientation: metadata.orientation },
    ...describedColumns(metadata, cameraId),
  };
}

/**
 * What a file says of when and with what it was taken; location, camera and lens stay together in `metadata`, where it also says why
 * the file cannot leave without its location.
 */
export function describedColumns(
  {
    takenAt,
    takenFrom,
    camera,
    lens,
    location,
    blanks = { unblankable: 'Nobody has looked.' },
  }: PhotoMetadata,
  cameraId: string | null,
) {
  const unblankable = 'unblankable' in blanks ? blanks.unblankable : undefined;
  return {
    metadataVersion: METADATA_VERSION,
    clockTime: takenAt ?? null,
    takenFrom: takenAt === undefined ? null : (takenFrom ?? 'exif'),
    cameraId,
    metadata: {
      ...(camera !== undefined && { camera }),
      ...(lens !== undefined && { lens }),
      ...(location !== undefined && { location }),
      ...(unblankable !== undefined && { unblankable }),
    },
    blanks: 'unblankable' in blanks ? null : packBlanks(blanks),
  };
}
