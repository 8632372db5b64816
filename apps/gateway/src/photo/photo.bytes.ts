/** @module Thumbnails, previews and originals, to whoever `@visage/access` lets see the photo. */
import { Inject, Injectable } from '@nestjs/common';
import { EventListing } from '@visage/database/event.listing';
import { PhotoListing, type ListedPhoto } from '@visage/database/photo.listing';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { originalKey, previewKey } from '@visage/storage/object.key';
import type { ByteRange, ObjectStore } from '@visage/storage/object.store';
import type { Response } from 'express';
import { RequestPrincipals } from '../access/request.principals.js';
import { sendBytes, type ByteSource } from '../bytes/byte.answer.js';
import { attachmentHeader } from '../bytes/content.disposition.js';
import { mediaTypeOf } from '../bytes/media.type.js';
import type { GatewayRequest } from '../http/gateway.request.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { STORE } from '@visage/host/host.token';

export type PhotoBytesKind = 'thumbnail' | 'preview' | 'original';

@Injectable()
export class PhotoBytes {
  constructor(
    @Inject(PhotoListing) private readonly photos: PhotoListing,
    @Inject(EventListing) private readonly events: EventListing,
    @Inject(RequestPrincipals) private readonly principals: RequestPrincipals,
    @Inject(STORE) private readonly store: ObjectStore,
  ) {}

  async send(
    kind: PhotoBytesKind,
    photoId: string,
    request: GatewayRequest,
    response: Response,
  ): Promise<void> {
    const photo = await this.photos.find(photoId);
    const event = photo && (await this.events.facts(photo.eventId));
    // a stranger gets the same answer for every id
    if (!photo || !event) throw request.user || request.get('cookie') ? notFound('photo') : notSignedIn();
    const personIds = photo.faces.flatMap((face) => face.personId ?? []);
    const place = { eventId: event.id, organizerId: event.ownerId };
    const resource = { kind: 'photo' as const, ...place, photoId, personIds, albumIds: photo.albumIds };
    await this.principals.require(request, { action: `photo.${kind}`, resource }, 'photo');
    await sendBytes(
      request,
      response,
      kind === 'original' ? this.original(photo) : this.preview(kind, photo),
    );
  }

  private original(photo: ListedPhoto): ByteSource {
    const key = originalKey(photo.eventId, photo.sha256);
    return {
      contentType: mediaTypeOf(photo.format),
      version: photo.sha256,
      cacheControl: 'private, no-cache',
      disposition: attachmentHeader(photo.fileName),
      size: photo.bytes,
      open: (range) => this.open(key, range),
    };
  }

  private preview(kind: 'thumbnail' | 'preview', photo: ListedPhoto): ByteSource {
    const key = previewKey(photo.eventId, photo.id, kind, photo.ingestVersion);
    return {
      contentType: 'image/webp',
      version: `${photo.id}-${kind}-v${photo.ingestVersion}`,
      cacheControl: 'private, max-age=600',
      open: () => this.open(key),
    };
  }

  private async open(key: string, range?: ByteRange) {
    try {
      return await this.store.get(key, range);
    } catch (cause) {
      if (!(cause instanceof ObjectNotFoundError)) throw cause;
      const detail = 'The picture is not there: the photo is still being processed, or it could not be read.';
      throw new ProblemError(404, 'no-picture', detail, { cause });
    }
  }
}

function notSignedIn(): ProblemError {
  return new ProblemError(401, 'not-signed-in', 'Sign in, or open the link you were given.');
}
