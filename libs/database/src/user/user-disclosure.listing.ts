/** @module All that is held of a user: what "What do you hold of me?" is answered with. */
import type { Database } from '../client/database.client.js';
import { auditLinesAbout, DRIVE, UPLOAD } from '../guest/guest-disclosure.listing.js';

export type UserDisclosure = Awaited<ReturnType<UserDisclosureListing['find']>>;

export class UserDisclosureListing {
  constructor(private readonly database: Database) {}

  async find(userId: string) {
    const { prisma } = this.database;
    const user = await prisma.user.findUniqueOrThrow({
      where: { id: userId },
      select: {
        ...{ id: true, email: true, name: true, role: true, createdAt: true, disabledAt: true },
        ...{ sessionsFrom: true, quotaBytes: true, quotaEvents: true, invitedTo: true },
      },
    });
    return {
      user,
      sessions: await prisma.session.findMany({
        where: { userId },
        orderBy: { seenAt: 'desc' },
        select: { id: true, agent: true, createdAt: true, seenAt: true, expiresAt: true, endedAt: true },
      }),
      passwordLinks: await prisma.passwordLink.findMany({
        where: { userId },
        select: { id: true, expiresAt: true },
      }),
      events: await prisma.event.findMany({
        where: { ownerId: userId },
        orderBy: { createdAt: 'asc' },
        select: { id: true, name: true, date: true, createdAt: true, deletedAt: true, erasedAt: true },
      }),
      helpsWith: (
        await prisma.eventCollaborator.findMany({
          where: { userId },
          orderBy: { addedAt: 'asc' },
          select: { addedAt: true, event: { select: { id: true, name: true, date: true } } },
        })
      ).map(({ addedAt, event }) => ({ ...event, addedAt })),
      uploads: await prisma.upload.findMany({
        where: { userId },
        orderBy: { createdAt: 'asc' },
        select: UPLOAD,
      }),
      corrections: await prisma.personEdit.findMany({
        where: { userId },
        orderBy: { createdAt: 'asc' },
        select: { id: true, eventId: true, kind: true, createdAt: true, undoneAt: true },
      }),
      driveConnection: await prisma.driveAccount.findUnique({ where: { userId }, select: DRIVE }),
      driveImports: await prisma.driveImport.findMany({
        where: { startedBy: userId },
        orderBy: { createdAt: 'asc' },
        select: { id: true, eventId: true, folderName: true, state: true, createdAt: true, finishedAt: true },
      }),
      driveExports: await prisma.driveExport.findMany({
        where: { startedBy: userId },
        orderBy: { createdAt: 'asc' },
        select: { id: true, eventId: true, folderName: true, state: true, createdAt: true, finishedAt: true },
      }),
      archives: await prisma.zip.findMany({
        where: { holder: 'user', holderId: userId },
        orderBy: { createdAt: 'asc' },
        select: { id: true, eventId: true, fileName: true, photoIds: true, createdAt: true, expiresAt: true },
      }),
      receipts: await prisma.receipt.findMany({
        where: { readerId: userId },
        orderBy: { begunAt: 'asc' },
        select: { id: true, what: true, subjectId: true, begunAt: true, erasedAt: true },
      }),
      auditLines: await auditLinesAbout(prisma, [userId]),
    };
  }
}
