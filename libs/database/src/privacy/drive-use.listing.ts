/**
 * @module Whether photos of an event went into somebody's Google Drive. Exports and mirrors that are gone are remembered by the audit
 * log: an end of them, or of the faces, takes nothing back that has left.
 */
import type { Database } from '../client/database.client.js';

export interface DriveUse {
  /** Of the organizer. */
  exports: boolean;
  mirrors: boolean;
  /** Of guests, into Drives of their own. */
  guests: boolean;
}

export class DriveUseListing {
  constructor(private readonly database: Database) {}

  async of(eventId: string): Promise<DriveUse> {
    const [found] = await this.database.prisma.$queryRaw<DriveUse[]>`
      select
        exists (select 1 from "DriveExport" where "eventId" = e.id and kind <> 'guest')
          or exists (select 1 from "AuditLine" where "eventId" = e.id and action = 'export.started' and actor = 'user') as exports,
        exists (select 1 from "DriveMirror" where "eventId" = e.id and direction <> 'fromDrive')
          or exists (select 1 from "AuditLine" where "eventId" = e.id and action = 'mirror.made'
            and detail->>'direction' <> 'fromDrive') as mirrors,
        exists (select 1 from "DriveExport" where "eventId" = e.id and kind = 'guest')
          or exists (select 1 from "AuditLine" where "eventId" = e.id and action = 'export.started' and actor = 'guest') as guests
      from "Event" e where e.id = ${eventId}::uuid`;
    return found ?? { exports: false, mirrors: false, guests: false };
  }
}
