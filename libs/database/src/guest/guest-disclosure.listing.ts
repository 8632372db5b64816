/** @module All that is held of a guest and of those who share their phone: what "What do you hold of me?" is answered with. */
import { auditActionSchema } from '@visage/contracts/audit.contract';
import type { Database } from '../client/database.client.js';
import { Prisma } from '../generated/client.js';
import { guestStatementsOf } from './guest.statements.js';

/**
 * Times are as they are stored; photos are told by their ids, whether the link still opens them or not. What a selfie matched of
 * somebody withheld is not told: whoever holds a picture of them would learn that they were there.
 */
export type GuestDisclosure = Awaited<ReturnType<GuestDisclosureListing['find']>>;
export type AuditDisclosure = Awaited<ReturnType<typeof auditLinesAbout>>;

/** Newest first, and no more of a log. */
const MOST_LINES = 5000;

export class GuestDisclosureListing {
  constructor(private readonly database: Database) {}

  /** @param withdrawn how many photos they were shown and that were taken back */
  async find(guestId: string, withdrawn: number) {
    const { prisma } = this.database;
    const guest = await prisma.guest.findUniqueOrThrow({
      where: { id: guestId },
      include: {
        shareCode: {
          include: { share: { include: { event: { select: { id: true, name: true, date: true } } } } },
        },
        companions: { select: { id: true }, orderBy: { id: 'asc' } },
      },
    });
    const { shareCode } = guest;
    const ids = [guestId, ...guest.companions.map(({ id }) => id)];
    const people = [];
    for (const id of ids) people.push(await this.person(id, ids));
    return {
      guest: {
        id: guest.id,
        name: guest.name,
        event: shareCode.share.event,
        link: shareCode.share.name,
        code: shareCode.label,
        joinedAt: guest.createdAt,
        seenAt: guest.seenAt,
        approvedAt: guest.approvedAt,
        refusedAt: guest.refusedAt,
      },
      people,
      withdrawnPhotos: withdrawn,
      photosSent: await prisma.photo.findMany({
        where: { guestId },
        orderBy: { id: 'asc' },
        select: { id: true, fileName: true, bytes: true, createdAt: true, heldAt: true, deletedAt: true },
      }),
      uploads: await prisma.upload.findMany({
        where: { guestId },
        orderBy: { createdAt: 'asc' },
        select: UPLOAD,
      }),
      driveConnection: await prisma.driveAccount.findUnique({ where: { guestId }, select: DRIVE }),
      driveExports: await prisma.driveExport.findMany({
        where: { kind: 'guest', subjectId: { in: ids } },
        orderBy: { createdAt: 'asc' },
        select: { id: true, folderName: true, state: true, createdAt: true, finishedAt: true },
      }),
      archives: await prisma.zip.findMany({
        where: { holder: 'guest', holderId: { in: ids } },
        orderBy: { createdAt: 'asc' },
        select: { id: true, fileName: true, photoIds: true, createdAt: true, expiresAt: true },
      }),
      auditLines: await auditLinesAbout(prisma, ids),
    };
  }

  /** @param family those whose selfies let them see themselves, where they are withheld from others */
  private async person(id: string, family: readonly string[]) {
    const { prisma } = this.database;
    const row = await prisma.guest.findUniqueOrThrow({
      where: { id },
      include: {
        // what it looks like is told by nobody: it is there, and since when
        keptSelfies: { select: { createdAt: true, model: true }, orderBy: { createdAt: 'asc' } },
        shownPhotos: { select: { photoId: true, shownAt: true, kept: true }, orderBy: { shownAt: 'asc' } },
        personEdits: { where: { undoneAt: null } },
      },
    });
    const { consentVersion: version, consentedAt: at, consentBy } = row;
    const { disownedPhotoIds, claimedPhotoIds, waitingPhotoIds } = guestStatementsOf(row.personEdits);
    const found = await this.found(id, family);
    return {
      id,
      name: row.name,
      consent: at === null ? null : { version, at, by: consentBy ?? 'self', keepLooking: row.keepLooking },
      consentEntries: row.pseudonym === null ? [] : await this.registered(row.pseudonym),
      searchedAt: row.identifiedAt,
      matchedFaces: found.faces,
      foundPhotos: found.photos,
      shownPhotos: row.shownPhotos,
      disownedPhotos: disownedPhotoIds,
      claimedPhotos: claimedPhotoIds,
      waitingClaims: waitingPhotoIds,
      keptSelfies: row.keptSelfies,
    };
  }

  /** As the register of consents tells of them, in its order. */
  private registered(who: string) {
    return this.database.prisma.consentEntry.findMany({
      where: { who },
      orderBy: { number: 'asc' },
      select: {
        number: true,
        at: true,
        deed: true,
        by: true,
        version: true,
        keepLooking: true,
        who: true,
        hash: true,
      },
    });
  }

  /** Faces that the selfie was like, and photos of whom it found, as faces are grouped now. */
  private async found(
    guestId: string,
    family: readonly string[],
  ): Promise<{ faces: number; photos: string[] }> {
    const told = Prisma.sql`not exists (
      select 1 from "FaceWish" w where w."photoId" = f."photoId" and w.appearance = 'withheld'
        and not (w."seesOwn" and w."personId" in (select "personId" from "GuestPerson" where "guestId" = any(${[...family]}::uuid[]))))`;
    const [row] = await this.database.prisma.$queryRaw<{ faces: number; photos: string[] }[]>`
      select
        (select count(*)::int from "MatchedFace" m join "Face" f on f.id = m."faceId"
          where m."guestId" = ${guestId}::uuid and ${told}) as faces,
        array(
          select distinct f."photoId" from "Face" f
          where (f."personId" in (select "personId" from "GuestPerson" where "guestId" = ${guestId}::uuid)
            or f."personId" is null and f.id in (
              select "faceId" from "MatchedFace" where "guestId" = ${guestId}::uuid and "disownedBy" is null))
            and ${told}
          order by 1) as photos`;
    return row ?? { faces: 0, photos: [] };
  }
}

export const UPLOAD = {
  ...{
    id: true,
    fileName: true,
    bytes: true,
    createdAt: true,
    finishedAt: true,
    outcome: true,
    photoId: true,
  },
} as const;

/** Neither the token nor what it is sealed with. */
export const DRIVE = { email: true, name: true, uses: true, state: true, createdAt: true } as const;

/** Lines that they did, or that are about them; newest first. */
export async function auditLinesAbout(
  { auditLine }: Pick<Database['prisma'], 'auditLine'>,
  ids: readonly string[],
) {
  const rows = await auditLine.findMany({
    where: { OR: [{ actorId: { in: [...ids] } }, { subjectId: { in: [...ids] } }] },
    orderBy: [{ at: 'desc' }, { id: 'desc' }],
    take: MOST_LINES,
    select: {
      at: true,
      lastAt: true,
      count: true,
      action: true,
      actorId: true,
      eventId: true,
      subjectId: true,
      detail: true,
    },
  });
  return rows.map(({ action, actorId, ...line }) => ({
    ...line,
    action: auditActionSchema.parse(action),
    byThem: actorId !== null && ids.includes(actorId),
  }));
}
