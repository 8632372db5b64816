/** @module Guests: one browser behind one code and the people who share it, their consents and what their selfies matched. */
import type { ConsentBy } from '@visage/contracts/guest.contract';
import type { Database } from '../client/database.client.js';
import {
  enterGiven,
  enterWithdrawn,
  findAgreed,
  type PseudonymOf,
  type WithdrawingHand,
} from '../consent/consent-register.repository.js';
import { countGuests } from './guest.count.js';
import { eraseStatements } from './guest-edit.repository.js';
import { GuestForgetting } from './guest.forgetting.js';
import { addMatches, strangersOf, type SelfieMatch } from './guest.match.js';
import { LONG } from '../person/person-edit.steps.js';

export interface GuestRecord {
  id: string;
  shareCodeId: string;
  name: string | null;
  approvedAt: Date | null;
  refusedAt: Date | null;
  consentVersion: string | null;
  consentedAt: Date | null;
  identifiedAt: Date | null;
  keepLooking: boolean;
  /** Beginning of the present visit, and end of the one before. */
  visitAt: Date | null;
  visitedAt: Date | null;
}

export interface Consent {
  version: string;
  at: Date;
  /** The guest is to be looked for in photos that come later. */
  keepLooking: boolean;
  /** For the register of consents. */
  pseudonymOf: PseudonymOf;
}

/** By whose hand a consent ended, and when. */
export interface Withdrawal {
  by: WithdrawingHand;
  at: Date;
}

/** Of somebody for whom another browser's guest asks. */
export interface CompanionConsent extends Consent {
  by: ConsentBy;
}

/** A large family; more is somebody who looks for strangers. */
const MAX_COMPANIONS = 8;

export const NOT_RECOGNISED = {
  ...{ consentVersion: null, consentedAt: null, identifiedAt: null, keepLooking: false },
};

/** Who comes back after so long visits anew. */
const VISIT_MS = 30 * 60_000;
/** How exactly it is known when somebody was here last. */
const NOTED_MS = 60_000;

const before = (now: Date): Date => new Date(now.getTime() - VISIT_MS);

const consentColumns = ({ version, at, keepLooking }: Consent) => ({
  ...{ consentVersion: version, consentedAt: at, keepLooking },
});

export class GuestRepository {
  constructor(private readonly database: Database) {}

  /**
   * Admits a browser as a guest, one after the other where their number is limited, so that the last place is taken once.
   * @param consent null when the guest declined or was not asked yet.
   * @returns null when the share is full.
   */
  create(
    { id: shareCodeId, shareId }: { id: string; shareId: string },
    { consent = null, name = null }: { consent?: Consent | null; name?: string | null },
  ): Promise<GuestRecord | null> {
    return this.database.prisma.$transaction(async (tx) => {
      const [share] = await tx.$queryRaw<{ maxGuests: number | null }[]>`
        select "maxGuests" from "Share" where id = ${shareId}::uuid for update`;
      const maxGuests = share?.maxGuests ?? null;
      if (maxGuests !== null && (await countGuests(tx, shareId)) >= maxGuests) return null;
      const guest = await tx.guest.create({
        data: { shareCodeId, name, ...(consent && consentColumns(consent)) },
      });
      if (consent) await enterGiven(tx, guest.id, { ...consent, by: 'self' });
      return guest;
    });
  }

  /**
   * Somebody who shares the guest's browser.
   * @returns null when as many do as may, or the guest is gone.
   */
  addCompanion(guestId: string, name: string, consent: CompanionConsent): Promise<GuestRecord | null> {
    return this.database.prisma.$transaction(async (tx) => {
      // one after the other; a companion has none
      const [guest] = await tx.$queryRaw<{ shareCodeId: string }[]>`
        select "shareCodeId" from "Guest" where id = ${guestId}::uuid and "companionOfId" is null for no key update`;
      const there = await tx.guest.count({ where: { companionOfId: guestId } });
      if (!guest || there >= MAX_COMPANIONS) return null;
      const { shareCodeId } = guest;
      const agreed = { ...consentColumns(consent), consentBy: consent.by };
      const companion = await tx.guest.create({
        data: { shareCodeId, companionOfId: guestId, name, ...agreed },
      });
      await enterGiven(tx, companion.id, consent);
      return companion;
    });
  }

