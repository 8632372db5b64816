/** @module Events: made, erased, and whether their people are due. */
import type { Database } from '../client/database.client.js';
import type { Event } from '../generated/client.js';
import { writeLine, type AuditDeed } from '../audit/audit.repository.js';
import { rowStamp } from '../client/row.stamp.js';
import { dropCounts } from './event-count.repository.js';

export interface EventRecord {
  id: string;
  ownerId: string;
  name: string;
  /** ISO 8601 day. */
  date: string | null;
  embedder: string;
  createdAt: Date;
}

export interface NewEvent {
  /** Chosen by the caller, who makes its data key first. */
  id: string;
  ownerId: string;
  name: string;
  date?: string | null;
  embedder: string;
  /** Where times without a zone are from until photos tell one. */
  guessedZone?: string;
}

/** An event as grouping sees it; due while `facesRevision > groupedRevision`. */
export interface EventGrouping {
  embedder: string;
  facesRevision: number;
  groupedRevision: number;
}

export interface EraseOptions {
  trashed?: boolean;
  by?: Pick<AuditDeed, 'actor' | 'actorId'> & { at: Date };
}

export class EventRepository {
  constructor(private readonly database: Database) {}

  async create({ date, ...event }: NewEvent): Promise<EventRecord> {
    const row = await this.database.prisma.event.create({
      data: { ...event, date: date ? new Date(date) : null },
    });
    return toEventRecord(row);
  }

  /** @param accent `#rrggbb`, or null for the colour of the house. */
  async setAccent(id: string, accent: string | null): Promise<void> {
    await this.database.prisma.event.updateMany({ where: { id, erasedAt: null }, data: { accent } });
  }

  /** Null also for an erased event. */
  async find(id: string): Promise<EventRecord | null> {
    const row = await this.database.prisma.event.findFirst({ where: { id, erasedAt: null } });
    return row && toEventRecord(row);
  }

  /**
   * Removes photos, albums, faces, people, shares and collaborators; the caller destroys the data key then.
   * The row stays as proof of the erasure, without its name.
   * @param trashed only while it lies in the trash: whoever brings it back at the same moment has it back
   * @param by who did it and when, for the audit log: no erasure without its line
   * @returns false when there was no such event.
   */
  async erase(id: string, { trashed = false, by }: EraseOptions = {}): Promise<boolean> {
    return this.database.prisma.$transaction(async (tx) => {
      // first, as by everybody who writes faces and then the event
      await tx.$executeRaw`select 1 from "Photo" where "eventId" = ${id}::uuid order by id for update`;
      await tx.$executeRaw`select 1 from "Event" where id = ${id}::uuid for update`;
      const { count } = await tx.event.updateMany({
        where: { id, erasedAt: null, ...(trashed && { deletedAt: { not: null } }) },
        data: { wrappedKey: null, erasedAt: rowStamp(), name: '', date: null },
      });
      if (count === 0) return false;
      await tx.share.deleteMany({ where: { eventId: id } });
      await tx.eventCollaborator.deleteMany({ where: { eventId: id } });
      await tx.user.deleteMany({ where: { invitedTo: id } }); // accounts that nobody has taken
      await tx.zip.deleteMany({ where: { eventId: id } });
      await tx.objection.deleteMany({ where: { eventId: id } }); // with what their faces look like
      await tx.upload.deleteMany({ where: { eventId: id } }); // names of files; what is staged goes with the event's objects
      await tx.driveImport.deleteMany({ where: { eventId: id } });
      await tx.personEdit.deleteMany({ where: { eventId: id } }); // names, and with them the links of faces
      await tx.driveExport.deleteMany({ where: { eventId: id } });
      // before the photos, so that their going is not carried on as a change
      await tx.driveMirror.deleteMany({ where: { eventId: id } });
      await tx.face.deleteMany({ where: { eventId: id } });
      await tx.person.deleteMany({ where: { eventId: id } });
      await tx.album.deleteMany({ where: { eventId: id } });
      await tx.photo.deleteMany({ where: { eventId: id } });
      await tx.camera.deleteMany({ where: { eventId: id } }); // serial numbers say whose they are
      await tx.removedFace.deleteMany({ where: { eventId: id } });
      await dropCounts(tx, id);
      await tx.looseObject.deleteMany({ where: { eventId: id } }); // all objects of the event are removed, and whatever comes later
      // that something was done stays, and not how many, when or to what end
      await tx.auditLine.updateMany({ where: { eventId: id }, data: { detail: {} } });
      if (by)
        await writeLine(
          tx,
          { actor: by.actor, actorId: by.actorId, action: 'event.erased', eventId: id },
          by.at,
        );
      return true;
    }, LONG);
  }

  async findGrouping(id: string): Promise<EventGrouping | null> {
    return this.database.prisma.event.findFirst({
      where: { id, erasedAt: null },
      select: { embedder: true, facesRevision: true, groupedRevision: true },
    });
  }

  /** Of these, those that are not erased. */
  async findLiving(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.prisma.event.findMany({
      where: { id: { in: [...ids] }, erasedAt: null },
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  async findEventsToGroup(limit: number): Promise<string[]> {
    const { fields } = this.database.prisma.event;
    const rows = await this.database.prisma.event.findMany({
      where: { erasedAt: null, groupedRevision: { lt: fields.facesRevision } },
      orderBy: { id: 'asc' },
      take: limit,
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }

  /** Names of the embedders that living events use. */
  async findEmbedders(): Promise<string[]> {
    const rows = await this.database.prisma.event.findMany({
      where: { erasedAt: null },
      distinct: ['embedder'],
      select: { embedder: true },
    });
    return rows.map((row) => row.embedder);
  }

  /** Living events that use it. */
  async findIdsByEmbedder(embedder: string): Promise<string[]> {
    const rows = await this.database.prisma.event.findMany({
      where: { embedder, erasedAt: null },
      orderBy: { id: 'asc' },
      select: { id: true },
    });
    return rows.map((row) => row.id);
  }
}

/** Tens of thousands of photos and faces go at once. */
const LONG = { maxWait: 10_000, timeout: 120_000 };

function toEventRecord({ id, ownerId, name, date, embedder, createdAt }: Event): EventRecord {
  return { id, ownerId, name, date: date ? date.toISOString().slice(0, 10) : null, embedder, createdAt };
}
