/**
 * @module What guests look like who want to be looked for in photos that come later, and how far their event has been looked
 * through. It ends with the guest, the consent, the share and the event.
 */
import type { Database } from '../client/database.client.js';
import { requireKeyRevision } from '../event/event-key.repository.js';
import { lockEvent } from '../event/event.lock.js';
import { addMatches, strangersOf, type SelfieMatch } from './guest.match.js';

export interface KeptSelfie {
  id: string;
  guestId: string;
  /** Sealed under the event's key, as a face of this id. */
  embedding: Uint8Array;
}

export interface NewKeptSelfie {
  id: string;
  embedding: Uint8Array<ArrayBuffer>;
  model: string;
  /** Of the key that sealed it. */
  keyRevision?: number;
}

/** How far an event has been looked through. */
export interface RecognisedPlace {
  embedder: string;
  recognisedRevision: number;
  indexRevision: number;
  wishRevision: number;
}

/** Each shows the guest a little differently; older ones go. */
const KEPT = 3;

export class KeptSelfieRepository {
  constructor(private readonly database: Database) {}

  /** The event's `indexRevision`, to be asked before a search whose selfie is kept. */
  async revisionOf(eventId: string): Promise<number> {
    const event = await this.database.prisma.event.findUnique({
      where: { id: eventId },
      select: { indexRevision: true },
    });
    return event?.indexRevision ?? 0;
  }

  /**
   * Only while the guest wants to be looked for. @throws KeyRotatedError when it was sealed with a key that goes
   * @param revision as `revisionOf` said before the guest was searched for: faces since then are looked through again
   */
  async keep(
    { eventId, guestId }: { eventId: string; guestId: string },
    { id, embedding, model, keyRevision }: NewKeptSelfie,
    revision: number,
    at: Date,
  ): Promise<void> {
    await this.database.prisma.$transaction(async (tx) => {
      await lockEvent(tx, eventId); // first, as by everybody who forgets a guest
      await requireKeyRevision(tx, eventId, keyRevision);
      const [guest] = await tx.$queryRaw<{ keepLooking: boolean }[]>`
        select "keepLooking" from "Guest" where id = ${guestId}::uuid for no key update`;
      if (!guest?.keepLooking) return;
      await tx.keptSelfie.create({ data: { id, guestId, embedding, model, createdAt: at } });
      const old = await tx.keptSelfie.findMany({
        where: { guestId },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
        skip: KEPT,
        select: { id: true },
      });
      await tx.keptSelfie.deleteMany({ where: { id: { in: old.map((selfie) => selfie.id) } } });
      await tx.event.updateMany({
        where: { id: eventId, recognisedRevision: { gt: revision } },
        data: { recognisedRevision: revision },
      });
    });
  }

  /** Null when the event is gone, or not open to anybody. */
  findPlace(eventId: string): Promise<RecognisedPlace | null> {
    return this.database.prisma.event.findFirst({
      where: { id: eventId, erasedAt: null, deletedAt: null },
      select: { embedder: true, recognisedRevision: true, indexRevision: true, wishRevision: true },
    });
  }

  /** Of guests whom their link still lets in, by now. @param model of the event's embedder */
  findOfEvent(eventId: string, model: string, now: Date): Promise<KeptSelfie[]> {
    return this.database.prisma.$queryRaw`
      select k.id, k."guestId", k.embedding
      from "KeptSelfie" k join "Guest" g on g.id = k."guestId" join "Guest" h on h.id = coalesce(g."companionOfId", g.id)
        join "ShareCode" c on c.id = g."shareCodeId" join "Share" s on s.id = c."shareId"
      where s."eventId" = ${eventId}::uuid and k.model = ${model} and h."refusedAt" is null and g."keepLooking"
        and s."revokedAt" is null and c."revokedAt" is null
        and coalesce(s."expiresAt" > ${now}, true) and coalesce(c."expiresAt" > ${now}, true)
      order by k.id`;
  }

  /** What was found for the guest, whose selfie may be gone by now. */
  async recordFound(selfieId: string, guestId: string, matches: readonly SelfieMatch[]): Promise<void> {
    await this.database.prisma.$transaction(async (tx) => {
      await tx.$queryRaw`select 1 from "Guest" where id = ${guestId}::uuid for key share`;
      const kept = await tx.$queryRaw<unknown[]>`
        select 1 from "KeptSelfie" where id = ${selfieId}::uuid and "guestId" = ${guestId}::uuid for key share`;
      if (kept.length > 0) await addMatches(tx, guestId, matches, await strangersOf(tx, guestId));
    });
  }

  /** @returns false when somebody has set it back meanwhile: what is since then is to be looked through again. */
  async advance(eventId: string, from: number, to: number): Promise<boolean> {
    const { count } = await this.database.prisma.event.updateMany({
      where: { id: eventId, recognisedRevision: from, indexRevision: { gte: to } },
      data: { recognisedRevision: to },
    });
    return count > 0;
  }

  /** Events with faces that have not been held against the faces that are kept: of guests, and of those who object. */
  async findEventsToRecognise(limit: number): Promise<string[]> {
    const rows = await this.database.prisma.$queryRaw<{ id: string }[]>`
      select e.id from "Event" e
      where e."recognisedRevision" < e."indexRevision" and e."erasedAt" is null and e."deletedAt" is null
        and (exists (select 1 from "Objection" o where o."eventId" = e.id and o.embedding is not null) or exists (
          select 1 from "Share" s join "ShareCode" c on c."shareId" = s.id join "Guest" g on g."shareCodeId" = c.id
            join "KeptSelfie" k on k."guestId" = g.id
          where s."eventId" = e.id))
      order by e.id limit ${limit}`;
    return rows.map(({ id }) => id);
  }

  /** Selfies behind links that are over. @returns how many went */
  async sweep(now: Date): Promise<number> {
    return this.database.prisma.$executeRaw`
      delete from "KeptSelfie" k using "Guest" g, "ShareCode" c, "Share" s
      where g.id = k."guestId" and c.id = g."shareCodeId" and s.id = c."shareId"
        and (s."revokedAt" is not null or c."revokedAt" is not null or s."expiresAt" <= ${now} or c."expiresAt" <= ${now})`;
  }
}
