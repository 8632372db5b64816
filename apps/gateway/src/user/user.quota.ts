/** @module What an owner's events may hold: asked before an event is made, and before a photo is. */
import { Injectable } from '@nestjs/common';
import { QuotaExceededError, StorageQuota } from '@visage/database/upload/storage.quota';
import { UserRepository } from '@visage/database/user/user.repository';
import { ProblemError } from '../http/problem.error.js';
import { InjectRepository } from '../platform/repository.decorator.js';

export const QUOTA_EXCEEDED = 'quota-exceeded';

@Injectable()
export class UserQuota {
  constructor(
    @InjectRepository(UserRepository) private readonly users: UserRepository,
    @InjectRepository(StorageQuota) private readonly storage: StorageQuota,
  ) {}

  /** @throws ProblemError 409 when the user has as many events as allowed. */
  async requireEvent(userId: string): Promise<void> {
    const limit = (await this.users.find(userId))?.quotaEvents ?? null;
    if (limit === null || (await this.users.countEvents(userId)) < limit) return;
    const detail = `You have ${limit} event${limit === 1 ? '' : 's'}, as many as you may. Delete one, or ask an administrator for more.`;
    throw new ProblemError(409, QUOTA_EXCEEDED, detail);
  }

  /** @param bytes of the original. @throws ProblemError 409 when the owner of the event has no room for it. */
  async requireRoom(eventId: string, bytes: number): Promise<void> {
    try {
      await this.storage.require(eventId, bytes);
    } catch (error) {
      throw error instanceof QuotaExceededError
        ? new ProblemError(409, QUOTA_EXCEEDED, error.message, { cause: error })
        : error;
    }
  }
}
