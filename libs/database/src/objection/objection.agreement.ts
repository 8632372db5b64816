/**
 * @module What was agreed to after an objection: whoever its faces are is shown so, or less, and is shown more only by who takes that
 * answer back. Each step runs in a transaction that holds the event's row.
 */
import type { ObjectionWish } from '@visage/contracts/objection.contract';
import type { PersonAppearance } from '@visage/contracts/person.contract';
import { Prisma } from '../generated/client.js';

/** The strictest that was agreed to for the person `p`; null = nothing. */
export const AGREED_FOR = Prisma.sql`(
  select max(o.wish) from "Objection" o join "ObjectedFace" x on x."objectionId" = o.id join "Face" f on f.id = x."faceId"
  where o."eventId" = p."eventId" and o.state = 'agreed' and f."personId" = p.id)`;

/** Answers that are taken back, and what those read who got them. */
export interface Retraction {
  answer: string;
  at: Date;
}

/** Whoever these faces are is shown as was agreed for them, or less: all photos of theirs, not those of these faces alone. */
export async function showAsAgreed(tx: Prisma.TransactionClient, faceIds: readonly string[]): Promise<void> {
  await tx.$executeRaw`
    update "Person" p set appearance = agreed.wish, "seesOwn" = false
    from (
      select f."personId", max(o.wish) as wish
      from "Face" f join "ObjectedFace" x on x."faceId" = f.id join "Objection" o on o.id = x."objectionId"
      where f.id = any(${[...faceIds]}::uuid[]) and o.state = 'agreed' group by f."personId"
    ) agreed
    where p.id = agreed."personId" and p.appearance < agreed.wish`;
}

/** Null where nothing was agreed to for the person. */
export async function agreedFor(
  tx: Prisma.TransactionClient,
  personId: string,
): Promise<ObjectionWish | null> {
  const [found] = await tx.$queryRaw<{ agreed: ObjectionWish | null }[]>`
    select ${AGREED_FOR}::text as agreed from "Person" p where p.id = ${personId}::uuid`;
  return found?.agreed ?? null;
}

/** People of the event who are shown more than was agreed to for them. */
export async function shownMore(tx: Prisma.TransactionClient, eventId: string): Promise<ReadonlySet<string>> {
  const rows = await tx.$queryRaw<{ id: string }[]>`
    select p.id from "Person" p where p."eventId" = ${eventId}::uuid and p.appearance < ${AGREED_FOR}`;
  return new Set(rows.map(({ id }) => id));
}

/**
 * Nothing stricter than `appearance` is agreed to for the person any more: objections are declined, or agreed to with their face
 * blurred alone.
 * @returns those that whoever made them is answered anew
 */
export async function takeBackAgreements(
  tx: Prisma.TransactionClient,
  personId: string,
  appearance: PersonAppearance,
  { answer, at }: Retraction,
): Promise<string[]> {
  const found = await tx.$queryRaw<{ id: string }[]>`
    select distinct o.id from "Objection" o join "ObjectedFace" x on x."objectionId" = o.id join "Face" f on f.id = x."faceId"
    where f."personId" = ${personId}::uuid and o.state = 'agreed' and o.wish > ${appearance}::"PersonAppearance"`;
  const ids = found.map(({ id }) => id);
  const data = { answer, answeredAt: at };
  await tx.objection.updateMany({
    where: { id: { in: ids } },
    data:
      appearance === 'open'
        ? { ...data, state: 'declined', embedding: null, embeddingModel: null }
        : { ...data, wish: appearance },
  });
  return ids;
}