  /** The guest is here, with all who share their browser: a visit goes on, or a new one begins. */
  async visit(id: string, now: Date): Promise<void> {
    await this.database.prisma.$executeRaw`
      update "Guest" set "seenAt" = ${now},
        "visitedAt" = case when "visitAt" is not null and "seenAt" < ${before(now)} then "seenAt" else "visitedAt" end,
        "visitAt" = case when "visitAt" is null or "seenAt" < ${before(now)} then ${now} else "visitAt" end
      where (id = ${id}::uuid or "companionOfId" = ${id}::uuid) and ("visitAt" is null or "seenAt" < ${new Date(now.getTime() - NOTED_MS)})`;
  }

  async rename(id: string, name: string): Promise<void> {
    await this.database.prisma.guest.updateMany({ where: { id }, data: { name } });
  }

  async recordConsent(id: string, consent: Consent): Promise<void> {
    await this.database.prisma.$transaction(async (tx) => {
      await tx.guest.updateMany({ where: { id }, data: consentColumns(consent) });
      if (!consent.keepLooking) await tx.keptSelfie.deleteMany({ where: { guestId: id } });
      await enterGiven(tx, id, { ...consent, by: 'self' });
    });
  }

  /** Also erases what the consent allowed: the matches, what was said of them, and the lists of photos made from them. */
  async withdrawConsent(id: string, { by, at }: Withdrawal): Promise<void> {
    await this.removeTaken([id]);
    await this.database.prisma.$transaction(async (tx) => {
      await eraseStatements(tx, id);
      const agreed = await findAgreed(tx, [id]);
      await tx.matchedFace.deleteMany({ where: { guestId: id } });
      await tx.keptSelfie.deleteMany({ where: { guestId: id } });
      await tx.shownPhoto.deleteMany({ where: { guestId: id } });
      await tx.guest.updateMany({ where: { id }, data: NOT_RECOGNISED });
      await enterWithdrawn(tx, agreed, by, at);
    }, LONG);
  }

  /** The organizer sends the guest away: nobody is searched for them, or for those who share their browser, any more. */
  async sendAway(id: string, at: Date): Promise<void> {
    const companions = await this.database.prisma.guest.findMany({
      where: { companionOfId: id },
      select: { id: true },
      orderBy: { id: 'asc' },
    });
    const withdrawal = { by: 'organizer', at } as const;
    const forgetting = new GuestForgetting(this.database);
    for (const companion of companions) await forgetting.forget(companion.id, withdrawal);
    await this.withdrawConsent(id, withdrawal);
  }

  /**
   * Adds to what earlier selfies found, as people are by now. Only while the consent stands: a withdrawal during the search wins.
   * @param matches the likeliest first
   * @returns false when the guest is gone or withdrew.
   */
  async recordMatches(id: string, matches: readonly SelfieMatch[], at: Date): Promise<boolean> {
    return this.database.prisma.$transaction(async (tx) => {
      const { count } = await tx.guest.updateMany({
        where: { id, consentedAt: { not: null } },
        data: { identifiedAt: at, seenAt: at },
      });
      if (count === 0) return false;
      await addMatches(tx, id, matches, await strangersOf(tx, id));
      return true;
    });
  }

  private async removeTaken(ids: string[]): Promise<void> {
    await this.database.prisma.zip.deleteMany({ where: { holder: 'guest', holderId: { in: ids } } });
    await this.database.prisma.driveExport.deleteMany({ where: { kind: 'guest', subjectId: { in: ids } } });
  }
}
