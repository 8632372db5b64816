/**
 * @module Where services say what was done. A deed is a line at once; views and downloads are counted here and written
 * every few seconds, so that a gallery of thousands of previews is one line. A process that is killed loses those seconds.
 */
import {
  Inject,
  Injectable,
  type BeforeApplicationShutdown,
  type OnApplicationBootstrap,
} from '@nestjs/common';
import type { Principal } from '@visage/access/access.principal';
import type { User } from '@visage/contracts/session.contract';
import { AuditRepository, type AuditDeed, type AuditTally } from '@visage/database/audit/audit.repository';
import type { Clock } from '@visage/host/clock';
import { CLOCK, LOG } from '@visage/host/host.token';
import type { Logger } from 'pino';
import { InjectRepository } from '../platform/repository.decorator.js';

const FLUSH_MS = 5000;
const HOUR_MS = 60 * 60_000;

export type AuditSubject = Pick<AuditDeed, 'actor' | 'actorId'>;
type Counted = Omit<AuditDeed, 'detail'>;

@Injectable()
export class AuditLog implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private tallies = new Map<string, AuditTally>();
  private timer: NodeJS.Timeout | undefined;

  constructor(
    @InjectRepository(AuditRepository) private readonly lines: AuditRepository,
    @Inject(LOG) private readonly log: Logger,
    @Inject(CLOCK) private readonly clock: Clock,
  ) {}

  /** What was done stays done when its line cannot be written; the log of the gateway then holds it. */
  async write(by: AuditSubject, deed: Omit<AuditDeed, keyof AuditSubject>): Promise<void> {
    try {
      await this.lines.write({ ...by, ...deed }, this.clock.now());
    } catch (err) {
      this.log.error({ err, deed: { ...by, ...deed } }, 'a line of the audit log could not be written');
    }
  }

  /** Counts one more of this within the hour. */
  count(by: AuditSubject, deed: Omit<Counted, keyof AuditSubject>): void {
    const at = this.clock.now();
    const hour = Math.floor(at.getTime() / HOUR_MS);
    const key = [by.actor, by.actorId, deed.action, deed.eventId, deed.subjectId, hour].join(' ');
    const count = (this.tallies.get(key)?.count ?? 0) + 1;
    this.tallies.set(key, { ...by, ...deed, at, count });
  }

  async flush(): Promise<void> {
    const tallies = this.tallies;
    this.tallies = new Map();
    for (const tally of tallies.values()) {
      try {
        await this.lines.add(tally);
      } catch (err) {
        this.log.error({ err, deed: tally }, 'a count of the audit log could not be written');
      }
    }
  }

  onApplicationBootstrap(): void {
    this.timer = setInterval(() => void this.flush(), FLUSH_MS);
  }

  async beforeApplicationShutdown(): Promise<void> {
    clearInterval(this.timer);
    await this.flush();
  }
}

/** A guest of whom no id is kept. */
export const FORGOTTEN: AuditSubject = { actor: 'guest', actorId: null };

export const NOBODY: AuditSubject = { actor: 'nobody', actorId: null };

export function byUser({ id }: Pick<User, 'id'>): AuditSubject {
  return { actor: 'user', actorId: id };
}

export function byGuest(guestId: string): AuditSubject {
  return { actor: 'guest', actorId: guestId };
}

/** Whoever the access rules let do it. */
export function byPrincipal(principal: Principal): AuditSubject {
  switch (principal.kind) {
    case 'guest':
      return byGuest(principal.guestId);
    case 'code-holder':
      return { actor: 'link', actorId: principal.share.shareId };
    case 'nobody':
      return NOBODY;
    case 'admin':
    case 'organizer':
    case 'collaborator':
      return byUser({ id: principal.userId });
  }
}
