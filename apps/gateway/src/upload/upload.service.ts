/** @module Begins uploads and goes on with them: what is announced is looked at before a byte of it is sent. */
import { randomBytes } from 'node:crypto';
import { Inject, Injectable } from '@nestjs/common';
import { photoLimitsSchema } from '@visage/contracts/photo-error.contract';
import { ALREADY_THERE, UPLOAD_OUTCOME_HEADER } from '@visage/contracts/upload.protocol';
import {
  UploadRepository,
  type UploadRecord,
  type UploadSender,
} from '@visage/database/upload/upload.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, ENV } from '@visage/host/host.token';
import type { Request, Response } from 'express';
import type { GatewayEnv } from '../env.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { safeFileName } from '../multipart/file.name.js';
import { PhotoIntake } from '../photo/photo.intake.js';
import { InjectRepository } from '../platform/repository.decorator.js';
import { UserQuota } from '../user/user.quota.js';
import { UploadFinish } from './upload.finish.js';
import { announcedFile } from './upload.metadata.js';
import { UploadProtocol } from './upload.protocol.js';

const ID_BYTES = 32;
const MEGABYTE = 1024 * 1024;

@Injectable()
export class UploadService {
  private readonly maxBytes: number;

  constructor(
    @Inject(ENV) env: GatewayEnv,
    @InjectRepository(UploadRepository) private readonly uploads: UploadRepository,
    @Inject(PhotoIntake) private readonly intake: PhotoIntake,
    @Inject(UserQuota) private readonly quota: UserQuota,
    @Inject(UploadProtocol) private readonly protocol: UploadProtocol,
    @Inject(UploadFinish) private readonly ending: UploadFinish,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {
    this.maxBytes = photoLimitsSchema.parse({ maxBytes: env.PHOTO_MAX_BYTES }).maxBytes;
  }

  /**
   * The sender was allowed to send into this event.
   * @throws ProblemError 409 when the event has the photo or its owner's storage is full, 413 above the limit, 422 for an empty
   * file or a header that is wrong.
   */
  async create(eventId: string, sender: UploadSender, request: Request, response: Response): Promise<void> {
    const { bytes, fileName: sent, album, sha256 } = announcedFile(request);
    const fileName = safeFileName(sent ?? undefined);
    if (bytes === 0) throw emptyFile();
    if (bytes > this.maxBytes) throw tooLarge(this.maxBytes);
    const albumName = sender.kind === 'guest' ? undefined : albumNameOf(album);
    const arrival = {
      ...{ eventId, fileName },
      ...(albumName !== undefined && { albumName }),
      ...(sender.kind === 'guest' && { guestId: sender.id }),
    };
    const known = sha256 === undefined ? null : await this.intake.known(arrival, sha256);
    if (known?.whole) throw alreadyThere(sender.kind === 'user' ? known.fileName : null);
    if (!known) await this.quota.requireRoom(eventId, bytes);
    const id = randomBytes(ID_BYTES).toString('hex');
    const upload = {
      id,
      eventId,
      sender,
      fileName,
      bytes,
      albumName: albumName ?? null,
      sha256: sha256 ?? null,
    };
    await this.uploads.create(upload, this.clock.now());
    await this.protocol.answer(upload, request, response);
  }

  /** HEAD, PATCH or DELETE. @throws ProblemError 404 when there is no such upload, or it is not the sender's. */
  async handle(
    { eventId, uploadId }: { eventId: string; uploadId: string },
    sender: UploadSender,
    request: Request,
    response: Response,
  ): Promise<void> {
    const upload = await this.uploads.touch({ id: uploadId, eventId }, sender, this.clock.now());
    if (!upload) throw notFound('upload');
    const ended = upload.end ?? (await this.endOf(upload, request));
    if (ended) return answerEnded({ ...upload, end: ended }, response);
    await this.protocol.answer(upload, request, response);
    if (request.method === 'DELETE' && response.statusCode < 300) await this.uploads.remove(uploadId);
  }

  /** Of an upload whose last answer was lost, or whose gateway died before it had taken the photo in. */
  private async endOf(upload: UploadRecord, { method }: Request): Promise<UploadRecord['end']> {
    if (method !== 'HEAD') return null;
    const offset = await this.protocol.offsetOf(upload);
    if (offset === upload.bytes) return this.ending.finish(upload.id);
    // nothing staged: somebody else may have taken it in since it was looked up
    return offset === null ? ((await this.uploads.find(upload.id))?.end ?? null) : null;
  }
}

function answerEnded({ end, bytes }: UploadRecord, response: Response): void {
  if (!end || end.outcome === 'refused') throw new ProblemError(410, 'refused', end?.reason ?? '');
  const { req: request } = response;
  if (request.method === 'PATCH' && Number(request.get('upload-offset')) !== bytes) throw alreadyWhole();
  response
    .status(request.method === 'HEAD' ? 200 : 204)
    .set('Tus-Resumable', '1.0.0')
    .set('Cache-Control', 'no-store')
    .set('Upload-Offset', String(bytes))
    .set('Upload-Length', String(bytes))
    .set(UPLOAD_OUTCOME_HEADER, end.outcome)
    .end();
}

/** As tus 1.0 has it for an offset that is not where the upload is. */
function alreadyWhole(): ProblemError {
  return new ProblemError(409, 'already-whole', 'All of this upload has arrived: nothing is left to send.');
}

const MAX_ALBUM_NAME = 200;

function albumNameOf(sent: string | null | undefined): string | undefined {
  const name = (sent ?? '')
    .replace(/[\p{Cc}\p{Cf}\p{Cs}]/gu, '')
    .trim()
    .normalize('NFC')
    .slice(0, MAX_ALBUM_NAME);
  return name === '' ? undefined : name;
}

function emptyFile(): ProblemError {
  return new ProblemError(422, 'refused', 'This is an empty file (0 bytes). Upload the photo again.');
}

function tooLarge(maxBytes: number): ProblemError {
  const limit = Math.floor(maxBytes / MEGABYTE);
  const detail = `The file is larger than the ${limit} MB that are allowed. Make it smaller, or ask for a higher limit.`;
  return new ProblemError(413, 'too-large', detail);
}

/** @param fileName null where what others have sent is nobody's business. */
function alreadyThere(fileName: string | null): ProblemError {
  const detail =
    fileName === null ? 'This photo is there already.' : `The event already has this photo, as ${fileName}.`;
  return new ProblemError(409, ALREADY_THERE, detail);
}
