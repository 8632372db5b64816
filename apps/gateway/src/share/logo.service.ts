/** @module The logo that an organizer puts on posters and cards of an event; it is erased with the event. */
import { buffer } from 'node:stream/consumers';
import { Inject, Injectable } from '@nestjs/common';
import type { User } from '@visage/contracts/session.contract';
import { STORE } from '@visage/host/host.token';
import { ObjectNotFoundError } from '@visage/storage/object.error';
import { logoKey } from '@visage/storage/object.key';
import type { ObjectStore } from '@visage/storage/object.store';
import type { Request } from 'express';
import { EventAccess } from '../access/event.access.js';
import { notFound } from '../http/problem.error.js';
import { readLogo } from './logo.image.js';

@Injectable()
export class LogoService {
  constructor(
    @Inject(EventAccess) private readonly access: EventAccess,
    @Inject(STORE) private readonly store: ObjectStore,
  ) {}

  async put(user: User, eventId: string, request: Request): Promise<void> {
    await this.access.require(user, eventId, 'share.manage');
    await this.store.put(logoKey(eventId), await readLogo(request));
  }

  async remove(user: User, eventId: string): Promise<void> {
    await this.access.require(user, eventId, 'share.manage');
    await this.store.delete(logoKey(eventId));
  }

  /** @throws ProblemError 404 when there is none. */
  async get(user: User, eventId: string): Promise<Buffer> {
    await this.access.require(user, eventId, 'share.view');
    const logo = await this.find(eventId);
    if (!logo) throw notFound('logo');
    return logo;
  }

  /** For whoever was let see the event already. */
  async find(eventId: string): Promise<Buffer | null> {
    try {
      const { stream } = await this.store.get(logoKey(eventId));
      return await buffer(stream);
    } catch (error) {
      if (error instanceof ObjectNotFoundError) return null;
      throw error;
    }
  }
}
