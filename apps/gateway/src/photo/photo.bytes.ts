/** @module Thumbnails, previews and originals, to whoever `@visage/access` lets see the photo. */
import { Inject, Injectable } from '@nestjs/common';
import { formOf, openOriginal } from '@visage/originals/original.form';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { previewKey } from '@visage/storage/object.key';
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
import { markOf, WatermarkedPreviews } from './watermarked.previews.js';

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
    const form = formOf(photo, decision.presentation.hideLocation);
    return {
      contentType: mediaTypeOf(photo.format),
      version: form.sha256,
      cacheControl: 'private, no-cache',
      disposition: attachmentHeader(photo.fileName),
      size: photo.bytes,
      open: (range) => orNoPicture(() => openOriginal(this.store, photo, form, range)),
    };
  }

  private preview(kind: 'thumbnail' | 'preview', { photo, decision }: AllowedPhoto): ByteSource {
    const { eventId, id: photoId, ingestVersion: version } = photo;
    const plain = `${photoId}-${kind}-v${version}`;
    const shown = { contentType: 'image/webp', cacheControl: 'private, max-age=600' };
    if (decision.presentation.watermark) {
      const preview = { eventId, photoId, kind, version, text: photo.eventName };
      const open = () => orNoPicture(() => this.watermarked.open(preview));
      return { ...shown, version: `${plain}-${markOf(photo.eventName)}`, open };
    }
    const key = previewKey(eventId, photoId, kind, version);
    return { ...shown, version: plain, open: () => orNoPicture(() => this.store.get(key)) };
  }
}

async function orNoPicture<T>(open: () => Promise<T>): Promise<T> {
  try {
    return await open();
  } catch (cause) {
    if (!(cause instanceof ObjectNotFoundError)) throw cause;
    const detail = 'The picture is not there: the photo is still being processed, or it could not be read.';
    throw new ProblemError(404, 'no-picture', detail, { cause });
  }
}
