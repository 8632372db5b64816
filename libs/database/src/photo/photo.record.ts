/** @module A photo as the rest of the house sees it. */
import type { PhotoMetadata } from '@visage/contracts/photo-analysis.contract';
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
  takenAt: string | null;
  /** 0 = never ingested; part of the previews' addresses. */
  ingestVersion: number;
  detectVersion: string | null;
  embedVersion: string | null;
  /** Since when it lies in the trash. */
  deletedAt: Date | null;
  /** It is being removed for good. */
  erasing: boolean;
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
}

/** What a worker needs to know of a photo and its event. */
export interface PhotoForWork extends PhotoRecord {
  /** Name of the event's embedder. */
  embedder: string;
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
  const { ingestVersion, detectVersion, embedVersion, deletedAt, erasing } = row;
  const error = row.failedAt
    ? photoErrorSchema.parse({ code: row.errorCode, reason: row.errorReason })
    : null;
  return {
    ...{ id, eventId, fileName, sha256, md5, format, width, height, takenAt, createdAt },
    ...{ ingestVersion, detectVersion, embedVersion, deletedAt, erasing },
    bytes: Number(row.bytes),
    state: photoState(row),
    error,
  };
}

/** Columns that ingest fills; location and camera stay together in `metadata`. */
export function ingestedColumns({ version, width, height, metadata }: IngestedPhoto) {
  const { format, orientation, takenAt, ...rest } = metadata;
  return {
    ingestedAt: rowStamp(),
    ingestVersion: version,
    width,
    height,
    format,
    orientation,
    takenAt: takenAt ?? null,
    metadata: { ...rest },
  };
}
