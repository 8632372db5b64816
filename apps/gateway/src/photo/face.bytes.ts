/** @module The cut-out of a face: stored sealed with its event's key, opened for whoever may see it. */
import { createHash } from 'node:crypto';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import { unwrapDataKey } from '@visage/crypto/data.key';
import { openFacePicture } from '@visage/crypto/face.box';
import { PhotoListing } from '@visage/database/photo/photo.listing';
import { faceCropKey } from '@visage/storage/object.key';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Response } from 'express';
import { RequestPrincipals } from '../access/request.principals.js';
import { sendBytes } from '../bytes/byte.answer.js';
import type { GatewayRequest } from '../http/gateway.request.js';
import { notFound, ProblemError } from '../http/problem.error.js';
import { MASTER_KEY, STORE } from '@visage/host/host.token';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class FaceBytes {
  constructor(
    @InjectRepository(PhotoListing) private readonly photos: PhotoListing,
    @Inject(RequestPrincipals) private readonly principals: RequestPrincipals,
    @Inject(STORE) private readonly store: ObjectStore,
    @Inject(MASTER_KEY) private readonly masterKey: Uint8Array,
  ) {}

  async send(faceId: string, request: GatewayRequest, response: Response): Promise<void> {
    const face = await this.photos.findFace(faceId);
    if (!face?.wrappedKey) {
      if (request.user || request.get('cookie')) throw notFound('face');
      throw new ProblemError(401, 'not-signed-in', 'Sign in, or open the link you were given.');
    }
    const { eventId, organizerId, personId, held, wrappedKey } = face;
    const resource = { kind: 'face' as const, eventId, organizerId, personId, held };
    await this.principals.require(request, { action: 'face.crop', resource }, 'face');
    const webp = await this.read(eventId, wrappedKey, faceId);
    await sendBytes(request, response, {
      contentType: 'image/webp',
      version: createHash('sha256').update(webp).digest('base64url'),
      cacheControl: 'private, max-age=600',
      open: () => Promise.resolve({ stream: Readable.from([webp]), length: webp.length }),
    });
  }

  private async read(eventId: string, wrappedKey: Uint8Array, faceId: string): Promise<Uint8Array> {
    try {
      const { stream } = await this.store.get(faceCropKey(eventId, faceId));
      const box = await buffer(stream);
      return openFacePicture(unwrapDataKey(this.masterKey, wrappedKey, eventId), box, faceId, 'crop');
    } catch (error) {
      if (error instanceof ObjectNotFoundError) throw notFound('face');
      throw error;
    }
  }
}
