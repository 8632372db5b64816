/** @module A new key for an event, so that what backups hold of its faces opens with none that is left. */
import { Inject, Injectable } from '@nestjs/common';
import { EventKeyRepository } from '@visage/database/event/event-key.repository';
import { KeyRotationRepository } from '@visage/database/event/key-rotation.repository';
import { SealedBoxRepository } from '@visage/database/event/sealed-box.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, KEYS, STORE } from '@visage/host/host.token';
import { EventRotation } from '@visage/host/keys/event.rotation';
import type { OpenedKeys } from '@visage/host/keys/key.custody';
import type { ObjectStore } from '@visage/storage/object.store';
import { InjectRepository } from '../platform/repository.decorator.js';

@Injectable()
export class EventRekey {
  private readonly rotation: EventRotation;

  constructor(
    @Inject(KEYS) { store, masters, events: keys }: OpenedKeys,
    @InjectRepository(EventKeyRepository) events: EventKeyRepository,
    @InjectRepository(KeyRotationRepository) private readonly rotations: KeyRotationRepository,
    @InjectRepository(SealedBoxRepository) boxes: SealedBoxRepository,
    @Inject(STORE) objects: ObjectStore,
    @Inject(CLOCK) clock: Clock,
  ) {
    this.rotation = new EventRotation({ store, masters, keys, events, rotations, boxes, objects, clock });
  }

  /** @returns false while somebody else replaces keys: one at a time */
  async replace(eventId: string): Promise<boolean> {
    return (await this.rotations.alone(() => this.rotation.rotate(eventId))).locked;
  }
}
