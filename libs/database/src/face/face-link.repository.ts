/** @module Pairs of faces that somebody said are, or are not, one person: grouping keeps to them. */
import type { Database } from '../client/database.client.js';
import type { Prisma } from '../generated/client.js';

export interface FaceLinkRecord {
  kind: 'must' | 'cannot';
  faceA: string;
  faceB: string;
}

export class FaceLinkRepository {
  constructor(private readonly database: Database) {}

  /** Newest first. */
  findOfEvent(eventId: string): Promise<FaceLinkRecord[]> {
    return this.database.prisma.faceLink.findMany({
      where: { eventId },
      orderBy: { id: 'desc' },
      select: { kind: true, faceA: true, faceB: true },
    });
  }
}

/** Links of faces that were found anew go on with the faces in their place. @param heirs old id, new id */
export async function inheritLinks(
  tx: Prisma.TransactionClient,
  heirs: readonly (readonly [string, string])[],
): Promise<void> {
  const changed = heirs.filter(([before, after]) => before !== after);
  if (changed.length === 0) return;
  const before = changed.map(([id]) => id);
  const after = changed.map(([, id]) => id);
  await tx.$executeRaw`
    with heir as (select * from unnest(${before}::uuid[], ${after}::uuid[]) as given(before, after))
    update "FaceLink" set
      "faceA" = coalesce((select after from heir where before = "faceA"), "faceA"),
      "faceB" = coalesce((select after from heir where before = "faceB"), "faceB")
    where "faceA" in (select before from heir) or "faceB" in (select before from heir)`;
}
