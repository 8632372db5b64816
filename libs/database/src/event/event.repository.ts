/** @module Events: made, erased, and whether their people are due. */
import type { Database } from '../client/database.client.js';
import type { ReceiptCount } from '@visage/contracts/receipt.contract';
import type { Event, Prisma } from '../generated/client.js';
import { writeLine, type AuditDeed } from '../audit/audit.repository.js';
import { rowStamp } from '../client/row.stamp.js';
import { enterWithdrawn, findAgreed } from '../consent/consent-register.repository.js';
import { guestsOf } from '../guest/guest.count.js';
import { beginReceipt, countsOf } from '../receipt/receipt.repository.js';
import { isOver } from '../retention/retention.repository.js';
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
  facesDays?: number;
  photosDays?: number | null;
  /** Sealed; given where its photos are encrypted. */
  photoKey?: Uint8Array<ArrayBuffer>;
  /** No face of it is ever looked for. */
  facesEndedAt?: Date;
  /** Days of keeping count from then at the earliest; absent = from now. */
  keptFrom?: Date;
}

/** An event as grouping sees it; due while `facesRevision > groupedRevision`. */
export interface EventGrouping {
  embedder: string;
  facesRevision: number;
  groupedRevision: number;
}

export interface EraseOptions {
  /** Only while it lies in the trash, or while its time is over: whoever changes that at the same moment has it back. */
  only?: 'trashed' | 'over';
  /** Who did it, for the audit log: no erasure without its line. */
  by?: Pick<AuditDeed, 'actor' | 'actorId'>;
  at?: Date;
}

/** What a row says of its event, and no more once it is erased; event.erasure.test.ts knows every column. */
const FORGOTTEN = { name: '', date: null, accent: null, zone: null, guessedZone: 'UTC' };

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
   * The row stays as proof of the erasure, without name, day, look and place, and a receipt is begun, which is signed once key and files are gone.
   * Whoever had agreed to the face search does no more, which the register of consents is told.
   * @returns false when there was no such event.
   */
  async erase(id: string, { only, by, at = rowStamp() }: EraseOptions = {}): Promise<boolean> {
    return this.database.prisma.$transaction(async (tx) => {
      // first, as by everybody who writes faces and then the event
      await tx.$executeRaw`select 1 from "Photo" where "eventId" = ${id}::uuid order by id for update`;
      await tx.$executeRaw`select 1 from "Event" where id = ${id}::uuid for update`;
      if (only === 'over' && !(await isOver(tx, id, 'photos', at))) return false;
      const agreed = await findAgreed(tx, await guestsOf(tx, id));
      const { count } = await tx.event.updateMany({
        where: { id, erasedAt: null, ...(only === 'trashed' && { deletedAt: { not: null } }) },
        data: { ...FORGOTTEN, wrappedKey: null, photoKey: null, erasedAt: rowStamp() },
      });
      if (count === 0) return false;
      const of = { where: { eventId: id } };
      const edits = await tx.personEdit.deleteMany(of); // names, and with them the links of faces
      const guests = await eraseGuests(tx, id);
      const imports = await tx.driveImport.deleteMany(of);
      const exports = await tx.driveExport.deleteMany(of);
      // before the photos, so that their going is not carried on as a change
      const mirrors = await tx.driveMirror.deleteMany(of);
      const counts = {
        ...guests.counts,
        shares: (await tx.share.deleteMany(of)).count,
        collaborators: (await tx.eventCollaborator.deleteMany(of)).count,
        archives: (await tx.zip.deleteMany(of)).count,
        corrections: edits.count,
        objections: (await tx.objection.deleteMany(of)).count, // with what their faces look like
        uploads: (await tx.upload.deleteMany(of)).count, // names of files; what is staged goes with the event's objects
        driveRuns: imports.count + exports.count + mirrors.count,
        faces: (await tx.face.deleteMany(of)).count,
        people: (await tx.person.deleteMany(of)).count,
        albums: (await tx.album.deleteMany(of)).count,
        photos: await tx.photo.count({ where: { eventId: id, rawOf: null } }), // locked above: these go
        keys: 1,
      };
      await tx.user.deleteMany({ where: { invitedTo: id } }); // accounts that nobody has taken
      await tx.photo.deleteMany(of);
      await tx.camera.deleteMany({ where: { eventId: id } }); // serial numbers say whose they are
      await tx.removedFace.deleteMany({ where: { eventId: id } });
      await dropCounts(tx, id);
      await tx.looseObject.deleteMany({ where: { eventId: id } }); // all objects of the event are removed, and whatever comes later
      await tx.retentionNotice.deleteMany({ where: { eventId: id } });
      // that something was done stays, and not how many, when or to what end
      await tx.auditLine.updateMany({ where: { eventId: id }, data: { detail: {} } });
      const { ownerId } = await tx.event.findUniqueOrThrow({ where: { id }, select: { ownerId: true } });
      await beginReceipt(tx, {
        ...{ what: 'event', subjectId: id, readerId: ownerId, counts: countsOf(counts) },
        ...{ textVersions: guests.textVersions, begunAt: at },
      });
      if (by)
        await writeLine(
          tx,
          { actor: by.actor, actorId: by.actorId, action: 'event.erased', eventId: id },
          at,
        );
      await enterWithdrawn(tx, agreed, only === 'over' ? 'retention' : 'erasure', at);
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

  /** Of these, those whose faces may be searched. */
  async findSearchable(ids: readonly string[]): Promise<string[]> {
    const rows = await this.database.prisma.event.findMany({
      where: { id: { in: [...ids] }, erasedAt: null, facesEndedAt: null },
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

/** Guests go one table after the other, since what a cascade takes along is not counted. */
async function eraseGuests(
  tx: Prisma.TransactionClient,
  eventId: string,
): Promise<{ counts: Partial<Record<ReceiptCount, number>>; textVersions: string[] }> {
  const where = { shareCode: { share: { eventId } } };
  const theirs = { where: { guest: where } };
  const consents = await tx.guest.groupBy({
    by: 'consentVersion',
    where: { ...where, consentVersion: { not: null } },
    _count: true,
  });
  const companions = await tx.guest.count({ where: { ...where, companionOfId: { not: null } } });
  const counts = {
    consents: consents.reduce((sum, { _count }) => sum + _count, 0),
    keptSelfies: (await tx.keptSelfie.deleteMany(theirs)).count,
    matches: (await tx.matchedFace.deleteMany(theirs)).count,
    shownPhotos: (await tx.shownPhoto.deleteMany(theirs)).count,
    driveConnections: (await tx.driveAccount.deleteMany(theirs)).count,
    companions,
    guests: (await tx.guest.deleteMany({ where })).count - companions,
    codes: (await tx.shareCode.deleteMany({ where: { share: { eventId } } })).count,
  };
  return { counts, textVersions: consents.flatMap(({ consentVersion }) => consentVersion ?? []).sort() };
}

/** Tens of thousands of photos and faces go at once. */
const LONG = { maxWait: 10_000, timeout: 120_000 };

function toEventRecord({ id, ownerId, name, date, embedder, createdAt }: Event): EventRecord {
  return { id, ownerId, name, date: date ? date.toISOString().slice(0, 10) : null, embedder, createdAt };
}
