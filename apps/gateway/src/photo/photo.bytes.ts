/** @module Thumbnails, previews and originals, to whoever `@visage/access` lets see the photo. */
import { Inject, Injectable } from '@nestjs/common';
import { isVisitor } from '@visage/access/access.filter';
import type { Principal } from '@visage/access/access.principal';
import type { Allowed } from '@visage/access/access.reason';
import type { ListedPhoto } from '@visage/database/photo/photo.listing';
import { formatOfForm, formOf, nameOfForm, openOriginal } from '@visage/originals/original.form';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { blurredKey, previewKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Response } from 'express';
import { AuditLog, byPrincipal } from '../audit/audit.log.js';
import { sendBytes, type ByteSource } from '../bytes/byte.answer.js';
import { attachmentHeader } from '../bytes/content.disposition.js';
import { mediaTypeOf } from '../bytes/media.type.js';
import type { GatewayRequest } from '../http/gateway.request.js';
import { ProblemError } from '../http/problem.error.js';
import { STORE } from '@visage/host/host.token';
import { PhotoAccess, type AllowedPhoto } from './photo.access.js';
import { markedKey, WatermarkedPreviews } from './watermarked.previews.js';

export type PhotoBytesKind = 'thumbnail' | 'preview' | 'original';

@Injectable()
export class PhotoBytes {
  constructor(
    @Inject(PhotoAccess) private readonly access: PhotoAccess,
    @Inject(WatermarkedPreviews) private readonly watermarked: WatermarkedPreviews,
    @Inject(AuditLog) private readonly audit: AuditLog,
    @Inject(STORE) private readonly store: ObjectStore,
  ) {}

  async send(
    kind: PhotoBytesKind,
    photoId: string,
    request: GatewayRequest,
    response: Response,
  ): Promise<void> {
    const allowed = await this.access.require(`photo.${kind}`, photoId, request);
    const seen = kind === 'original' ? 'photo.original-fetched' : 'photo.seen';
    this.audit.count(byPrincipal(allowed.principal), { action: seen, eventId: allowed.photo.eventId });
    const source = kind === 'original' ? this.original(allowed) : this.preview(kind, allowed);
    await sendBytes(request, response, source);
  }

  private original({ photo, decision }: AllowedPhoto): ByteSource {
    const form = formOf(photo, decision);
    return {
      contentType: mediaTypeOf(formatOfForm(photo.format, form)),
      version: form.sha256,
      cacheControl: 'private, no-cache',
      disposition: attachmentHeader(nameOfForm(photo.fileName, form)),
      size: form.bytes,
      open: (range) =>
        orNoPicture(() => openOriginal(this.store, { ...photo, photoId: photo.id }, form, range)),
    };
  }

  private preview(kind: 'thumbnail' | 'preview', { photo, principal, decision }: AllowedPhoto): ByteSource {
    const key = pictureKey(kind, photo, decision);
    const shown = { contentType: 'image/webp', cacheControl: cacheControlFor(principal) };
    if (decision.presentation.watermark) {
      const open = () => orNoPicture(() => this.watermarked.open(key, photo.eventName));
      return { ...shown, version: versionOf(markedKey(key, photo.eventName)), open };
    }
    return { ...shown, version: versionOf(key), open: () => orNoPicture(() => this.store.get(key)) };
  }
}

/** A visitor's browser asks again each time: since it last did, somebody in the photo may have been withheld. */
export function cacheControlFor(principal: Principal): string {
  return isVisitor(principal) ? 'private, no-cache' : 'private, max-age=600';
}

/** Of what is shown, before a watermark is drawn into it. */
function pictureKey(
  kind: 'thumbnail' | 'preview',
  { eventId, id, ingestVersion, blur }: ListedPhoto,
  { blurred }: Allowed,
): string {
  if (!blurred) return previewKey(eventId, id, kind, ingestVersion);
  if (!blur) throw new Error('A photo was to be shown with faces blurred, and no such picture is there.');
  return blurredKey(eventId, id, kind, blur.mark);
}

/** The file's name tells every version of every picture apart, and nothing that the photo's address does not. */
const versionOf = (key: string): string => key.split('/').slice(-2).join('-');

async function orNoPicture<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    if (!(cause instanceof ObjectNotFoundError)) throw cause;
    const detail = 'The picture is not there: the photo is still being processed, or it could not be read.';
    throw new ProblemError(404, 'no-picture', detail, { cause });
  }
}
