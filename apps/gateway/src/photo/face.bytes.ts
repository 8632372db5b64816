/** @module The cut-out of a face: stored sealed with its event's key, opened for whoever may see it. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import { openFacePicture } from '@visage/crypto/face.box';
import { SealedBoxError } from '@visage/crypto/sealed.box';
import { PhotoListing } from '@visage/database/photo/photo.listing';
import { faceCropKey } from '@visage/storage/object.key';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Response } from 'express';
import { cacheControlFor } from './photo.bytes.js';
import { RequestPrincipals } from '../access/request.principals.js';
import { sendBytes } from '../bytes/byte.answer.js';
import type { GatewayRequest } from '../http/gateway.request.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { EventKeys } from '@visage/host/keys/event.keys';
import { STORE } from '@visage/host/host.token';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class FaceBytes {
  constructor(
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @Inject(RequestPrincipals) private readonly principals: RequestPrincipals,
    @Inject(STORE) private readonly store: ObjectStore,
    @Inject(EventKeys) private readonly keys: EventKeys,
  ) {}

  async send(faceId: string, request: GatewayRequest, response: Response): Promise<void> {
    const face = await this.photos.findFace(faceId);
    if (!face) {
      if (request.user || request.get('cookie')) throw notFound('face');
      throw new ProblemError(401, 'not-signed-in', 'Sign in, or open the link you were given.');
    }
    const { eventId, organizerId, personId, held, wishes } = face;
    const resource = { kind: 'face' as const, eventId, organizerId, personId, held, wishes };
    const { principal } = await this.principals.admit(request, { action: 'face.crop', resource }, 'face');
    const webp = await this.read(eventId, faceId);
    await sendBytes(request, response, {
      contentType: 'image/webp',
      version: createHash('sha256').update(webp).digest('base64url'),
      cacheControl: cacheControlFor(principal),
      open: () => Promise.resolve({ stream: Readable.from([webp]), length: webp.length }),
    });
  }

  private async read(eventId: string, faceId: string): Promise<Uint8Array> {
    try {
      const picture =
        (await this.tryOpen(eventId, faceId)) ??
        // sealed anew since the key was read
        (await this.tryOpen(eventId, faceId, { last: true }));
      if (picture) return picture;
    } catch (error) {
      if (!(error instanceof ObjectNotFoundError)) throw error;
    }
    throw notFound('face');
  }

  /** Null when it does not open, but the last time. */
  private async tryOpen(eventId: string, faceId: string, { last = false } = {}): Promise<Uint8Array | null> {
    const keys = await this.keys.openToRead(eventId);
    if (!keys) return null;
    const box = await buffer((await this.store.get(faceCropKey(eventId, faceId))).stream);
    try {
      return openFacePicture(keys, box, faceId, 'crop');
    } catch (error) {
      if (last || !(error instanceof SealedBoxError)) throw error;
      return null;
    } finally {
      for (const key of keys) key.fill(0);
    }
  }
}
