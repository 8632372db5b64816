/** @module Forgetting a guest, or one who shares their phone: all rows about them at once, counted as they go. */
import { randomUUID } from 'node:crypto';
import { stripGuests } from '../audit/audit.repository.js';
import type { Database } from '../client/database.client.js';
import { rowStamp } from '../client/row.stamp.js';
import { enterWithdrawn, findAgreed, type WithdrawingHand } from '../consent/consent-register.repository.js';
import { LONG } from '../person/person-edit.steps.js';
import { countsOf, type Erasure } from '../receipt/receipt.repository.js';
import { eraseStatements } from './guest-edit.repository.js';
import type { RefusedBrowser } from './refused-browser.repository.js';

export interface Forgetting {
  /** What the browser of a guest who was sent away is known by from then on. */
  refused?: RefusedBrowser | null;
  /** For the register of consents; absent = the guest. */
  by?: WithdrawingHand;
  at?: Date;
}

export class GuestForgetting {
  constructor(private readonly database: Database) {}

  /**
   * Erases the guest, and all who share their browser, with consent, matches and corrections; photos they sent say no more who did,
   * and lines of the log neither. The register of consents is told that theirs are withdrawn. Of a companion go also the lists of photos that were made for the whole browser.
   * @returns what went; null when there is no such guest.
   */
  async forget(
    id: string,
    { refused = null, by = 'guest', at = rowStamp() }: Forgetting = {},
  ): Promise<Erasure | null> {
    const { prisma } = this.database;
    const people = await prisma.guest.findMany({
      where: { OR: [{ id }, { companionOfId: id }] },
      orderBy: { id: 'asc' },
      select: {
        id: true,
        companionOfId: true,
        shareCode: { select: { share: { select: { eventId: true } } } },
      },
    });
    const asked = people.find((person) => person.id === id);
    if (!asked) return null;
    const what = asked.companionOfId === null ? 'guest' : 'companion';
    return prisma.$transaction(async (tx) => {
      // first, in the order of face.repository.ts
      await tx.$queryRaw`select 1 from "Photo" where "guestId" = ${id}::uuid order by id for no key update`;
      let statements = 0;
      for (const person of people) statements += await eraseStatements(tx, person.id);
      const rows = await tx.$queryRaw<{ id: string; consentVersion: string | null }[]>`
        select id, "consentVersion" from "Guest" where id = ${id}::uuid or "companionOfId" = ${id}::uuid order by id for update`;
      if (!rows.some((row) => row.id === id)) return null;
      const ids = rows.map((row) => row.id);
      const agreed = await findAgreed(tx, ids);
      const theirs = { where: { guestId: { in: ids } } };
      const holders = [...ids, ...people.flatMap(({ companionOfId }) => companionOfId ?? [])];
      const consents = rows.flatMap(({ consentVersion }) => consentVersion ?? []);
      const counts = {
        statements,
        consents: consents.length,
        matches: (await tx.matchedFace.deleteMany(theirs)).count,
        keptSelfies: (await tx.keptSelfie.deleteMany(theirs)).count,
        shownPhotos: (await tx.shownPhoto.deleteMany(theirs)).count,
        namelessPhotos: (await tx.photo.updateMany({ ...theirs, data: { guestId: null } })).count,
        driveConnections: (await tx.driveAccount.deleteMany(theirs)).count,
        archives: (await tx.zip.deleteMany({ where: { holder: 'guest', holderId: { in: holders } } })).count,
        driveRuns: (await tx.driveExport.deleteMany({ where: { kind: 'guest', subjectId: { in: holders } } }))
          .count,
        auditLines: await stripGuests(tx, ids),
        guests: what === 'guest' ? 1 : 0,
        companions: ids.length - (what === 'guest' ? 1 : 0),
      };
      if (refused) await tx.refusedBrowser.createMany({ data: [refused], skipDuplicates: true });
      await tx.guest.deleteMany({ where: { id: { in: ids } } });
      await enterWithdrawn(tx, agreed, by, at);
      return {
        ...{ id: randomUUID(), what, subjectId: id, eventId: asked.shareCode.share.eventId },
        counts: countsOf(counts),
        textVersions: [...new Set(consents)].sort(),
      };
    }, LONG);
  }
}
